"""Chinese words in text of another language: each says that it is Chinese, so that it is spoken and drawn as such.

So do those of a buyer's values: a placeholder that stands in text is changed into one that does the same when it is filled.
"""

from __future__ import annotations

import re
from pathlib import Path

from guide.content.language import CHINESE_LETTER
from guide.site.placeholders import in_other_language

TOKEN = re.compile(r"<!--.*?-->|<(script|style|textarea|title)\b.*?</\1>|<[^>]*>|[^<]+", re.DOTALL)
"""A comment, an element that holds text alone, another tag, or text between tags."""
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)([^>]*?)(/?)>", re.IGNORECASE)
_LANG = re.compile(r'\slang="([^"]*)"')
_HOLDS_TEXT_ALONE = {"option", "select"}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_MARKS = "[\u3001-\u303f\uff01-\uff5e]*"
_CHINESE = re.compile(f"{_MARKS}(?:{CHINESE_LETTER}+{_MARKS})+")


def mark_pages(site: Path) -> None:
    """Marks the Chinese words in every page under `site`, where the language is another."""
    for path in sorted(site.rglob("*.html")):
        path.write_text(with_lang_spans(path.read_text(encoding="utf-8")), encoding="utf-8")


def with_lang_spans(page: str) -> str:
    """`page` with every run of Chinese, and in time those of its values, in an element of that language.

    It is a `<span>`, in drawings a `<tspan>`; what stands in such an element already is left alone.
    """
    parts: list[str] = []
    element = ["span"]  # for each open element, what Chinese in it is put into; empty where it is left alone
    for match in TOKEN.finditer(page):
        token = match[0]
        if not token.startswith("<"):
            token = in_other_language(wrap_chinese(token, element[-1]), element[-1]) if element[-1] else token
        elif not match[1] and (tag := _TAG.fullmatch(token)):
            _follow(tag, element)
        parts.append(token)
    return "".join(parts)


def wrap_chinese(text: str, element: str) -> str:
    """`text`, escaped for HTML, with every run of Chinese in an element of that name."""
    return _CHINESE.sub(rf'<{element} lang="zh-Hans">\g<0></{element}>', text)


def _follow(tag: re.Match[str], element: list[str]) -> None:
    closing, name, attributes, empty = tag.groups()
    if name in _VOID or empty:
        return
    if closing:
        element.pop()
        return
    language = _LANG.search(attributes)
    inner = element[-1]
    if language is not None:
        inner = "" if language[1] in ("zh", "zh-Hans") else "span"
    if inner and name == "svg":
        inner = "tspan"
    element.append("" if name in _HOLDS_TEXT_ALONE else inner)
