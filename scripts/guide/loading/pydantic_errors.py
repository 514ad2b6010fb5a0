"""pydantic's errors, in an operator's words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

from pydantic_core import ErrorDetails

from guide.core.errors import Problem
from guide.loading.schema_walk import fields_of, is_model, walk
from guide.loading.yaml_reader import Location, Tree
from guide.model.kinds import Ref
from guide.model.texts import Strict, Text


def translate_errors(errors: list[ErrorDetails], model: type[Strict], tree: Tree) -> Iterator[Problem]:
    """Yields problems in the file `tree` that `model` has found, each reported once."""
    annotations = {place.location: place.annotation for place in walk(model, tree.data)}
    locations: set[Location] = set()
    for error in errors:
        location = _location_of(error, tree)
        # A union reports once for each of its branches; unknown keys and empty texts are reported elsewhere.
        # A list "too short" that is not empty has lost its faulty entries, each of which is reported.
        lost_entries = error["type"] == "too_short" and error["input"]
        if location in locations or error["type"] == "extra_forbidden" or lost_entries:
            continue
        locations.add(location)
        parent = annotations.get(location[:-1])
        if error["type"] == "string_too_short" and isinstance(parent, type) and issubclass(parent, Text):
            continue
        # What is not the name of anything is reported as that, whatever it looks like.
        if error["type"] == "string_pattern_mismatch" and isinstance(annotations.get(location), Ref):
            continue
        yield tree.problem(location, _message(error, annotations.get(location), parent, location))


def _location_of(error: ErrorDetails, tree: Tree) -> Location:
    location: Location = ()
    for part in error["loc"]:
        if (*location, part) in tree.places:
            location = (*location, part)
        elif error["type"] == "missing" and part == error["loc"][-1]:
            return (*location, part)
    return location


def _message(error: ErrorDetails, annotation: Any, parent: Any, location: Location) -> str:
    kind, value, context = error["type"], error.get("input"), error.get("ctx", {})
    if kind == "missing":
        return f"missing, expected {_description(parent, location)}; add {location[-1]}:{_choices(parent, location)}"
    if value is None:
        cure = "fill it in" if _is_required(parent, location) else "fill it in or delete the key"
        return f"empty, expected {_description(parent, location)}; {cure}"
    quote = _quote(value)
    if kind.startswith("date") and isinstance(value, str) and _DAY.fullmatch(value):
        return f"{quote} does not fit: there is no such day; correct it"
    if kind == "string_too_long":
        return f"{quote} does not fit, expected at most {context['max_length']} characters, and it has {len(value)}; shorten it"
    if kind == "model_type" and isinstance(annotation, type) and issubclass(annotation, Text):
        return f"{quote} does not fit, expected {_IN_EACH_LANGUAGE}; write it so"
    if is_model(annotation) and annotation.LONG and isinstance(value, str):
        return f"{quote} does not fit, expected {_EXPECTED[kind].format(**context)}, or more of it at length; write {annotation.LONG}"
    if kind in _EXPECTED:
        return f"{quote} does not fit, expected {_EXPECTED[kind].format(**context)}; correct it"
    if kind == "string_pattern_mismatch":
        return f"{quote} does not fit, expected {_PATTERNS.get(context['pattern'], 'a text that matches ' + context['pattern'])}; correct it"
    if kind == "fraction":
        return error["msg"]
    if kind in ("duration", "alternative", "dependency", "mark", "screen"):
        return f"{quote} does not fit, {error['msg']}"
    return f"{quote} does not fit: {error['msg'][:1].lower()}{error['msg'][1:]}; correct it"


def _quote(value: Any) -> str:
    """Returns `value` as a message quotes it: not all of what is long."""
    if isinstance(value, (dict, list)):
        return "this"
    return repr(f"{value[:_QUOTE_LENGTH]}…" if isinstance(value, str) and len(value) > _QUOTE_LENGTH else value)


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_QUOTE_LENGTH = 60
"""Characters of a value that a message quotes at most."""


def _description(parent: Any, location: Location) -> str:
    if is_model(parent):
        for name, field in parent.model_fields.items():
            if location[-1] in (name, field.alias) and field.description:
                return f"this: {field.description.strip().rstrip('.')}"
            if location[-1] in (name, field.alias):
                return _type_in_words(fields_of(parent).get(str(location[-1])))
    return "a value"


def _is_required(parent: Any, location: Location) -> bool:
    if is_model(parent):
        return any(
            field.is_required() for name, field in parent.model_fields.items() if location[-1] in (name, field.alias)
        )
    return False


def _choices(parent: Any, location: Location) -> str:
    """Returns the values among which there is a choice, to be written behind a key."""
    if not is_model(parent):
        return ""
    annotation = fields_of(parent).get(str(location[-1]))
    values: list[str] = list(get_args(annotation)) if get_origin(annotation) is Literal else []
    if annotation is bool:
        values = ["true", "false"]
    return f" {', '.join(values[:-1])} or {values[-1]}" if len(values) > 1 else ""


def _type_in_words(annotation: Any) -> str:
    if is_model(annotation) and {"zh", "en"} & set(annotation.model_fields):
        return _IN_EACH_LANGUAGE
    return "a value"


_IN_EACH_LANGUAGE = "a text in each language: {zh: …, en: …}"
_EXPECTED = {
    "literal_error": "{expected}",
    "int_parsing": "a whole number without separators or units",
    "int_parsing_size": "a number of fewer digits",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "decimal_parsing": "a number",
    "float_parsing": "a number",
    "decimal_type": "a number",
    "finite_number": "a number",
    "greater_than_equal": "at least {ge}",
    "less_than_equal": "at most {le}",
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "string_type": "a text",
    "string_too_short": "at least {min_length} character",
    "too_short": "at least {min_length} entry",
    "too_long": "at most {max_length} entries",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "keys and values",
    "model_type": "keys and values",
    "date_from_datetime_parsing": "a date such as 2026-11-23",
    "date_parsing": "a date such as 2026-11-23",
    "day": "a date such as 2026-11-23",
    "date_type": "a date such as 2026-11-23",
    "missing_positional_only_argument": "a value",
}
_PATTERNS = {
    r"^[+0-9][0-9 ()+/-]{3,40}$": "a telephone number such as +86 10 0000 0000",
    r"^\+?[0-9][0-9 ()/-]{3,30}$": "a telephone number such as +86 10 0000 0000",
    r"^[^\s@<>\"']+@[^\s@<>\"']+\.[^\s@<>\"']+$": "an e-mail address such as suppliers@company.example",
    r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$": "an id of lower-case letters, digits and hyphens, such as credit-terms",
    r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$": "a key of lower-case letters, digits and underscores, such as verify_me",
    r"^[^\n]+$": "one line of text",
    r"^\S([^\n]*\S)?$": "one line without blanks at its ends",
    r"^\S(.*\S)?$": "one line without blanks at its ends",
    r"^https://[^\s\"'<>\\`{}|^]+$": "an address that begins with https://",
    r"^https?://[^\s\"'<>\\`{}|^]+$": "an address that begins with https:// or http://",
    r"^\d{4}(-\d{2}(-\d{2})?)?$": "a year, a month or a day, such as 2018, 2018-05 or 2018-05-01",
    r"^#[0-9a-fA-F]{6}$": "a colour such as #0052d9 (in quotation marks)",
}
