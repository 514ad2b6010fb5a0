"""Logos of many kinds, and what may become of them: seeded mutations of drawings and of PNG files."""

from __future__ import annotations

import random
import re
import struct
import zlib
from collections.abc import Iterator

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 50">{}</svg>'
DRAWINGS = (
    "<path d='M1 1h7v7c1 2 3-4 5 6s-1 2 3 4q1 1 2 2t3 3A4 5 6 0 1 7 8z' fill='#123456' stroke='red' stroke-width='.5'/>",
    "<defs><linearGradient id='g' x1='0' y2='1'><stop offset='0' stop-color='#fff'/><stop offset='1'/></linearGradient>"
    "<radialGradient id='h' xlink:href='#g' r='50%' gradientTransform='rotate(20)'/></defs>"
    "<g fill='url(#g)' transform='translate(3 4) scale(2)'><rect width='9' height='5' rx='1'/><circle r='3' fill='url(#h)'/></g>",
    "<defs><clipPath id='c'><circle cx='9' cy='9' r='8'/></clipPath><mask id='m'><rect width='40' height='40' fill='#fff' "
    "opacity='.5'/></mask></defs><g clip-path=\"url('#c')\"><polygon points='0,0 50,0 50,50' mask='url(#m)'/></g>",
    "<symbol id='s' viewBox='0 0 9 9'><ellipse rx='4' ry='3'/></symbol><use href='#s' x='9' width='20' height='20'/>"
    "<use xlink:href='#s' style='fill:blue;opacity:.4'/><line x2='90' y2='40' stroke='#000' stroke-dasharray='5 2'/>",
    "<text x='3' y='20' font-size='12' font-family='Arial, sans-serif'>Acme <tspan dx='2' font-weight='bold'>茶</tspan></text>"
    "<polyline points='1 2 3 4 5 6' style='fill:none;stroke:#e1e100'/><svg x='4' width='9' height='9' viewBox='0 0 1 1'/>",
)
"""What may stand in SVG."""
_TOKENS = (
    "-5", "0", "1e9", "1e-9", "1e999", "nan", "99999999", "-1e6", "1000000", "0.0001", "%", "url(#g)", "url(#m)", "url(#zz)",
    "href='#s'", "<g>", "</g>", "<use href='#g'/>", "<use href='#m'/>", "<tspan>", "<mask id='m'>", "</mask>", "<text>",
    "</text>", "mask='url(#m)'", "clip-path='url(#c)'", "id='s'", "transform='scale(0)'", "transform='skewX(90)'", "&#0;",
    "viewBox='0 0 0 0'", "width='-1'", "&amp;", "\u200b", "\ufeff", "\ud7ff", "<!--", "-->", "stroke-dasharray='.01'", "]]>",
    "<svg width='0'>", "display='none'", "opacity='.5'", "style='mix-blend-mode:multiply'", "font-size='0'", "A1 1 0 1 1 1 1",
    "preserveAspectRatio='none'", "gradientUnits='userSpaceOnUse'", "<stop/>", "matrix(0 0 0 0 0 0)", "\U0001f343", "q",
)  # fmt: skip


