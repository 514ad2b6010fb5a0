"""How large a drawing (SVG) is, and what drawing it comes to when its references are followed."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from guide.loading.logos.rules import LogoError, refuse_stripe
from guide.loading.logos.svg import (
    MAX_DEPTH,
    MAX_ELEMENTS,
    MAX_NUMBER,
    NUMBER,
    REFERENCE,
    SHOWN,
    Element,
    too_deep,
    too_much,
)

MAX_CHARACTERS = 400_000
"""Of all attributes and texts, references followed."""
MAX_LAYERS = 100
"""Elements that are drawn apart before they join the rest (masks, clips, transparent groups), references followed."""
MAX_TEXT = 1_000
"""Characters that are set in a font, references followed."""
MAX_DASHES = 20_000
"""Pieces that dashed lines are cut into, as far as the numbers of their shapes tell: a browser draws them in half a second."""
MAX_CLIP = 600
"""Characters of a clip of several shapes: a browser unites them, in a time that grows with the square of what they say."""
_SHAPE = 20
"""Characters that each shape of it counts beside its own, since a circle says little."""
MAX_CLIPS = 2_000
"""Of all such clips in a drawing."""
_PLAIN_DASHES = re.compile(r"(?:px|[\s,%])*")
_LONGEST_SIDE = 1_000
"""Of what is published, in CSS pixels; pages and print show it smaller."""
_SHAPES = frozenset(("d", "points", "x1", "y1", "x2", "y2", "width", "height", "r", "rx", "ry"))
PAINTS = ("fill", "stroke")
_LAYERS = ("mask", "clip-path", "opacity", "mix-blend-mode", "isolation")
_NO_LAYER = ("none", "1", "1.0", "100%", "normal", "auto")
_LENGTH = re.compile(rf"\s*({NUMBER.pattern})\s*(px|pt|pc|mm|cm|in|em|ex|)\s*", re.ASCII)
_PIXELS = {
    "": 1.0,
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "mm": 96 / 25.4,
    "cm": 96 / 2.54,
    "in": 96.0,
    "em": 16.0,
    "ex": 8.0,
}

# --------------------------------------------------------------------------------------------------
# Size


def size_of(root: Element) -> tuple[float, float]:
    """Width and height to be published, in CSS pixels. Gives the root a viewBox if it has none. Raises LogoError."""
    sides = [_side(root, name) for name in ("width", "height")]
    if "viewBox" not in root.attributes:
        if None in sides:
            raise LogoError(
                "has neither a viewBox nor a width and a height, expected the size of the drawing; export it with one"
            )
        root.attributes["viewBox"] = f"0 0 {sides[0]:g} {sides[1]:g}"
    box = view_box(root)
    width, height = sides
    if width is None or height is None:
        part = (width or 0) / box[2] or (height or 0) / box[3] or 1
        width, height = box[2] * part, box[3] * part
    refuse_stripe(width, height)
    refuse_stripe(*box[2:])
    part = min(1.0, _LONGEST_SIDE / max(width, height)) if max(width, height) >= 1 else 1 / max(width, height)
    return width * part, height * part


def _side(root: Element, name: str) -> float | None:
    """In CSS pixels; None where it is not given, or in parts of what is round it."""
    value = root.attributes.get(name)
    if value is None or value.strip() in ("", "auto") or value.strip().endswith("%"):
        return None
    match = _LENGTH.fullmatch(value)
    if match is None or not 0 < float(match[1]) <= MAX_NUMBER:
        raise LogoError(f"has {name}={value[:SHOWN]!r}, expected a size above 0, such as 64 or 12mm; correct it")
    return float(match[1]) * _PIXELS[match[2]]


def view_box(root: Element) -> tuple[float, float, float, float]:
    """Returns left, top, width and height of what is shown, in the drawing's own units. Raises LogoError."""
    value = root.attributes["viewBox"]
    parts = re.split(r"[\s,]+", value.strip())
    if len(parts) != 4 or not all(NUMBER.fullmatch(part) for part in parts) or min(map(float, parts[2:])) <= 1e-6:
        raise LogoError(
            f"has viewBox={value[:SHOWN]!r}, expected four numbers, of which the last two are a width and a height above 0; correct it"
        )
    x, y, width, height = map(float, parts)
    return x, y, width, height


# --------------------------------------------------------------------------------------------------
# References


def reference_targets(root: Element) -> dict[str, Element]:
    """Returns the elements that something refers to, by their ids; of several with one id, the first."""
    elements: dict[str, Element] = {}
    targets: set[str] = set()
    for element in root.below():
        if element.id is not None:
            elements.setdefault(element.id, element)
        targets.update(name for name, _ in references(element))
    return {name: element for name, element in elements.items() if name in targets}


def references(element: Element) -> Iterator[tuple[str, bool]]:
    """Yields the ids that an element refers to, and whether what is in it refers to them as well, as it does to colours."""
    for name, value in element.properties():
        if name == "href":
            yield value, False
        else:
            for match in REFERENCE.finditer(value):
                yield match[2], name in PAINTS


