"""JSON Schemas of the data files, from which an editor completes and checks them."""

from __future__ import annotations

import json
from typing import Any

from guide.loading.loader import Loaded
from guide.loading.ui_strings import load_ui_strings, string_sets
from guide.model.guide import Guide
from guide.model.texts import LANGUAGES, Strict

_NAMES = {"$defs", "properties"}
"""Under these stand names of the files' own, not words of JSON Schema."""


def schemas(loaded: Loaded) -> dict[str, str]:
    """Returns the schemas of a steps file, and of a buyer's file and the own words of that guide, as text, by file name."""
    models: dict[str, type[Strict]] = {"steps": Guide, "buyer": loaded.buyer_model}
    texts = {
        f"{name}.schema.json": json.dumps(_accept_numbers(model.model_json_schema()), ensure_ascii=False, indent=1)
        + "\n"
        for name, model in models.items()
    }
    return texts | {"words.schema.json": json.dumps(_words(), ensure_ascii=False, indent=1) + "\n"}


def _words() -> dict[str, Any]:
    """Returns the schema of a guide's own words in any of its languages; each key is described by the project's."""
    sets: dict[str, Any] = {}
    for name in string_sets():
        texts = [load_ui_strings(name, language).all() for language in LANGUAGES]
        keys = {
            key: {"type": ["string", "number"], "description": "\n".join(words[key] for words in texts)}
            for key in texts[0]
        }
        sets[name] = {
            "description": f"In place of templates/words/{name}.yaml.",
            "type": "object",
            "properties": keys,
            "additionalProperties": False,
        }
    return {
        "description": "The guide's own words in place of the project's.",
        "type": "object",
        "properties": sets,
        "additionalProperties": False,
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