def drawing(rng: random.Random) -> bytes:
    """A drawing that has been changed in a few places."""
    text = SVG.format("".join(rng.choices(DRAWINGS, k=rng.randint(1, 3))))
    for _ in range(rng.choice((1, 1, 2, 3, 6))):
        place, length = rng.randrange(len(text)), rng.choice((1, 2, 8, 40))
        kind = rng.randrange(7)
        if kind == 0:  # something else in the place of a number
            numbers = list(re.finditer(r"[-+.\d]+", text))
            found = rng.choice(numbers)
            text = text[: found.start()] + rng.choice(_TOKENS[:10]) + text[found.end() :]
        elif kind == 1:
            text = text[:place] + rng.choice(_TOKENS) + text[place:]
        elif kind == 2:
            ends = [found.end() for found in re.finditer(r"[\s>](?=[\w<])", text)]
            place = rng.choice(ends)
            text = text[:place] + rng.choice(_TOKENS) + " " + text[place:]
        elif kind == 3:
            text = text[:place] + text[place + length :]
        elif kind == 4:
            text = text[:place] + text[place : place + length] * rng.choice((2, 3, 50)) + text[place + length :]
        elif kind == 5:
            other = rng.randrange(len(text))
            text = text[:place] + text[other : other + length] + text[place + length :]
        else:
            text = text[:place] + chr(rng.choice((rng.randrange(32, 127), rng.randrange(0x500)))) + text[place + 1 :]
    data = text.encode("utf-8", "surrogatepass")
    if rng.random() < 0.1:
        place = rng.randrange(len(data))
        data = data[:place] + rng.randbytes(rng.randint(1, 4)) + data[place + 1 :]
    return data


_NUMBERS = ("0", "1", "9", "50%", ".5", "1e-7", "200", "9999", "40", "7", "1e6", "12", "3mm", "20", "-3", "")
_ELEMENTS = {
    "g": (), "path": ("d",), "rect": ("x", "y", "width", "height", "rx", "ry"), "circle": ("cx", "cy", "r"),
    "ellipse": ("cx", "cy", "rx", "ry"), "line": ("x1", "y1", "x2", "y2"), "polyline": ("points",), "polygon": ("points",),
    "defs": (), "clipPath": ("clipPathUnits",), "mask": ("x", "y", "width", "height", "maskUnits"),
    "linearGradient": ("x1", "x2", "gradientUnits", "gradientTransform", "href"),
    "radialGradient": ("r", "fx", "fr", "spreadMethod", "href"), "stop": ("offset", "stop-color", "stop-opacity"),
    "symbol": ("viewBox", "preserveAspectRatio"), "use": ("href", "x", "width", "height"), "svg": ("viewBox", "width"),
    "text": ("x", "dx", "rotate", "textLength", "font-size", "letter-spacing"), "tspan": ("dy", "baseline-shift"),
}  # fmt: skip
_EVERYWHERE = (
    "fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-dashoffset", "stroke-miterlimit", "opacity", "mask",
    "clip-path", "transform", "display", "font-size", "mix-blend-mode", "paint-order", "stroke-linejoin", "overflow",
)  # fmt: skip
_WORDS: dict[str, tuple[str, ...]] = {
    "gradientUnits": ("userSpaceOnUse", "objectBoundingBox"), "clipPathUnits": ("objectBoundingBox",), "display": ("none", "block"),
    "maskUnits": ("userSpaceOnUse",), "spreadMethod": ("repeat", "reflect"), "mix-blend-mode": ("multiply", "screen"),
    "preserveAspectRatio": ("none", "xMidYMid slice"), "paint-order": ("stroke",), "stroke-linejoin": ("round", "miter"),
    "overflow": ("visible", "hidden"), "stop-color": ("red", "#e1e100"),
}  # fmt: skip


