"""What YAML's parser can't read, in an operator's words, and where the mistake was made rather than noticed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from guide.core.errors import Problem, shown_path

_Diagnosis = tuple[int, int, str]
"""Line and column, both from 1, and what to say."""

_MAX_LINE = 2000
"""Characters of a line that are looked at for a cause: the time for some looks grows with the square of them."""
_WIDE_COLON = re.compile(r"^\s*(?:- +)*[A-Za-z0-9_-]+\s*(：)")
_TIGHT_COLON = re.compile(r"^\s*(?:- +)*[A-Za-z0-9_-]+(:)(?=[^\s:/])")
_BARE_BRACKET = re.compile(r"[{,]\s*[a-z_]+:\s+(?:[^\s\"',}\[{][^,}\"]*?)?(?:\[|\{)")
"""In `{zh: …}` a bracket in a text without quotes."""
_LOST_COMMENT = re.compile(r"[{,]\s*(?:zh|en):\s+[^\s\"',}][^,}\"]*?\s(#)")


def yaml_problem(path: Path, text: str, error: yaml.MarkedYAMLError, last: Any) -> Problem:
    """Returns the problem that `error` reports; `last` is the event that was read last before it."""
    lines = [line[:_MAX_LINE] for line in text.split("\n")]
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    start_mark = error.context_mark or mark
    diagnosis = (
        _open_quote(error, last)
        or _colon(lines, start_mark.line + 1 if start_mark else line, line)
        or _bracket(lines, line, column)
        or _no_colon(error)
        or (line, column, _in_words(error, line))
    )
    return Problem(shown_path(path), *diagnosis[:2], "", f"not valid YAML: {diagnosis[2]}")


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Returns the line and the column, both from 1, of the character at `offset` in `text`."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _open_quote(error: yaml.MarkedYAMLError, last: Any) -> _Diagnosis | None:
    """Returns the error of a quotation mark that never closes, or only where the next one was meant to open."""
    start_mark, end_mark = error.context_mark, error.problem_mark
    if start_mark and "quoted scalar" in (error.context or "") and "end of stream" in (error.problem or ""):
        return start_mark.line + 1, start_mark.column + 1, "the quotation mark that opens here never closes; close it"
    if not isinstance(last, yaml.ScalarEvent) or last.style not in ("'", '"'):
        return None
    start: Any = last.start_mark
    end: Any = last.end_mark
    if end_mark is None or start.line == end.line or end_mark.line != end.line:
        return None
    message = f"the quotation mark that opens here closes only in line {end.line + 1}; close it where the text ends"
    return start.line + 1, start.column + 1, message


def _colon(lines: list[str], *numbers: int) -> _Diagnosis | None:
    """Returns the error of a key whose colon YAML doesn't take for one."""
    for number in dict.fromkeys((*numbers, numbers[-1] - 1)):
        line = lines[number - 1] if 0 < number <= len(lines) else ""
        if match := _WIDE_COLON.match(line):
            return (
                number,
                match.start(1) + 1,
                "： is a full-width colon, expected “: ”, a colon and a space; write it so",
            )
        if match := _TIGHT_COLON.match(line):
            return number, match.start(1) + 1, "no space follows this colon, expected “: ”; write it so"
    return None


def _no_colon(error: yaml.MarkedYAMLError) -> _Diagnosis | None:
    """Returns the error of a line without any colon, which the parser takes for a key until the next line begins."""
    if error.context_mark is None or "could not find expected ':'" not in (error.problem or ""):
        return None
    mark = error.context_mark
    return mark.line + 1, mark.column + 1, "no “: ” stands in this line, expected key: value; write it so"


def _bracket(lines: list[str], line: int, column: int) -> _Diagnosis | None:
    text = lines[line - 1] if line <= len(lines) else ""
    if _BARE_BRACKET.search(text):
        return line, column, "put quotes around a text with { or [ in it"
    # What a comment has swallowed is noticed in the next line at the earliest.
    for number in (line, line - 1):
        if 0 < number <= len(lines) and (match := _LOST_COMMENT.search(lines[number - 1])):
            message = "a # after a space begins a comment, and the rest of the line is lost; put quotes around the text"
            return number, match.start(1) + 1, message
    return None


def _in_words(error: yaml.MarkedYAMLError, line: int) -> str:
    message = error.problem or "can't be read"
    if "undefined alias" in message:
        return "an alias (*name) stands here, expected the value itself; write it out, or put quotes around a text that begins with *"
    if "cannot start any token" in message:
        return f"{message}; put quotes around a text that begins with a special character, and indent with spaces, not tabs"
    if "mapping values are not allowed" in message:
        return (
            "a second “: ” stands on this line; put quotes around a text that contains “: ”, and check the indentation"
        )
    if "did not find expected ','" in message:
        return f"{message}; a comma may be missing before what stands here, a quote or a bracket in what stands in front of it"
    start_mark = error.context_mark
    if start_mark is not None and start_mark.line + 1 != line:
        message += f" in what begins at {start_mark.line + 1}:{start_mark.column + 1}"
    return f"{message}; check the indentation, the quotes and the brackets here and in the line above"
