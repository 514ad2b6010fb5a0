"""What can go wrong, and how it is reported.

An error is raised where it is noticed and printed in one place, `guide.cli.report`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong with an input."""

    path: str
    """The file, relative to the working directory where possible."""
    line: int
    """From 1; 0 where no line can be named."""
    column: int
    """From 1; 0 where no column can be named."""
    where: str
    """By id, such as `stages.register.steps.fill-form.title`; empty for the file as a whole."""
    message: str
    """What is wrong, what was expected, what to do."""

    def __str__(self) -> str:
        place = ":".join([self.path, *(str(n) for n in (self.line, self.column) if n)])
        return ": ".join(part for part in (place, self.where, self.message) if part)


class GuideError(Exception):
    """The base of what `guide` reports without a traceback."""

    exit_code = 1


class InputError(GuideError):
    """The input is wrong: carries every problem that was found."""

    exit_code = 1

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: Sequence[Problem] = tuple(dict.fromkeys(problems))
        if not self.problems:
            raise ValueError("input is called wrong without a problem, expected at least one")
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UsageError(GuideError):
    """The command was given wrongly: an unknown buyer, say."""

    exit_code = 2


class MachineError(GuideError):
    """The machine failed: no font, no browser, a full disk."""

    exit_code = 3


def shorten(text: str, most: int) -> str:
    """Returns `text` as a message quotes it: at most `most` characters of it."""
    return text if len(text) <= most else f"{text[:most].rstrip()}…"


def shown_path(path: Path) -> str:
    """Returns `path` as an operator would type it: relative to the working directory if it lies below that.

    A symbolic link goes by its own name, not by that of what it leads to.
    """
    try:
        return str(Path(os.path.realpath(path.parent), path.name).relative_to(Path.cwd()))
    except (ValueError, OSError):  # elsewhere, or no working directory any more
        return str(path)
