"""Chinese words in pages of another language: each says that it is Chinese, so that it is spoken and drawn as such."""

from __future__ import annotations

import re
from pathlib import Path

_PAGE = re.compile(r'<html lang="(?!zh)')
_TOKEN = re.compile(r"<!--.*?-->|<(script|style|textarea|title)\b.*?</\1>|<[^>]*>|[^<]+", re.DOTALL)
"""A comment, an element that holds text alone, another tag, or text between tags."""
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)([^>]*?)(/?)>", re.IGNORECASE)
_LANG = re.compile(r'\slang="([^"]*)"')
_HOLDS_NO_SPAN = {"svg", "option", "select"}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_MARKS = "[\u3001-\u303f\uff01-\uff5e]*"
_HAN = re.compile(f"{_MARKS}(?:[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+{_MARKS})+")


def mark_pages(site: Path) -> None:
    """Marks the Chinese words in every page under `site` whose language is another."""
    for path in sorted(site.rglob("*.html")):
        page = path.read_text(encoding="utf-8")
        if _PAGE.search(page):
            path.write_text(marked(page), encoding="utf-8")


def marked(page: str) -> str:
    """`page` with every run of Chinese in a `<span lang="zh-Hans">`, but for those that stand in such an element."""
    made: list[str] = []
    left_alone = [False]  # for each open element
    for found in _TOKEN.finditer(page):
        token = found[0]
        if not token.startswith("<"):
            token = token if left_alone[-1] else _HAN.sub(r'<span lang="zh-Hans">\g<0></span>', token)
        elif not found[1] and (tag := _TAG.fullmatch(token)):
            _follow(tag, left_alone)
        made.append(token)
    return "".join(made)


def _follow(tag: re.Match[str], left_alone: list[bool]) -> None:
    closing, name, attributes, empty = tag.groups()
    if name in _VOID or empty:
        return
    if closing:
        left_alone.pop()
        return
    language = _LANG.search(attributes)
    is_chinese = language is not None and language[1] in ("zh", "zh-Hans")
    left_alone.append(is_chinese or name in _HOLDS_NO_SPAN or left_alone[-1])
