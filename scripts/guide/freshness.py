"""Addresses of style sheets and scripts that change with what the files hold, so that browsers may keep them for long.

The files keep their names; a page asks for `guide.css?v=…`. On a disk and on any plain server that is the same file.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

BUYERS_OWN = "buyer.css"
"""Differs from buyer to buyer: it keeps its plain address, and is asked for anew."""
_ASKED = re.compile(r'(?P<before>\s(?:href|src)=")(?P<path>(?:\.\./)*assets/[^"?#]+\.(?:css|js))"')
_DIGITS = 10


def address_by_content(site: Path) -> None:
    """Gives each style sheet and script that the pages under `site` ask for an address with its hash."""
    known: dict[Path, str] = {}

    def version(path: Path) -> str:
        if path not in known:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()[:_DIGITS]
            known[path] = "" if path.name == BUYERS_OWN else f"?v={digest}"
        return known[path]

    for path in sorted(site.rglob("*.html")):
        page = path.read_text(encoding="utf-8")
        made = _ASKED.sub(
            lambda found, folder=path.parent: (  # type: ignore[misc]
                f'{found["before"]}{found["path"]}{version((folder / found["path"]).resolve())}"'
            ),
            page,
        )
        path.write_text(made, encoding="utf-8")
