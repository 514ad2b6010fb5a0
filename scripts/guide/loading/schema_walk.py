"""The model and the data written for it, side by side.

References, texts and unknown keys are looked at here, in the data as written: so that they are all reported
at once, also where something else in the same file keeps the model from being made.
"""

from __future__ import annotations

import difflib
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, TypeGuard, Union, get_args, get_origin

from guide.loading.yaml_reader import Location
from guide.model.kinds import Inline, Ref
from guide.model.texts import Strict, Text


@dataclass(frozen=True)
class Place:
    """A piece of data, what the model wants there, and where it stands."""

    location: Location
    annotation: Any
    """A model class, `str`, a `Ref`…"""
    data: Any


def walk(annotation: Any, data: Any, location: Location = ()) -> Iterator[Place]:
    """Yields every place of `data` that the model knows, from the top; data of another shape than wanted is passed over."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        refs = [extra for extra in annotation.__metadata__ if isinstance(extra, (Ref, Inline))]
        yield from [Place(location, ref, data) for ref in refs] or walk(arguments[0], data, location)
    elif origin in (Union, types.UnionType):
        for option in arguments:
            if option is not type(None) and _fits(option, data):
                yield from walk(option, data, location)
    elif origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        alone = isinstance(data, str) or (isinstance(data, dict) and _stands_alone(arguments[0]))
        items = data if isinstance(data, list) else [data] if alone else []
        for index, item in enumerate(items):
            at = (*location, index) if isinstance(data, list) else location
            yield from walk(arguments[0], item, at)
    elif origin is dict and isinstance(data, dict):
        for key, value in data.items():
            yield from walk(arguments[0], key, (*location, key))
            yield from walk(arguments[1], value, (*location, key))
    elif is_model(annotation):
        try:
            long_form = annotation.expand(data)
        except ValueError:  # reported where the model is made
            long_form = data
        yield Place(location, annotation, long_form)
        if isinstance(long_form, dict):
            for name, field_annotation in fields_of(annotation).items():
                if name in long_form:
                    # What a short form leaves out of the way to its words is in no file, and so in no message.
                    is_short_form = long_form[name] is data and isinstance(data, dict)
                    yield from walk(field_annotation, long_form[name], location if is_short_form else (*location, name))
    else:
        yield Place(location, annotation, data)


@cache
def fields_of(model: type[Strict]) -> dict[str, Any]:
    """Returns the keys that an operator may write in `model`, each with its annotation."""
    hints = typing.get_type_hints(model, include_extras=True)
    return {field.alias or name: hints[name] for name, field in model.model_fields.items()}


def is_model(annotation: Any) -> TypeGuard[type[Strict]]:
    """Returns whether `annotation` is one of the classes that guides and buyers are made of, and no other type."""
    return isinstance(annotation, type) and issubclass(annotation, Strict)


def unknown_key(place: Place, key: str) -> str:
    """Returns what to say of a key that `place` does not know."""
    keys = list(fields_of(place.annotation))
    near = difflib.get_close_matches(key, keys, n=1)
    advice = f"did you mean {near[0]}?" if near else "delete it or correct its name"
    if not near and issubclass(place.annotation, Text):
        advice = "put quotes around the text if this belongs to it, or delete it"
    return f"unknown key, expected one of {', '.join(keys)}; {advice}"


def _stands_alone(annotation: Any) -> bool:
    return is_model(annotation) and annotation.stands_alone


def _fits(option: Any, data: Any) -> bool:
    origin = get_origin(option)
    if origin is Annotated:
        return _fits(get_args(option)[0], data)
    if origin is tuple:
        return isinstance(data, list)
    if origin is dict or is_model(option):
        return isinstance(data, dict) or (isinstance(option, type) and isinstance(data, str))
    return isinstance(data, str)
