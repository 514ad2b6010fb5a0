"""What can be read of a file with mistakes in it: so that the parts that are right are checked against each other at once."""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Annotated, Any, TypeVar, Union, cast, get_args, get_origin

from pydantic import TypeAdapter, ValidationError

from guide.loading.schema_walk import fields_of, is_model
from guide.loading.yaml_reader import Location
from guide.model.texts import Strict, Unread

_Model = TypeVar("_Model", bound=Strict)
_Item = TypeVar("_Item")


def partial_model(model: type[_Model], data: Any) -> _Model:
    """Returns `data` as a `model` that lacks every attribute which can't be read; nothing is filled in for what is wrong.

    Beside a key that no one knows, what is not given may be what was meant by it, and counts as unread.
    """
    try:
        long_form = model.expand(data)
    except ValueError:
        long_form = None
    values: dict[str, Any] = {}
    annotations = fields_of(model)
    has_unknown_keys = isinstance(long_form, dict) and not set(long_form) <= set(annotations)
    for name, field in model.model_fields.items() if isinstance(long_form, dict) else ():
        key = field.alias or name
        if key in long_form:
            with suppress(Unread):
                values[name] = _read(annotations[key], long_form[key])
        elif not field.is_required() and not has_unknown_keys:
            values[name] = field.get_default(call_default_factory=True)
    instance = cast(_Model, model.model_construct())
    instance.__dict__.clear()
    instance.__dict__.update(values)
    return instance


def _read(annotation: Any, data: Any) -> Any:
    """Returns `data` as it is wanted, as far as possible. Raises Unread where nothing of it can be used."""
    try:
        return TypeAdapter(annotation).validate_python(data)
    except ValidationError:
        pass
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _read(arguments[0], data)
    if origin in (Union, types.UnionType):
        for option in arguments:
            if is_model(option) and isinstance(data, (dict, str)):
                return partial_model(option, data)
    elif origin is tuple and isinstance(data, list) and is_model(arguments[0]):
        return tuple(partial_model(arguments[0], item) for item in data)
    elif origin is dict and isinstance(data, dict) and is_model(arguments[1]):
        return {key: partial_model(arguments[1], value) for key, value in data.items()}
    elif is_model(annotation):
        return partial_model(annotation, data)
    raise Unread


# --------------------------------------------------------------------------------------------------
# Of what can be read


def skip_unread(*checks: Iterable[_Item]) -> Iterator[_Item]:
    """Yields what the checks find, each as far as it can tell."""
    for check in checks:
        with suppress(Unread):
            yield from check


def items(owner: Strict, part: str, at: Location = ()) -> list[tuple[Location, Any]]:
    """Returns the entries of a list, each with its place; none where it can't be read."""
    return [((*at, part, index), item) for index, item in enumerate(getattr(owner, part, ()))]


def entries(owner: Strict, part: str) -> list[tuple[str, Any]]:
    """Returns the entries under keys; none where they can't be read."""
    return list(getattr(owner, part, {}).items())


def ids_of(owner: Strict, part: str, at: Location = ()) -> list[tuple[Location, str]]:
    """Returns the ids of a list's entries, as far as they can be read, each with its place."""
    ids = [((*place, "id"), getattr(item, "id", None)) for place, item in items(owner, part, at)]
    return [(place, name) for place, name in ids if name]
