"""A buyer's colour, made readable: the contrast of WCAG 2.2, 1.4.3."""

from __future__ import annotations

from dataclasses import dataclass

DEFAULT = "#b4410e"
"""The accent where a buyer gives none."""
PAPER = "#f5f6f8"
"""The darkest ground in the light theme that the accent stands upon as text: cards and quiet areas; most is white."""
NIGHT = "#1d2129"
"""The dark theme's ground."""
READABLE = 4.5
"""Least contrast of text to its ground."""


@dataclass(frozen=True)
class Accent:
    """One accent in the forms that a page needs, each `#rrggbb`."""

    plain: str
    """As given: for areas and lines."""
    on_plain: str
    """Text on an area of `plain`: black or white, whichever reads better."""
    on_paper: str
    """Text on light grounds."""
    on_night: str
    """Text on the dark ground."""


def accent(colour: str | None) -> Accent:
    """The forms of a colour given as `#rrggbb`."""
    plain = (colour or DEFAULT).lower()
    return Accent(
        plain=plain,
        on_plain=max(("#ffffff", "#000000"), key=lambda ink: contrast(ink, plain)),
        on_paper=_until_readable(plain, PAPER, "#000000"),
        on_night=_until_readable(plain, NIGHT, "#ffffff"),
    )


def contrast(one: str, other: str) -> float:
    """From 1 (equal) to 21 (black on white)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _until_readable(colour: str, ground: str, towards: str) -> str:
    for step in range(21):
        mixed = _mixed(colour, towards, step / 20)
        if contrast(mixed, ground) >= READABLE:
            return mixed
    return towards


def _mixed(colour: str, towards: str, share: float) -> str:
    pairs = zip(_channels(colour), _channels(towards), strict=True)
    return "#" + "".join(f"{round(one + (other - one) * share):02x}" for one, other in pairs)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


def _luminance(colour: str) -> float:
    linear = (c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in _channels(colour))
    return sum(weight * channel for weight, channel in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
