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
    _take_in(subject, file, captures, today or datetime.date.today())
    return Report((name,))


def _take_in(subject: Subject, file: Path, captures: Path, day: datetime.date) -> None:
    try:
        image = open_picture(file)
        source, crop = image.size, _crop(subject, image.size)
        if crop:
            left, top, width, height = map(round, crop)
            image = image.crop((left, top, left + width, top + height))
        size = _natural_size(image.size)
        _refuse_illegible(image.size, size)
        if image.width > size[0] * SCALE:
            image = image.resize((size[0] * SCALE, size[1] * SCALE), Image.Resampling.LANCZOS)
        _write(subject, image, size, source, crop, captures, day)
    except PictureError as error:
        raise InputError([Problem(shown_path(file), 0, 0, "", str(error))]) from None


def update_still(subject: Subject, captures: Path, day: datetime.date) -> None:
    """Bring a still up to its marks: from its original if that is at hand, else from the picture that was taken in.

    In the picture what is redacted by now is burnt in, and what was redacted stays so. Raises InputError where the original is needed
    and is not at hand. `day` is today's.
    """
    if subject.original:
        _take_in(subject, subject.original, captures, day)
        return
    try:
        old = read_capture(captures / f"{subject.name}.json")
        image = open_picture(captures / old.file_name)
    except (InputError, PictureError):
        fault = "its picture can't be re-created from a template"
        raise InputError([subject.problem(f"{fault}; take it with {subject.command}")]) from None
    if subject.screen.is_live or old.source is None:
        fault = "its marks have changed since it was taken"
        raise InputError([subject.problem(f"{fault}; take it anew with {subject.command}")])
    if old.crop != _crop(subject, old.source):
        fault = "its crop: has changed since it was taken"
        raise InputError([subject.problem(f"{fault}; take it anew with {subject.command}")])
    _write(subject, image, old.size, old.source, old.crop, captures, datetime.date.fromisoformat(old.captured_on))


def _crop(subject: Subject, source: Size) -> Box | None:
    """Returns the part of a picture of size `source` that is shown, in whole pixels; None for all of it.

    Raises InputError where it does not lie in the picture.
    """
    if not isinstance(subject.screen.crop, tuple):
        return None
    left, top, width, height = map(round, subject.screen.crop)
    if not _lies_in((left, top, width, height), (0, 0, *source)):
        fault = f"crop: {left}, {top}, {width}, {height} (left, top, width, height) does not lie in the picture"
        raise InputError([subject.problem(f"{fault}, expected it within {source[0]} × {source[1]} pixels; correct it")])
    return left, top, width, height


def _lies_in(box: Box, outer: Box) -> bool:
    return (
        min(box[2:]) >= 1
        and box[0] >= outer[0]
        and box[1] >= outer[1]
        and box[0] + box[2] <= outer[0] + outer[2]
        and box[1] + box[3] <= outer[1] + outer[3]
    )


def _write(
    subject: Subject,
    image: Image.Image,
    size: Size,
    source: Size,
    crop: Box | None,
    captures: Path,
    day: datetime.date,
) -> None:
    """Write the still `image`, shown `size` CSS pixels large: all of an original of size `source`, or its part `crop`.

    Its marks are given in pixels of the original.
    """
    screen = subject.screen
    part = crop or (0, 0, *source)
    boxes = _boxes(subject, source, part, size[0] / part[2])
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
        crop=crop,
    )
    write_capture(captures, capture, png, inputs=still_inputs(screen), day=day)


def _natural_size(source: Size) -> Size:
    """Returns the natural size of a still, in CSS pixels."""
    scale = min(1.0, _LARGEST[0] / source[0], _LARGEST[1] / source[1])
    return max(round(source[0] * scale), 1), max(round(source[1] * scale), 1)


def _refuse_illegible(source: Size, size: Size) -> None:
    """Raises PictureError where a page would show a picture, or the part that its crop leaves, too small to be read."""
    scale = size[0] / source[0]
    if scale < _LEAST_PART or (size[0] < _LEAST_WIDTH and scale < _HALF):
        raise PictureError(
            f"{source[0]} × {source[1]} pixels, of which a page would show {size[0]} × {size[1]}, too small to read; "
            "crop it to the part that matters, with crop: [left, top, width, height] or before"
        )


def _boxes(subject: Subject, source: Size, part: Box, scale: float) -> tuple[Box, ...]:
    """Returns the boxes of the marks in CSS pixels of the `part` that is shown. Raises InputError where one lies outside of it."""
    problems: list[Problem] = []
    boxes: list[Box] = []
    for index, mark in enumerate(subject.screen.marks):
        x, y, width, height = box = mark.box or (0, 0, 0, 0)
        words = f"the box {x:g}, {y:g}, {width:g}, {height:g} (left, top, width, height)"
        if not _lies_in(box, (0, 0, *source)):
            advice = f"expected it within {source[0]} × {source[1]} pixels; correct box:"
            problems.append(subject.problem(f"{words} does not lie in the picture, {advice}", index))
        elif not _lies_in(box, part):
            shown = ", ".join(f"{number:g}" for number in part)
            advice = f"expected it within {shown}, in pixels of the whole picture; correct box: or crop:"
            problems.append(subject.problem(f"{words} does not lie in what crop: shows, {advice}", index))
        boxes.append(round_box(((x - part[0]) * scale, (y - part[1]) * scale, width * scale, height * scale)))
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
