"""What every picture of a logo must keep, whatever its kind."""

from __future__ import annotations

MAX_RATIO = 20
"""Of the longer side to the shorter one."""


class LogoError(ValueError):
    """A file can't be a logo; the message says what is wrong with it, what was expected and what to do."""


def refuse_stripe(width: float, height: float) -> None:
    """Raises LogoError where a picture is so much wider than high, or higher than wide, that nothing of it would be seen."""
    if max(width, height) > MAX_RATIO * min(width, height):
        raise LogoError(
            f"is {width:,.9g} wide and {height:,.9g} high, expected one side at most {MAX_RATIO} times as long as the other; "
            "cut the empty part off"
        )
