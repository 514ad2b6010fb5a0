"""Pixels: small PNG files without metadata, redactions burnt in, and where a picture shows writing."""

from __future__ import annotations

import io
import math
import re
import struct
import warnings
import zlib
from collections.abc import Sequence
from itertools import groupby
from math import isqrt
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageOps, UnidentifiedImageError

from guide.core.files import UnreadableError, read_bytes
from guide.core.sizes import fitting_size
from guide.figures.store import MAX_BYTES, Box

MARGIN = 6
"""Round a redacted box, in CSS pixels: the blur that scaling leaves at an edge would tell what stands behind."""
REDACTED = (38, 38, 38)
_MAX_PIXELS = 60_000_000
_MAX_FILE = 100_000_000
"""Bytes of a file that is taken in: more than a picture of _MAX_PIXELS takes as a PNG in practice."""
_COLOURS = (256, 128, 64, 32)
_LEAST_WIDTH = 480
_SHRINK = 0.85
_CELL = 8
"""Side of the cells in which writing is looked for, in CSS pixels."""
_BUSY = 70
"""Share of edges in a cell, of 255, from which on it shows writing."""


class PictureError(ValueError):
    """A picture can't be used; the message says what was expected and what to do."""


def open_picture(path: Path) -> Image.Image:
    """Returns the picture in the PNG or JPEG file `path`: upright, opaque, and with nothing but its pixels."""
    try:
        content = read_bytes(path, _MAX_FILE)
    except UnreadableError as error:
        raise PictureError(str(error)) from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # smaller excesses are reported below
            with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as image:
                if image.width * image.height > _MAX_PIXELS:
                    raise PictureError(_too_many_pixels(image.width, image.height))
                return _flatten(ImageOps.exif_transpose(image))
    except Image.DecompressionBombError as error:  # which tells the number alone
        pixels = max(map(int, re.findall(r"\d+", str(error))))
        share = isqrt(_MAX_PIXELS * 10_000 // pixels)
        raise PictureError(
            f"{pixels:,} pixels, expected at most {_MAX_PIXELS:,}; make it smaller, {share} % of its width and height or less"
        ) from None
    except UnidentifiedImageError:
        raise PictureError("not a PNG or JPEG picture; save it as one of them") from None
    except (OSError, SyntaxError, ValueError, struct.error, zlib.error) as error:
        if isinstance(error, PictureError):
            raise
        raise PictureError(f"can't be read as a picture: {error}; save it anew as PNG") from None


def _too_many_pixels(width: int, height: int) -> str:
    fitting = " × ".join(map(str, fitting_size(width, height, _MAX_PIXELS)))
    return f"{width} × {height} pixels, expected at most {_MAX_PIXELS:,} in all; make it smaller, at most {fitting}"


def read_png(png: bytes) -> Image.Image:
    """Returns the picture in a PNG that a browser has taken."""
    with Image.open(io.BytesIO(png)) as image:
        return _flatten(image)


def _flatten(image: Image.Image) -> Image.Image:
    """Returns a new picture with the pixels of `image`, opaque RGB, that carries none of its metadata."""
    flat = Image.new("RGB", image.size, "white")
    if image.mode.startswith("I"):  # 16 bits a pixel: conversion would cut them off at 255, and all become white
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        flat.paste(image, mask=image.getchannel("A"))
    else:
        flat.paste(image.convert("RGB"))
    return flat


def small_png(image: Image.Image, redactions: Sequence[Box] = (), scale: float = 1) -> bytes:
    """Returns a PNG of at most MAX_BYTES with a palette and without metadata: the same bytes for the same pixels.

    `redactions` (CSS pixels, of which each is `scale` pixels) and MARGIN round them become areas of REDACTED.
    Raises PictureError if the picture stays too large with few colours.
    """
    areas = [_area(box, scale) for box in redactions]
    image = image.copy()
    for area in areas:
        ImageDraw.Draw(image).rectangle(area, fill=REDACTED)
    for colours in _COLOURS:
        png = _png(image, colours, areas)
        if len(png) <= MAX_BYTES:
            return png
    message = f"{len(png):,} bytes as a PNG with {_COLOURS[-1]} colours, expected at most {MAX_BYTES:,}"
    raise PictureError(f"{message}; crop it to the part that matters")


def still_png(image: Image.Image, redactions: Sequence[Box], width: int) -> tuple[bytes, tuple[int, int]]:
    """Returns a picture that is `width` CSS pixels wide as a small PNG: its bytes, and its size in pixels.

    A photograph becomes smaller until it fits. Raises PictureError if it then still does not.
    """
    while True:
        try:
            return small_png(image, redactions, image.width / width), image.size
        except PictureError:
            if image.width * _SHRINK < _LEAST_WIDTH:
                raise
            size = round(image.width * _SHRINK), round(image.height * _SHRINK)
            image = image.resize(size, Image.Resampling.LANCZOS)


def _area(box: Box, scale: float) -> tuple[int, int, int, int]:
    """Returns left, top, right, bottom, the last two included, in pixels."""
    x, y, width, height = box
    left, top = math.floor((x - MARGIN) * scale), math.floor((y - MARGIN) * scale)
    return left, top, math.ceil((x + width + MARGIN) * scale), math.ceil((y + height + MARGIN) * scale)


def _png(image: Image.Image, colours: int, areas: Sequence[tuple[int, int, int, int]]) -> bytes:
    if areas:
        # The last colour is theirs alone: a palette of few colours would blend them with what is like them.
        image = image.quantize(colours - 1, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        palette = (image.getpalette() or [])[: 3 * (colours - 1)]
        image.putpalette(palette + [0] * (3 * (colours - 1) - len(palette)) + list(REDACTED))
        for area in areas:
            ImageDraw.Draw(image).rectangle(area, fill=colours - 1)
    elif (present := image.getcolors(colours)) is None:
        image = image.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    else:  # few enough to keep each as it is
        image = image.convert(
            "P", palette=Image.Palette.ADAPTIVE, colors=max(len(present), 1), dither=Image.Dither.NONE
        )
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def find_writing(image: Image.Image, size: tuple[int, int]) -> tuple[Box, ...]:
    """Returns where a picture that is `size` CSS pixels large shows something fine, as writing does: boxes of whole cells.

    For pictures whose page is not at hand: writing has many edges in a small place, a line or a surface has few.
    """
    edges = image.convert("L").filter(ImageFilter.FIND_EDGES).point(lambda value: 255 if value > 60 else 0)
    grid = (max(size[0] // _CELL, 1), max(size[1] // _CELL, 1))
    cells = edges.resize(grid, Image.Resampling.BOX).tobytes()
    wide, high = size[0] / grid[0], size[1] / grid[1]
    boxes: list[Box] = []
    for row in range(grid[1]):
        line = enumerate(cells[row * grid[0] : (row + 1) * grid[0]])
        for is_busy, run in groupby(line, lambda cell: cell[1] > _BUSY):
            if is_busy:
                columns = [column for column, _ in run]
                left, width = columns[0] * wide, len(columns) * wide
                boxes.append((round(left, 1), round(row * high, 1), round(width, 1), round(high, 1)))
    return tuple(boxes)
