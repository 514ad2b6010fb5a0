"""What YAML's parser can't read, in an operator's words, and where the mistake was made rather than noticed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from guide.core.errors import Problem, shown_path

_Found = tuple[int, int, str]
"""Line and column, both from 1, and what to say."""

_READ = 2000
"""Characters of a line that are looked at for a cause: the time for some looks grows with the square of them."""
_WIDE_COLON = re.compile(r"^\s*(?:- +)*[A-Za-z0-9_-]+\s*(：)")
_TIGHT_COLON = re.compile(r"^\s*(?:- +)*[A-Za-z0-9_-]+(:)(?=[^\s:/])")
_BARE_BRACKET = re.compile(r"[{,]\s*[a-z_]+:\s+(?:[^\s\"',}\[{][^,}\"]*?)?(?:\[|\{)")
"""In `{zh: …}` a bracket in a text without quotes."""
_LOST = re.compile(r"[{,]\s*(?:zh|en):\s+[^\s\"',}][^,}\"]*?\s(#)")


def yaml_problem(path: Path, text: str, error: yaml.MarkedYAMLError, last: Any) -> Problem:
    """The problem that `error` tells of; `last` is the event that was read last before it."""
    lines = [line[:_READ] for line in text.split("\n")]
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    begun = error.context_mark or mark
    found = (
        _open_quote(error, last)
        or _colon(lines, begun.line + 1 if begun else line, line)
        or _bracket(lines, line, column)
        or _no_colon(error)
        or (line, column, _in_words(error, line))
    )
    return Problem(shown_path(path), *found[:2], "", f"not valid YAML: {found[2]}")


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Both from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _open_quote(error: yaml.MarkedYAMLError, last: Any) -> _Found | None:
    """A quotation mark that never closes, or only where the next one was meant to open."""
    begun, noticed = error.context_mark, error.problem_mark
    if begun and "quoted scalar" in (error.context or "") and "end of stream" in (error.problem or ""):
        return begun.line + 1, begun.column + 1, "the quotation mark that opens here never closes; close it"
    if not isinstance(last, yaml.ScalarEvent) or last.style not in ("'", '"'):
        return None
    start: Any = last.start_mark
    end: Any = last.end_mark
    if noticed is None or start.line == end.line or noticed.line != end.line:
        return None
    said = f"the quotation mark that opens here closes only in line {end.line + 1}; close it where the text ends"
    return start.line + 1, start.column + 1, said


def _colon(lines: list[str], *numbers: int) -> _Found | None:
    """A key whose colon YAML doesn't take for one."""
    for number in dict.fromkeys((*numbers, numbers[-1] - 1)):
        written = lines[number - 1] if 0 < number <= len(lines) else ""
        if found := _WIDE_COLON.match(written):
            return (
                number,
                found.start(1) + 1,
                "： is a full-width colon, expected “: ”, a colon and a blank; write it so",
            )
        if found := _TIGHT_COLON.match(written):
            return number, found.start(1) + 1, "no blank follows this colon, expected “: ”; write it so"
    return None


def _no_colon(error: yaml.MarkedYAMLError) -> _Found | None:
    """A line without any, which the parser takes for a key until the next line begins."""
    if error.context_mark is None or "could not find expected ':'" not in (error.problem or ""):
        return None
    mark = error.context_mark
    return mark.line + 1, mark.column + 1, "no “: ” stands in this line, expected key: value; write it so"


def _bracket(lines: list[str], line: int, column: int) -> _Found | None:
    written = lines[line - 1] if line <= len(lines) else ""
    if _BARE_BRACKET.search(written):
        return line, column, "put quotes around a text with { or [ in it"
    # What a remark has swallowed is noticed in the next line at the earliest.
    for number in (line, line - 1):
        if 0 < number <= len(lines) and (found := _LOST.search(lines[number - 1])):
            said = "a # after a blank begins a remark, and the rest of the line is lost; put quotes around the text"
            return number, found.start(1) + 1, said
    return None


def _in_words(error: yaml.MarkedYAMLError, line: int) -> str:
    said = error.problem or "can't be read"
    if "undefined alias" in said:
        return "an alias (*name) stands here, expected the value itself; write it out, or put quotes around a text that begins with *"
    if "cannot start any token" in said:
        return (
            f"{said}; put quotes around a text that begins with a special character, and indent with spaces, not tabs"
        )
    if "mapping values are not allowed" in said:
        return (
            "a second “: ” stands on this line; put quotes around a text that contains “: ”, and check the indentation"
        )
    begun = error.context_mark
    if begun is not None and begun.line + 1 != line:
        said += f" in what begins at {begun.line + 1}:{begun.column + 1}"
    return f"{said}; check the indentation, the quotes and the brackets here and in the line above"
