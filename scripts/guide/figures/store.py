"""What `capture` has taken: for each screen a picture and the geometry of its marks, and those that belong to a guide.

`captures/<screen>.png` and `<screen>.json` in the guide's folder are committed, so that a build needs no browser.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from guide.core.commands import captures_command, guide_command
from guide.core.errors import InputError, MachineError, Problem, shown_path
from guide.core.files import UnreadableError, is_file, read_bytes, read_json
from guide.loading.loader import Loaded
from guide.model.screens import Screen

MAX_BYTES = 150_000
"""Largest size of a picture's file."""
MAX_READ = 20_000_000
"""Bytes of a picture that are read at most, to say what is wrong with it."""

Box = tuple[float, float, float, float]
"""Left, top, width, height, in CSS pixels from the left upper corner of the picture."""


@dataclass(frozen=True)
class Typing:
    """How text stands in a form field of the pictured page."""

    size: float
    """Of its font, in CSS pixels of the picture."""
    left: float
    """From the left edge of the mark's box to where text begins, in CSS pixels of the picture."""
    right: float
    """From where text must end to the right edge of the mark's box, in CSS pixels of the picture."""
    centred: bool = False


@dataclass(frozen=True)
class Capture:
    """The picture of one screen, measured. Lengths are CSS pixels of the pictured page, whatever size it is shown at."""

    screen: str
    page: str | None
    """Template that it was made from; None for a picture taken elsewhere."""
    size: tuple[int, int]
    """Width and height that the picture has at its natural size."""
    pixels: tuple[int, int]
    """Width and height of the PNG."""
    viewport: tuple[int, int] | None
    """Of the browser's window; None for a still."""
    marks: tuple[Box, ...]
    """The box of each of the screen's marks, in their order."""
    typing: tuple[Typing | None, ...]
    """For each mark: how text stands in its box; None for all but `typed`."""
    texts: tuple[Box, ...]
    """Where the picture shows writing: places that badges keep clear of."""
    source: tuple[int, int] | None = None
    """For a still: width and height of the picture as it was imported, the unit of `box:`."""
    crop: Box | None = None
    """For a still of which only a part is shown: that part, in the same unit."""
    captured_on: str = ""
    """ISO date. This and the next two are known once the capture is written."""
    inputs: str = ""
    """sha256 of everything that went in, in hexadecimal."""
    picture: str = ""
    """sha256 of the PNG, in hexadecimal."""

    def __post_init__(self) -> None:
        if min(*self.size, *self.pixels) <= 0 or len(self.typing) != len(self.marks):
            raise ValueError(f"{self.screen}: a capture needs a size, and as many of typing as of marks")

    @property
    def file_name(self) -> str:
        """In the folder of captures."""
        return f"{self.screen}.png"

    @property
    def published_name(self) -> str:
        """Returns a name that changes with the picture, so that it can be cached for long."""
        return f"{self.screen}.{self.picture[:10]}.png"

    @property
    def seal(self) -> str:
        """Returns a hash of all that the geometry file says, to notice an edit by hand and a damaged disk."""
        boxes = [[[float(number) for number in box] for box in group] for group in (self.marks, self.texts)]
        typing = [[t.size + 0.0, t.left + 0.0, t.right + 0.0, t.centred] if t else None for t in self.typing]
        measured: list[Any] = [self.size, self.pixels, self.viewport, boxes, typing, self.source]
        measured += [[float(number) for number in self.crop]] if self.crop else []
        origin = [self.screen, self.page, self.captured_on, self.inputs, self.picture]
        return hashlib.sha256(json.dumps([measured, origin]).encode()).hexdigest()[:16]


_CAPTURE = TypeAdapter(Capture)


@dataclass(frozen=True)
class Gallery:
    """Pictures for a build, by screen. A screen without a picture is shown by its legend alone."""

    folder: Path
    captures: Mapping[str, Capture]

    def path(self, capture: Capture) -> Path:
        """Returns where the picture lies."""
        return self.folder / capture.file_name


def gallery_of(loaded: Loaded, folder: Path) -> Gallery:
    """Returns the pictures of that guide in its `folder` of captures, each the one that was measured.

    Raises InputError for each that was taken for other marks than the screen has now, and for each that is missing,
    damaged or another one.
    """
    screens = loaded.guide.screens
    captures = {name: capture for name, capture in load_captures(folder).items() if name in screens}
    problems: list[Problem] = []
    misfits = [name for name, capture in captures.items() if len(capture.marks) != len(screens[name].marks)]
    if misfits:
        message = f"its picture was taken for other marks, expected one of the marks as they are now; run {captures_command()}"
        problems += [loaded.tree.problem(("screens", name), message) for name in misfits]
    for name, capture in captures.items():
        if problem := picture_problem(folder / capture.file_name, capture, capture_cure(name, screens[name])):
            problems.append(problem)
    if problems:
        raise InputError(problems)
    return Gallery(folder, captures)


