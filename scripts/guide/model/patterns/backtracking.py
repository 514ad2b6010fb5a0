"""What a regular expression may cost a browser, which reads by trial and error.

A pattern such as `(a+)+` can read the same text in so many ways that a browser, which tries them one after the other,
stands still. How many ways there are is counted here, without running anything and so without a clock: the pattern
becomes an automaton whose states are its characters, and for each length of text up to LONGEST the greatest number of
ways to read a text so far is added up. Longer texts are never held against a pattern: see `guide.model.formats.breach`.

The count is never too low. Texts after which the same states are possible are taken together, state by state the
greater number of ways, so it may be too high for a pattern that is ambiguous in any case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from guide.model.patterns.syntax import (
    Character,
    Choice,
    LookAhead,
    Part,
    PatternError,
    Ranges,
    Repetition,
    Sequence,
    look_aheads,
    parse_pattern,
)

LONGEST = 300
"""Characters of a text that is held against a pattern."""
MAX_PATTERN = 1_000
"""Characters of a pattern."""
_MAX_STEPS = 500_000
"""Ways tried in all: a browser takes some 20 ms. The square of LONGEST lies below it, the cube above."""
_MAX_STATES = 2_000
_MAX_EDGES = 50_000
_MAX_WORK = 1_000_000
"""Additions that counting takes: half a second."""
_MAX_TEXTS = 100
"""Kinds of text told apart at each length; more are taken together, and the count is too high rather than too low."""


class _CostlyError(Exception):
    """The message says what is too much, and what was expected."""


_TOO_MANY_WAYS = (
    "a browser could stand still over it, since it can read one text in very many ways, expected one way for each text: "
    "no repetition within a repetition, and no part that may begin with what the repeated part before it may go on with"
)
_TOO_INTRICATE = "too intricate to tell whether a browser could stand still over it, expected a simpler one"


def backtracking_problem(pattern: str) -> str | None:
    """Why a browser could stand still over `pattern`, with what was expected; None if it can't.

    `pattern` compiles, and is written in the syntax that Python and browsers share.
    """
    if len(pattern) > MAX_PATTERN:
        return f"{len(pattern):,} characters long, expected at most {MAX_PATTERN:,}"
    try:
        _refuse_costly(_steps(parse_pattern(pattern)))
    except (_CostlyError, PatternError) as error:
        return str(error)
    return None


def _refuse_costly(steps: int) -> None:
    if steps > _MAX_STEPS:
        raise _CostlyError(_TOO_MANY_WAYS)


def _steps(part: Part) -> int:
    """Ways tried at most for a text of any length up to LONGEST."""
    steps = _Automaton(part).steps()
    return steps + sum(_steps(ahead.part) * (1 if once else steps) for ahead, once in look_aheads(part))


@dataclass(frozen=True)
class _Ends:
    """States that a part of a pattern may begin and end with, each with the number of ways to do so."""

    first: Mapping[int, int] = field(default_factory=dict)
    last: Mapping[int, int] = field(default_factory=dict)
    empty: int = 1
    """Ways to read nothing at all."""


class _Automaton:
    """A state for each character of the pattern, counted repetitions written out, and what may follow each in how many ways."""

    def __init__(self, part: Part) -> None:
        self._takes: list[Ranges] = []
        self._follows: list[Counter[int]] = []
        self._edges = 0
        self._ends = self._ends_of(part)

    # ---- building

    def _ends_of(self, part: Part) -> _Ends:
        if isinstance(part, Character):
            return self._state(part.ranges)
        if isinstance(part, LookAhead):
            return _Ends()
        if isinstance(part, Repetition):
            return self._repeat(part)
        if isinstance(part, Choice):
            return _union_of(*(self._ends_of(one) for one in part.parts))
        ends = _Ends()
        for one in part.parts:
            ends = self._concatenate(ends, self._ends_of(one))
        return ends

    def _state(self, ranges: Ranges) -> _Ends:
        if len(self._takes) >= _MAX_STATES:
            raise _CostlyError(f"its counts come to more than {_MAX_STATES:,} characters in all, expected fewer")
        self._takes.append(ranges)
        self._follows.append(Counter())
        state = {len(self._takes) - 1: 1}
        return _Ends(state, state, 0)

    def _repeat(self, repetition: Repetition) -> _Ends:
        part, least, most = repetition.part, min(repetition.least, LONGEST + 1), repetition.most
        if not self._takes and not _has_characters(part):
            return self._ends_of(part)
        ends = _Ends()
        for _ in range(least - (most is None)):
            ends = self._concatenate(ends, self._ends_of(part))
        if most is None or most > LONGEST >= least:
            loop = self._ends_of(part)
            self._link(loop.last, loop.first)
            return self._concatenate(ends, _Ends(loop.first, loop.last, loop.empty if least else 1))
        more = _Ends()  # each further one is there only if the one before it is
        for _ in range(most - least):
            more = _union_of(_Ends(), self._concatenate(self._ends_of(part), more))
        return self._concatenate(ends, more)

    def _concatenate(self, one: _Ends, other: _Ends) -> _Ends:
        self._link(one.last, other.first)
        first = _sum(one.first, other.first, one.empty)
        return _Ends(first, _sum(other.last, one.last, other.empty), one.empty * other.empty)

    def _link(self, before: Mapping[int, int], after: Mapping[int, int]) -> None:
        self._edges += len(before) * len(after)
        if self._edges > _MAX_EDGES:
            raise _CostlyError(_TOO_INTRICATE)
        for state, ways in before.items():
            for following, more in after.items():
                self._follows[state][following] += ways * more

    # ---- counting

    def steps(self) -> int:
        """Ways tried at most for a text of any length up to LONGEST. Raises _CostlyError where that can't be told."""
        letters = self._letters()
        work = 0
        steps = self._ends.empty
        texts = _after(self._ends.first, letters)
        for length in range(1, LONGEST + 1):
            ways = max((self._ways(text) for text in texts.values()), default=0)
            steps += ways
            _refuse_costly(steps)
            further: dict[frozenset[int], dict[int, int]] = {}
            for text in texts.values():
                reached: Counter[int] = Counter()
                for state, count in text.items():
                    for following, more in self._follows[state].items():
                        reached[following] += count * more
                    work += len(self._follows[state])
                work += len(reached) * len(letters)
                if work > _MAX_WORK:
                    raise _CostlyError(_TOO_INTRICATE)
                for after in _after(reached, letters).values():
                    _take_greater(further.setdefault(frozenset(after), {}), after)
            if len(further) > _MAX_TEXTS:
                further = _by_last_letter(further, letters)
            if further == texts:  # and so it goes on
                return steps + (LONGEST - length) * ways
            texts = further
        return steps

    def _ways(self, text: Mapping[int, int]) -> int:
        """To have read a text so far, and to take it for the whole."""
        return sum(count * (1 + self._ends.last.get(state, 0)) for state, count in text.items())

    def _letters(self) -> list[frozenset[int]]:
        """For each kind of character, the states that take it."""
        edges = {0} | {edge for ranges in self._takes for first, last in ranges for edge in (first, last + 1)}
        states: dict[Ranges, list[int]] = {}
        for state, ranges in enumerate(self._takes):
            states.setdefault(ranges, []).append(state)
        kinds = set()
        for edge in edges:
            taking = [ranges for ranges in states if any(first <= edge <= last for first, last in ranges)]
            kinds.add(frozenset(state for ranges in taking for state in states[ranges]))
        return sorted(kinds - {frozenset()}, key=sorted)


