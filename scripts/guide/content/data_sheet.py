"""Which fields of the stages ask for the same value, and which values are worth collecting beforehand.

Two fields ask for the same value if the portal names them alike, or if they keep the same format and are taken from the same
document: an account number is one number, whatever two forms call it. A format alone does not tell, for the names of the
supplier's account and of the buyer's keep the same rule; nor do two fields of one form ever ask for the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from guide.content.plain_text import lines_of
from guide.content.views.data_sheet import DataSheetRow, DataSheetUse
from guide.content.views.stages import StageView
from guide.content.views.steps import FieldView, StepView
from guide.content.views.texts import Target, Value
from guide.model.forms import Input
from guide.model.markup import ValueMention, parse
from guide.model.stages import Stage
from guide.model.texts import LANGUAGES

_NOT_WRITTEN = frozenset({"file", "checkbox", "shown"})
"""Kinds of fields that take nothing that could be written down beforehand; secrets must not be."""
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class _Place:
    stage: StageView
    step: StepView
    field: FieldView


def data_sheet(stages: Iterable[StageView]) -> tuple[DataSheetRow, ...]:
    """The values to collect for the forms of `stages`, each once, in the order in which they are first asked for.

    Left out are secrets, files, ticks and choices between given words, what is asked anew for each item, and what only one
    field asks for if that may stay empty or if there is nothing to look up for it: no rule, no document, no word of the buyer's.
    """
    groups: list[list[_Place]] = []
    for stage in stages:
        for step in stage.steps:
            for field in step.fields:
                if _is_written(field):
                    place = _Place(stage, step, field)
                    group = next((group for group in groups if _asks_the_same(group, place)), None)
                    if group is None:
                        groups.append([place])
                    else:
                        group.append(place)
    rows: list[DataSheetRow] = []
    for group in groups:
        if len(group) > 1 or _is_collected(group[0].field):
            rows.append(_row(group, len(rows), {row.id for row in rows}))
    return tuple(rows)


def asks_for_values(stages: Iterable[Stage]) -> bool:
    """Whether a data sheet of `stages` has rows, told before there are views of them."""
    forms = [[field for field in step.fields if _is_written(field)] for stage in stages for step in stage.steps]
    fields = [field for form in forms for field in form]
    labels = [label for form in forms for label in {field.label for field in form}]
    return len(set(labels)) < len(labels) or any(
        field.required and (field.format or field.material or _mentions_one_value(field)) for field in fields
    )


def _mentions_one_value(field: Input) -> bool:
    text = field.example or field.enter
    words = next(getattr(text, language) for language in LANGUAGES if getattr(text, language))
    mentions = (part for block in parse(words) for line in block.lines for part in line)
    return len({part.key for part in mentions if isinstance(part, ValueMention)}) == 1


def known_value(field: FieldView) -> Value | None:
    """What a buyer has decided for that field, as it is typed: the one value that its example or what to enter speaks of.

    None for a field that the supplier answers, and for one that nothing is written in.
    """
    if not _is_written(field):
        return None
    mentioned = [part for line in lines_of(field.example or field.enter) for part in line if isinstance(part, Value)]
    values = dict.fromkeys(value.spelt("copy") for value in mentioned)
    return next(iter(values)) if len(values) == 1 else None


def _is_written(field: FieldView | Input) -> bool:
    return not (field.secret or field.per_item or field.options or field.kind in _NOT_WRITTEN)


def _is_collected(field: FieldView) -> bool:
    return field.required and bool(field.format or field.material or known_value(field))


def _asks_the_same(group: list[_Place], place: _Place) -> bool:
    """Whether the field at `place` asks for the value of `group`."""
    if any(other.stage is place.stage and other.step is place.step for other in group):
        return False
    return any(_are_alike(other.field, place.field) for other in group)


def _are_alike(one: FieldView, other: FieldView) -> bool:
    if one.label.key == other.label.key:
        return True
    return (
        one.format is not None
        and other.format is not None
        and one.format.key == other.format.key
        and one.material is not None
        and other.material is not None
        and one.material.id == other.material.id
    )


def _row(group: list[_Place], index: int, taken: set[str]) -> DataSheetRow:
    first = group[0].field
    known = next((value for place in group if (value := known_value(place.field))), None)
    return DataSheetRow(
        id=_id(first.label.key.replace("_", "-"), taken),
        letter=_LETTERS[index % len(_LETTERS)] + (str(index // len(_LETTERS) + 1) if index >= len(_LETTERS) else ""),
        label=first.label,
        kind=first.kind,
        format=next((place.field.format for place in group if place.field.format), None),
        example=() if known else next((place.field.example for place in group if place.field.example), ()),
        material=next((place.field.material for place in group if place.field.material), None),
        known=known,
        uses=tuple(
            DataSheetUse(
                place.step.number,
                place.step.id,
                place.field.id,
                place.field.label,
                Target(place.stage.id, f"field-{place.field.id}"),
            )
            for place in group
        ),
    )


def _id(name: str, taken: set[str]) -> str:
    """`name`, with a number behind it where it is taken."""
    number = 1
    while (name if number == 1 else f"{name}-{number}") in taken:
        number += 1
    return name if number == 1 else f"{name}-{number}"
