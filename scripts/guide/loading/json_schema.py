"""JSON Schemas of the data files, from which an editor completes and checks them."""

from __future__ import annotations

import json
from typing import Any

from guide.loading.loader import Loaded
from guide.model.guide import Guide
from guide.model.texts import Strict

_NAMES = {"$defs", "properties"}
"""Under these stand names of the files' own, not words of JSON Schema."""


def schemas(loaded: Loaded) -> dict[str, str]:
    """Returns the schema of a steps file and of a buyer's file of that guide, as text, by file name."""
    models: dict[str, type[Strict]] = {"steps": Guide, "buyer": loaded.buyer_model}
    return {
        f"{name}.schema.json": json.dumps(_accept_numbers(model.model_json_schema()), ensure_ascii=False, indent=1)
        + "\n"
        for name, model in models.items()
    }


def _accept_numbers(schema: Any, is_mapping: bool = False) -> Any:
    """Returns `schema` for the files as `yaml_reader` reads them: what looks like a number may stand where a text is expected."""
    if isinstance(schema, list):
        return [_accept_numbers(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    result = {
        key: _accept_numbers(value, key in _NAMES and not is_mapping)
        for key, value in schema.items()
        if is_mapping or key != "title"
    }
    if not is_mapping and result.get("type") == "string":
        result["type"] = ["string", "number"]
    return result
