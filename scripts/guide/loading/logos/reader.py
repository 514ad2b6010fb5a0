"""The file of a buyer's logo → what is published of it, or why it can't be: a PNG or a drawing, written anew."""

from __future__ import annotations

import hashlib
from pathlib import Path

from guide.core.errors import shown_path
from guide.core.files import MissingError, TooLargeError, UnreadableError, read_bytes, resolve_links
from guide.loading.logos.png import read_png
from guide.loading.logos.rules import LogoError
from guide.loading.logos.svg_writer import clean_svg
from guide.model.buyer import Logo

MAX_BYTES = 200_000


def read_logo(logo: Path, folder: Path) -> Logo:
    """Returns the logo in the file `logo`, a PNG or a drawing-only SVG inside `folder`. Raises LogoError."""
    name = str(logo.relative_to(folder) if logo.is_relative_to(folder) else logo)
    if logo.suffix.lower() not in (".png", ".svg"):
        raise LogoError(f"{name} is neither a PNG nor an SVG file; save it as PNG or SVG")
    if resolve_links(folder) not in resolve_links(logo).parents:
        raise LogoError(
            f"{name} lies outside the buyer's folder, expected a file in {shown_path(folder)}/; move it there"
        )
    try:
        data = read_bytes(logo, MAX_BYTES)
    except MissingError:
        raise LogoError(f"no file {name} in {shown_path(folder)}/; put it there, or delete logo:") from None
    except TooLargeError as error:
        raise LogoError(f"{name} has {error.size:,} bytes, expected at most {MAX_BYTES:,}; make it smaller") from None
    except UnreadableError as error:
        raise LogoError(f"{name}: {error}") from None
    original = hashlib.sha256(data).hexdigest()
    try:
        if logo.suffix.lower() == ".png":
            return Logo("png", read_png(data).encode(), original)
        drawing, text = clean_svg(data)
        return Logo("svg", drawing, original, text)
    except LogoError as error:
        raise LogoError(f"{name} {error}") from None
