"""The objects of a finished PDF, some of them replaced and others added (ISO 32000-1, 7.5).

For PDFs as Typst writes them: one table of cross-references, no object streams, nothing encrypted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_TRAILER = re.compile(rb"trailer\n<</Size \d+(?P<keys>.*)>>\nstartxref\n(?P<xref>\d+)\n%%EOF\s*\Z", re.DOTALL)
_TABLE = re.compile(rb"xref\n0 (?P<count>\d+)\n")
_ENTRY = 20
"""Bytes of an entry of the table."""
_END = b"\nendobj\n"


class Objects:
    """By number, without the lines that begin and end them: `objects[7] = b"null"`."""

    def __init__(self, pdf: bytes, patches: Sequence[tuple[int, bytes]] = ()) -> None:
        """Each of `patches` is written over as many bytes as it has, from where it begins, in objects that are left alone else.

        Raises ValueError if the PDF is not written as expected.
        """
        trailer = _TRAILER.search(pdf, max(len(pdf) - 2000, 0))
        table = trailer and _TABLE.match(pdf, int(trailer["xref"]))
        if trailer is None or table is None or trailer.start() - table.end() != _ENTRY * int(table["count"]):
            raise ValueError("the PDF does not end in a table of cross-references and a trailer")
        self.pdf = pdf
        self._patches = patches
        self._body_end = table.start()
        self._entries = bytearray(pdf[table.end() : trailer.start()])
        self._trailer = trailer["keys"]
        self._contents: dict[int, bytes] = {}

    def __getitem__(self, number: int) -> bytes:
        if number in self._contents:
            return self._contents[number]
        start, end = self._span(number)
        return self.pdf[start + len(_begin(number)) : end - len(_END)]

    def __setitem__(self, number: int, content: bytes) -> None:
        self._contents[number] = content

    def holding(self, content: bytes) -> Iterator[tuple[int, bytes]]:
        """The objects that hold `content`, in their order in the PDF, each with its number."""
        at = self.pdf.find(content)
        while at >= 0:  # many times as fast as a regular expression over all of the PDF
            opened = self.pdf.rindex(b" 0 obj\n", 0, at)
            number = int(self.pdf[self.pdf.rindex(b"\n", 0, opened) + 1 : opened])
            yield number, self[number]
            at = self.pdf.find(content, self.pdf.index(_END, at))

    def add(self, content: bytes) -> int:
        """The number of a new object."""
        number = len(self._entries) // _ENTRY
        self._entries += b"0000000000 00000 n\r\n"
        self._contents[number] = content
        return number

    def to_bytes(self) -> bytes:
        """The PDF. New objects stand behind all others, so that nothing else moves; white space where old ones stood."""
        old = memoryview(self.pdf)
        parts: list[bytes | memoryview] = []
        at = 0
        moved = [self._span(number) for number in self._contents if self._start(number)]
        for start, new in sorted(
            [*self._patches, *((start, b" " * (end - start - 1) + b"\n") for start, end in moved)]
        ):
            if start < at:
                raise ValueError("an object is replaced in which something is overwritten")
            parts += [old[at:start], new]
            at = start + len(new)
        parts.append(old[at : self._body_end])
        entries, end = bytearray(self._entries), self._body_end
        for number, content in self._contents.items():
            entries[number * _ENTRY : number * _ENTRY + 10] = b"%010d" % end
            parts += [begin := _begin(number), content, _END]
            end += len(begin) + len(content) + len(_END)
        count = len(entries) // _ENTRY
        tail = b"trailer\n<</Size %d%b>>\nstartxref\n%d\n%%%%EOF\n" % (count, self._trailer, end)
        return b"".join((*parts, b"xref\n0 %d\n" % count, entries, tail))

    def _start(self, number: int) -> int:
        """Where an object begins; 0 for one that is new."""
        return int(self._entries[number * _ENTRY : number * _ENTRY + 10] or b"0")

    def _span(self, number: int) -> tuple[int, int]:
        start = self._start(number)
        if not self.pdf.startswith(_begin(number), start):
            raise ValueError(f"the PDF has no object {number} where its table says")
        return start, self.pdf.index(_END, start) + len(_END)


def _begin(number: int) -> bytes:
    return b"%d 0 obj\n" % number


def stream(content: bytes) -> bytes:
    """What an object's stream holds, as it is compressed."""
    start = content.index(b"stream\n") + len(b"stream\n")
    return content[start : content.rindex(b"\nendstream")]