@dataclass(frozen=True)
class _Cost:
    """What drawing an element comes to, references followed."""

    elements: int
    characters: int
    text: int
    """Characters."""
    layers: int
    length: float
    """Of the numbers in its shapes, added up without their signs: about half of what its lines come to at most."""
    dashes: float
    depth: int


def refuse_costly(root: Element, names: Mapping[str, Element]) -> None:
    """Raises LogoError where drawing would take too much, or would never end since references lead in a circle.

    Each element is looked at once: what is in it, and what it refers to, is added up from what is known of those.
    """
    side = max(view_box(root)[2:])
    costs: dict[int, _Cost] = {}
    ancestors: set[int] = set()
    stack: list[tuple[Element, bool]] = [(root, False)]
    while stack:
        element, ready = stack.pop()
        if ready:
            ancestors.discard(id(element))
            costs[id(element)] = _cost(element, names, costs, side)
        elif id(element) in ancestors:
            raise LogoError(
                f"has references that lead in a circle, through {(element.id or element.name)[:SHOWN]!r}, "
                "expected an end of them; export a plain SVG"
            )
        elif id(element) not in costs:
            ancestors.add(id(element))
            stack.append((element, True))
            stack += ((names[name], False) for name, _ in references(element) if name in names)
            stack += ((one, False) for one in element.elements())
    total = costs[id(root)]
    if total.elements > MAX_ELEMENTS:
        raise too_much("elements", MAX_ELEMENTS)
    if total.characters > MAX_CHARACTERS:
        raise too_much("characters", MAX_CHARACTERS)
    if total.text > MAX_TEXT:
        raise too_much("letters", MAX_TEXT)
    if total.dashes > MAX_DASHES:
        raise too_much("dashes", MAX_DASHES)
    if total.layers > MAX_LAYERS:
        raise too_much("masks, clips and transparent groups", MAX_LAYERS)
    if total.depth > MAX_DEPTH:
        raise too_deep()
    _refuse_intricate_clips(root, costs)


def _refuse_intricate_clips(root: Element, costs: Mapping[int, _Cost]) -> None:
    clips = [costs[id(one)] for one in root.below() if one.name == "clipPath"]
    sizes = [clip.characters + _SHAPE * clip.elements for clip in clips if clip.elements > 2]
    if max(sizes, default=0) > MAX_CLIP or sum(sizes) > MAX_CLIPS:
        raise LogoError(
            "clips by several shapes that are too intricate together, expected one shape to each clip, or simple ones; "
            "unite them, or export it as PNG"
        )


def _cost(element: Element, names: Mapping[str, Element], costs: Mapping[int, _Cost], side: float) -> _Cost:
    children = [costs[id(one)] for one in element.elements()]
    text = sum(len(one) for one in element.inside if isinstance(one, str))
    cost = _Cost(
        elements=1 + sum(one.elements for one in children),
        characters=text
        + sum(1 + len(value) for _, value in element.properties())
        + sum(one.characters for one in children),
        text=text + sum(one.text for one in children),
        layers=sum(name in _LAYERS and value not in _NO_LAYER for name, value in element.properties())
        + sum(one.layers for one in children),
        length=_length(element) + sum(one.length for one in children),
        dashes=sum(one.dashes for one in children),
        depth=1 + max((one.depth for one in children), default=0),
    )
    heirs = cost.elements
    for name, for_heirs in references(element):
        if name in names:
            other, times = costs[id(names[name])], heirs if for_heirs else 1
            cost = _Cost(
                cost.elements + other.elements * times,
                cost.characters + other.characters * times,
                cost.text + other.text * times,
                cost.layers + other.layers * times,
                cost.length + other.length * times,
                cost.dashes + other.dashes * times,
                max(cost.depth, other.depth + 1),
            )
    # Whoever asks for dashes asks for them in all that is in it.
    return replace(cost, dashes=cost.dashes + sum(2 * cost.length / dash for dash in _dashes(element, side)))


def _dashes(element: Element, side: float) -> Iterator[float]:
    """Yields the average length of a dash or gap, in the drawing's own units; `side` is its longer one. Raises LogoError."""
    for name, value in element.properties():
        numbers = [float(number) for number in NUMBER.findall(value)] if name == "stroke-dasharray" else []
        if numbers and not _PLAIN_DASHES.fullmatch(NUMBER.sub("", value)):
            raise LogoError(f"has stroke-dasharray={value[:SHOWN]!r}, expected plain numbers; export it with them")
        if sum(numbers) > 0:
            yield sum(numbers) / len(numbers) * (side / 100 if "%" in value else 1)


def _length(element: Element) -> float:
    values = (value for name, value in element.properties() if name in _SHAPES)
    return math.fsum(abs(float(number)) for value in values for number in NUMBER.findall(value))
