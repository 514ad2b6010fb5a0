"""A content security policy in each page of a built site, allowing what the page needs and no more.

Pages have no server of their own to send headers, and open from a ZIP too: so the policy stands in the page.
"""

from __future__ import annotations

import base64
import hashlib
from html.parser import HTMLParser
from pathlib import Path

from guide.core.errors import GuideError
from guide.site.placeholders import PLACEHOLDER

CHARSET = '<meta charset="utf-8">'
"""What the policy stands behind: the first line of every head."""
_RUNS = {"", "text/javascript", "application/javascript", "module"}
"""Types of scripts that run; the others hold data, which no policy concerns."""


def secure_pages(site: Path) -> None:
    """Writes the policy into every page under `site`. Raises GuideError where a page needs what none allows."""
    for path in sorted(site.rglob("*.html")):
        page = path.read_text(encoding="utf-8")
        try:
            path.write_text(with_policy(page), encoding="utf-8")
        except ValueError as error:
            raise GuideError(f"{path.relative_to(site)}: {error}") from None


def with_policy(page: str) -> str:
    """`page` with its policy. Raises ValueError if it has no head, or anything inline that can't be allowed."""
    if page.count(CHARSET) != 1:
        raise ValueError(f"expected {CHARSET} once, for the content security policy to stand behind")
    return page.replace(CHARSET, f'{CHARSET}\n<meta http-equiv="Content-Security-Policy" content="{policy(page)}">')


def policy(page: str) -> str:
    """The policy for `page`: its own files, and its inline scripts and styles by their hashes.

    Raises ValueError for a `style` attribute or an event handler, which have no hash, and for a placeholder in a script
    or style, whose hash would depend on the buyer.
    """
    inline = _Inline()
    inline.feed(page)
    inline.close()
    allowed = {
        "default-src": "'none'",
        "script-src": " ".join(["'self'", *map(_hash, inline.scripts)]),
        "style-src": " ".join(["'self'", *map(_hash, inline.styles)]),
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in allowed.items())


class _Inline(HTMLParser):
    """Collects the inline scripts and styles of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self._open: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        for name in attributes:
            if name == "style" or name.startswith("on"):
                raise ValueError(f"<{tag}> has a {name} attribute, which the policy forbids; use a class")
        if tag == "script" and "src" not in attributes and (attributes.get("type") or "").lower() in _RUNS:
            self._open = self.scripts
        elif tag == "style":
            self._open = self.styles
        else:
            return
        self._open.append("")

    def handle_data(self, data: str) -> None:
        if self._open is None:
            return
        if PLACEHOLDER.search(data):
            raise ValueError("a placeholder in an inline script or style; put the value into an attribute or a file")
        self._open[-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._open = None


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
