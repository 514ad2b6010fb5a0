"""Takes from MDN's browser compatibility data (`data.json`, CC0) what the oldest browsers of the floor know → baseline.json.

    python scripts/read_floor.py path/to/data.json

`lint.py` reads it. Of CSS the names that all of them know are kept, of values and of JavaScript's names, of which
pages define many themselves, those that are newer.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FLOOR = {"chrome": 86.0, "safari": 14.0, "safari_ios": 14.0}
"""The oldest versions that the guide is made for."""
BASELINE = Path(__file__).with_name("baseline.json")

Data = dict[str, Any]


def main(path: Path) -> None:
    data = json.loads(path.read_text(encoding="utf-8"))
    css = data["css"]
    newer = _newer_names([data["api"], data["javascript"]["builtins"]])
    baseline = {
        "source": f"MDN browser compatibility data {data['__meta']['version']}, CC0",
        "floor": FLOOR,
        "css": {
            "properties": _known(css["properties"]),
            "at-rules": _known(css["at-rules"]),
            "media": _known(css["at-rules"]["media"]),
            "selectors": _known(css["selectors"]),
            "newer values": {
                name: values for name, part in css["properties"].items() if (values := _newer_values(part))
            },
            "newer functions": sorted(_newer_functions(css["types"])),
        },
        "js": {
            "newer": sorted(newer),
            "newer members": sorted(
                member
                for group in (data["api"], data["javascript"]["builtins"])
                for member in _newer_members(group)
                if member.partition(".")[2] not in newer
            ),
        },
    }
    BASELINE.write_text(json.dumps(baseline, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _known(parts: Data) -> list[str]:
    """Returns the names in `parts` that every browser of the floor knows, with a prefix where it wants one."""
    names: set[str] = set()
    for name, part in _children(parts):
        names |= set.intersection(*(_names(part, browser, name) for browser in FLOOR))
    return sorted(names)


def _newer_values(part: Data) -> list[str]:
    """Keywords of a property that not all of them know."""
    return sorted(name for name, value in _children(part) if "_" not in name and not _supported(value))


def _newer_functions(types: Data) -> Iterator[str]:
    for name, part in _children(types):
        if not _supported(part):
            yield name
        yield from _newer_functions(dict(_children(part)))


def _newer_names(groups: list[Data]) -> set[str]:
    """Names of globals and members none of which is known to all of them."""
    old: set[str] = set()
    new: set[str] = set()
    for group in groups:
        for name, part in _children(group):
            for key, value in [(name, part), *_children(part)]:
                key = key.removesuffix("_static").removesuffix("_event")
                if key.isidentifier():
                    (old if _supported(value) else new).add(key)
    return new - old


def _newer_members(group: Data) -> Iterator[str]:
    """Yields `Promise.try`: functions of old globals that not all of them know, though something else may have the name."""
    for name, part in _children(group):
        for key, value in _children(part):
            plain = key.removesuffix("_static")
            if (
                plain.isidentifier()
                and (plain != key or name in ("Object", "Array", "Promise"))
                and not _supported(value)
            ):
                yield f"{name}.{plain}"


def _children(part: Data) -> Iterator[tuple[str, Data]]:
    return ((name, value) for name, value in part.items() if name != "__compat")


def _supported(part: Data) -> bool:
    return all(any(_old_enough(entry, browser) for entry in _entries(part, browser)) for browser in FLOOR)


def _names(part: Data, browser: str, name: str) -> set[str]:
    """Under which names the browser knows it."""
    entries = list(_entries(part, browser, prefixed=True))
    for _, context in _children(part):  # a name from before the property had other uses
        entries += [entry for entry in _entries(context, browser, prefixed=True) if "alternative_name" in entry]
    return {
        entry.get("alternative_name") or entry.get("prefix", "") + name
        for entry in entries
        if _old_enough(entry, browser)
    }


def _entries(part: Data, browser: str, *, prefixed: bool = False) -> Iterator[Data]:
    compat = part.get("__compat")
    if compat is None:  # a group: known if anything in it is
        for _, value in _children(part):
            yield from _entries(value, browser, prefixed=prefixed)
        return
    support = compat["support"].get(browser, [])
    for entry in support if isinstance(support, list) else [support]:
        if "flags" not in entry and (prefixed or (not entry.get("prefix") and not entry.get("alternative_name"))):
            yield entry


def _old_enough(entry: Data, browser: str) -> bool:
    added, removed = (_number(entry.get(key)) for key in ("version_added", "version_removed"))
    return added is not None and added <= FLOOR[browser] and (removed is None or removed > FLOOR[browser])


def _number(version: object) -> float | None:
    if version is True:
        return 0.0
    if not isinstance(version, str) or version == "preview":
        return None
    parts = version.removeprefix("≤").split(".")
    return float(".".join(parts[:2]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
