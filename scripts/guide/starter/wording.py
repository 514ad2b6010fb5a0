"""A file of the starter → the same file of a new guide: answers put in, and only the languages that were chosen kept.

A file of the starter has every text in both languages, `zh:` and `en:` on lines of their own, and every comment too, on lines
that begin with `#zh` or `#en`. Answers stand in `<< >>`, in the syntax of Jinja; each is written as YAML wants it.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Collection, Mapping
from typing import Any

import jinja2
import yaml

from guide.model.texts import LANGUAGES, Language

_LATIN_END = re.compile(r"[0-9A-Za-z)\]]$")


def yaml_value(value: Any) -> str:
    """Returns a text, a date or a list as YAML on one line, quoted where it must be: it reads back as it was."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    # A list stands in brackets, where a comma is not its own; a text stands behind a key.
    is_list = isinstance(value, (list, tuple))
    data = list(value) if is_list else {"a": value}
    written = yaml.safe_dump(data, default_flow_style=is_list, allow_unicode=True, width=math.inf).strip()
    return written if is_list else written.removeprefix("a: ")


def before_han(text: str) -> str:
    """Returns `text` with the blank that parts Latin letters from Chinese ones, where Chinese follows it."""
    return f"{text} " if _LATIN_END.search(text) else text


def fill_in(text: str, values: Mapping[str, Any]) -> str:
    """Returns a YAML file with `values` in it. Raises jinja2.UndefinedError for one that is not among them."""
    environment = jinja2.Environment(
        variable_start_string="<<",
        variable_end_string=">>",
        block_start_string="<%",
        block_end_string="%>",
        comment_start_string="<#",
        comment_end_string="#>",
        undefined=jinja2.StrictUndefined,
        finalize=yaml_value,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - YAML is no HTML: yaml_value quotes it
    )
    environment.filters["before_han"] = before_han
    return environment.from_string(text).render(values)


def keep_comments(text: str, language: Language) -> str:
    """Returns a file with the comments of that language alone."""
    for other in LANGUAGES:
        if other != language:
            text = re.sub(rf"^ *#{other}(?: .*)?\n", "", text, flags=re.MULTILINE)
    return re.sub(rf"^( *)#{language}(?=\s)", r"\1#", text, flags=re.MULTILINE)


def keep_texts(text: str, languages: Collection[Language]) -> str:
    """Returns a YAML file without the texts of other languages, those of several lines too."""
    for other in LANGUAGES:
        if other not in languages:
            text = re.sub(rf"^( *){other}:.*\n(?:\n*\1 .*\n)*", "", text, flags=re.MULTILINE)
    return text
