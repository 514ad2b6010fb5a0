"""Pages with placeholders + one buyer's texts → the files of that buyer's site.

A file is parsed once, at its placeholders; rendering joins its parts with the texts, escaped for the file that they land
in. A text is never read: where a page that is not Chinese shows one, its Chinese words are put into an element that says
so, which stands for how the page speaks and for nothing that the text says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Union

from guide.content.substitutions import Substitutions
from guide.content.views.texts import Condition, Value
from guide.site import placeholders
from guide.site.html import escape
from guide.site.lang_spans import wrap_chinese

Escape = Callable[[str], str]
_TEXT_FILES = (".html", ".json", ".js", ".css", ".xml", ".svg", ".txt")


@dataclass(frozen=True, eq=False)
class Placeholder:
    """Where a value goes. There is one object for each value and element: they are compared by identity, which is fast."""

    value: Value
    element: str
    """What Chinese words of the value stand in: `span` or `tspan` in text of another language, else nothing."""


@dataclass(frozen=True)
class Conditional:
    """What stays only where the condition holds."""

    condition: Condition
    parts: Parts


Parts = tuple[Union[bytes, Placeholder, Conditional], ...]


@dataclass(frozen=True)
class Template:
    """A file with placeholders, parsed."""

    parts: Parts
    escape: Escape
    """How a value is escaped there."""

    def render(self, substitutions: Substitutions) -> bytes:
        """The file with every value in its place and every region decided. Raises KeyError for a value without a text."""
        return self.join(substitutions, _Texts(substitutions, self.escape))

    def join(self, substitutions: Substitutions, texts: Mapping[Placeholder, bytes]) -> bytes:
        """The same with the texts that are known already."""
        return b"".join(_pieces(self.parts, substitutions, texts))


def render(templates: Mapping[str, Template], substitutions: Substitutions) -> dict[str, bytes]:
    """The files of one buyer's site that have placeholders, by path. Raises KeyError for a value without a text."""
    texts_by_escape: dict[Escape, _Texts] = {}
    files: dict[str, bytes] = {}
    for path, template in templates.items():
        if template.escape not in texts_by_escape:
            texts_by_escape[template.escape] = _Texts(substitutions, template.escape)
        files[path] = template.join(substitutions, texts_by_escape[template.escape])
    return files


def texts_with_placeholders(site: Path) -> dict[str, str]:
    """What `parse` takes, by path: the text of each file of a built site that has placeholders."""
    texts: dict[str, str] = {}
    for path in sorted(site.rglob("*")):
        if path.name.endswith(_TEXT_FILES) and path.is_file():
            text = path.read_text(encoding="utf-8")
            if placeholders.START in text:
                texts[path.relative_to(site).as_posix()] = text
    return texts


def parse(text: str, escape: Escape) -> Template:
    """The template of a file that escapes values so. Raises ValueError if its regions are not properly nested."""
    first, *others = placeholders.LONE_REGIONS.sub(r"\1", text).split(placeholders.START)
    parts: list[Union[bytes, Placeholder, Conditional]] = [first.encode()] if first else []
    around: list[tuple[Condition, list[Union[bytes, Placeholder, Conditional]]]] = []
    for other in others:
        code, _, words = other.partition(placeholders.END)
        kind, name = code[:1], code[1:]
        if kind in placeholders.ELEMENTS:
            parts.append(_placeholder(kind, name))
        elif kind == placeholders.OPENS:
            around.append((placeholders.condition_of(name), parts))
            parts = []
        else:
            condition = placeholders.condition_of(name)
            if not around or around[-1][0] != condition:
                begun = _shown(around[-1][0]) if around else "none"
                raise ValueError(f"the region {_shown(condition)} ends, but {begun} has begun")
            inner, (_, parts) = parts, around.pop()
            parts.append(Conditional(condition, tuple(inner)))
        if words:
            parts.append(words.encode())
    if around:
        raise ValueError(f"the region {_shown(around[-1][0])} does not end")
    return Template(tuple(parts), escape)


def escape_for(path: str) -> Escape:
    """How values are escaped in the file `path`. Raises ValueError for a file that can't hold any."""
    if path.endswith((".css", ".svg")):
        return _refuse_but_colours
    if path.endswith((".html", ".xml")):
        return escape
    if "search_index" in path:
        return _escape_json
    raise ValueError(f"{path} can't hold a buyer's values")


def _escape_json(text: str) -> str:
    """Inside a JSON string of a script. Not HTML: the search shows texts as texts, and cuts no words beforehand."""
    return json.dumps(text, ensure_ascii=False)[1:-1].replace("</", "<\\/")


def _refuse_but_colours(text: str) -> str:
    if not re.fullmatch(r"#[0-9a-f]{6}", text):
        raise ValueError(f"not a colour: {text!r}")
    return text


@cache
def _placeholder(kind: str, name: str) -> Placeholder:
    return Placeholder(placeholders.value_of(name), placeholders.ELEMENTS[kind])


class _Texts(dict[Placeholder, bytes]):
    """What stands in the place of each placeholder, escaped on first sight: most occur many times."""

    def __init__(self, substitutions: Substitutions, escape: Escape) -> None:
        super().__init__()
        self._substitutions, self._escape = substitutions, escape

    def __missing__(self, placeholder: Placeholder) -> bytes:
        text = self._escape(self._substitutions.values[placeholder.value])
        self[placeholder] = (wrap_chinese(text, placeholder.element) if placeholder.element else text).encode()
        return self[placeholder]


def _pieces(parts: Parts, substitutions: Substitutions, texts: Mapping[Placeholder, bytes]) -> Iterator[bytes]:
    for part in parts:
        if isinstance(part, bytes):
            yield part
        elif isinstance(part, Placeholder):
            yield texts[part]
        elif substitutions.holds(part.condition):
            yield from _pieces(part.parts, substitutions, texts)


def _shown(condition: Condition) -> str:
    return f"{'!' if condition.negated else ''}{condition.key}"
