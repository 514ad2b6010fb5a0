"""One line of a text → the parts of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from guide.model.markup.errors import MarkupError
from guide.model.markup.tree import (
    CountMention,
    LabelInPlace,
    LabelMention,
    LinkMention,
    Mention,
    ValueMention,
    Words,
)

ESCAPED = r"\\[\\*`\[\]{}()#<>~|!_&.+=-]"
"""A mark behind a backslash stands for itself."""
CODE = r"(?<!`)`[^`\n]+`(?!`)"
LABEL = r"\[\[[^\[\]\n]*\]\]"
TARGET = r"[^()\s]*(?:\([^()\s]*\)[^()\s]*)*"
"""Of a link: brackets in it are in pairs."""
_INLINE = re.compile(
    rf"""(?P<escaped>{ESCAPED})
    | (?P<bold>\*\*)
    | (?P<code>{CODE})
    | (?P<label>{LABEL})
    | \{{\{{\s*(?P<value>[^{{}}\n]*?)\s*\}}\}}
    | (?<!(?<!\\)!)\[(?P<words>[^\[\]\n]+)\]\((?P<target>{TARGET})\)""",
    re.VERBOSE,
)
_VALUE = re.compile(r"^buyer\.(?P<key>[a-z][a-z0-9_]*)(?P<typed>\.typed)?$")
_COUNT = re.compile(r"^guide\.stages(?P<words>\.words)?$")
_PLACEHOLDERS = "{{ buyer.key }}, {{ buyer.key.typed }}, {{ guide.stages }} or {{ guide.stages.words }}"
_LEFTOVER = re.compile(r"\{\{|\}\}|\[\[|\]\]|(?<!`)`{1,2}(?!`)")
_FORMS = {"{{": "{{ buyer.key }}", "}}": "{{ buyer.key }}", "[[": "[[label_key]]", "]]": "[[label_key]]"}


def parse_line(text: str) -> tuple[Mention, ...]:
    """Returns one line of `text`, without paragraphs, lists and tables. Raises MarkupError."""
    errors: list[str] = []
    parts = read_line(text, errors)
    if errors:
        raise MarkupError(errors)
    return parts


def read_line(text: str, errors: list[str]) -> tuple[Mention, ...]:
    """Returns the parts of a line; what can't be read of it is left out, and said in `errors`."""
    return tuple(_parts(text, errors))


def _parts(text: str, errors: list[str]) -> Iterator[Mention]:
    bold = False
    end = 0
    plain = ""
    for match in _INLINE.finditer(text):
        plain += _plain(text[end : match.start()], errors)
        end = match.end()
        if match["escaped"]:
            plain += match["escaped"][1]
            continue
        if plain:
            yield Words(plain, bold=bold)
            plain = ""
        if match["bold"]:
            bold = not bold
        elif match["code"]:
            yield Words(match["code"].strip("`"), bold=bold, code=True)
        elif match["label"]:
            yield from _label(match["label"][2:-2], errors)
        elif match["value"] is not None:
            yield from _value(match["value"], bold, errors)
        else:
            yield LinkMention(match["words"], match["target"])
    plain += _plain(text[end:], errors)
    if plain:
        yield Words(plain, bold=bold)
    if bold:
        errors.append("** opens and does not close, expected **bold**; close it, or write \\*\\* for two asterisks")


def _plain(text: str, errors: list[str]) -> str:
    if match := _LEFTOVER.search(text):
        mark = match[0]
        errors.append(
            f"{mark} stands alone, expected {_FORMS.get(mark, '`code`')}; complete it, or write \\{mark[0]} before each of its characters"
        )
    return text


def _label(inside: str, errors: list[str]) -> Iterator[Mention]:
    """A key of a label; or words and meaning, with a bar between them that a table wants escaped."""
    words, bar, meaning = (part.strip() for part in inside.replace("\\|", "|").partition("|"))
    if not bar:
        yield LabelMention(words)
    elif words and meaning and "|" not in meaning:
        yield LabelInPlace(words, meaning)
    else:
        errors.append(
            f"[[{inside}]] is no label, expected [[label_key]], or [[words|meaning]] for one that stands here alone; write it so"
        )


def _value(expression: str, bold: bool, errors: list[str]) -> Iterator[Mention]:
    half_width = unicodedata.normalize("NFKC", expression)
    if match := _VALUE.match(expression):
        yield ValueMention(match["key"], bool(match["typed"]))
    elif match := _COUNT.match(expression):
        yield CountMention(bool(match["words"]), bold)
    elif _VALUE.match(half_width) or _COUNT.match(half_width):
        errors.append(f"{{{{ {expression} }}}} has full-width characters, expected {{{{ {half_width} }}}}; write it so")
    else:
        errors.append(f"{{{{ {expression} }}}} is not a buyer's value, expected {_PLACEHOLDERS}")
