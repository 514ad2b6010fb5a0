"""The little markup of a `Text`, read into a tree that pages and print both draw from.

Own grammar and not CommonMark, because CommonMark does not see the end of `**注意：**请` (a closing mark between
punctuation and a Han character), and because labels, buyer values and links inside the guide are words of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar, Union

T = TypeVar("T")

_INLINE = re.compile(
    r"""\\(?P<escaped>[\\*`\[\]{}])
    | (?P<bold>\*\*)
    | `(?P<code>[^`\n]+)`
    | \[\[(?P<label>[^\[\]\n]*)\]\]
    | \{\{\s*(?P<value>[^{}\n]*?)\s*\}\}
    | \[(?P<words>[^\[\]\n]+)\]\((?P<target>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)""",
    re.VERBOSE,
)
_VALUE = re.compile(r"^buyer\.(?P<key>[a-z][a-z0-9_]*)(?P<typed>\.typed)?$")
_ITEM = re.compile(r"^(?:[-*]|(?P<number>\d+)[.)])\s+(?P<words>.*)$")
_HAN = "\u3000-\u303f\u3400-\u9fff\uff00-\uffef\u2018-\u201d"
_FOLD = re.compile(f"(?<=[{_HAN}])[ \n](?=[{_HAN}])")
"""Where YAML folds a Chinese paragraph it leaves a space that Chinese does not have."""
_LEFTOVER = re.compile(r"\{\{|\}\}|\[\[|\]\]|`")


@dataclass(frozen=True)
class Words:
    """Plain words."""

    text: str
    bold: bool = False
    code: bool = False


@dataclass(frozen=True)
class LabelMention:
    """`[[key]]`: a word of the portal."""

    key: str


@dataclass(frozen=True)
class ValueMention:
    """`{{ buyer.key }}`, or with `.typed` as it is typed into a form."""

    key: str
    typed: bool = False


@dataclass(frozen=True)
class LinkMention:
    """`[words](target)`; the target is an address, or `stage:`, `step:`, `page:`, `term:` and an id."""

    words: str
    target: str


Mention = Words | LabelMention | ValueMention | LinkMention


@dataclass(frozen=True)
class Paragraph(Generic[T]):
    """A paragraph of inline parts."""

    parts: tuple[T, ...]

    @property
    def lines(self) -> tuple[tuple[T, ...], ...]:
        """Returns the paragraph as the one line that it is."""
        return (self.parts,)


@dataclass(frozen=True)
class Listing(Generic[T]):
    """A list; each item is one line of inline parts."""

    ordered: bool
    items: tuple[tuple[T, ...], ...]

    @property
    def lines(self) -> tuple[tuple[T, ...], ...]:
        """Returns the items, each a line."""
        return self.items


Block = Union[Paragraph[T], Listing[T]]


class MarkupError(ValueError):
    """A text's markup can't be read; the message says what was expected."""


def parse(text: str) -> tuple[Block[Mention], ...]:
    """Returns `text` as paragraphs and lists. Raises MarkupError."""
    return tuple(_blocks(text))


def parse_line(text: str) -> tuple[Mention, ...]:
    """Returns one line of `text`, without paragraphs and lists. Raises MarkupError."""
    return tuple(_inline(text))


def _blocks(text: str) -> Iterator[Block[Mention]]:
    for chunk in re.split(r"\n\s*\n", _FOLD.sub("", text.strip())):
        lines = [line.strip() for line in chunk.splitlines()]
        items: list[re.Match[str]] = []
        words: list[str] = []
        for line in lines:
            if match := _ITEM.match(line):
                if words:
                    yield Paragraph(parse_line(" ".join(words)))
                    words = []
                if items and bool(items[-1]["number"]) != bool(match["number"]):
                    yield _listing(items)
                    items = []
                items.append(match)
            elif items:
                raise MarkupError(
                    "a line follows a list without a blank line between, expected a new item or a blank line"
                )
            else:
                words.append(line)
        if words:
            yield Paragraph(parse_line(" ".join(words)))
        if items:
            yield _listing(items)


def _listing(items: list[re.Match[str]]) -> Listing[Mention]:
    return Listing(bool(items[0]["number"]), tuple(parse_line(item["words"]) for item in items))


def _inline(text: str) -> Iterator[Mention]:
    bold = False
    end = 0
    plain = ""
    for match in _INLINE.finditer(text):
        plain += _plain(text[end : match.start()])
        end = match.end()
        if match["escaped"]:
            plain += match["escaped"]
            continue
        if plain:
            yield Words(plain, bold=bold)
            plain = ""
        if match["bold"]:
            bold = not bold
        elif match["code"]:
            yield Words(match["code"], bold=bold, code=True)
        elif match["label"] is not None:
            yield LabelMention(match["label"].strip())
        elif match["value"] is not None:
            yield _value(match["value"])
        else:
            yield LinkMention(match["words"], match["target"])
    plain += _plain(text[end:])
    if plain:
        yield Words(plain, bold=bold)
    if bold:
        raise MarkupError("** opens and does not close, expected **bold**; close it, or write \\*\\* for two asterisks")


def _plain(text: str) -> str:
    if match := _LEFTOVER.search(text):
        forms = {"{{": "{{ buyer.key }}", "}}": "{{ buyer.key }}", "[[": "[[label_key]]", "]]": "[[label_key]]"}
        mark = match[0]
        raise MarkupError(
            f"{mark} stands alone, expected {forms.get(mark, '`code`')}; complete it, or write \\{mark[0]} before each of its characters"
        )
    return text


def _value(expression: str) -> ValueMention:
    match = _VALUE.match(expression)
    if match is None:
        raise MarkupError(
            f"{{{{ {expression} }}}} is not a buyer's value, expected {{{{ buyer.key }}}} or {{{{ buyer.key.typed }}}}"
        )
    return ValueMention(match["key"], bool(match["typed"]))
