"""Commands as an operator can type them: make's where make has started the program, else those of the program by its name.

Each says which guide it is for, by what the program was given itself.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import requires
from itertools import pairwise
from pathlib import Path

from guide.core.errors import shown_path
from guide.core.paths import IS_CHECKOUT

STARTED_BY = "GUIDE_STARTED_BY"
"""The environment variable by which the Makefile says that it has started the program: `make`."""
_VARIABLES = {"--guide": "GUIDE", "--steps": "STEPS", "--buyers": "BUYERS", "--out": "OUT"}
"""Options that say where a guide lies, and make's variables of the same meaning."""
_DESCRIPTION = ("--guide", "--steps")


def captures_command() -> str:
    """Returns the command that takes the pictures of all screens whose inputs have changed."""
    given = given_places(_DESCRIPTION)
    return make_command("captures", given) if is_by_make() else guide_command("capture", given)


def install_command(target: str, extra: str) -> str:
    """Returns the command that installs the packages of an optional part: make's target `target`, or pip with those of `extra`."""
    if IS_CHECKOUT:
        return make_command(target, given_places(_DESCRIPTION))
    conditions = (requirement.partition(";") for requirement in requires("supplier-guide") or ())
    packages = [package.strip() for package, _, condition in conditions if f'extra == "{extra}"' in condition]
    return " ".join([shown_path(Path(sys.executable)), "-m pip install", *map(shlex.quote, packages)])


def guide_command(words: str, places: Mapping[str, str] | None = None) -> str:
    """Returns the command `guide` with `words`, as it is to be typed here, for the guide that `places` say by option.

    Left out, they are those that this program was given.
    """
    options = given_places(_DESCRIPTION) if places is None else places
    return " ".join([program(), words, *(f"{option} {shlex.quote(text)}" for option, text in options.items())])


def make_command(words: str, places: Mapping[str, str]) -> str:
    """Returns the command `make` with `words` for the guide that `places` say by the options of `guide`."""
    return " ".join(["make", words, *(f"{_VARIABLES[option]}={shlex.quote(text)}" for option, text in places.items())])


def given_places(options: Sequence[str] = tuple(_VARIABLES)) -> dict[str, str]:
    """Returns what this program was given for each of `options` that say where its guide lies."""
    places: dict[str, str] = {}
    for word, following in pairwise([*sys.argv[1:], ""]):
        option, is_joined, text = word.partition("=")
        if option in options:
            places[option] = text if is_joined else following
    return places


def is_by_make() -> bool:
    """Returns whether make's commands are those to name: it has started the program, or a program of the project has."""
    return os.environ.get(STARTED_BY) == "make" or (IS_CHECKOUT and not _is_guide(Path(sys.argv[0])))


def program() -> str:
    """Returns how `guide` is called here: by its name if that is on the path, else by where it lies."""
    typed = Path(sys.argv[0])
    if typed.name == "__main__.py" and _is_guide(typed):
        return f"{shown_path(Path(sys.executable))} -m guide.cli"
    script = typed if _is_guide(typed) else Path(sys.executable).with_name("guide")
    found = shutil.which(script.stem)
    if (found and Path(found).parent == script.parent) or not script.is_file():
        return script.stem
    return shown_path(script)


def _is_guide(path: Path) -> bool:
    return path.stem == "guide" or path.parts[-3:] == ("guide", "cli", "__main__.py")
