"""Capture + marks + language → an annotated picture, ready for a template or for print.

`place_marks` is what pages and print share. `figure_view` is the page's: finished values for `templates/pages/_figure.html.j2`.
Sizes that scale with the picture stand in an SVG with a view box; what must keep its size (badges, arrows, glosses) stands
in a second one without, at percentages: no inline style is needed, which the content security policy forbids.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from guide.content.plain_text import lines_of
from guide.content.views.steps import ScreenView
from guide.content.views.texts import PortalLabel, Rich
from guide.figures.crops import crop_of
from guide.figures.geometry import PAGE, Spot
from guide.figures.labels import TranslationLabel
from guide.figures.placement import NEW_WORDS, PlacedMark, place_marks
from guide.figures.store import Box, Capture
from guide.loading.ui_strings import UiStrings
from guide.site import placeholders
from guide.site.html import brief_html, label_html


@dataclass(frozen=True)
class OutlineView:
    """A marked element, in CSS pixels of the picture."""

    id: str
    """Where the legend's number leads; empty for a mark without one."""
    number: int | None
    field: str | None
    kind: str
    """`outline`, `number` (no line unless it lights up), `arrow`, `added` (dashed)."""
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True)
class TypedView:
    """Text in a form field of the picture, clipped to it, in CSS pixels of the picture."""

    x: str
    y: str
    width: str
    height: str
    size: str
    baseline: str
    """From the top of the box."""
    start: str
    """Where the text begins, or its middle; from the left of the box."""
    anchor: str
    """`start` or `middle`."""
    text: str


@dataclass(frozen=True)
class StrikeView:
    """Words of the picture that no longer hold, struck through, with those that do below; CSS pixels of the picture."""

    left: str
    right: str
    middle: str
    """From the top, where the line runs."""
    baseline: str
    """Of the words below."""
    size: str
    text: str


@dataclass(frozen=True)
class PinView:
    """A badge or an arrow at a point of the picture; what is drawn there keeps its size."""

    number: int | None
    field: str | None
    x: str
    """Percent of the picture's width."""
    y: str
    """Percent of the picture's height."""
    cx: str
    """The badge's centre, CSS pixels from that point."""
    cy: str
    arrow: str
    """The way it points, degrees clockwise from the right; empty for a plain badge."""


@dataclass(frozen=True)
class TagView:
    """A gloss at a point of the picture."""

    number: int | None
    field: str | None
    x: str
    y: str
    left: str
    """Of the tag, CSS pixels from that point."""
    top: str
    middle: str
    baseline: str
    width: str
    height: str
    text: str
    length: str
    """To which the text is fitted, for no one knows which font a reader has."""


@dataclass(frozen=True)
class LegendView:
    """A line of the legend."""

    number: int
    field: str | None
    id: str
    """Of the mark in the picture."""
    spoken: str
    """What a screen reader says for the number."""
    tag: Markup
    """The portal's word with its meaning, where the line does not name it; empty otherwise."""
    words: Markup


@dataclass(frozen=True)
class FigureView:
    """An annotated picture with finished values."""

    id: str
    screen: str
    title: str
    image: str
    """Address, as it stands in the page."""
    width: int
    height: int
    alternative: str
    zoom: str
    """What the link to the full size says where it can't be seen."""
    crop: str
    """Left, top, width and height of the part that a phone shows, with spaces between, in CSS pixels of the picture; or empty."""
    dim: str
    """Path over everything but what is marked; empty where nothing is dimmed."""
    outlines: tuple[OutlineView, ...]
    typed: tuple[TypedView, ...]
    strikes: tuple[StrikeView, ...]
    added: bool
    """True if some of it was added or changed in redrawing."""
    pins: tuple[PinView, ...]
    tags: tuple[TagView, ...]
    legend: tuple[LegendView, ...]
    basis: str
    """What the picture is: after the original, schematic, taken on a date."""
    checked: str
    """When it was last compared with what it shows."""


