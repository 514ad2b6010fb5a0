"""QR codes into a finished PDF.

Where a code leads differs from buyer to buyer, and would make the first page of every stage another one for every buyer,
to be laid out, written and compressed anew. So templates set a stand-in for the picture, and an address that stands for
the code; what they stand for is put in their places here.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from math import isqrt
from typing import Any, cast

import zxingcpp

from guide.handout.pdf.images import GREY, Picture
from guide.handout.pdf.objects import Objects

_SCHEME = "guide-code:"
_STANDS_FOR = re.compile(rb"/(?P<key>URI|Contents|Alt)\(guide-code:(?P<name>[^()\\]*)\)")
_FINENESS = 8
"""Pixels along a module's side, so that a viewer that smooths pictures leaves its edges sharp; as many as bits in a byte."""


@dataclass(frozen=True)
class Code:
    """Where a QR code leads, and what it is to who can't see it."""

    address: str
    alt: str

    def picture(self) -> Picture:
        """The code without the quiet zone around it; a tenth of it may be illegible."""
        drawn = zxingcpp.create_barcode(self.address, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
        image = zxingcpp.write_barcode_to_image(drawn, scale=1, add_quiet_zones=False)
        modules = memoryview(cast(Any, image)).tobytes()  # a buffer, which its type does not tell
        side = isqrt(len(modules))
        # A row of greys, 0 for dark and 255 for light, is one of bits as well, eight for each module.
        rows = b"".join((b"\0" + modules[at : at + side]) * _FINENESS for at in range(0, len(modules), side))
        size = side * _FINENESS
        return Picture(width=size, height=size, bits=1, kind=GREY, palette=b"", rows=zlib.compress(rows))


def stands_for(name: str) -> str:
    """The address and the alternative text of the code by that name, until the PDF is finished."""
    return _SCHEME + name


def lead(objects: Objects, codes: Mapping[str, Code]) -> None:
    """Gives the links and pictures that stand for codes their addresses and alternative texts.

    Raises KeyError for a code that is not among `codes`.
    """

    def meant(found: re.Match[bytes]) -> bytes:
        code = codes[found["name"].decode()]
        if found["key"] == b"URI":
            return b"/URI(%b)" % re.sub(rb"[()\\]", rb"\\\g<0>", code.address.encode())
        words = code.alt if found["key"] == b"Alt" else code.address
        return b"/%b<FEFF%b>" % (found["key"], words.encode("utf-16-be").hex().encode())

    for number, written in objects.holding(b"(guide-code:"):
        objects[number] = _STANDS_FOR.sub(meant, written)
