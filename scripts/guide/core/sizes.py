"""How much smaller a picture must become."""

from __future__ import annotations

from math import isqrt


def fitting_size(width: int, height: int, most: int) -> tuple[int, int]:
    """Returns the largest width and height of the same shape that make at most `most` pixels in all."""
    fitting = max(isqrt(most * width // height), 1)
    return min(fitting, most), max(min(fitting * height // width, most // fitting), 1)
