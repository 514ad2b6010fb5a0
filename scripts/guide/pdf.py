"""A finished PDF with some of its objects replaced (ISO 32000-1, 7.5.4).

For PDFs as Typst writes them: one table of cross-references, no object streams, nothing encrypted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_TRAILER = re.compile(rb"trailer\n<<.*>>\nstartxref\n(?P<xref>\d+)\n%%EOF\s*\Z", re.DOTALL)
_TABLE = re.compile(rb"(?P<head>xref\n0 \d+\n)(?P<entries>(?:\d{10} \d{5} [fn][ \r]\n)*)(?=trailer\n)")
_ENTRY = 20
"""Bytes of an entry of the table."""
_END = b"\nendobj\n"


def replaced(pdf: bytes, objects: Mapping[int, bytes]) -> bytes:
    """`pdf` with other `objects` under their numbers, each from `N 0 obj` to `endobj` and a line's end.

    They stand behind all the others, so that nothing else moves; where the old ones stood is white space.
    Raises ValueError if the PDF is not written as expected.
    """
    if not objects:
        return pdf
    trailer = _TRAILER.search(pdf, max(len(pdf) - 2000, 0))
    table = trailer and _TABLE.match(pdf, int(trailer["xref"]))
    if trailer is None or table is None:
        raise ValueError("the PDF does not end in a table of cross-references and a trailer")
    body, entries = bytearray(pdf[: table.start()]), bytearray(table["entries"])
    for number, made in objects.items():
        place = number * _ENTRY
        start = int(entries[place : place + 10] or b"0")
        if not pdf.startswith(b"%d 0 obj\n" % number, start):
            raise ValueError(f"the PDF has no object {number} where its table says")
        end = pdf.index(_END, start) + len(_END)
        body[start:end] = b" " * (end - start - 1) + b"\n"
        entries[place : place + 10] = b"%010d" % len(body)
        body += made
    end_of_file = re.sub(rb"(?<=\nstartxref\n)\d+", b"%d" % len(body), pdf[trailer.start() :])
    return b"".join((body, table["head"], entries, end_of_file))
