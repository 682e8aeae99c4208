"""The model card: one version of one model."""

from typing import Literal

from pydantic import Field

from modelsteward.domain.cards.base import (
    CardModel,
    Count,
    DataRef,
    Day,
    Digest,
    Extra,
    Links,
    ModelRef,
    Name,
    Number,
    Scalars,
    Seq,
    Text,
    Version,
)
from modelsteward.domain.cards.lifecycle import Lifecycle


class Port(CardModel):
    """One input or output that callers depend on."""

    type: Literal[
        "integer", "number", "string", "boolean", "array", "object", "text", "image", "audio", "video", "file"
    ] = Field(description="What travels through it.", examples=["number"])
    required: bool = Field(default=True, description="Whether a caller must send it, or may rely on getting it.")
    minimum: Number | None = Field(default=None, description="Smallest value, in `unit`.", examples=[0])
    maximum: Number | None = Field(default=None, description="Largest value, in `unit`.", examples=[1])
    labels: Scalars = Field(
        default=(), description="The values it may take, when they are few.", examples=[["low", "high"]]
    )
    items: Text | None = Field(default=None, description="For an array: what its items are.", examples=["number"])
    unit: Text | None = Field(default=None, description="Unit of measurement.", examples=["days"])
    description: Text | None = Field(default=None, description="What it means, in a sentence.")


class Modalities(CardModel):
    """What kinds of content go in and come out."""

    input: Seq[Text] = Field(default=(), description="Kinds of content it takes.", examples=[["text", "image"]])
    output: Seq[Text] = Field(default=(), description="Kinds of content it gives.", examples=[["text"]])


class Interface(CardModel):
    """What callers depend on. The version number is judged by what changes here."""

    inputs: dict[str, Port] = Field(
        default_factory=dict,
        description="Inputs by name.",
        examples=[{"age": {"type": "integer", "unit": "years"}}],
    )
    outputs: dict[str, Port] = Field(
        default_factory=dict,
        description="Outputs by name.",
        examples=[{"p_no_show": {"type": "number", "minimum": 0, "maximum": 1}}],
    )
    modalities: Modalities | None = Field(default=None, description="Kinds of content, for generative models.")
    languages: Seq[Text] = Field(
        default=(),
        description="Languages it is fit for, as BCP 47 tags. `no` is Norwegian.",
        examples=[["en", "no"]],
    )
    context_window: Count | None = Field(default=None, description="Longest input, in tokens.", examples=[128000])
    max_output: Count | None = Field(default=None, description="Longest output, in tokens.", examples=[16384])
    limits: dict[str, Number] = Field(
        default_factory=dict,
        description="Other limits by name, the unit in the name.",
        examples=[{"requests_per_minute": 500}],
    )


class IntendedUse(CardModel):
    """What it is for, and what it is not for."""

    primary: Text = Field(description="The use it was made or chosen for, in a sentence.")
    out_of_scope: Seq[Text] = Field(default=(), description="Uses it must not be put to.")
    limitations: Seq[Text] = Field(default=(), description="What is known not to work well, and for whom.")


class Parent(CardModel):
    """A model this one was made from."""

    ref: ModelRef = Field(description="The parent's ref; it has a card of its own.")
    relation: Literal["fine-tune", "adapter", "quantized", "distilled", "merge", "trained-on-outputs", "repackaged"] = (
        Field(description="How this model was made from the parent.")
    )
    tolerance: Text | None = Field(
        default=None,
        description="For `quantized`: how little its answers may differ from the parent's, as promised and kept.",
        examples=["AUROC within 0.002 of the parent on no-show-holdout"],
    )


class Lineage(CardModel):
    """What it was built on. Absent is unknown; `[]` says there is none."""

    parents: Seq[Parent] = Field(default=(), description="Models it was made from.")
    datasets: Seq[DataRef] = Field(
        default=(),
        description="Data sets it was trained on, its parents' excluded.",
        examples=[["data:appointments@2.1.0"]],
    )


class Artifact(CardModel):
    """One file or folder that holds (part of) the model."""

    role: Literal[
        "weights",
        "adapter",
        "tokenizer",
        "config",
        "checkpoint",
        "optimizer",
        "index",
        "code",
        "container",
        "other",
    ] = Field(description="What it is of the model.")
    uri: Text = Field(description="Where it lies.", examples=["s3://models/no-show/2.1.0/model.onnx"])
    digest: Digest | None = Field(default=None, description="Digest of its bytes, with the algorithm's name.")
    bytes: Count | None = Field(default=None, description="Size in bytes.", examples=[18874368])
    format: Text | None = Field(
        default=None, description="File format.", examples=["onnx", "safetensors", "gguf", "pickle"]
    )
    holder: Text | None = Field(
        default=None, description="Who holds the copy, when it is not us.", examples=["azure-openai"]
    )
    encrypted_since_creation: bool | None = Field(
        default=None,
        description="Whether the bytes were never stored in the clear; only then may erasing the key erase them.",
    )
    key: Text | None = Field(
        default=None,
        description="Reference of the encryption key, never the key itself.",
        examples=["kms:alias/no-show"],
    )
    key_exclusive: bool | None = Field(default=None, description="Whether the key protects this artifact alone.")
    versioned: bool | None = Field(default=None, description="Whether the store keeps older versions of the object.")
    immutable_until: Day | None = Field(default=None, description="Day until which the store refuses to delete it.")
    replicas: Seq[Text] = Field(default=(), description="Other places with the same bytes. `[]` says there is none.")


