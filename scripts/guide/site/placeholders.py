"""Placeholders: how values and conditional regions are written into pages until a buyer's texts take their places.

A placeholder consists of private-use characters alone, which Markdown, HTML, JSON and MkDocs all leave as they are, and
which no input may contain: `guide.site.template` finds it again in whatever has become of the page. What stands between
`opens(condition)` and `closes(condition)` stays only where the condition holds.

Where a page that is not Chinese shows a value as text, `in_other_language` changes its placeholder into one whose Chinese
words will say that they are Chinese, as those of the page itself do.
"""

from __future__ import annotations

import re
from functools import cache
from typing import get_args

from guide.content.views.texts import Condition, Form, PlainText, Value
from guide.model.texts import LANGUAGES, Language

START, END = "\ue000", "\ue001"
"""What every placeholder begins and ends with."""
VALUE, OPENS, CLOSES = "\ue002", "\ue003", "\ue004"
"""Kinds of placeholders; the kind stands behind the start. A region opens and closes."""
_IN_SPAN, _IN_TSPAN = "\ue005", "\ue006"
ELEMENTS = {VALUE: "", _IN_SPAN: "span", _IN_TSPAN: "tspan"}
"""Kinds that stand for values: the element that goes round each run of Chinese in the value, if any."""
PLACEHOLDER = re.compile(f"{START}([{VALUE}-{_IN_TSPAN}])([\ue120-\ue17e]+){END}")
"""Finds placeholders: the kind, and what `value_of` or `condition_of` reads."""
LONE_REGIONS = re.compile(f"<p>((?:{START}[{OPENS}{CLOSES}][^{END}]+{END}\\s*)+)</p>")
"""Beginnings and ends of regions that stood alone on their line, and that Markdown has therefore made a paragraph."""
_SHIFT = 0xE100
_SHIFTED = {code: code + _SHIFT for code in range(0x21, 0x7F)}
_PLAIN = {shifted: code for code, shifted in _SHIFTED.items()}


@cache
def value(value: Value) -> str:
    """The placeholder of a value."""
    return _placeholder(VALUE, f"{value.language or ''}:{value.key}:{value.form}")


@cache
def opens(condition: Condition) -> str:
    """Begins a region that stays only where `condition` holds."""
    return _placeholder(OPENS, _name(condition))


@cache
def closes(condition: Condition) -> str:
    """Ends the region that `opens(condition)` has begun."""
    return _placeholder(CLOSES, _name(condition))


def text(text: PlainText) -> str:
    """`text` with a placeholder for each of its values."""
    return "".join(part if isinstance(part, str) else value(part) for part in text)


def in_other_language(text: str, element: str) -> str:
    """`text` of a page that is not Chinese: Chinese words in its values will stand in `element`, `span` or `tspan`."""
    return text.replace(START + VALUE, START + (_IN_SPAN if element == "span" else _IN_TSPAN))


def value_of(code: str) -> Value:
    """The value that is meant by what stands between a placeholder's kind and its end."""
    language, key, form = code.translate(_PLAIN).split(":")
    return Value(key, _LANGUAGE_OF[language], _FORM_OF[form])


def condition_of(code: str) -> Condition:
    """The condition that is meant by what stands between a placeholder's kind and its end."""
    name = code.translate(_PLAIN)
    return Condition(name.removeprefix("!"), negated=name.startswith("!"))


_LANGUAGE_OF: dict[str, Language | None] = {"": None, **{language: language for language in LANGUAGES}}
_FORM_OF: dict[str, Form] = {form: form for form in get_args(Form)}


def _name(condition: Condition) -> str:
    return f"!{condition.key}" if condition.negated else condition.key


def _placeholder(kind: str, name: str) -> str:
    if not set(map(ord, name)) <= _SHIFTED.keys():
        raise ValueError(f"not a placeholder's name: {name!r}")
    return START + kind + name.translate(_SHIFTED) + END
