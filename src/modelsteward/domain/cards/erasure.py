"""Records of an erasure: what was erased, what was seen afterwards, and the certificate that says so."""

from typing import Annotated, Literal

from pydantic import Field

from modelsteward.domain.cards.base import (
    CardModel,
    Count,
    Day,
    Digest,
    MadeRef,
    Name,
    Seq,
    Text,
)
from modelsteward.domain.cards.records import Record
from modelsteward.domain.cards.states import Decision

Method = Literal["clear", "purge", "crypto-erase", "destroy", "vendor-delete"]
"""How bytes are erased, in the terms of NIST SP 800-88; `vendor-delete`: by whoever holds them, for us."""

Moment = Annotated[
    str,
    Field(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}([+-]\d{2}:\d{2}|Z)$", examples=["2025-12-15T09:30:00-07:00"]),
]
"""A moment with its offset from UTC, to the second."""


class Tensor(CardModel):
    """One array of numbers in a file of weights: it stays the same where files are split or put together anew."""

    name: Text = Field(description="Its name in the file.", examples=["encoder.layer.0.weight"])
    digest: Digest = Field(description="Digest of its numbers.")
    bytes: Count = Field(description="Size in bytes.")


class Part(CardModel):
    """One file of what was erased."""

    path: Text = Field(description="Its path within the folder; of a file by itself, its name.")
    digest: Digest = Field(description="Digest of its bytes.")
    bytes: Count = Field(description="Size in bytes.")
    tensors: Seq[Tensor] = Field(default=(), description="The largest arrays in it, for files of safetensors.")


class Inventory(CardModel):
    """What lay in one place before it was erased: file by file, so that each can be told wherever it turns up."""

    place: Text = Field(description="The place, as the card names it.")
    digest: Digest | None = Field(default=None, description="Digest of all of it, as the card has it.")
    files: Seq[Part] = Field(min_length=1, description="The files.")


class Erased(CardModel):
    """One thing that was to be erased, and what came of it."""

    place: Text = Field(description="Where it lay.", examples=["s3://models/no-show/1.4.0/model.onnx"])
    version: Text | None = Field(default=None, description="The store's id of that version of it.")
    digest: Digest | None = Field(default=None, description="Digest of what lay there.")
    bytes: Count | None = Field(default=None, description="Size in bytes.")
    outcome: Literal["erased", "was gone", "left"] = Field(description="What came of it.")
    method: Method | None = Field(default=None, description="How it was erased.")
    technique: Text | None = Field(default=None, description="What was done.", examples=["object version deleted"])
    why: Text | None = Field(default=None, description="Why it was left.")
    until: Day | None = Field(default=None, description="Day until which the store keeps it all the same.")
    links: Count | None = Field(
        default=None, description="Other names (hard links) under which the same bytes were still on that disk."
    )
    folder: Text | None = Field(default=None, description="Where it has other names: the folder it lay in, in full.")


class Erasure(Record):
    """One run of erasing: what was there, and what came of each place."""

    card: Literal["erasure/1"] = Field(description="Kind and schema of this file.")
    ref: MadeRef = Field(description="The version whose bytes were erased.")
    started: Moment = Field(description="When it began.")
    finished: Moment = Field(description="When it ended.")
    tool: Text = Field(description="What erased, with its version.", examples=["steward 0.6.0"])
    host: Text | None = Field(default=None, description="The machine whose file system was meant.")
    inventory: Seq[Inventory] = Field(default=(), description="What lay there, file by file.")
    places: Seq[Erased] = Field(min_length=1, description="Each thing that was to be erased.")


class Looked(CardModel):
    """One place that was looked at after an erasure."""

    place: Text = Field(description="Where the bytes lay.", examples=["s3://models/no-show/1.4.0/model.onnx"])
    version: Text | None = Field(default=None, description="The store's id of the version that was seen.")
    digest: Digest | None = Field(default=None, description="Digest of what lay there.")
    method: Method | None = Field(default=None, description="How it was erased, in the terms of NIST SP 800-88.")
    technique: Text | None = Field(default=None, description="What was done.", examples=["all object versions deleted"])
    looked_on: Day = Field(description="Day it was looked at.")
    result: Literal["gone", "still there", "not proven", "not checked"] = Field(
        description="What was found. `not proven`: nothing was seen, and that does not show that nothing is there."
    )
    why: Text | None = Field(default=None, description="What was seen, or why nobody can tell.")
    until: Day | None = Field(default=None, description="Day from which another look can tell.")
    evidence: Text | None = Field(
        default=None, description="For what a person saw: what shows it, as the answer of a vendor."
    )
    found: bool = Field(default=False, description="Whether a search found it: the card names no such place.")


