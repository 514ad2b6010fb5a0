"""What is missing in a draft, marked in its pages: `【missing: English】` in a text becomes an element that style sheets draw.

Attributes, titles of windows, drawings and what scripts read keep the words in their brackets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path

from guide.model.texts import Language
from guide.site.html import escape
from guide.site.lang_spans import TOKEN

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
_WITHIN = {"svg", "select"}
"""Elements whose text can hold no other element."""


def mark_gaps(site: Path, words: Mapping[Language, Mapping[str, str]]) -> None:
    """Marks what is missing in every page under `site`; `words` has what stands in its place, by language and kind."""
    for path in sorted(site.rglob("*.html")):
        path.write_text(with_gaps_marked(path.read_text(encoding="utf-8"), words), encoding="utf-8")


def with_gaps_marked(page: str, words: Mapping[Language, Mapping[str, str]]) -> str:
    """`page` with each gap in a `<mark>`, and the words in English that stand in the place of Chinese ones in an element of that language.

    Chinese words in text of another language are marked wherever they stand: see `lang_spans`.
    """
    gaps = re.compile(
        "|".join(_pattern(gap) for gap in dict.fromkeys(g for own in words.values() for g in own.values()))
    )
    chinese = re.compile(f"({_pattern(words['zh']['zh'])})([^【<]*[A-Za-z][^【<]*)")
    parts: list[str] = []
    closed = 0  # open elements whose text is left alone
    for match in TOKEN.finditer(page):
        token = match[0]
        if not token.startswith("<"):
            if not closed:
                token = chinese.sub(r'\1<span lang="en">\2</span>', token)
                token = gaps.sub(lambda gap: f'<mark class="gap">{escape(unescape(gap[0][1:-1]))}</mark> ', token)
        elif (tag := _TAG.match(token)) and tag[2].lower() in _WITHIN and not token.endswith("/>"):
            closed += -1 if tag[1] else 1
        parts.append(token)
    return "".join(parts)


def _pattern(gap: str) -> str:
    """A regular expression for `gap` as pages have it: in headings some of its characters stand as references."""
    return "".join(f"(?:{re.escape(escape(character))}|&#{ord(character)};)" for character in gap)
