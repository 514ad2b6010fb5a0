"""The objects of a finished PDF, some of them replaced and others added (ISO 32000-1, 7.5).

For PDFs as Typst writes them: one table of cross-references, no object streams, nothing encrypted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_TRAILER = re.compile(rb"trailer\n<</Size \d+(?P<keys>.*)>>\nstartxref\n(?P<xref>\d+)\n%%EOF\s*\Z", re.DOTALL)
_TABLE = re.compile(rb"xref\n0 \d+\n(?P<entries>(?:\d{10} \d{5} [fn][ \r]\n)*)(?=trailer\n)")
_ENTRY = 20
"""Bytes of an entry of the table."""
_END = b"\nendobj\n"


class Objects:
    """By number, without the lines that begin and end them: `objects[7] = b"null"`."""

    def __init__(self, pdf: bytes) -> None:
        """Raises ValueError if the PDF is not written as expected."""
        trailer = _TRAILER.search(pdf, max(len(pdf) - 2000, 0))
        table = trailer and _TABLE.match(pdf, int(trailer["xref"]))
        if trailer is None or table is None:
            raise ValueError("the PDF does not end in a table of cross-references and a trailer")
        self.pdf = pdf
        self._body_end = table.start()
        self._entries = bytearray(table["entries"])
        self._trailer = trailer["keys"]
        self._made: dict[int, bytes] = {}

    def __getitem__(self, number: int) -> bytes:
        if number in self._made:
            return self._made[number]
        start, end = self._span(number)
        return self.pdf[start + len(_begin(number)) : end - len(_END)]

    def __setitem__(self, number: int, content: bytes) -> None:
        self._made[number] = content

    def holding(self, written: bytes) -> Iterator[tuple[int, bytes]]:
        """The objects in which that is written, in their order in the PDF, each with its number."""
        at = self.pdf.find(written)
        while at >= 0:  # many times as fast as a regular expression over all of the PDF
            opened = self.pdf.rindex(b" 0 obj\n", 0, at)
            number = int(self.pdf[self.pdf.rindex(b"\n", 0, opened) + 1 : opened])
            yield number, self[number]
            at = self.pdf.find(written, self.pdf.index(_END, at))

    def add(self, content: bytes) -> int:
        """The number of a new object."""
        number = len(self._entries) // _ENTRY
        self._entries += b"0000000000 00000 n\r\n"
        self._made[number] = content
        return number

    def written(self) -> bytes:
        """The PDF. New objects stand behind all others, so that nothing else moves; white space where old ones stood."""
        body, entries = bytearray(self.pdf[: self._body_end]), bytearray(self._entries)
        for number, content in self._made.items():
            place = number * _ENTRY
            if int(entries[place : place + 10]):
                start, end = self._span(number)
                body[start:end] = b" " * (end - start - 1) + b"\n"
            entries[place : place + 10] = b"%010d" % len(body)
            body += _begin(number) + content + _END
        count = len(entries) // _ENTRY
        head, tail = b"xref\n0 %d\n" % count, b"trailer\n<</Size %d%b>>\nstartxref\n%d\n%%%%EOF\n"
        return b"".join((body, head, entries, tail % (count, self._trailer, len(body))))

    def _span(self, number: int) -> tuple[int, int]:
        start = int(self._entries[number * _ENTRY : number * _ENTRY + 10] or b"0")
        if not self.pdf.startswith(_begin(number), start):
            raise ValueError(f"the PDF has no object {number} where its table says")
        return start, self.pdf.index(_END, start) + len(_END)


def _begin(number: int) -> bytes:
    return b"%d 0 obj\n" % number
