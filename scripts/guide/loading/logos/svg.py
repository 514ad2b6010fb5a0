"""Drawings (SVG) read within bounds: of their elements and attributes what draws, by lists of what is known to draw.

What a design program notes for itself is left out; what runs, loads, embeds or animates is refused, and so are more
elements, or deeper ones, than a logo is worth.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree

from guide.loading.logos.rules import LogoError

MAX_DEPTH = 40
"""Elements within elements, references followed: with a thousand the typesetter's process dies."""
MAX_ELEMENTS = 3_000
"""Elements, references followed."""
MAX_NUMBER = 1_000_000
NAMESPACE = "http://www.w3.org/2000/svg"
_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PREFIXED = f"{{{NAMESPACE}}}"
# What design programs note for themselves stands in namespaces of their own.
_NOTES = tuple(
    "{" + begin
    for begin in (
        "http://www.inkscape.org/", "http://sodipodi.sourceforge.net/", "http://ns.adobe.com/", "http://purl.org/dc/",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://creativecommons.org/", "http://web.resource.org/cc/",
        "http://www.bohemiancoding.com/", "https://www.bohemiancoding.com/", "http://www.serif.com/", "http://www.corel.com/",
        "http://www.figma.com/", "https://www.figma.com/", "https://boxy-svg.com", "http://vectornator.io",
    )
)  # fmt: skip
_NO_DRAWING = {_PREFIXED + name for name in ("metadata", "title", "desc")}
# Drawing only: nothing that runs, loads, animates or embeds.
_ELEMENTS = frozenset((
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "defs", "linearGradient",
    "radialGradient", "stop", "clipPath", "mask", "symbol", "use", "text", "tspan",
))  # fmt: skip
_TEXTS = ("text", "tspan")
_UNPRINTABLE = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
"""Categories of characters that no font shows."""
# An escape would hide `url(` from this look, and from no browser.
_LOADS = re.compile(r"url\((?!\s*['\"]?#)|image-set|image\(|cross-fade|src\(|javascript:|\\", re.IGNORECASE)
REFERENCE = re.compile(r"url\(\s*(['\"]?)#([^'\")]*?)\s*\1\s*\)", re.IGNORECASE)

_NEVER_NEGATIVE = frozenset(("width", "height", "r", "rx", "ry", "fr", "stroke-width", "stroke-dasharray", "font-size"))
_NUMBERS = _NEVER_NEGATIVE | frozenset((
    "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "fx", "fy", "dx", "dy", "rotate", "offset", "points", "d", "textLength",
    "transform", "gradientTransform", "viewBox", "stroke-dashoffset", "stroke-miterlimit", "letter-spacing",
    "word-spacing", "baseline-shift", "transform-origin",
))  # fmt: skip
_STYLES = frozenset((
    "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-linecap", "stroke-linejoin",
    "stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset", "opacity", "color", "stop-color", "stop-opacity",
    "clip-path", "clip-rule", "mask", "mask-type", "display", "visibility", "overflow", "font-family", "font-size",
    "font-style", "font-weight", "font-stretch", "font-variant", "letter-spacing", "word-spacing", "text-anchor",
    "text-decoration", "dominant-baseline", "alignment-baseline", "baseline-shift", "direction", "unicode-bidi",
    "paint-order", "shape-rendering", "text-rendering", "color-interpolation", "mix-blend-mode",
    "isolation", "transform", "transform-origin",
))  # fmt: skip
_ATTRIBUTES = _NUMBERS | _STYLES | frozenset((
    "gradientUnits", "spreadMethod", "clipPathUnits", "maskUnits", "maskContentUnits", "preserveAspectRatio", "lengthAdjust",
))  # fmt: skip
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
SHOWN = 40
"""Characters of a value that a message quotes at most."""


@dataclass
class Element:
    """One element, with what draws of its attributes."""

    name: str
    attributes: dict[str, str]
    style: dict[str, str]
    """What stood in its attribute `style`."""
    id: str | None
    inside: list[Element | str] = field(default_factory=list)

    def properties(self) -> Iterator[tuple[str, str]]:
        """Yields the names and values of its attributes and of its style."""
        yield from self.attributes.items()
        yield from self.style.items()

    def texts(self) -> Iterator[str]:
        """Yields what is written in it, and in all that is in it."""
        for one in self.inside:
            if isinstance(one, str):
                yield one
            else:
                yield from one.texts()

    def below(self) -> Iterator[Element]:
        """It, and all that are in it, in the order of the file."""
        yield self
        for one in self.elements():
            yield from one.below()

    def elements(self) -> Iterator[Element]:
        """Returns the elements that lie directly in this one."""
        return (one for one in self.inside if isinstance(one, Element))


# --------------------------------------------------------------------------------------------------
# Reading


