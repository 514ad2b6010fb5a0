"""QR codes into a finished PDF.

Where a code leads differs from buyer to buyer, and would make the first page of every stage another one for every buyer,
to be laid out, written and compressed anew. So templates set a stand-in for the picture, and an address that stands for
the code; what they stand for is put in their places here. A further handout saves 9 of 126 ms of CPU by that.
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
_STAND_IN = re.compile(rb"/(?P<key>URI|Contents|Alt)\(guide-code:(?P<name>[^()\\]*)\)")
_FINENESS = 8
"""Pixels along a module's side, so that a viewer that smooths pictures leaves its edges sharp; as many as bits in a byte."""


@dataclass(frozen=True)
class Code:
    """Where a QR code leads, and what is read out to those who can't see it."""

    address: str
    alt: str

    def picture(self) -> Picture:
        """The code without the quiet zone around it; a tenth of it may be illegible."""
        barcode = zxingcpp.create_barcode(self.address, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
        image = zxingcpp.write_barcode_to_image(barcode, scale=1, add_quiet_zones=False)
        modules = memoryview(cast(Any, image)).tobytes()  # a buffer, which its type does not tell
        side = isqrt(len(modules))
        # A row of greys, 0 for dark and 255 for light, is one of bits as well, eight for each module.
        rows = b"".join((b"\0" + modules[at : at + side]) * _FINENESS for at in range(0, len(modules), side))
        size = side * _FINENESS
        return Picture(width=size, height=size, bits=1, kind=GREY, palette=b"", rows=zlib.compress(rows))


def stand_in_address(name: str) -> str:
    """The address and the alternative text of the code by that name, until the PDF is finished."""
    return _SCHEME + name


def point_codes(objects: Objects, codes: Mapping[str, Code]) -> None:
    """Gives the links and pictures that stand for codes their addresses and alternative texts.

    Raises KeyError for a code that is not among `codes`.
    """

    def replacement(stand_in: re.Match[bytes]) -> bytes:
        code = codes[stand_in["name"].decode()]
        if stand_in["key"] == b"URI":
            return b"/URI(%b)" % re.sub(rb"[()\\]", rb"\\\g<0>", code.address.encode())
        words = code.alt if stand_in["key"] == b"Alt" else code.address
        return b"/%b<FEFF%b>" % (stand_in["key"], words.encode("utf-16-be").hex().encode())

    for number, content in objects.holding(b"(guide-code:"):
        objects[number] = _STAND_IN.sub(replacement, content)
