"""Where the numbers of a picture's marks stand: one placement for pages and for print.

Boxes scale with the picture; badges don't, or they could not be read on a phone. So a badge is given by a point on
the outline of its box, in units of the picture, and an offset from there, in units of the medium. By its making
it lies outside its own box at every scale; which side it lies on is chosen so that it covers no writing, no other
badge and no other marked box, at each of the widths at which the medium shows pictures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guide.content.views.steps import ScreenView
from guide.content.views.texts import PlainText, Rich
from guide.figures.badges import badge_spots, wish_of
from guide.figures.geometry import PAGE, PRINT, Medium, Spot, overlap, padded, scaled, square_round, text_width_at_most
from guide.figures.labels import Gloss, gloss_tags
from guide.figures.store import Box, Capture
from guide.model.screens import MarkStyle

__all__ = [
    "PAGE",
    "PRINT",
    "Clash",
    "Gloss",
    "Medium",
    "PlacedMark",
    "Spot",
    "clashes",
    "overlap",
    "placed",
    "scaled",
    "text_width_at_most",
]


@dataclass(frozen=True)
class PlacedMark:
    """A mark with all that drawing it takes."""

    style: MarkStyle
    number: int | None
    """On its badge; None for a mark without one."""
    field: str | None
    box: Box
    """Of the element, in CSS pixels of the picture."""
    outline: Box
    """`box` with PAD around it, inside the picture."""
    badge: Spot | None
    """Centre of the badge, or the tail of an arrow that has none; None where there is neither."""
    badge_angle: int
    """For arrows: the way from the badge to the outline, 0 right, 90 down, 180 left, 270 up."""
    legend: Rich
    value: PlainText
    """For `typed`: what stands in the box."""
    typing_size: float
    """For `typed`: font size in CSS pixels of the picture."""
    typing_box: Box | None
    """For `typed`: where the text may stand, in CSS pixels of the picture: clip it there. It is centred vertically."""
    typing_centred: bool
    gloss: Gloss | None
    """Only in the editions that gloss Chinese labels, and only where there is room."""


def placed(screen: ScreenView, capture: Capture, medium: Medium = PAGE) -> tuple[PlacedMark, ...]:
    """The marks of `screen`, in their order, each with its badge and gloss where `medium` has room for them.

    `redact` marks come along too, though nothing is to be drawn for them: they are burnt into the pixels.
    Raises ValueError where the capture has another number of marks than the screen.
    """
    if len(screen.marks) != len(capture.marks):
        raise ValueError(f"{screen.id}: {len(screen.marks)} marks, but {len(capture.marks)} boxes were captured")
    outlines = tuple(padded(box, capture.size) for box in capture.marks)
    wanted = tuple(wish_of(mark.style, mark.number is not None) for mark in screen.marks)
    badges = badge_spots(outlines, wanted, capture.texts, capture.size, medium)
    words = tuple(
        mark.label.gloss if mark.label and mark.label.gloss and mark.style != "redact" else None
        for mark in screen.marks
    )
    glosses = gloss_tags(words, outlines, badges, capture, medium)
    return tuple(
        PlacedMark(
            style=mark.style,
            number=mark.number,
            field=mark.field,
            box=box,
            outline=outline,
            badge=badge[0] if badge else None,
            badge_angle=badge[1] if badge else 0,
            legend=mark.legend,
            value=mark.value,
            typing_size=typing.size if typing else 0,
            typing_box=(box[0] + typing.left, box[1], max(box[2] - typing.left - typing.right, 0), box[3])
            if typing
            else None,
            typing_centred=bool(typing and typing.centred),
            gloss=gloss,
        )
        for mark, box, outline, badge, typing, gloss in zip(
            screen.marks, capture.marks, outlines, badges, capture.typing, glosses, strict=True
        )
    )


@dataclass(frozen=True)
class Clash:
    """A badge that can't be put where it covers nothing."""

    mark: int
    """Index of its mark."""
    other: int | None
    """Index of the mark whose badge it touches; None where it covers the writing of its own target."""
    width: float
    """At which width of the picture, in the medium's unit."""


def clashes(styles: Sequence[tuple[MarkStyle, bool]], capture: Capture, medium: Medium = PAGE) -> Iterator[Clash]:
    """Badges that touch each other or cover what they point at, with the best placement that there is.

    `styles` gives each mark's style and whether it has a number.
    """
    outlines = tuple(padded(box, capture.size) for box in capture.marks)
    wanted = tuple(wish_of(*style) for style in styles)
    badges = badge_spots(outlines, wanted, capture.texts, capture.size, medium)
    for scale in medium.scales(capture.size[0]):
        squares = [
            (index, square_round(badge[0].at(scale), medium.radius))
            for index, (badge, (_, numbered)) in enumerate(zip(badges, styles, strict=True))
            if badge and numbered
        ]
        for place, (index, square) in enumerate(squares):
            shown = scaled(square, 1 / scale)
            if any(overlap(shown, text) > 1 for text in capture.texts if overlap(text, capture.marks[index])):
                yield Clash(index, None, scale * capture.size[0])
            for other, beside in squares[place + 1 :]:
                if overlap(square, beside) > 1:
                    yield Clash(other, index, scale * capture.size[0])
