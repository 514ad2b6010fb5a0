"""What no two buyers may share: with the address or the account of another, suppliers would end up there.

The other buyers' files are looked through for each buyer that is loaded. To keep that cheap for a thousand of them, their
lines that may hold such a value are noted once, and only a file whose line holds the value itself is read as YAML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from guide.check import Finding
from guide.errors import InputError, shown_path
from guide.model.buyer import BuyerBase
from guide.model.guide import Guide
from guide.tree import read_tree

Lines = Mapping[str, list[tuple[Path, str]]]
"""For each key, the lines behind it in all files, folded."""


def distinct_keys(guide: Guide) -> list[str]:
    """The keys of a buyer's file whose values are its own alone."""
    return ["site_url", *(key for key, value in guide.buyer_values.items() if value.unique)]


def lines_of(files: Iterable[Path], keys: Iterable[str]) -> Lines:
    """The lines behind the keys in the files, and the line after each; files that can't be read are left out."""
    found: dict[str, list[tuple[Path, str]]] = {key: [] for key in keys}
    key = re.compile(rf"\b({'|'.join(map(re.escape, found))})\b[\"']?[ \t]*:([^\n]*\n?[^\n]*)")
    for path in files:
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError):  # told where that file itself is loaded
            continue
        for match in key.finditer(text):
            found[match[1]].append((path, match[2].casefold()))
    return found


def shared_values(profile: BuyerBase, path: Path, lines: Lines) -> Iterator[Finding]:
    """What another buyer gives too, of the values that are a buyer's own; `path` is the buyer's file."""
    for key, known in lines.items():
        own = _folded(getattr(profile, key))
        if own is None:
            continue
        others = dict.fromkeys(other for other, line in known if own in line and other.name != path.name)
        same = [other for other in others if _folded(_written(other).get(key)) == own]
        if same:
            yield (
                (key,),
                f"{', '.join(map(shown_path, same))} has the same, expected a value that no other buyer has, since "
                "suppliers would be sent to the wrong one; correct it here or there",
            )


def _folded(value: object) -> str | None:
    """A value as it is compared: case and a slash at its end make no difference."""
    return None if value is None else str(value).casefold().rstrip("/")


def _written(path: Path) -> Mapping[str, Any]:
    try:
        data: Mapping[str, Any] = read_tree(path).data
    except InputError:  # told where that file itself is loaded
        return {}
    return data
