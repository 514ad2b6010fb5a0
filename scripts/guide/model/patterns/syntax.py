"""A regular expression → its parts, in the syntax that Python and browsers share: see `guide.model.formats.portability`.

Own, and not Python's parser, because that one joins what a browser tries separately: `\\d|[0-9]` becomes one class there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Union

MAX_DEPTH = 30
"""Groups within groups."""

Ranges = tuple[tuple[int, int], ...]
"""The characters of a class: first and last of each run of them, as code points."""
LAST_CHARACTER = 0x10FFFF
_DIGITS: Ranges = ((0x30, 0x39),)
_COUNT = re.compile(r"([*+?]|\{(?P<least>\d{1,9})(?P<more>,(?P<most>\d{1,9})?)?\})\??")
_ESCAPE = re.compile(r"\\(?:u(?P<code>[0-9a-fA-F]{4})|(?P<sign>.))", re.DOTALL)


class PatternError(ValueError):
    """A pattern can't be taken apart; the message says what was expected."""


@dataclass(frozen=True)
class Character:
    """One character of a class."""

    ranges: Ranges


@dataclass(frozen=True)
class Sequence:
    """Parts one after the other."""

    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Choice:
    """One of several parts."""

    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Repetition:
    """A part several times."""

    part: Part
    least: int
    most: int | None
    """None for any number."""


@dataclass(frozen=True)
class LookAhead:
    """What must follow, or must not."""

    part: Part


Part = Union[Character, Sequence, Choice, Repetition, LookAhead]


def parse_pattern(pattern: str) -> Part:
    """Returns the parts of a pattern that compiles. Raises PatternError where groups lie too deep."""
    return _Parser(pattern).choice()


def look_aheads(part: Part, *, once: bool = True) -> Iterator[tuple[LookAhead, bool]]:
    """Yields every look-ahead in `part` that lies in no other, and whether it is tried once at most: nothing stands before it."""
    if isinstance(part, LookAhead):
        yield part, once
    elif isinstance(part, Repetition):
        yield from look_aheads(part.part, once=once and part.most == 1)
    elif isinstance(part, Choice):
        for one in part.parts:
            yield from look_aheads(one, once=once)
    elif isinstance(part, Sequence):
        for one in part.parts:
            yield from look_aheads(one, once=once)
            once = once and isinstance(one, LookAhead)


class _Parser:
    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0
        self._depth = 0

    def choice(self) -> Part:
        """Returns what stands up to the end of the group."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise PatternError(f"groups lie more than {MAX_DEPTH} deep in one another, expected fewer")
        parts = [self._sequence()]
        while self._sign() == "|":
            self._at += 1
            parts.append(self._sequence())
        self._depth -= 1
        return parts[0] if len(parts) == 1 else Choice(tuple(parts))

    def _sign(self) -> str:
        return self._pattern[self._at : self._at + 1]

    def _sequence(self) -> Part:
        parts: list[Part] = []
        while self._sign() not in ("", "|", ")"):
            part = self._part()
            if count := _COUNT.match(self._pattern, self._at):
                self._at = count.end()
                part = Repetition(part, *_bounds(count))
            parts.append(part)
        return Sequence(tuple(parts))

    def _part(self) -> Part:
        sign = self._sign()
        self._at += 1
        if sign in "^$":
            return Sequence(())
        if sign == "(":
            return self._group()
        return Character(self._class() if sign == "[" else self._character(sign))

    def _group(self) -> Part:
        ahead = self._pattern.startswith(("?=", "?!"), self._at)
        if ahead or self._pattern.startswith("?:", self._at):
            self._at += 2
        inside = self.choice()
        self._at += 1
        return LookAhead(inside) if ahead else inside

    def _class(self) -> Ranges:
        is_negated = self._sign() == "^"
        self._at += is_negated
        ranges: list[tuple[int, int]] = []
        while self._sign() not in ("]", ""):
            first, last = self._member()
            if self._sign() == "-" and self._pattern[self._at + 1 : self._at + 2] not in ("]", ""):
                self._at += 1
                last = self._member()[1]
            ranges.append((first, last))
        self._at += 1
        return tuple(_others(ranges)) if is_negated else tuple(ranges)

    def _member(self) -> tuple[int, int]:
        self._at += 1
        return self._character(self._pattern[self._at - 1])[0]

    def _character(self, sign: str) -> Ranges:
        escape = _ESCAPE.match(self._pattern, self._at - 1)
        if escape is None:
            return ((ord(sign), ord(sign)),)
        self._at = escape.end()
        if escape["sign"] == "d":
            return _DIGITS
        code = int(escape["code"], 16) if escape["code"] else ord(escape["sign"])
        return ((code, code),)


def _bounds(count: re.Match[str]) -> tuple[int, int | None]:
    if count["least"] is None:
        return {"*": (0, None), "+": (1, None), "?": (0, 1)}[count[0][0]]
    least = int(count["least"])
    if count["more"] is None:
        return least, least
    return least, int(count["most"]) if count["most"] else None


def _others(ranges: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yields the runs of characters between those."""
    begin = 0
    for first, last in sorted(ranges):
        if first > begin:
            yield begin, first - 1
        begin = max(begin, last + 1)
    if begin <= LAST_CHARACTER:
        yield begin, LAST_CHARACTER
