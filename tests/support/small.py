"""The small guide in `data/small/`, and what tests of several modules do with guides and files."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from guide.core.errors import InputError
from guide.core.paths import guide_folder
from guide.loading.loader import Loaded, load_buyer, load_guide
from guide.model.buyer import Buyer
from guide.publishing.builder import BuildOptions
from guide.publishing.verify import verify

SMALL = Path(__file__).parents[1] / "data" / "small"
FOLDER = guide_folder(SMALL)
STEPS = FOLDER.steps
BUYERS = FOLDER.buyers
WORDS = STEPS.read_text(encoding="utf-8")
"""The description of the small process, to be changed by tests."""


def write(path: Path, text: str | bytes) -> Path:
    """Writes `text` into the file `path`, makes the folders above it, and returns `path`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def replaced(text: str, *changes: tuple[str, str]) -> str:
    """`text` with each (old, new) put into effect; the old words must stand there once."""
    for old, new in changes:
        assert text.count(old) == 1, (text.count(old), old)
        text = text.replace(old, new)
    return text


def guide_of(folder: Path, *changes: tuple[str, str]) -> Loaded:
    """The small guide with changes, loaded from `folder`."""
    return load_guide(write(folder / "steps.yaml", replaced(WORDS, *changes)))


def buyer_of(folder: Path, loaded: Loaded, text: str, slug: str = "someone") -> Buyer:
    """A buyer whose file says `text`."""
    return load_buyer(write(folder / "buyers" / f"{slug}.yaml", text), loaded)


def copied(folder: Path) -> Path:
    """A copy of the small guide with its buyers, to be changed."""
    shutil.copytree(SMALL, folder / "small")
    return folder / "small"


def order(out: Path, *, zipped: bool = False) -> BuildOptions:
    """Sites without handouts, in `out`."""
    return BuildOptions(out, handouts=False, make_zip=zipped)


def contents(folder: Path) -> dict[str, str]:
    """Every file below `folder`, hidden ones too, with the hash of what it holds."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def verified_but_for_zip(site: Path) -> None:
    """Asserts that a site is complete; a run that was killed may have left the ZIP beside it of another version."""
    try:
        verify(site)
    except InputError as error:
        for problem in error.problems:
            assert problem.path.endswith(f"{site.name}.zip"), problem
            assert problem.message.startswith("holds another version"), problem


MINIMAL = """\
name: {zh: 新茶庄, en: New Tea House}
stall_code: new-house
advance_cny: 1000
tasting_days: 3
"""
"""A buyer's file with what it must say."""
