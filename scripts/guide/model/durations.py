"""Spans of time: a range with a unit."""

from __future__ import annotations

import re
from fractions import Fraction
from math import ceil
from typing import Any, Literal

from pydantic_core import PydanticCustomError

from guide.model.texts import Strict

_DURATION = re.compile(r"^(?P<low>\d+(?:\.\d+)?)(?:\s*(?:-|–|~|to)\s*(?P<high>\d+(?:\.\d+)?))?\s*(?P<unit>[a-z ]+)$")
_UNITS = {
    **dict.fromkeys(["min", "minute", "minutes"], "min"),
    **dict.fromkeys(["h", "hour", "hours"], "h"),
    **dict.fromkeys(["d", "day", "days"], "d"),
    **dict.fromkeys(["wd", "working day", "working days"], "wd"),
}
_HOURS_IN_A_WORKING_DAY = 8
_HOURS_IN_A_DAY = 24


class Duration(Strict):
    """A span of time as a range with a unit, written `10 min`, `1-3 wd`, `0 d` or `72 h`."""

    low: Fraction
    """Shortest, in `unit`."""
    high: Fraction
    """Longest, in `unit`; equals `low` where no range was given."""
    unit: Literal["min", "h", "d", "wd"]
    """Minutes, hours, calendar days, working days."""

    SHORT = {"type": "string", "description": "A number or a range and a unit (min, h, d, wd): 10 min, 1-3 wd."}

    @classmethod
    def expand(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        match = _DURATION.match(value.strip())
        unit = _UNITS.get(match["unit"].strip()) if match else None
        if match is None or unit is None:
            raise PydanticCustomError(
                "duration", "expected a number or a range and a unit (min, h, d, wd), such as 10 min or 1-3 wd"
            )
        low, high = Fraction(match["low"]), Fraction(match["high"] or match["low"])
        if high < low:
            raise PydanticCustomError("duration", "expected the shorter time first, such as 1-3 wd")
        return {"low": low, "high": high, "unit": unit}

    def work_days(self) -> tuple[Fraction, Fraction]:
        """(shortest, longest) as own work, in working days of eight hours."""
        return self._in_days(_HOURS_IN_A_WORKING_DAY)

    def wait_days(self) -> tuple[Fraction, Fraction]:
        """(shortest, longest) as waiting time, in days: an office that takes 72 h takes three days."""
        return self._in_days(_HOURS_IN_A_DAY)

    def days_to_look_after(self) -> int | None:
        """Whole days after which the end of a wait can be looked for at the earliest; None for a wait of less than a day.

        They are working days where the unit is, else calendar days.
        """
        longest = self.wait_days()[1]
        return max(1, ceil(self.wait_days()[0])) if longest >= 1 else None

    def _in_days(self, hours_in_a_day: int) -> tuple[Fraction, Fraction]:
        per_day = {"min": 60 * hours_in_a_day, "h": hours_in_a_day, "d": 1, "wd": 1}[self.unit]
        return self.low / per_day, self.high / per_day