def figure_view(screen: ScreenView, capture: Capture, words: UiStrings, folder: str) -> FigureView:
    """The picture of `screen` for a page that finds the captures in `folder`, under their published names; `words` is the set `figure`.

    Raises ValueError where the capture has another number of marks than the screen.
    """
    marks = place_marks(screen, capture, PAGE)
    name = f"fig-{screen.id}"
    return FigureView(
        id=name,
        screen=screen.id,
        title=screen.title,
        image=folder + capture.published_name,
        width=capture.size[0],
        height=capture.size[1],
        alternative=placeholders.text(screen.alternative),
        zoom=words.zoom_of.format(title=screen.title),
        crop=" ".join(map(_n, crop_of(marks, capture) or ())),
        dim=dimmed(marks, capture.size),
        outlines=tuple(_outline(mark, name) for mark in marks if mark.style in ("outline", "number", "arrow", "added")),
        typed=tuple(_typed(mark, mark.typing_box) for mark in marks if mark.typing_box),
        strikes=tuple(_strike(mark) for mark in marks if mark.style == "struck"),
        added=any(mark.style == "added" for mark in marks),
        pins=tuple(_pin(mark, mark.badge, capture.size) for mark in marks if mark.badge),
        tags=tuple(_tag(mark, mark.translation, capture.size) for mark in marks if mark.translation),
        legend=tuple(
            LegendView(
                number=mark.number,
                field=mark.field,
                id=_anchor(name, mark.number),
                spoken=words.mark_number.format(number=mark.number),
                tag=label_html(mark.label)
                if mark.label and mark.label.gloss and not _names(mark.legend, mark.label)
                else Markup(),
                words=brief_html(mark.legend),
            )
            for mark in screen.marks
            if mark.number
        ),
        basis=words[f"basis_{screen.basis}"].format(date=screen.taken_on or capture.captured_on),
        checked=words[f"checked_{screen.basis}"].format(date=screen.checked_on),
    )


def dimmed(marks: Iterable[PlacedMark], size: tuple[int, int]) -> str:
    """An SVG path (even-odd) over the picture but for the `dim` marks' boxes and what is marked outside them.

    Empty where no mark dims. In CSS pixels of the picture.
    """
    marks = tuple(marks)
    holes = [mark.box for mark in marks if mark.style == "dim"]
    if not holes:
        return ""
    for mark in marks:
        # Even-odd: a hole within a hole would be filled again.
        if mark.style in ("outline", "number", "arrow") and not any(_touch(mark.outline, hole) for hole in holes):
            holes.append(mark.outline)
    return f"M0 0H{size[0]}V{size[1]}H0Z" + "".join(
        f"M{_n(x)} {_n(y)}h{_n(w)}v{_n(h)}h{_n(-w)}Z" for x, y, w, h in holes
    )


def _anchor(figure: str, number: int | None) -> str:
    return f"{figure}_{number}" if number else ""


def _outline(mark: PlacedMark, figure: str) -> OutlineView:
    x, y, width, height = (_n(number) for number in mark.outline)
    return OutlineView(_anchor(figure, mark.number), mark.number, mark.field, mark.style, x, y, width, height)


def _typed(mark: PlacedMark, box: Box) -> TypedView:
    x, y, width, height = box
    return TypedView(
        x=_n(x),
        y=_n(y),
        width=_n(width),
        height=_n(height),
        size=_n(mark.typing_size),
        baseline=_n(height / 2 + mark.typing_size * 0.36),
        start=_n(width / 2 if mark.typing_centred else 0),
        anchor="middle" if mark.typing_centred else "start",
        text=placeholders.text(mark.value),
    )


def _strike(mark: PlacedMark) -> StrikeView:
    x, y, width, height = mark.box
    return StrikeView(
        left=_n(x), right=_n(x + width), middle=_n(y + height / 2),
        baseline=_n(y + height + NEW_WORDS * 1.15), size=_n(NEW_WORDS), text=placeholders.text(mark.instead),
    )  # fmt: skip


def _pin(mark: PlacedMark, spot: Spot, size: tuple[int, int]) -> PinView:
    return PinView(
        number=mark.number,
        field=mark.field,
        x=_percent(spot.x, size[0]),
        y=_percent(spot.y, size[1]),
        cx=_n(spot.dx),
        cy=_n(spot.dy),
        arrow=str(mark.badge_angle) if mark.style == "arrow" else "",
    )


def _tag(mark: PlacedMark, label: TranslationLabel, size: tuple[int, int]) -> TagView:
    spot = label.centre
    return TagView(
        number=mark.number,
        field=mark.field,
        x=_percent(spot.x, size[0]),
        y=_percent(spot.y, size[1]),
        left=_n(spot.dx - label.width / 2),
        top=_n(spot.dy - label.height / 2),
        middle=_n(spot.dx),
        baseline=_n(spot.dy + label.height * 0.24),
        width=_n(label.width),
        height=_n(label.height),
        text=label.text,
        length=_n(label.length),
    )


def _names(rich: Rich, label: PortalLabel) -> bool:
    """Whether a text names a label itself."""
    return any(isinstance(part, PortalLabel) and part.key == label.key for line in lines_of(rich) for part in line)


def _touch(a: Box, b: Box) -> bool:
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]


def _percent(part: float, whole: float) -> str:
    return f"{_n(100 * part / whole, 3)}%"


def _n(number: float, digits: int = 2) -> str:
    """A number as SVG writes it: no trailing zeros, no minus zero."""
    digits_alone = f"{number:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if digits_alone in ("-0", "") else digits_alone
