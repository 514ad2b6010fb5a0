"""Buyers' logos: a PNG or SVG file → what is published of it, written anew within bounds.

The path of a file comes in; its pixels or shapes go out without metadata, scripts, links and whatever else may hide there,
or a LogoError says why it can't be a logo. It may import `guide.model` and `guide.core`.
"""

from guide.loading.logos.reader import read_logo
from guide.loading.logos.rules import LogoError

__all__ = ["LogoError", "read_logo"]