class Scanned(CardModel):
    """One place that was searched for copies by their content."""

    root: Text = Field(description="The folder or file that was searched.", examples=["/srv/models"])
    host: Text | None = Field(default=None, description="The machine it lies on.")
    files: Count = Field(description="Files that were met.")
    hashed: Count = Field(default=0, description="Files whose bytes were read, for their size was one of those sought.")
    archives: Count = Field(default=0, description="Archives that were looked into.")
    copies: Count = Field(default=0, description="Copies that were found.")
    unread: Count = Field(default=0, description="Files and folders that could not be looked into.")


class Verification(Record):
    """One look afterwards: at every place of a card, and for copies elsewhere."""

    card: Literal["verification/1"] = Field(description="Kind and schema of this file.")
    ref: MadeRef = Field(description="The version whose bytes were looked for.")
    started: Moment | None = Field(default=None, description="When it began; absent for what a person saw.")
    finished: Moment | None = Field(default=None, description="When it ended.")
    tool: Text | None = Field(default=None, description="What looked, with its version.")
    host: Text | None = Field(default=None, description="The machine whose file system was meant.")
    places: Seq[Looked] = Field(default=(), description="Every place that was looked at, and each copy that was found.")
    scanned: Seq[Scanned] = Field(default=(), description="Where copies were searched for.")
    sought: Count = Field(default=0, description="How many digests were searched for.")
    not_checked: Seq[Text] = Field(
        default=(), description="Places that exist and could not be looked at; they are never called gone."
    )


class Disposed(Decision):
    """What was made from it, and what was decided for that."""

    stage: Name | None = Field(default=None, description="The stage or status it was in that day.")
    relation: Text | None = Field(default=None, description="How it was made.", examples=["quantized"])


class Retained(CardModel):
    """What is kept although the version is gone."""

    what: Text = Field(description="What is kept.", examples=["event_logs"])
    place: Text | None = Field(default=None, description="Where it lies.")
    until: Day | None = Field(default=None, description="Day until which it must be kept; absent where none is set.")
    duties: Seq[Name] = Field(default=(), description="The duties that ask for it.")


class Person(CardModel):
    """Someone who took part."""

    who: Text = Field(description="A git identity.", examples=["omar.idris@hospital.example"])
    did: Literal["decided", "approved", "erased", "looked", "accepted", "issued", "witnessed"] = Field(
        description="What they did."
    )
    on: Day = Field(description="The day.")
    role: Text | None = Field(default=None, description="The role or team in which they did it.")


class Certificate(Record):
    """That a version's bytes were erased, place by place, and what was not looked at."""

    card: Literal["certificate/1"] = Field(description="Kind and schema of this file.")
    ref: MadeRef = Field(description="The version that was destroyed.")
    seal: Digest | None = Field(default=None, description="The version's seal.")
    commit: Annotated[str, Field(pattern=r"^[0-9a-f]{40}([0-9a-f]{24})?$")] | None = Field(
        default=None, description="The git commit that holds the card and the evidence this rests on."
    )
    previous: Digest | None = Field(
        default=None, description="Digest of the certificate before this one, byte for byte; `null` for the first."
    )
    contents: Seq[Text] = Field(
        default=(), description="What made it sensitive.", examples=[["personal data", "health data"]]
    )
    least: Method | None = Field(default=None, description="The least method that this asks for.")
    places: Seq[Looked] = Field(min_length=1, description="Every place that was looked at.")
    not_checked: Seq[Text] = Field(
        default=(), description="Places that exist and were not looked at; they are never called gone."
    )
    scanned: Seq[Scanned] = Field(default=(), description="Where copies were searched for.")
    deny: Seq[Digest] = Field(default=(), description="Digests that must not turn up again.")
    made_from_it: Seq[Disposed] = Field(default=(), description="What was made from it, each with its decision.")
    retained: Seq[Retained] = Field(default=(), description="What is kept, and until when.")
    answers: Seq[Name] = Field(default=(), description="Cases and orders that it answers.")
    accepted: Text | None = Field(
        default=None, description="Why the outcome is good enough, with all that remains (SP 800-88 Rev. 2, 4.5.2)."
    )
    people: Seq[Person] = Field(default=(), description="Who took part, and how.")
    tool: Text | None = Field(default=None, description="What erased and looked, with its version.")
    witness: Text | None = Field(default=None, description="Who else was there.")