def read_svg(text: str) -> Element:
    """Returns the drawing's elements. Raises LogoError for what is not valid, doesn't belong in a logo, or has no bounds."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise LogoError("has a document type, expected a plain SVG; export it without")
    if "<?xml-stylesheet" in text:
        raise LogoError("has a style sheet of its own, expected a plain SVG; export it without")
    target = _Target()
    parser = ElementTree.XMLParser(target=target)  # noqa: S314 - entities are refused above
    try:
        parser.feed(text)
        parser.close()
    except ElementTree.ParseError as error:
        raise LogoError(f"is not valid SVG: {error}") from None
    if target.root is None:
        raise LogoError("is not an SVG drawing")
    return target.root


class _Target:
    """Takes the parser's events, and refuses as soon as something is amiss."""

    def __init__(self) -> None:
        self.root: Element | None = None
        self._open: list[Element | None] = []
        """The elements that have begun; None for those that are left out."""
        self._count = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._count += 1
        if self._count > MAX_ELEMENTS:
            raise too_much("elements", MAX_ELEMENTS)
        if len(self._open) >= MAX_DEPTH:
            raise too_deep()
        if not self._open and tag != _PREFIXED + "svg":
            raise LogoError("is not an SVG drawing")
        above = self._open[-1] if self._open else None
        is_no_drawing = tag in _NO_DRAWING or tag.startswith(_NOTES) or (bool(self._open) and above is None)
        element = None if is_no_drawing else _element(tag, attributes)
        self._open.append(element)
        if element is not None:
            if above is None:
                self.root = element
            else:
                above.inside.append(element)

    def end(self, _tag: str) -> None:
        self._open.pop()

    def data(self, text: str) -> None:
        within = self._open[-1] if self._open else None
        if within is not None and within.name in _TEXTS:
            if character := next(
                (one for one in text if unicodedata.category(one) in _UNPRINTABLE and one not in "\t\n"), None
            ):
                raise LogoError(
                    f"has U+{ord(character):04X} in a text, expected printable characters; convert its texts to outlines"
                )
            within.inside.append(text)

    def close(self) -> None:
        """Nothing is left to do."""


def _element(tag: str, attributes: Mapping[str, str]) -> Element:
    name = tag.removeprefix(_PREFIXED)
    if tag == _PREFIXED + "style":
        raise LogoError(
            "colours its shapes by a style sheet (<style>), expected each shape to carry its own colours; "
            "export it with styling “presentation attributes” in place of “internal CSS”, or as PNG"
        )
    if name not in _ELEMENTS:
        raise LogoError(
            f"contains <{name.rpartition('}')[2][:SHOWN]}>, expected shapes and text only; export a plain SVG"
        )
    element = Element(name, {}, {}, attributes.get("id"))
    for key, value in attributes.items():
        plain = "href" if key == _XLINK_HREF else key
        if plain.lower().startswith("on") or (plain == "href" and not value.startswith("#")):
            raise _loads(plain, value)
        if plain == "href":
            if key == "href" or "href" not in element.attributes:  # the newer of the two, where both stand there
                element.attributes["href"] = value[1:]
        elif key == "style":
            element.style.update(_declarations(value))
        elif key == _XML_SPACE and value == "preserve":
            element.attributes["xml:space"] = value
        elif key in _ATTRIBUTES:
            _check(name, key, value)
            element.attributes[key] = value
    return element


def _declarations(style: str) -> Iterator[tuple[str, str]]:
    """Yields the properties of an attribute `style` that draw."""
    if _LOADS.search(style) or "/*" in style:
        raise _loads("style", style)
    for declaration in style.split(";"):
        name, colon, value = declaration.partition(":")
        name, value = name.strip().lower(), value.strip()
        if colon and name in _STYLES and value and not set(value) & set("{}<>@"):
            _check("style", name, value)
            yield name, value


def _check(element: str, name: str, value: str) -> None:
    """Raises LogoError where a value loads something, or where a number in it is out of bounds."""
    if _LOADS.search(value):
        raise _loads(name, value)
    if name not in _NUMBERS:
        return
    for number in NUMBER.findall(value):
        if abs(float(number)) > MAX_NUMBER:
            raise LogoError(
                f"has the number {number[:SHOWN]} in {name}, expected at most {MAX_NUMBER:,}; draw it at a usual size"
            )
        if name in _NEVER_NEGATIVE and float(number) < 0:
            raise LogoError(f"has {name}={value[:SHOWN]!r} in <{element}>, expected no number below 0; correct it")


def _loads(name: str, value: str) -> LogoError:
    return LogoError(f"has {name}={value[:SHOWN]!r}, which runs or loads something; export a plain SVG")


def too_much(what: str, most: int) -> LogoError:
    """Returns the error for a drawing of more than `most` of something."""
    return LogoError(
        f"comes to more than {most:,} {what} when its references are followed, expected at most that many; simplify it, or export it as PNG"
    )


def too_deep() -> LogoError:
    """Returns the error for a drawing that is nested too deep."""
    return LogoError(f"is nested more than {MAX_DEPTH} levels deep, expected fewer; ungroup it, or export it as PNG")
