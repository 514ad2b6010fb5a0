"""Drawings (SVG) written anew: what draws, sized, in UTF-8, and nothing beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from guide.loading.logos.svg import NAMESPACE, REFERENCE, Element, read_svg
from guide.loading.logos.svg_bounds import PAINTS, named_elements, refuse_costly, size_of
from guide.loading.logos.svg_encoding import svg_text


def clean_svg(data: bytes) -> tuple[bytes, str]:
    """The drawing written anew, in UTF-8, sized and without metadata; and its texts. Raises LogoError."""
    root = read_svg(svg_text(data))
    size = size_of(root)
    names = named_elements(root)
    refuse_costly(root, names)
    ids = {id(element): f"a{number}" for number, element in enumerate(names.values())}
    return _written(root, size, ids, names), " ".join(root.texts())


def _written(root: Element, size: tuple[float, float], ids: Mapping[int, str], names: Mapping[str, Element]) -> bytes:
    width, height = (f"{side:.6g}" for side in size)
    root.attributes |= {"width": width, "height": height}
    for gone in ("x", "y", "transform"):
        root.attributes.pop(gone, None)
    given = {name: ids[id(element)] for name, element in names.items()}
    return "".join(_parts(root, ids, given, f' xmlns="{NAMESPACE}"')).encode()


def _parts(element: Element, ids: Mapping[int, str], given: Mapping[str, str], more: str = "") -> Iterator[str]:
    href = element.attributes.get("href")
    if element.name == "use" and href not in given:  # it would show nothing
        return
    yield f"<{element.name}{more}"
    if id(element) in ids:
        yield f' id="{ids[id(element)]}"'
    for name, value in element.attributes.items():
        if name == "href":
            if value in given:
                yield f' href="#{given[value]}"'
        elif (led := _led(name, value, given)) is not None:
            yield f" {name}={quoteattr(led)}"
    style = [(name, _led(name, value, given)) for name, value in element.style.items()]
    if declared := ";".join(f"{name}:{value}" for name, value in style if value is not None):
        yield f" style={quoteattr(declared)}"
    yield ">"
    for one in element.inside:
        if isinstance(one, str):
            yield escape(one)
        else:
            yield from _parts(one, ids, given)
    yield f"</{element.name}>"


def _led(name: str, value: str, given: Mapping[str, str]) -> str | None:
    """The value with the new ids in it; None where it refers to nothing, and so has no effect."""
    lost = any(found[2] not in given for found in REFERENCE.finditer(value))
    if lost:
        rest = REFERENCE.sub("", value).strip()
        return (rest or "none") if name in PAINTS else None
    return REFERENCE.sub(lambda found: f"url(#{given[found[2]]})", value)