class Source(CardModel):
    """Where a model that was not made here comes from."""

    hub: Text | None = Field(default=None, description="Open models: the hub.", examples=["huggingface.co"])
    repository: Text | None = Field(
        default=None,
        description="Open models: the repository on the hub.",
        examples=["openai/whisper-large-v3"],
    )
    revision: Text | None = Field(
        default=None, description="Open models: the commit or tag.", examples=["06f233fe06e7"]
    )
    host: Text | None = Field(
        default=None,
        description="Vendor models: who answers the calls.",
        examples=["azure-openai", "anthropic", "aws-bedrock"],
    )
    model: Text | None = Field(default=None, description="Vendor models: the vendor's own name.", examples=["gpt-4o"])
    snapshot: Text | None = Field(
        default=None, description="Vendor models: the pinned snapshot.", examples=["2024-08-06"]
    )
    region: Text | None = Field(
        default=None, description="Vendor models: the region it is called in.", examples=["eastus2"]
    )
    deployment: Text | None = Field(default=None, description="Vendor models: the name of our deployment.")
    deployment_kind: Text | None = Field(
        default=None,
        description="Vendor models: what kind of deployment it is, where ends differ by it.",
        examples=["data-zone", "provisioned"],
    )


class Serves(CardModel):
    """The names callers and logs know it by."""

    aliases: Seq[Text] = Field(default=(), description="Names that callers send.", examples=[["no-show"]])
    deployments: Seq[Text] = Field(
        default=(), description="Deployments in our own platforms.", examples=[["no-show-2-1"]]
    )
    upstream: Text | None = Field(
        default=None, description="The name a gateway calls upstream.", examples=["azure/gpt-4o-2024-08-06"]
    )


class Cost(CardModel):
    """What it costs, in US dollars, with the source."""

    unit: Text = Field(description="What the price is for.", examples=["1k predictions", "1M tokens"])
    usd: Number | None = Field(default=None, ge=0, description="US dollars a unit.", examples=[0.002])
    usd_input: Number | None = Field(default=None, ge=0, description="US dollars a unit of input.", examples=[2.5])
    usd_output: Number | None = Field(default=None, ge=0, description="US dollars a unit of output.", examples=[10])
    source: Text = Field(description="Where the price was read.", examples=["https://openai.com/api/pricing"])
    read_on: Day = Field(description="Day it was read.")


class ModelCard(CardModel):
    """One version of one model: whose it is, what it is for, what it was built on, when it ends."""

    card: Literal["model/1"] = Field(description="Kind and schema of this file.")
    name: Name = Field(description="What a caller would call it; also its folder.", examples=["no-show"])
    version: Version = Field(description="Semantic version; also its file name.", examples=["2.1.0"])
    stage: Name = Field(
        description="How far it may go anywhere: draft, staging (or the registry's own names), production, deprecated, "
        "suspended, retired, destroyed.",
        examples=["production"],
    )
    summary: Text = Field(description="What it does, in a sentence.")
    owner: Name = Field(description="The team that answers for it, by its name in steward.yaml.")
    origin: Literal["in-house", "open", "vendor"] = Field(
        description="in-house: trained here. open: open weights hosted here. vendor: closed, reached through an API."
    )
    hosting: Seq[Literal["self", "vendor_api", "vendor_finetune", "edge", "customer_site"]] = Field(
        default=(), description="Where it runs.", examples=[["self"]]
    )
    model_class: Literal["statistical", "ml", "generative", "agentic"] | None = Field(
        default=None, description="What kind of model it is, as laws tell them apart."
    )
    gpai: bool | None = Field(default=None, description="A general-purpose AI model (EU AI Act, Art. 3(63)).")
    gpai_systemic: bool | None = Field(
        default=None, description="A general-purpose model with systemic risk (Art. 51)."
    )
    free_open_licence: bool | None = Field(
        default=None,
        description="Released under a free and open-source licence with its weights public (Art. 53(2)).",
    )
    code_of_practice_signatory: bool | None = Field(
        default=None,
        description="For a general-purpose model: whether its provider signed the EU's code of practice (Art. 56).",
    )
    source: Source | None = Field(default=None, description="Where it comes from; `null` for a model made here.")
    license: Text | None = Field(
        default=None,
        description="SPDX licence expression, or LicenseRef-…",
        examples=["Apache-2.0", "LicenseRef-Llama-3.1"],
    )
    license_text: Text | None = Field(
        default=None,
        description="For a LicenseRef-…: where its text stands.",
        examples=["https://example.org/LICENSE"],
    )
    task: Text | None = Field(
        default=None, description="What it is for, as hubs name tasks.", examples=["tabular-classification"]
    )
    interface: Interface | None = Field(default=None, description="What callers depend on.")
    intended_use: IntendedUse | None = Field(default=None, description="What it is for, and not for.")
    lineage: Lineage | None = Field(default=None, description="What it was built on.")
    artifacts: Seq[Artifact] = Field(
        default=(), description="The files and folders that hold it; `[]` for a vendor's model."
    )
    serves: Serves | None = Field(default=None, description="The names callers and logs know it by.")
    cost: Cost | None = Field(default=None, description="What it costs.")
    lifecycle: Lifecycle = Field(default_factory=Lifecycle, description="Its dates.")
    seal: Digest | None = Field(
        default=None, description="Digest of its technical facts, written when it leaves draft."
    )
    links: Links = Field(default_factory=dict)
    extra: Extra = Field(default_factory=dict)

    @property
    def ref(self) -> str:
        """`name@version`."""
        return f"{self.name}@{self.version}"
