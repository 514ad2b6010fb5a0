"""Where the numbers of a picture's marks stand: one placement for pages and for print.

Boxes scale with the picture; badges don't, or they could not be read on a phone. So a badge is given by a point on
the outline of its box, in units of the picture, and an offset from there, in units of the medium. By its making
it lies outside its own box at every scale; which side it lies on is chosen so that it covers no writing, no other
badge and no other marked box, at each of the widths at which the medium shows pictures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guide.content.views.steps import MarkView, ScreenView
from guide.figures.badges import badge_kind, badge_spots
from guide.figures.geometry import PAGE, Medium, Spot, overlap, pad_box, scale_box, square_around
from guide.figures.labels import TranslationLabel, place_labels
from guide.figures.store import Box, Capture
from guide.model.screens import MarkStyle

Badges = tuple[tuple[Spot, int] | None, ...]
"""For each mark the centre of its badge, and the angle of its arrow."""


NEW_WORDS = 13.0
"""Size of the words below those that are struck through, in CSS pixels of the picture: the page leaves a line for them."""


@dataclass(frozen=True)
class PlacedMark(MarkView):
    """A mark with all that drawing it takes. Lengths are CSS pixels of the picture."""

    box: Box
    """Box of the element."""
    outline: Box
    """`box` with PAD around it, inside the picture."""
    badge: Spot | None
    """Centre of the badge, or the tail of an arrow that has none; None where there is neither."""
    badge_angle: int
    """For arrows: the way from the badge to the outline, 0 right, 90 down, 180 left, 270 up."""
    typing_size: float
    """For `typed`: font size."""
    typing_box: Box | None
    """For `typed`: where the text may stand: clip it there. It is centred vertically."""
    typing_centred: bool
    translation: TranslationLabel | None
    """Only in the editions that translate Chinese labels, and only where there is room."""


def place_marks(screen: ScreenView, capture: Capture, medium: Medium = PAGE) -> tuple[PlacedMark, ...]:
    """Returns the marks of `screen`, in their order, each with its badge and translation where `medium` has room for them.

    `redact` marks come along too, though nothing is to be drawn for them: they are burnt into the pixels.
    Raises ValueError where the capture has another number of marks than the screen.
    """
    marks = screen.marks
    if len(marks) != len(capture.marks):
        raise ValueError(f"{screen.id}: {len(marks)} marks, but {len(capture.marks)} boxes were captured")
    outlines, badges = _place_badges([(mark.style, mark.number is not None) for mark in marks], capture, medium)
    words = [mark.label.gloss if mark.label and mark.style != "redact" else None for mark in marks]
    scale = medium.scales(capture.size[0])[-1]
    squares = [square_around(badge[0].at(scale), medium.radius + 1) for badge in badges if badge]
    translations = place_labels(words, outlines, squares, capture, medium)
    results: list[PlacedMark] = []
    for index, (mark, typing) in enumerate(zip(marks, capture.typing, strict=True)):
        spot, angle = badges[index] or (None, 0)
        x, y, width, height = capture.marks[index]
        results.append(
            PlacedMark(
                **vars(mark),
                box=capture.marks[index],
                outline=outlines[index],
                badge=spot,
                badge_angle=angle,
                typing_size=typing.size if typing else 0,
                typing_box=(x + typing.left, y, max(width - typing.left - typing.right, 0), height) if typing else None,
                typing_centred=bool(typing and typing.centred),
                translation=translations[index],
            )
        )
    return tuple(results)


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
    _, badges = _place_badges(styles, capture, medium)
    for scale in medium.scales(capture.size[0]):
        squares = [
            (index, square_around(badge[0].at(scale), medium.radius))
            for index, (badge, (_, has_number)) in enumerate(zip(badges, styles, strict=True))
            if badge and has_number
        ]
        for rank, (index, square) in enumerate(squares):
            area = scale_box(square, 1 / scale)
            if any(overlap(area, text) > 1 for text in capture.texts if overlap(text, capture.marks[index])):
                yield Clash(index, None, scale * capture.size[0])
            for other, neighbour in squares[rank + 1 :]:
                if overlap(square, neighbour) > 1:
                    yield Clash(other, index, scale * capture.size[0])


def _place_badges(
    styles: Sequence[tuple[MarkStyle, bool]], capture: Capture, medium: Medium
) -> tuple[tuple[Box, ...], Badges]:
    """Returns the outline of each mark, and its badge; `styles` gives each mark's style and whether it has a number."""
    outlines = tuple(pad_box(box, capture.size) for box in capture.marks)
    kinds = tuple(badge_kind(style, has_number) for style, has_number in styles)
    return outlines, badge_spots(outlines, kinds, capture.texts, capture.size, medium)
