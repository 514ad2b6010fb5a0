"""What is asked before a guide is begun: the questions, their defaults, and what each answer may be."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from guide.model.kinds import WebUrl
from guide.model.texts import LANGUAGES, Language

LONGEST = 100
"""Characters of a name at most: it stands in titles and headings."""
_LANGUAGES = ("zh,en", "en,zh", "zh", "en")
_BETWEEN = re.compile(r"\s+/\s+")
_MARKUP = re.compile(r"\[\[|\{\{|\*\*")
_ADDRESS = TypeAdapter(WebUrl)
_HOST = re.compile(r"https?://[\w.-]+(?::\d+)?(?:[/?#]|$)")


class AnswerError(ValueError):
    """An answer can't be used; the message says what is wrong with it, what was expected and what to do."""


@dataclass(frozen=True)
class Answers:
    """What a new guide begins with. Each name is one line in each language."""

    languages: tuple[Language, ...]
    """Of the guide, the main one first."""
    comments: Language
    """Of the comments that explain the files."""
    portal: Mapping[Language, str]
    """What the portal is called."""
    address: str
    """Of the portal's page for registration."""
    buyer: Mapping[Language, str]
    """What the first buyer is called."""


@dataclass(frozen=True)
class Question:
    """One question, asked in both languages: it is not known yet which of them the operator reads."""

    key: str
    """The field of `Answers` that it fills, and the name of its option."""
    words: str
    default: Callable[[Mapping[str, Any]], str]
    """Returns what is taken where nothing is answered, from the answers before."""
    read: Callable[[str], Any]
    """Returns the answer as `Answers` has it. Raises AnswerError."""


def read_languages(answer: str) -> tuple[Language, ...]:
    """Returns the languages of a guide, written `zh,en`. Raises AnswerError."""
    names = [name for name in re.split(r"[\s,，、;/+]+", answer.strip().lower()) if name]
    if not names or len(set(names)) < len(names) or not set(names) <= set(LANGUAGES):
        raise AnswerError(f"{_shorten(answer)} is no choice of languages, expected one of {' · '.join(_LANGUAGES)}")
    return tuple(language for name in names for language in LANGUAGES if language == name)


def read_language(answer: str) -> Language:
    """Returns the language `zh` or `en`. Raises AnswerError."""
    for language in LANGUAGES:
        if answer.strip().lower() == language:
            return language
    raise AnswerError(f"{_shorten(answer)} is no language, expected zh or en")


def read_name(answer: str) -> dict[Language, str]:
    """Returns a name in each language: written `中文 / English`, or once for all of them. Raises AnswerError.

    It becomes one line of printable characters.
    """
    line = _one_line(answer)
    if not line:
        raise AnswerError("no name, expected one; write it")
    if len(line) > LONGEST:
        raise AnswerError(f"{_shorten(line)} has {len(line)} characters, expected at most {LONGEST}; shorten it")
    if match := _MARKUP.search(line):
        raise AnswerError(f"{match[0]} stands in a name, expected plain words; leave it out")
    parts = _BETWEEN.split(line)
    return dict(zip(LANGUAGES, parts if len(parts) == len(LANGUAGES) else [line] * len(LANGUAGES), strict=True))


def read_address(answer: str) -> str:
    """Returns an address of the web. Raises AnswerError."""
    line = _one_line(answer)
    try:
        address = str(_ADDRESS.validate_python(line if "://" in line else f"https://{line}"))
    except ValidationError:
        address = ""
    if not _HOST.match(address):
        raise AnswerError(
            f"{_shorten(line)} is no address, expected one that begins with https:// and has no blanks in it"
        )
    return address


QUESTIONS = (
    Question(
        "languages",
        "Languages of the guide, the main one first · 指南的语言，主要的在前 (zh,en · en,zh · zh · en)",
        lambda answers: _LANGUAGES[0],
        read_languages,
    ),
    Question(
        "comments",
        "Language of the comments that explain the files · 文件里的说明用哪种语言 (zh · en)",
        lambda answers: answers["languages"][0],
        read_language,
    ),
    Question(
        "portal",
        "Name of the portal · 平台名称 (中文 / English)",
        lambda answers: "样例采购平台 / Sample Sourcing",
        read_name,
    ),
    Question(
        "address",
        "Address of its registration page · 注册页面的网址",
        lambda answers: "https://portal.example/register",
        read_address,
    ),
    Question(
        "buyer",
        "Name of the first buyer · 第一家采购商的名称 (中文 / English)",
        lambda answers: "样例集团有限公司（虚构） / Sample Group (invented)",
        read_name,
    ),
)
"""In the order in which they are asked."""


def _one_line(text: str) -> str:
    """Returns `text` on one line, with one blank where there were several, and without what can't be seen or printed."""
    return "".join(character for character in " ".join(text.split()) if character.isprintable()).strip()


def _shorten(text: str) -> str:
    line = _one_line(text)
    return f"“{line[:40]}…”" if len(line) > 40 else f"“{line}”"
