"""What can be read of a file with mistakes in it: so that the parts that are right are checked against each other at once."""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Annotated, Any, TypeVar, Union, cast, get_args, get_origin

from pydantic import TypeAdapter, ValidationError

from guide.loading.schema_walk import fields_of
from guide.loading.yaml_reader import Location
from guide.model.texts import Strict, Unread

_Model = TypeVar("_Model", bound=Strict)
_Found = TypeVar("_Found")


def readable(model: type[_Model], data: Any) -> _Model:
    """`data` as a `model` that lacks every attribute which can't be read; nothing is filled in for what is wrong.

    Beside a key that no one knows, what is not given may be what was meant by it, and counts as unread.
    """
    try:
        written = model.expand(data)
    except ValueError:
        written = None
    values: dict[str, Any] = {}
    annotations = fields_of(model)
    mistyped = isinstance(written, dict) and not set(written) <= set(annotations)
    for name, field in model.model_fields.items() if isinstance(written, dict) else ():
        key = field.alias or name
        if key in written:
            with suppress(Unread):
                values[name] = _read(annotations[key], written[key])
        elif not field.is_required() and not mistyped:
            values[name] = field.get_default(call_default_factory=True)
    made = cast(_Model, model.model_construct())
    made.__dict__.clear()
    made.__dict__.update(values)
    return made


def _read(wanted: Any, data: Any) -> Any:
    """`data` as it is wanted, as far as possible. Raises Unread where nothing of it can be used."""
    try:
        return TypeAdapter(wanted).validate_python(data)
    except ValidationError:
        pass
    origin, arguments = get_origin(wanted), get_args(wanted)
    if origin is Annotated:
        return _read(arguments[0], data)
    if origin in (Union, types.UnionType):
        for option in arguments:
            if isinstance(option, type) and issubclass(option, Strict) and isinstance(data, (dict, str)):
                return readable(option, data)
    elif origin is tuple and isinstance(data, list) and _is_model(arguments[0]):
        return tuple(readable(arguments[0], item) for item in data)
    elif origin is dict and isinstance(data, dict) and _is_model(arguments[1]):
        return {key: readable(arguments[1], value) for key, value in data.items()}
    elif _is_model(wanted):
        return readable(wanted, data)
    raise Unread


def _is_model(wanted: Any) -> bool:
    return isinstance(wanted, type) and issubclass(wanted, Strict)


# --------------------------------------------------------------------------------------------------
# Of what can be read


def skip_unread(*checks: Iterable[_Found]) -> Iterator[_Found]:
    """What the checks find, each as far as it can tell."""
    for check in checks:
        with suppress(Unread):
            yield from check


def items(owner: Strict, part: str, at: Location = ()) -> list[tuple[Location, Any]]:
    """The entries of a list, each with its place; none where it can't be read."""
    return [((*at, part, index), item) for index, item in enumerate(getattr(owner, part, ()))]


def entries(owner: Strict, part: str) -> list[tuple[str, Any]]:
    """The entries under keys; none where they can't be read."""
    return list(getattr(owner, part, {}).items())


def named(owner: Strict, part: str, at: Location = ()) -> list[tuple[Location, str]]:
    """The ids of a list's entries, as far as they can be read, each with its place."""
    found = [((*place, "id"), getattr(item, "id", None)) for place, item in items(owner, part, at)]
    return [(place, name) for place, name in found if name]
