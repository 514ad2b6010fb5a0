"""Answers → the folder of a new guide, whole or not at all."""

from __future__ import annotations

import datetime
import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from guide.core.errors import InputError, UsageError, shown_path
from guide.core.files import resolve_links
from guide.core.paths import TEMPLATES
from guide.loading.json_schema import schemas
from guide.loading.loader import buyer_files, is_slug, load_buyer, load_guide
from guide.model.buyer import RESERVED_SLUG
from guide.starter.questions import Answers
from guide.starter.wording import fill_in, keep_comments, keep_texts

STARTER = TEMPLATES / "new"
_BUYER = Path("buyers", "buyer.yaml")
_REVIEW = datetime.timedelta(days=180)
"""After which the content of a new guide is to be looked at again."""
_DEADLINE = datetime.timedelta(days=90)
"""Which the sample buyer gives its suppliers."""
_LONGEST_SLUG = 30


def refuse_occupied(folder: Path) -> None:
    """Raises UsageError unless a new guide may be put into `folder`: one that is not there yet, or is empty."""
    place = resolve_links(folder)
    advice = "expected a folder that is new or empty; name another"
    for above in (place, *place.parents):
        if above.is_dir():
            break
        if os.path.lexists(above):
            raise UsageError(f"{shown_path(above)} is no folder, {advice}")
    if place.is_dir() and (names := sorted(entry.name for entry in place.iterdir())):
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        raise UsageError(f"{shown_path(folder)} is not empty: it has {', '.join(names[:3])}{more}; {advice}")


def write_starter(folder: Path, answers: Answers, today: datetime.date) -> str:
    """Puts a new guide into `folder` and returns the slug of its buyer; `today` is the day of its dates.

    Raises UsageError where the folder is not empty or an answer can't stand in a guide, and OSError where the disk refuses
    it; there is then nothing new.
    """
    refuse_occupied(folder)
    place, slug = resolve_links(folder), slug_of_name(answers.buyer["en"], "first-buyer")
    new_folders = [above for above in place.parents if not above.exists()]
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{place.name}-", dir=place.parent) as work:
            draft = Path(work, place.name)
            for name, content in _files(answers, guide_id(place), slug, today):
                (draft / name).parent.mkdir(parents=True, exist_ok=True)
                (draft / name).write_bytes(content)
            _complete(draft)
            with suppress(FileNotFoundError):  # an empty folder: not every system moves another into its place
                place.rmdir()
            draft.rename(place)
    except BaseException:
        for above in new_folders:
            with suppress(OSError):
                above.rmdir()
        raise
    return slug


def slug_of_name(name: str, otherwise: str) -> str:
    """Returns the slug of a company or folder of that name, without what stands in brackets; or `otherwise`, where that gives none."""
    words = re.findall(r"[a-z0-9]+", re.sub(r"\(.*?\)|（.*?）", " ", name.lower()))
    slug = ""
    for word in words:
        if slug and len(f"{slug}-{word}") > _LONGEST_SLUG:
            break
        slug = f"{slug}-{word}" if slug else word[:_LONGEST_SLUG]
    return slug if is_slug(slug) and slug != RESERVED_SLUG else otherwise


def guide_id(folder: Path) -> str:
    """Returns the id of a guide in that folder: its name, or one made from that where it has no Latin letters."""
    number = hashlib.sha256(folder.name.encode("utf-8", "replace")).hexdigest()[:6]
    slug = slug_of_name(folder.name, f"guide-{number}")
    return slug if slug[0].isalpha() else f"guide-{slug}"


def _files(answers: Answers, id_: str, slug: str, today: datetime.date) -> Iterator[tuple[Path, bytes]]:
    """Yields the files of the new guide: their names in its folder, and what they hold."""
    dates = {"today": today, "review_by": today + _REVIEW, "deadline": today + _DEADLINE}
    values = {**asdict(answers), "id": id_, **dates}
    for path in sorted(path for path in STARTER.rglob("*") if path.is_file()):
        name = path.relative_to(STARTER)
        content = path.read_bytes()
        if path.suffix in (".yaml", ".j2"):
            text = keep_comments(content.decode(), answers.comments)
            if path.suffix == ".yaml":
                text = fill_in(keep_texts(text, answers.languages), values)
            content = text.encode()
        yield (name.with_name(f"{slug}.yaml") if name == _BUYER else name), content
    yield Path(".gitignore"), b"/site/\n"


def _complete(draft: Path) -> None:
    """Writes the schemas of the guide in `draft`. Raises UsageError where what was answered can't stand in a guide."""
    try:
        loaded = load_guide(draft / "steps.yaml")
        for path in buyer_files(draft / "buyers"):
            load_buyer(path, loaded)
    except InputError as error:
        faults = "; ".join(dict.fromkeys(f"{problem.where}: {problem.message}" for problem in error.problems))
        raise UsageError(f"an answer can't stand in a guide: {faults}") from None
    (draft / "schemas").mkdir()
    for name, text in schemas(loaded).items():
        (draft / "schemas" / name).write_text(text, encoding="utf-8")
