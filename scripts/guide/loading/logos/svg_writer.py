"""Drawings (SVG) written anew: what draws, sized, in UTF-8, and nothing beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from guide.loading.logos.svg import NAMESPACE, REFERENCE, Element, read_svg
from guide.loading.logos.svg_bounds import PAINTS, reference_targets, refuse_costly, size_of
from guide.loading.logos.svg_encoding import svg_text


def clean_svg(data: bytes) -> tuple[bytes, str]:
    """Returns the drawing written anew, in UTF-8, sized and without metadata; and its texts. Raises LogoError."""
    root = read_svg(svg_text(data))
    size = size_of(root)
    names = reference_targets(root)
    refuse_costly(root, names)
    ids = {id(element): f"a{number}" for number, element in enumerate(names.values())}
    return _serialize(root, size, ids, names), " ".join(root.texts())


def _serialize(root: Element, size: tuple[float, float], ids: Mapping[int, str], names: Mapping[str, Element]) -> bytes:
    width, height = (f"{side:.6g}" for side in size)
    root.attributes |= {"width": width, "height": height}
    for name in ("x", "y", "transform"):
        root.attributes.pop(name, None)
    new_ids = {name: ids[id(element)] for name, element in names.items()}
    return "".join(_parts(root, ids, new_ids, f' xmlns="{NAMESPACE}"')).encode()


def _parts(element: Element, ids: Mapping[int, str], new_ids: Mapping[str, str], more: str = "") -> Iterator[str]:
    href = element.attributes.get("href")
    if element.name == "use" and href not in new_ids:  # it would show nothing
        return
    yield f"<{element.name}{more}"
    if id(element) in ids:
        yield f' id="{ids[id(element)]}"'
    for name, value in element.attributes.items():
        if name == "href":
            if value in new_ids:
                yield f' href="#{new_ids[value]}"'
        elif (new_value := _with_new_ids(name, value, new_ids)) is not None:
            yield f" {name}={quoteattr(new_value)}"
    style = [(name, _with_new_ids(name, value, new_ids)) for name, value in element.style.items()]
    if declarations := ";".join(f"{name}:{value}" for name, value in style if value is not None):
        yield f" style={quoteattr(declarations)}"
    yield ">"
    for one in element.inside:
        if isinstance(one, str):
            yield escape(one)
        else:
            yield from _parts(one, ids, new_ids)
    yield f"</{element.name}>"


def _with_new_ids(name: str, value: str, new_ids: Mapping[str, str]) -> str | None:
    """Returns the value with the new ids in it; None where it refers to nothing, and so has no effect."""
    is_dangling = any(match[2] not in new_ids for match in REFERENCE.finditer(value))
    if is_dangling:
        rest = REFERENCE.sub("", value).strip()
        return (rest or "none") if name in PAINTS else None
    return REFERENCE.sub(lambda match: f"url(#{new_ids[match[2]]})", value)