def picture_problem(path: Path, capture: Capture, cure: str) -> Problem | None:
    """Returns what is wrong with the file at `path` as the picture of that capture, with its `cure`."""
    if is_picture_of(capture, path):
        return None
    fault = f"is not the picture that {capture.screen}.json was measured on" if is_file(path) else "is missing"
    return Problem(shown_path(path), 0, 0, "", f"{fault}; {cure}")


def capture_command(name: str, screen: Screen) -> str:
    """Returns what an operator runs to take the picture of the screen `name`."""
    if screen.page is not None:
        return captures_command()
    return guide_command(f"capture {name} " + ("--live URL" if screen.is_live else "--import FILE"))


def capture_cure(name: str, screen: Screen) -> str:
    """Returns what an operator does about a missing or wrong picture."""
    return ("run " if screen.page is not None else "take it with ") + capture_command(name, screen)


def load_captures(folder: Path) -> dict[str, Capture]:
    """Returns the captures in `folder`, by screen. Raises InputError where a geometry file can't be read."""
    captures: dict[str, Capture] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.json")):
        try:
            capture = read_capture(path)
            captures[capture.screen] = capture
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return captures


def read_capture(path: Path) -> Capture:
    """Returns the geometry file at `path`. Raises InputError if it is not one, or was edited by hand."""
    try:
        data = read_json(path)
        capture = _CAPTURE.validate_python(data)
    except (InputError, ValueError):
        raise InputError([_spoiled(path, "is not the geometry of a capture")]) from None
    if capture.screen != path.stem:
        raise InputError([_spoiled(path, f"belongs to the screen {capture.screen}")])
    if data.get("seal") != capture.seal:
        raise InputError([_spoiled(path, "is damaged, or was changed by hand: its seal does not fit what it says")])
    return capture


def capture_json(capture: Capture) -> str:
    """Returns the capture as its geometry file says it, one key a line."""
    values = {**{field.name: getattr(capture, field.name) for field in fields(capture)}, "seal": capture.seal}
    values["typing"] = [asdict(typing) if typing else None for typing in capture.typing]
    if capture.crop is None:  # as all captures were before there was one
        del values["crop"]
    lines = [f"  {json.dumps(key)}: {_lines(value)}" for key, value in values.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def is_picture_of(capture: Capture, path: Path) -> bool:
    """Returns whether the file at `path` can be read and is the picture that was measured, byte for byte."""
    try:
        return hashlib.sha256(read_bytes(path, MAX_READ)).hexdigest() == capture.picture
    except UnreadableError:
        return False


def is_fresh(folder: Path, screen: str, inputs: str) -> bool:
    """Returns whether there is a sound capture of `screen` that was made from those inputs."""
    try:
        capture = read_capture(folder / f"{screen}.json")
    except InputError:
        return False
    return capture.inputs == inputs and is_picture_of(capture, folder / capture.file_name)


def write_capture(folder: Path, capture: Capture, png: bytes, *, inputs: str, day: datetime.date) -> None:
    """Write the picture `png` and its geometry, with the hash of its inputs and the day. Raises MachineError."""
    capture = replace(capture, inputs=inputs, picture=hashlib.sha256(png).hexdigest(), captured_on=day.isoformat())
    # The picture first: a geometry without its picture would be worse than the other way round.
    files = {folder / capture.file_name: png, folder / f"{capture.screen}.json": capture_json(capture).encode()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, content in files.items():
            beside = path.with_name(f".{path.name}.new")
            beside.write_bytes(content)
            beside.replace(path)
    except OSError as error:
        raise MachineError(f"{shown_path(folder)} can't be written: {error.strerror}") from None


def round_box(box: Sequence[float]) -> Box:
    """Returns `box` in tenths of a pixel: what a browser adds behind them differs from run to run."""
    x, y, width, height = (math.floor(number * 10 + 0.5) / 10 + 0.0 for number in box)
    return x, y, width, height


def _lines(value: Any) -> str:
    """JSON on one line, but lists of boxes with a box a line: moved boxes then show as such in a diff."""
    if isinstance(value, (list, tuple)) and any(isinstance(item, (list, tuple, dict)) for item in value):
        return "[\n    " + ",\n    ".join(json.dumps(item, ensure_ascii=False) for item in value) + "\n  ]"
    return json.dumps(value, ensure_ascii=False)


def _spoiled(path: Path, what: str) -> Problem:
    command = captures_command()
    return Problem(shown_path(path), 0, 0, "", f"{what}, expected what `{command}` writes; run {command}")
