"""A picture and its marks as print draws them: lengths in points, nothing left to work out."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import replace
from math import ceil
from pathlib import Path
from typing import Any

from guide.content.substitutions import Substitutions
from guide.content.views.steps import ScreenView
from guide.content.views.texts import PlainText, PortalLabel
from guide.figures.geometry import PRINT, Spot, text_width, text_width_at_most
from guide.figures.placement import NEW_WORDS, PlacedMark, place_marks
from guide.figures.store import Box, Capture
from guide.handout.deferred import Data, Deferred
from guide.handout.text_runs import Runs, block_lines, label_run, text_deferred, words_of

Point = tuple[float, float]

_BESIDE = 312.0
_BELOW = 400.0
"""Widest picture with its legend beside it, and with its legend below it."""
_TALL = 0.72
"""Height by width from which the legend stands beside a picture."""
_PAGE = 600.0
"""Tallest of all."""
_LARGEST = 0.47
"""Points for a CSS pixel of the picture: its writing is then a little smaller than the text around it."""
_MANY = 4
"""Numbered marks from which a picture is a form to be read, and not a place to be found."""
_FORM, _PLACE = (280.0, 0.40), (215.0, 0.36)
"""Of either kind: the height that is enough, and the least of points for a CSS pixel."""
_SMALLEST_TYPE = 4.0
_ROOM = 493.0 - 10.0
"""Width of a line, without the gap between two columns."""
_TYPE, _LINE, _BETWEEN = 9.4, 14.0, 5.0
"""Of the text: its size, a line's height and what lies between two paragraphs."""


def figure(screen: ScreenView, capture: Capture | None, picture: Path | None, runs: Runs) -> Data:
    """`screen` as `capture` shows it, `picture` being the file to print; without them by its legend alone."""
    about: Data = {
        "title": screen.title,
        "basis": screen.basis,
        "taken_on": screen.taken_on,
        "checked_on": screen.checked_on,
        "added": any(mark.style == "added" for mark in screen.marks),
    }
    if capture is None or picture is None:
        return {**about, "legend": _legend(screen, runs, frozenset()), "path": None}
    width, height = capture.size
    beside = height > _TALL * width
    enough, least = _FORM if sum(1 for mark in screen.marks if mark.number) >= _MANY else _PLACE
    scale = min(_LARGEST, max(enough / height, least), (_BESIDE if beside else _BELOW) / width, _PAGE / height)
    marks = placed(screen, capture, scale)
    return {
        **about,
        "legend": _legend(screen, runs, frozenset(mark.number for mark in marks if mark.translation is None)),
        **picture_data(screen, picture, marks, (0, 0, *capture.size), scale),
        "beside": beside,
    }


def placed(screen: ScreenView, capture: Capture, scale: float) -> tuple[PlacedMark, ...]:
    """The marks of a picture that is printed at `scale`, in points for a CSS pixel."""
    return place_marks(screen, capture, replace(PRINT, widths=(scale * capture.size[0],)))


def picture_data(screen: ScreenView, picture: Path, marks: Sequence[PlacedMark], clip: Box, scale: float) -> Data:
    """What is printed of a picture: the part of it in `clip`, in its CSS pixels, at `scale`, with its marks upon it."""
    left, top, width, height = clip
    return {
        "path": str(picture),
        "alt": text_deferred(screen.alternative),
        "width": _short(scale * width),
        "height": _short(scale * height),
        "room": [PRINT.room, PRINT.room],
        "stem": PRINT.stem + PRINT.gap,
        "marks": [_mark(mark, scale, (left, top)) for mark in marks if mark.style != "redact"],
    }


def _legend(screen: ScreenView, runs: Runs, untagged: Set[int | None]) -> list[list[Any]]:
    """Number, word and text of each mark with a number; the portal's word where `untagged` has the number, and the text
    does not have the word."""
    lines: list[list[Any]] = []
    for mark in screen.marks:
        if mark.number:
            words = runs.rich(mark.legend)
            is_named = mark.label and mark.label.gloss and mark.number in untagged and not _names(words, mark.label)
            lines.append([mark.number, label_run(mark.label) if is_named and mark.label else None, words])
    return lines


def _names(legend: list[Data], word: PortalLabel) -> bool:
    return any(isinstance(run, dict) and run.get("l") == word.zh for block in legend for run in block.get("p", ()))


