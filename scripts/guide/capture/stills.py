"""Pictures taken by hand: turned upright, stripped of all metadata, shrunk to what a page shows, redactions burnt in.

The original is neither changed nor copied. Marks can move afterwards without it; what was redacted stays redacted.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from guide.capture.images import PictureError, from_bytes, opened, still_png, writing
from guide.capture.pages import SCALE, ProblemAt, chosen, inputs_of_still, problem_by_name, redacted
from guide.core.errors import InputError, Problem, shown_path
from guide.figures.store import Box, Capture, Report, Typing, read_capture, rounded, write_capture
from guide.model.guide import Guide
from guide.model.screens import Screen

_LARGEST = (720, 900)
"""Natural size of a still, in CSS pixels; its PNG has up to SCALE pixels for each."""
_LEAST_WIDTH = 240
"""Of a still that was wider, in CSS pixels: two thirds of a telephone's."""
_HALF = 0.5
_LEAST_PART = 1 / 8
"""Of its size: a screen of 5,120 pixels, the widest there is, is shown at a seventh."""


def import_still(
    guide: Guide,
    name: str,
    file: Path,
    *,
    captures: Path,
    today: datetime.date | None = None,
    problem: ProblemAt = problem_by_name,
) -> Report:
    """Take in the picture `file` (PNG or JPEG) for the screen `name`, whose marks have `box:` in its pixels.

    The picture is turned upright, stripped of all metadata, shrunk to what a page shows, and its `redact` boxes are
    burnt in. `file` itself is neither changed nor copied. Raises InputError.
    """
    screen = guide.screens[chosen(guide, [name])[0]]
    if screen.page is not None or screen.is_live:
        message = "does not take a picture by hand, expected still: and marks with box:; take it with make captures or guide capture --live"
        raise InputError([problem(name, None, message)])
    try:
        image = opened(file)
        source = image.size
        size = _natural(source)
        _refuse_illegible(source, size)
        boxes = _still_boxes(name, screen, source, size, problem)
        if image.width > size[0] * SCALE:
            image = image.resize((size[0] * SCALE, size[1] * SCALE), Image.Resampling.LANCZOS)
        png, pixels = still_png(image, redacted(screen, boxes), size[0])
    except PictureError as error:
        raise InputError([Problem(shown_path(file), 0, 0, "", str(error))]) from None
    capture = Capture(
        screen=name, page=None, size=size, pixels=pixels, viewport=None,
        marks=boxes, typing=_plain_typing(screen, boxes), texts=writing(from_bytes(png), size), source=source,
    )  # fmt: skip
    day = today or datetime.date.today()
    write_capture(captures, capture, png, inputs=inputs_of_still(screen), day=day)
    return Report((name,), ())


def _natural(source: tuple[int, int]) -> tuple[int, int]:
    """The natural size of a still, in CSS pixels."""
    part = min(1.0, _LARGEST[0] / source[0], _LARGEST[1] / source[1])
    return max(round(source[0] * part), 1), max(round(source[1] * part), 1)


def _refuse_illegible(source: tuple[int, int], size: tuple[int, int]) -> None:
    """Raises PictureError where a page would show a picture so small that nobody can read what is in it."""
    part = size[0] / source[0]
    if part < _LEAST_PART or (size[0] < _LEAST_WIDTH and part < _HALF):
        raise PictureError(
            f"{source[0]} × {source[1]} pixels, of which a page would show {size[0]} × {size[1]}, too small to read; "
            "crop it to the part that matters"
        )


def _still_boxes(
    name: str, screen: Screen, source: tuple[int, int], size: tuple[int, int], problem: ProblemAt
) -> tuple[Box, ...]:
    """The boxes of the marks in CSS pixels. Raises InputError where one lies outside the picture."""
    problems: list[Problem] = []
    boxes: list[Box] = []
    part = size[0] / source[0]
    for index, mark in enumerate(screen.marks):
        x, y, width, height = mark.box or (0, 0, 0, 0)
        if width < 1 or height < 1 or x + width > source[0] or y + height > source[1]:
            message = (
                f"the box {x:g}, {y:g}, {width:g}, {height:g} (left, top, width, height) does not lie in the picture, "
                f"expected it within {source[0]} × {source[1]} pixels; correct box:"
            )
            problems.append(problem(name, index, message))
        boxes.append(rounded((x * part, y * part, width * part, height * part)))
    if problems:
        raise InputError(problems)
    return tuple(boxes)


def measure_again(name: str, screen: Screen, captures: Path, problem: ProblemAt) -> None:
    """Bring the geometry of a still up to its marks; what is redacted by now is burnt in, what was redacted stays so."""
    cure = "guide capture --live URL" if screen.is_live else "guide capture --import FILE"
    try:
        old = read_capture(captures / f"{name}.json")
        image = opened(captures / old.file_name)
    except (InputError, PictureError):
        raise InputError(
            [problem(name, None, f"its picture can't be re-created from a template; take it with {cure}")]
        ) from None
    if screen.is_live or old.source is None:
        raise InputError([problem(name, None, f"its marks have changed since it was taken; take it anew with {cure}")])
    boxes = _still_boxes(name, screen, old.source, old.size, problem)
    png, pixels = still_png(image, redacted(screen, boxes), old.size[0])
    capture = Capture(
        screen=name, page=None, size=old.size, pixels=pixels, viewport=None,
        marks=boxes, typing=_plain_typing(screen, boxes), texts=writing(from_bytes(png), old.size), source=old.source,
    )  # fmt: skip
    taken_on = datetime.date.fromisoformat(old.captured_on)
    write_capture(captures, capture, png, inputs=inputs_of_still(screen), day=taken_on)


def _plain_typing(screen: Screen, boxes: Sequence[Box]) -> tuple[Typing | None, ...]:
    """How text stands in boxes of which nothing is known but their size."""
    return tuple(
        Typing(size=round(min(box[3] * 0.5, 16), 1), left=round(box[3] * 0.25, 1), right=round(box[3] * 0.25, 1))
        if mark.style == "typed"
        else None
        for mark, box in zip(screen.marks, boxes, strict=True)
    )