def _has_characters(part: Part) -> bool:
    if isinstance(part, Character):
        return True
    if isinstance(part, Repetition):
        return _has_characters(part.part)
    return isinstance(part, (Choice, Sequence)) and any(_has_characters(one) for one in part.parts)


def _union_of(*parts: _Ends) -> _Ends:
    union = _Ends(empty=0)
    for part in parts:
        union = _Ends(_sum(union.first, part.first), _sum(union.last, part.last), union.empty + part.empty)
    return union


def _sum(one: Mapping[int, int], other: Mapping[int, int], times: int = 1) -> Mapping[int, int]:
    if not times or not other:
        return one
    total = Counter(one)
    for state, ways in other.items():
        total[state] += ways * times
    return total


def _after(reached: Mapping[int, int], letters: list[frozenset[int]]) -> dict[frozenset[int], dict[int, int]]:
    """Returns what is reached if the next character is of each kind."""
    texts = {}
    for letter in letters:
        after = {state: ways for state, ways in reached.items() if state in letter}
        if after:
            texts[frozenset(after)] = after
    return texts


def _by_last_letter(
    texts: Mapping[frozenset[int], Mapping[int, int]], letters: list[frozenset[int]]
) -> dict[frozenset[int], dict[int, int]]:
    """Texts that end alike taken together."""
    groups: dict[frozenset[int], dict[int, int]] = {}
    for states, text in texts.items():
        letter = next(letter for letter in letters if states <= letter)
        _take_greater(groups.setdefault(letter, {}), text)
    return {frozenset(text): text for text in groups.values()}


def _take_greater(into: dict[int, int], counts: Mapping[int, int]) -> None:
    for state, ways in counts.items():
        into[state] = max(into.get(state, 0), ways)