def invented(rng: random.Random) -> bytes:
    """A well-formed drawing of anything in anything."""

    def value(name: str) -> str:
        def number() -> str:
            return rng.choice(_NUMBERS[: rng.choice((14, 14, 14, 14, 16))])

        if name in ("fill", "stroke"):
            return rng.choice(("none", "red", "#000", "url(#n1)", "url(#n2) blue", "url(#n9)", "currentColor"))
        if name in ("mask", "clip-path"):
            return rng.choice(("none", "url(#n3)", "url(#n4)", "url('#n5')"))
        if name == "href":
            return f"#n{rng.randrange(9)}"
        if name == "d":
            return "M0 0" + "".join(
                rng.choice("LlHVhvCcSsQqTtAaZM") + " ".join(number() for _ in range(rng.randrange(9))) for _ in range(4)
            )
        if name in ("points", "viewBox", "dx", "rotate", "stroke-dasharray"):
            return " ".join(number() for _ in range(rng.choice((1, 2, 4, 4, 7))))
        if name.lower().endswith("transform"):
            made = (
                f"{kind}({' '.join(number() for _ in range(rng.choice((1, 2, 6))))})"
                for kind in ("scale", "rotate", "matrix", "skewX")
            )
            return "".join(rng.sample(list(made), rng.randint(1, 2)))
        return rng.choice(_WORDS.get(name, _NUMBERS[:14]))

    def element(depth: int) -> str:
        name = rng.choice(list(_ELEMENTS))
        names = [one for one in _ELEMENTS[name] if rng.random() < 0.8] + rng.sample(_EVERYWHERE, rng.randrange(3))
        given = "".join(f' {one}="{value(one)}"' for one in dict.fromkeys(names))
        inside = "".join(element(depth + 1) for _ in range(rng.randrange(4))) if depth < 6 else ""
        words = rng.choice(("Acme", "a b", "")) if name in ("text", "tspan") else ""
        return f'<{name} id="n{rng.randrange(9)}"{given}>{words}{inside}</{name}>'

    return SVG.format("".join(element(0) for _ in range(rng.randint(1, 4)))).encode()


def chunk(name: bytes, content: bytes) -> bytes:
    """A part of a PNG file, with its check sum."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png_file(*chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG file of those parts."""
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*one) for one in chunks)


def header(width: int, height: int, depth: int, kind: int, interlaced: int = 0) -> tuple[bytes, bytes]:
    """The first part of a PNG file."""
    return b"IHDR", struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, interlaced)


def raster(rng: random.Random) -> bytes:
    """A PNG file that has been changed in a few places, its check sums often right all the same."""
    depth, kind = rng.choice(((1, 0), (8, 0), (16, 0), (8, 2), (16, 2), (2, 3), (8, 3), (8, 4), (8, 6), (16, 6)))
    width, height, samples = rng.randint(1, 40), rng.randint(1, 40), {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[kind]
    row = (width * depth * samples + 7) // 8
    rows = b"".join(bytes([rng.randrange(5)]) + rng.randbytes(row) for _ in range(height))
    parts = [header(width, height, depth, kind, int(rng.random() < 0.1))]
    if kind == 3:
        parts.append((b"PLTE", rng.randbytes(3 * rng.choice((1, 2, 4, 4, 256)))))
    if rng.random() < 0.3:
        parts.append((b"tRNS", rng.randbytes(rng.choice((1, 2, 6)))))
    parts += [(b"tEXt", b"Author\0someone"), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    for _ in range(rng.randrange(3)):
        place = rng.randrange(len(parts))
        name, content = parts[place]
        kind = rng.randrange(5)
        if kind == 0 and content:
            at = rng.randrange(len(content))
            parts[place] = (name, content[:at] + bytes([rng.randrange(256)]) + content[at + 1 :])
        elif kind == 1:
            parts[place] = (name, content[: rng.randrange(len(content) + 1)])
        elif kind == 2:
            parts.insert(place, rng.choice(parts))
        elif kind == 3 and name == b"IDAT":
            parts[place] = (name, zlib.compress(rows[: rng.randrange(len(rows))] + rng.randbytes(rng.randrange(9))))
        else:
            parts.pop(place)
        parts = parts or [(b"IEND", b"")]
    data = png_file(*parts)
    if rng.random() < 0.2:
        at = rng.randrange(len(data))
        data = data[:at] + rng.randbytes(1) + data[at + 1 :]
    return data


def mutations(seed: int, count: int) -> Iterator[tuple[str, bytes]]:
    """Names and contents of files, half of them drawings and half of them pictures."""
    for number in range(count):
        rng = random.Random(seed * 1_000_003 + number)  # noqa: S311 - repeatable, not secret
        if number % 2:
            yield f"{number}.png", raster(rng)
        else:
            yield f"{number}.svg", (invented if number % 4 else drawing)(rng)
