"""The cards' JSON Schemas, for editors and other readers (JSON Schema draft 2020-12)."""

from __future__ import annotations

import json
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from modelsteward.domain.dates import Duration
from modelsteward.domain.kinds import KINDS, Kind


class _Untitled(GenerateJsonSchema):
    """Without the titles pydantic makes of key names: an editor shows the description, which says more."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def encode_default(self, dft: Any) -> Any:
        """A period as cards write it."""
        return str(dft) if isinstance(dft, Duration) else super().encode_default(dft)


def schemas(stages: tuple[str, ...] | None = None) -> dict[str, str]:
    """One schema a kind, by file name. `stages`, when given, are the stages a model may be in."""
    return {f"{kind.name}.schema.json": _text(kind, stages) for kind in KINDS}


def _text(kind: Kind, stages: tuple[str, ...] | None) -> str:
    model = kind.model()
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:modelsteward:schema:{kind.name}:{kind.schema}",
        **model.model_json_schema(by_alias=True, schema_generator=_Untitled),
    }
    schema["title"] = f"{kind.header} ({kind.path})"
    if kind.name == "model" and stages:
        stage = schema["properties"]["stage"]
        stage.pop("pattern", None)
        stage.pop("maxLength", None)
        stage["enum"] = list(stages)
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