def has_room_beside(figure: Data, blocks: list[Data]) -> bool:
    """Whether a step's text, about as long as it will be, fits beside its picture, above the legend."""
    if not figure.get("beside"):
        return False
    width = _ROOM - figure["width"] - 2 * figure["room"][0]
    text = [*paragraphs(blocks), figure["title"], " " * 60]  # where it comes from, and when it was last compared
    text += [paragraph for *_, legend in figure["legend"] for paragraph in paragraphs(legend)]
    lines = sum(ceil(text_width(paragraph, _TYPE) / width) for paragraph in text)
    return bool(lines * _LINE + len(text) * _BETWEEN <= figure["height"] + _LINE)


def paragraphs(blocks: list[Data]) -> list[str]:
    """The words of each paragraph, list item and row of a table, with a dozen blanks for a value of the buyer's."""
    return ["".join(words_of(run) or " " * 12 for run in line) for block in blocks for line in block_lines(block)]


def _mark(mark: PlacedMark, scale: float, origin: Point) -> Data:
    """A mark in points from `origin`, a point of the picture in its CSS pixels."""
    data: Data = {"style": mark.style, "box": _box(mark.outline, scale, origin)}
    if mark.badge:
        data |= {
            "number": mark.number,
            "badge": _point(mark.badge, scale, origin),
            "angle": mark.badge_angle,
        }
    if translation := mark.translation:
        x, y = _point(translation.centre, scale, origin)
        data["gloss"] = {
            "text": translation.text,
            "x": x,
            "y": y,
            "width": translation.width,
            "height": translation.height,
        }
    if mark.style == "struck":
        data["struck"] = Deferred(_struck(mark, scale, origin))
    if mark.typing_box:
        data["typed"] = Deferred(_typed(mark, mark.typing_box, scale, origin))
    return data


def _box(box: Box, scale: float, origin: Point) -> list[float]:
    x, y, width, height = box
    return [_short(scale * length) for length in (x - origin[0], y - origin[1], width, height)]


def _point(spot: Spot, scale: float, origin: Point) -> list[float]:
    x, y = spot.at(scale)
    return [_short(x - scale * origin[0]), _short(y - scale * origin[1])]


def _typed(mark: PlacedMark, box: Box, scale: float, origin: Point) -> Callable[[Substitutions], Any]:
    """The typed text, small enough for its box; None where the buyer gives none."""

    def typed(substitutions: Substitutions) -> Data | None:
        text = substitutions.text(mark.value)
        if not text:
            return None
        size = min(mark.typing_size * scale, box[2] * scale / max(text_width_at_most(text, 1), 1))
        return {
            "text": text,
            "box": _box(box, scale, origin),
            "size": _short(max(size, _SMALLEST_TYPE)),
            "centred": mark.typing_centred,
        }

    return typed


def _struck(mark: PlacedMark, scale: float, origin: Point) -> Callable[[Substitutions], Data]:
    """Where the line runs, and the words below it."""
    box = _box(mark.box, scale, origin)
    return lambda substitutions: {
        "box": box,
        "text": substitutions.text(mark.instead),
        "size": _short(max(NEW_WORDS * scale, _SMALLEST_TYPE)),
    }


def typed_into(screen: ScreenView, capture: Capture | None, field: str) -> PlainText | None:
    """What the picture shows typed into that field: by a mark that names it, or that lies within one that does."""
    for mark, shown in zip(screen.marks, _fields(screen, capture), strict=True):
        if mark.style == "typed" and shown == field:
            return mark.value
    return None


def _fields(screen: ScreenView, capture: Capture | None) -> list[str | None]:
    """For each mark the field that it shows: its own, or that of the smallest box round its middle."""
    if capture is None:
        return [mark.field for mark in screen.marks]
    boxes = [
        (box[2] * box[3], box, mark.field) for mark, box in zip(screen.marks, capture.marks, strict=True) if mark.field
    ]
    fields: list[str | None] = []
    for mark, (left, top, width, height) in zip(screen.marks, capture.marks, strict=True):
        x, y = left + width / 2, top + height / 2
        around = [
            (area, name)
            for area, box, name in boxes
            if box[0] <= x <= box[0] + box[2] and box[1] <= y <= box[1] + box[3]
        ]
        fields.append(mark.field or (min(around)[1] if around else None))
    return fields


def _short(length: float) -> float:
    """A hundredth of a point is finer than any printer."""
    return round(length, 2)
