"""What the handout says of a stage: its steps in a few sentences, each picture with what its numbers stand for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import ceil

from guide.content.data_sheet import known_value
from guide.content.views.stages import StageView
from guide.content.views.steps import FieldView, MarkView, ScreenView, StepView
from guide.content.views.texts import PortalLabel, Rich
from guide.figures.geometry import text_width
from guide.handout.clipping import clipped
from guide.handout.content.context import Context
from guide.handout.content.stages import note_data, schedule_facts
from guide.handout.deferred import Data
from guide.handout.figure import paragraphs
from guide.handout.text_runs import label_run, words_of

_LINE, _TYPE, _BETWEEN = 12.4, 9.0, 4.8
"""Of the text, in points: a line's height, its size, and what lies between two paragraphs."""
_PAGE, _GAP, _INDENT = 510.0, 24.0, 19.0
"""Of a line, in points: its width, what a picture takes of it besides its own width, and what an entry's number does."""

Letters = Mapping[tuple[str, str], str]
"""By the number of a step and the id of a field: the letter of the data sheet's row that has what to enter."""


def stage_sheet(context: Context, stage: StageView, letters: Letters) -> Data:
    """A stage on a page or two."""
    return {
        "id": stage.id,
        "number": stage.number,
        "title": stage.title,
        **schedule_facts(stage),
        **note_data(context, stage),
        "steps": [
            _step(context, step, letters, before)
            for before, step in zip((None, *stage.steps), stage.steps, strict=False)
        ],
        "done": context.rich(stage.done),
    }


def hitches(context: Context, stages: Iterable[StageView]) -> list[Data]:
    """What may go wrong, each by the number of its step or stage, with what helps."""
    return [
        {"number": number, "symptom": context.rich(entry.symptom), "fix": context.rich(entry.fix)}
        for stage in stages
        for number, troubles in (
            *((step.number, step.trouble) for step in stage.steps),
            (str(stage.number), stage.trouble),
        )
        for entry in troubles
    ]


def _step(context: Context, step: StepView, letters: Letters, before: StepView | None) -> Data:
    """A step; its address only where that is not the address of the step `before`."""
    shown = [screen for screen in step.screens if _is_shown(context, screen)]
    marked = {mark.field for screen in shown for mark in screen.marks if mark.number}
    others = [field for field in step.fields if field.id not in marked]
    do = context.rich(step.do)
    warnings = [(badge.kind, context.rich(badge.note)) for badge in step.badges]
    told = [*paragraphs(do), *(text + " " * 16 for _, note in warnings for text in paragraphs(note))]
    return {
        "id": step.id,
        "number": step.number,
        "title": step.title,
        "optional": step.optional,
        "url": step.url if before is None or step.url != before.url else None,
        "path": [label_run(word) for word in step.path],
        "do": do,
        "choices": [{**label_run(choice.label), "choose": choice.choose} for choice in step.choices],
        "badges": [{"kind": kind, "note": note} for kind, note in warnings],
        "pictures": [
            {**picture, "told_above": not picture["beside"] or _is_shorter_above(picture, told if index == 0 else [])}
            for index, picture in enumerate(_picture(context, screen, step, letters) for screen in shown)
        ],
        "unpictured": [screen.title for screen in step.screens if screen not in shown] if context.view.gaps else [],
        "entries": [_field_entry(context, field, None, step, letters) for field in others],
        "wait": step.wait,
        "expect": context.rich(step.expect),
    }


def _is_shown(context: Context, screen: ScreenView) -> bool:
    return screen.id in context.captures and screen.id in context.pictures


def _picture(context: Context, screen: ScreenView, step: StepView, letters: Letters) -> Data:
    fields = {field.id: field for field in step.fields}
    entries: list[Data] = []
    for mark in screen.marks:
        if mark.number and mark.field in fields:
            entries.append(_field_entry(context, fields[mark.field], mark.number, step, letters))
        elif mark.number:
            entries.append(_mark_entry(context, mark))
    return {**clipped(screen, context.captures[screen.id], context.pictures[screen.id]), "entries": entries}


def _is_shorter_above(picture: Data, told: list[str]) -> bool:
    """Whether picture and entries, with what a step tells above both of them, are lower than with that above the entries alone."""
    width = _PAGE - picture["width"] - _GAP
    entries = _height(map(_words_of_entry, picture["entries"]), width - _INDENT)
    beside = max(picture["height"], _height(told, width) + entries)
    return bool(_height(told, _PAGE) + max(picture["height"], entries) < beside)


def _words_of_entry(entry: Data) -> str:
    word = words_of(entry["word"]) + "  " if entry["word"] else ""
    return word + " ".join([*paragraphs(entry["enter"]), *paragraphs(entry["example"])]) + " " * 8


def _height(texts: Iterable[str], width: float) -> float:
    return sum(ceil(text_width(text, _TYPE) / width) * _LINE + _BETWEEN for text in texts)


def _mark_entry(context: Context, mark: MarkView) -> Data:
    return _entry(context, mark.number, None, mark.legend)


def _field_entry(context: Context, field: FieldView, number: int | None, step: StepView, letters: Letters) -> Data:
    has_example = not (field.secret or field.kind == "file" or field.options or known_value(field))
    return {
        **_entry(context, number, field.label, field.enter),
        "example": context.rich(field.example) if has_example else [],
        "letter": letters.get((step.number, field.id)),
    }


def _entry(context: Context, number: int | None, label: PortalLabel | None, words: Rich) -> Data:
    return {
        "number": number,
        "word": label_run(label) if label else None,
        "enter": context.rich(words),
        "example": [],
        "letter": None,
    }
