"""The short code in which a supplier tells the buyer's desk how far it is: `1+2+4/6-H7`.

Before the slash the numbers of the stages that are done (0 for none), after it how many stages there are, after the
hyphen two characters that no slip of one character leaves right, and that tell one guide from another.
`docs/assets/src/js/progress/state.js` writes it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from guide.core.errors import UsageError
from guide.model.buyer import BuyerBase
from guide.model.guide import Guide

_ALPHABET = "23456789ABCDEFGHJKLMNPQRTUWXY"
"""29 characters that are not taken for one another."""
_SPAN = len(_ALPHABET) ** 2
_CODE = re.compile(r"^(?P<done>0|[1-9][0-9]*(?:\+[1-9][0-9]*)*)/(?P<total>[1-9][0-9]*)-(?P<guard>[0-9A-Z]{2})$")


@dataclass(frozen=True)
class Progress:
    """How far a supplier is."""

    done: tuple[int, ...]
    """Numbers of the stages that are done, from 1, as this buyer's guide counts them."""
    total: int
    """Stages in this buyer's guide."""


def progress_code(guide_id: str, done: Collection[int], total: int) -> str:
    """The code for the stages `done` of `total`."""
    counts = f"{'+'.join(str(number) for number in sorted(done)) or '0'}/{total}"
    return f"{counts}-{_guard(guide_id, counts)}"


def read_progress_code(guide_id: str, code: str) -> Progress:
    """How far the supplier is by a code, however it was typed. Raises UsageError where it is no code of this guide."""
    plain = unicodedata.normalize("NFKC", code).translate(str.maketrans("–—−", "---"))
    match = _CODE.match(re.sub(r"\s", "", plain).upper())
    if match is None:
        raise UsageError(
            f"{code} is not a progress code, expected one such as {progress_code(guide_id, (1, 2), 6)}; ask for it again"
        )
    counts = f"{match['done']}/{match['total']}"
    progress = Progress(tuple(int(number) for number in match["done"].split("+") if number != "0"), int(match["total"]))
    if match["guard"] != _guard(guide_id, counts):
        raise UsageError(f"{code} does not add up: miscopied, or of another guide; ask for it again")
    if list(progress.done) != sorted({number for number in progress.done if number <= progress.total}):
        raise UsageError(
            f"{code} counts stages that there are not, expected numbers from 1 to {progress.total}; ask for it again"
        )
    return progress


def describe_progress(guide: Guide, profile: BuyerBase | None, code: str) -> str:
    """How far the supplier is by a code, for the buyer's desk: a line for each stage.

    Raises UsageError where the code can't be of that guide.
    """
    skipped = profile.skip_stages if profile else ()
    stages = [stage for stage in guide.stages if stage.id not in skipped]
    progress = read_progress_code(guide.guide.id, code)
    if progress.total != len(stages):
        cure = (
            f"this buyer's has {len(stages)}: another buyer's or an older edition; ask the supplier which guide it has"
            if profile
            else f"the neutral edition has {len(stages)}; name its buyer with --buyer"
        )
        raise UsageError(f"{code} comes from a guide of {progress.total} stages, but {cure}")
    lines = [f"{len(progress.done)} of {progress.total} stages done"]
    for number, stage in enumerate(stages, 1):
        mark = "done" if number in progress.done else "open"
        names = " / ".join(stage.short_title.in_language(language) for language in guide.guide.languages)
        lines.append(f"  {mark}  {number} {names} ({stage.id})")
    return "\n".join(lines)


def _guard(guide_id: str, counts: str) -> str:
    total = 0
    for character in f"{guide_id}:{counts}":
        total = (total * 37 + ord(character)) % _SPAN  # 37 shares no factor with it, so that every place counts
    first, second = divmod(total, len(_ALPHABET))
    return _ALPHABET[first] + _ALPHABET[second]
