"""Whether a value keeps a format: the pattern, the length, and check characters; and which patterns can be used.

`docs/assets/src/js/checks/rules.js` holds the same in JavaScript; the tests hold the two against each other and against
python-stdnum.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Literal

from guide.model.forms import CheckName, Format
from guide.model.patterns import LONGEST, MAX_PATTERN, backtracking_problem

Violation = Literal["pattern", "length", "span", "check"]

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")

_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def violation(rule: Format, value: str) -> Violation | None:
    """Returns what `value` breaks first, or None if it keeps the rule. Lengths are in characters, not in code units.

    No text of more than LONGEST characters keeps a pattern. The rule's pattern must be one that `pattern_problem` passes.
    """
    if rule.lengths and len(value) not in rule.lengths:
        return "length"
    if rule.pattern is not None and not (len(value) <= LONGEST and _compile(rule.pattern).fullmatch(value)):
        return "pattern"
    if rule.span is not None and not rule.span[0] <= width(value) <= rule.span[1]:
        return "span"
    if rule.check is not None and not CHECKS[rule.check](value):
        return "check"
    return None


def width(value: str) -> int:
    """Returns the characters of `value`, where a Chinese one counts as two."""
    return len(value) + len(_HAN.findall(value))


@lru_cache(maxsize=256)
def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)  # \d is 0-9 alone, as in JavaScript


def uscc_is_right(code: str) -> bool:
    """Returns the check character of a Unified Social Credit Code, GB 32100-2015.

    A remainder of 0 gives the character `0`; code that forgets this refuses one code in 31.
    """
    if len(code) != 18 or any(character not in _USCC_ALPHABET for character in code):
        return False
    total = sum(
        _USCC_ALPHABET.index(character) * weight for character, weight in zip(code, _USCC_WEIGHTS, strict=False)
    )
    return code[17] == _USCC_ALPHABET[(31 - total % 31) % 31]


def registration_number_is_right(number: str) -> bool:
    """Returns the check digit of a 15-digit business registration number: GS15-2006, ISO 7064 MOD 11,10."""
    if not re.fullmatch(r"[0-9]{15}", number):
        return False
    product = 10
    for digit in number[:14]:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return (product + int(number[14])) % 10 == 1


def uscc_or_registration_number_is_right(code: str) -> bool:
    """Either of the two, told apart by their lengths."""
    return registration_number_is_right(code) if len(code) == 15 else uscc_is_right(code)


def resident_id_is_right(number: str) -> bool:
    """Returns the date of birth and the check character of a resident ID: GB 11643-1999, ISO 7064 MOD 11-2."""
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return False
    if not date_is_right(f"{number[6:10]}-{number[10:12]}-{number[12:14]}"):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _ID_WEIGHTS, strict=False))
    return number[17] == "10X98765432"[total % 11]


def date_is_right(date: str) -> bool:
    """Returns whether a date, written like 2026-11-23, is in the calendar."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", date):
        return False
    try:
        datetime.date.fromisoformat(date)
    except ValueError:
        return False
    return True


CHECKS: dict[CheckName, Callable[[str], bool]] = {
    "uscc": uscc_is_right,
    "registration_number": registration_number_is_right,
    "uscc_or_registration_number": uscc_or_registration_number_is_right,
    "resident_id": resident_id_is_right,
    "date": date_is_right,
}

# --------------------------------------------------------------------------------------------------
# The syntax that Python and a browser share


@lru_cache(maxsize=256)
def pattern_problem(pattern: str) -> str | None:
    """Why `pattern` can't be used, with what was expected and what to do; None if it can."""
    try:
        re.compile(pattern[: MAX_PATTERN + 1])
    except (re.error, OverflowError, RecursionError) as error:
        return f"not a regular expression: {error}; correct it"
    problem = portability(pattern) or backtracking_problem(pattern)
    return f"{problem}; rewrite it" if problem else None


_TOKEN = re.compile(
    r"""(?P<class>\[\^?(?:\\.|[^\]\\])+\])
    | (?P<escape>\\(?:u[0-9a-fA-F]{4}|.))
    | (?P<group>\((?:\?(?:[:=!]|.{0,2}))?)
    | (?P<braces>\{(?:\d+(?:,\d*)?\})?)
    | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPES = frozenset("d^$\\.*+?()[]{}|/")


def portability(pattern: str) -> str | None:
    """Returns what in `pattern` a browser reads differently from Python, with what was expected; None if nothing is.

    The dot, `\\s`, `\\w` and `\\b` take in other characters there; looking behind is unknown to Safari 14.
    """
    before = ""
    for token in _TOKEN.finditer(pattern):
        text = token[0]
        if text == "+" and (before in ("+", "*", "?") or before.endswith("}")):
            return f"{before}+ is not known to a browser, expected {before} alone"
        before = text
        if token["class"]:
            wrong = next((e for e in re.findall(r"\\(?:u[0-9a-fA-F]{4}|.)", text) if not _is_shared(e, "-")), None)
            if wrong or "[" in text[1:]:
                return f"{wrong or '['} stands in a class, expected characters, ranges, \\d or \\uXXXX"
        elif token["escape"] and not _is_shared(text):
            return f"{text} means something else in a browser, expected a class such as [0-9A-Za-z] in its place"
        elif token["group"] and text not in ("(", "(?:", "(?=", "(?!"):
            return f"{text} is not known to every browser, expected (?:…), (?=…) or (?!…)"
        elif text in ("{", "}", "]") or (token["braces"] and text == "{"):
            return f"{text} stands alone, expected {{n}}, {{n,}} or {{n,m}}, or a backslash before it"
        elif text == ".":
            return ". means something else in a browser, expected a class such as [^ ] in its place"
    return None


def _is_shared(escape: str, more: str = "") -> bool:
    return len(escape) == 6 or escape[1] in _ESCAPES or escape[1] in more
