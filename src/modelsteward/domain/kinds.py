"""The kinds of file a registry holds: where each lies, and which model reads it."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from modelsteward.domain.cards.base import CardModel


class Kind(NamedTuple):
    """A kind of file: its name in `card:`, its newest schema, its model, and the shape of its path."""

    name: str
    schema: int
    module: str
    model_name: str
    path: str
    """The path's shape, as a person would write it."""

    @property
    def header(self) -> str:
        """What `card:` must say, as `model/1`."""
        return f"{self.name}/{self.schema}"

    def model(self) -> type[CardModel]:
        """The pydantic model; imported when asked for, since most runs need few kinds."""
        found: type[CardModel] = getattr(import_module(f"modelsteward.domain.cards.{self.module}"), self.model_name)
        return found


MODEL = Kind("model", 1, "model", "ModelCard", "models/NAME/VERSION.yaml")
DATASET = Kind("dataset", 1, "dataset", "DataSetCard", "datasets/NAME/VERSION.yaml")
USECASE = Kind("usecase", 1, "usecase", "UseCaseCard", "use-cases/NAME.yaml")
REGISTRY = Kind("registry", 1, "registry", "RegistryCard", "steward.yaml")
_RECORD = "records/(models|data)/NAME/VERSION/DAY-KIND-DIGEST.yaml, or records/uses/NAME/DAY-KIND-DIGEST.yaml"
EVALUATION = Kind("evaluation", 1, "records", "Evaluation", _RECORD)
APPROVAL = Kind("approval", 1, "records", "Approval", _RECORD)
NOTICE = Kind("notice", 1, "records", "NoticeRecord", _RECORD)
REVIEW = Kind("review", 1, "records", "Review", _RECORD)
ERASURE = Kind("erasure", 1, "erasure", "Erasure", _RECORD)
VERIFICATION = Kind("verification", 1, "erasure", "Verification", _RECORD)
CERTIFICATE = Kind("certificate", 1, "erasure", "Certificate", _RECORD)
CHECKLIST = Kind(
    "checklist",
    1,
    "states",
    "Checklist",
    "checklists/NAME/VERSION/PURPOSE.yaml, or checklists/data/NAME/VERSION/PURPOSE.yaml",
)
HOLD = Kind("hold", 1, "states", "Hold", "holds/ID.yaml")
INCIDENT = Kind("incident", 1, "states", "Incident", "incidents/ID.yaml")
CASE = Kind("case", 1, "states", "Case", "cases/ID.yaml")
WAIVER = Kind("waiver", 1, "states", "Waiver", "waivers/ID.yaml")
VENDOR = Kind("vendor", 1, "vendor", "VendorCard", "vendors/HOST/MODEL.yaml")
HOST = Kind("host", 1, "vendor", "HostCard", "vendors/HOST.yaml")
DUTIES = Kind("duties", 1, "packs", "DutyPack", "packs/duties/NAME.yaml")

RECORDS = (EVALUATION, APPROVAL, NOTICE, REVIEW, ERASURE, VERIFICATION, CERTIFICATE)
KINDS = (
    REGISTRY, MODEL, DATASET, USECASE, *RECORDS, CHECKLIST, HOLD, INCIDENT, CASE, WAIVER, VENDOR, HOST, DUTIES,
)  # fmt: skip
BY_NAME = {kind.name: kind for kind in KINDS}

FOLDERS = (
    "models", "datasets", "use-cases", "records", "checklists", "holds", "incidents", "cases", "waivers", "vendors",
    "packs",
)  # fmt: skip

_AT: dict[tuple[str, int], tuple[Kind, ...]] = {
    ("steward.yaml", 1): (REGISTRY,),
    ("models", 3): (MODEL,),
    ("datasets", 3): (DATASET,),
    ("use-cases", 2): (USECASE,),
    ("checklists", 4): (CHECKLIST,),
    ("checklists", 5): (CHECKLIST,),
    ("holds", 2): (HOLD,),
    ("incidents", 2): (INCIDENT,),
    ("cases", 2): (CASE,),
    ("waivers", 2): (WAIVER,),
    ("vendors", 2): (HOST,),
    ("vendors", 3): (VENDOR,),
    ("packs", 3): (DUTIES,),
}
"""Kinds by top folder and number of parts of the path; records lie at two depths."""
_WITHIN = {"packs": "duties", "checklists": "data"}
"""Folders of which this one alone may hold files so deep: checklists of data sets, and the packs of a kind."""
_RECORDS_AT = {("models", 5), ("data", 5), ("uses", 4)}


def kinds_at(path: str) -> tuple[Kind, ...]:
    """The kinds a file at this path (within the registry, forward slashes) may be; none when it is misplaced."""
    parts = path.split("/")
    if not path.endswith(".yaml") or not all(parts) or parts[-1] == ".yaml":
        return ()
    if parts[0] == "records":
        return RECORDS if (parts[1], len(parts)) in _RECORDS_AT else ()
    if parts[0] in _WITHIN and parts[1:2] != [_WITHIN[parts[0]]] and (parts[0], len(parts)) != ("checklists", 4):
        return ()
    return _AT.get((parts[0], len(parts)), ())


def is_missed(path: str) -> bool:
    """Whether a file is no card where it lies or by its name, and may have been meant as one that others rest on: a
    hold in a folder of `holds/`, a card that ends in `.yml`. It counts as one that could not be read.
    """
    return bool(kinds_at(path)) or path.partition("/")[0] in _RESTED_ON


_RESTED_ON = ("holds", "models", "datasets", "records")


def ref_at(path: str) -> str:
    """What a file at this path should describe, told from the path alone: a ref for cards, else the path."""
    parts = path.removesuffix(".yaml").split("/")
    match parts:
        case ["models", name, version]:
            return f"{name}@{version}"
        case ["datasets", name, version]:
            return f"data:{name}@{version}"
        case ["use-cases", name]:
            return f"use:{name}"
        case ["steward"]:
            return "registry"
    return path


def path_of(ref: str) -> str | None:
    """Where the card of a ref must lie; None when it is not the ref of a card."""
    if ref == "registry":
        return "steward.yaml"
    match = _REF.fullmatch(ref)
    if match is None:
        return None
    kind, name, version = match.groups()
    if kind == "use":
        return f"use-cases/{name}.yaml" if version is None else None
    return f"{'datasets' if kind == 'data' else 'models'}/{name}/{version}.yaml" if version is not None else None


def record_folder(ref: str) -> str:
    """Where the records about a model, a data set or a use lie."""
    kind, _, rest = ref.rpartition(":")
    return f"records/{_RECORD_FOLDERS[kind]}/{rest.replace('@', '/')}"


_RECORD_FOLDERS = {"": "models", "data": "data", "use": "uses"}

# Neither part can hold a slash or start with a dot, so that no ref leads out of its folder.
_REF = re.compile(r"(?:(data|use):)?([a-z0-9][a-z0-9._-]*)(?:@([0-9][0-9A-Za-z.+-]*))?", re.ASCII)
