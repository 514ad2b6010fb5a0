"""Pictures taken by hand: turned upright, stripped of all metadata, shrunk to what a page shows, redactions burnt in.

The original is neither changed nor copied. Marks can move afterwards without it; what was redacted stays redacted.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from guide.capture.images import PictureError, find_writing, open_picture, read_png, still_png
from guide.capture.pages import SCALE, still_inputs
from guide.capture.screens import Report, Subject, select_screens
from guide.core.errors import InputError, Problem, shown_path
from guide.figures.store import Box, Capture, Typing, read_capture, round_box, write_capture
from guide.loading.yaml_reader import Tree
from guide.model.guide import Guide
from guide.model.screens import Screen

Size = tuple[int, int]
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
    tree: Tree | None = None,
) -> Report:
    """Take in the picture `file` (PNG or JPEG) for the screen `name`, whose marks have `box:` in its pixels.

    The picture is turned upright, stripped of all metadata, shrunk to what a page shows, and its `redact` boxes are
    burnt in. `file` itself is neither changed nor copied. Raises InputError.
    """
    (subject,) = select_screens(guide, [name], tree)
    if subject.screen.page is not None or subject.screen.is_live:
        fault = "does not take a picture by hand, expected still: and marks with box:"
        raise InputError([subject.problem(f"{fault}; take it with {subject.command}")])
    try:
        image = open_picture(file)
        source, size = image.size, _natural_size(image.size)
        _refuse_illegible(source, size)
        if image.width > size[0] * SCALE:
            image = image.resize((size[0] * SCALE, size[1] * SCALE), Image.Resampling.LANCZOS)
        _write(subject, image, size, source, captures, today or datetime.date.today())
    except PictureError as error:
        raise InputError([Problem(shown_path(file), 0, 0, "", str(error))]) from None
    return Report((name,))


def update_still(subject: Subject, captures: Path) -> None:
    """Bring the geometry of a still up to its marks; what is redacted by now is burnt in, what was redacted stays so.

    Raises InputError where the picture must be taken anew.
    """
    try:
        old = read_capture(captures / f"{subject.name}.json")
        image = open_picture(captures / old.file_name)
    except (InputError, PictureError):
        fault = "its picture can't be re-created from a template"
        raise InputError([subject.problem(f"{fault}; take it with {subject.command}")]) from None
    if subject.screen.is_live or old.source is None:
        fault = "its marks have changed since it was taken"
        raise InputError([subject.problem(f"{fault}; take it anew with {subject.command}")])
    _write(subject, image, old.size, old.source, captures, datetime.date.fromisoformat(old.captured_on))


def _write(subject: Subject, image: Image.Image, size: Size, source: Size, captures: Path, day: datetime.date) -> None:
    """Write the still `image`, shown `size` CSS pixels large, whose marks are given in pixels of an original of size `source`."""
    screen = subject.screen
    boxes = _boxes(subject, source, size[0] / source[0])
    png, pixels = still_png(image, subject.redactions(boxes), size[0])
    capture = Capture(
        screen=subject.name,
        page=None,
        size=size,
        pixels=pixels,
        viewport=None,
        marks=boxes,
        typing=_typing(screen, boxes),
        texts=find_writing(read_png(png), size),
        source=source,
    )
    write_capture(captures, capture, png, inputs=still_inputs(screen), day=day)


def _natural_size(source: Size) -> Size:
    """Returns the natural size of a still, in CSS pixels."""
    scale = min(1.0, _LARGEST[0] / source[0], _LARGEST[1] / source[1])
    return max(round(source[0] * scale), 1), max(round(source[1] * scale), 1)


def _refuse_illegible(source: Size, size: Size) -> None:
    """Raises PictureError where a page would show a picture so small that nobody can read what is in it."""
    scale = size[0] / source[0]
    if scale < _LEAST_PART or (size[0] < _LEAST_WIDTH and scale < _HALF):
        raise PictureError(
            f"{source[0]} × {source[1]} pixels, of which a page would show {size[0]} × {size[1]}, too small to read; "
            "crop it to the part that matters"
        )


def _boxes(subject: Subject, source: Size, scale: float) -> tuple[Box, ...]:
    """Returns the boxes of the marks in CSS pixels. Raises InputError where one lies outside the picture."""
    problems: list[Problem] = []
    boxes: list[Box] = []
    for index, mark in enumerate(subject.screen.marks):
        x, y, width, height = mark.box or (0, 0, 0, 0)
        if width < 1 or height < 1 or x + width > source[0] or y + height > source[1]:
            fault = (
                f"the box {x:g}, {y:g}, {width:g}, {height:g} (left, top, width, height) does not lie in the picture"
            )
            advice = f"expected it within {source[0]} × {source[1]} pixels; correct box:"
            problems.append(subject.problem(f"{fault}, {advice}", index))
        boxes.append(round_box((x * scale, y * scale, width * scale, height * scale)))
    if problems:
        raise InputError(problems)
    return tuple(boxes)


def _typing(screen: Screen, boxes: Sequence[Box]) -> tuple[Typing | None, ...]:
    """Returns how text stands in boxes of which nothing is known but their size."""
    return tuple(
        Typing(size=round(min(height * 0.5, 16), 1), left=round(height * 0.25, 1), right=round(height * 0.25, 1))
        if mark.style == "typed"
        else None
        for mark, (_, _, _, height) in zip(screen.marks, boxes, strict=True)
    )
