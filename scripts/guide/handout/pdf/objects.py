"""The objects of a PDF, some of them replaced, others added, or only some of them kept (ISO 32000-1, 7.5).

For PDFs as Typst writes them: one table of cross-references, no object streams, nothing encrypted.
"""

from __future__ import annotations

import re
import sys
import zlib
from array import array
from bisect import bisect
from collections.abc import Collection, Iterator, Mapping, Sequence

_TRAILER = re.compile(rb"trailer\n<</Size \d+(?P<keys>.*)>>\nstartxref\n(?P<xref>\d+)\n%%EOF\s*\Z", re.DOTALL)
_TABLE = re.compile(rb"xref\n0 (?P<count>\d+)\n")
_IDENTIFIER = re.compile(rb"/ID\[\([^()]*\)\((?P<instance>[^()]*)\)\]")
_ENTRY = 20
"""Bytes of an entry of the table."""
_THERE, _FREE = 1 << 56, 65535
"""Of an entry of the table as it is written: a byte says whether there is such an object, five where it begins, two its generation.
Free numbers need not be in a list of their own (7.5.4)."""
_END = b"\nendobj\n"


class Objects:
    """By number, without the lines that begin and end them: `objects[7] = b"null"`."""

    def __init__(self, body: bytes, starts: Sequence[int], trailer: bytes) -> None:
        """`body` is a PDF as far as objects go, `starts` where in it each of them begins, by number, and 0 for those that there
        are not; `trailer` holds the trailer's keys but for the size of the table."""
        self.body = body
        self.trailer = trailer
        self._starts = list(starts)
        self._order = [*sorted(starts), len(body)]
        self._patches: Sequence[tuple[int, bytes]] = ()
        self._contents: dict[int, bytes] = {}

    @classmethod
    def read(cls, pdf: bytes) -> Objects:
        """Those of a whole PDF. Raises ValueError if it is not written as expected."""
        trailer = _TRAILER.search(pdf, max(len(pdf) - 2000, 0))
        table = trailer and _TABLE.match(pdf, int(trailer["xref"]))
        if trailer is None or table is None or trailer.start() - table.end() != _ENTRY * int(table["count"]):
            raise ValueError("the PDF does not end in a table of cross-references and a trailer")
        entries = pdf[table.end() : trailer.start()].splitlines()
        return cls(pdf[: table.start()], [int(entry[:10]) for entry in entries], trailer["keys"])

    def __getitem__(self, number: int) -> bytes:
        if number in self._contents:
            return self._contents[number]
        start, end = self._span(number)
        return self.body[start + len(_begin(number)) : end - len(_END)]

    def __setitem__(self, number: int, content: bytes) -> None:
        self._contents[number] = content

    def overwrite(self, patches: Sequence[tuple[int, bytes]]) -> None:
        """Writes each of `patches` over as many bytes as it has, from where it begins, in objects that are left alone else."""
        self._patches = patches

    def holding(self, content: bytes) -> Iterator[tuple[int, bytes]]:
        """The objects that hold `content`, in their order in the PDF, each with its number."""
        at = self.body.find(content)
        while at >= 0:  # many times as fast as a regular expression over all of the PDF
            opened = self.body.rindex(b" 0 obj\n", 0, at)
            number = int(self.body[self.body.rindex(b"\n", 0, opened) + 1 : opened])
            yield number, self[number]
            at = self.body.find(content, self.body.index(_END, at))

    def add(self, content: bytes) -> int:
        """The number of a new object."""
        number = len(self._starts)
        self._starts.append(0)
        self._contents[number] = content
        return number

    def referred(self, key: bytes) -> int:
        """The number of the object that the trailer names under that key. Raises ValueError if it names none."""
        found = re.search(rb"/%b (\d+) 0 R" % key, self.trailer)
        if found is None:
            raise ValueError(f"the trailer of the PDF has no {key.decode()}")
        return int(found[1])

    @property
    def identifier(self) -> bytes:
        """What tells this PDF from others. Raises ValueError if there is no such thing."""
        found = _IDENTIFIER.search(self.trailer)
        if found is None:
            raise ValueError("the trailer of the PDF has no identifier")
        return found["instance"]

    def excerpt(self, numbers: Collection[int], contents: Mapping[int, bytes], identifier: bytes) -> Objects:
        """The objects with those numbers alone, with `contents` in place of what some of them hold: for another PDF.

        They keep their numbers, so that nothing in them needs to be changed. They must stand in the order of their numbers,
        as they do in a PDF that Typst has just written.
        """
        body, starts = memoryview(self.body), [*self._starts, len(self.body)]
        parts: list[bytes | memoryview] = [body[: starts[1]]]
        moved = [0] * len(self._starts)
        at = starts[1]
        for run in _runs(numbers, contents):
            if run[0] in contents:
                part: bytes | memoryview = b"".join((_begin(run[0]), contents[run[0]], _END))
            else:
                part = body[starts[run[0]] : starts[run[-1] + 1]]
            distance = at - starts[run[0]]
            moved[run[0] : run[-1] + 1] = [start + distance for start in starts[run[0] : run[-1] + 1]]
            parts.append(part)
            at += len(part)
        return Objects(b"".join(parts), moved, self.trailer.replace(self.identifier, identifier))

    def to_bytes(self) -> bytes:
        """The PDF. New objects stand behind all others, so that nothing else moves; white space where old ones stood."""
        old = memoryview(self.body)
        parts: list[bytes | memoryview] = []
        at = 0
        replaced = [self._span(number) for number in self._contents if self._starts[number]]
        for start, new in sorted(
            [*self._patches, *((start, b" " * (end - start - 1) + b"\n") for start, end in replaced)]
        ):
            if start < at:
                raise ValueError("an object is replaced in which something is overwritten")
            parts += [old[at:start], new]
            at = start + len(new)
        parts.append(old[at:])
        starts, end = list(self._starts), len(self.body)
        for number, content in self._contents.items():
            starts[number] = end
            parts += [begin := _begin(number), content, _END]
            end += len(begin) + len(content) + len(_END)
        return b"".join((*parts, _ending([*starts, end], self.trailer)))

    def _span(self, number: int) -> tuple[int, int]:
        start = self._starts[number] if number < len(self._starts) else 0
        if not self.body.startswith(_begin(number), start):
            raise ValueError(f"the PDF has no object {number} where its table says")
        # From behind: a stream may be long.
        return start, self.body.rindex(_END, start, self._order[bisect(self._order, start)]) + len(_END)


def _runs(numbers: Collection[int], alone: Collection[int]) -> Iterator[range]:
    """`numbers` in their order, those that follow one another as one range; those in `alone` are ranges of their own."""
    start = end = 0
    for number in sorted(numbers):
        if number != end or number in alone or start in alone:
            if end > start:
                yield range(start, end)
            start = number
        end = number + 1
    yield range(start, end)


def _ending(starts: Sequence[int], trailer: bytes) -> bytes:
    """The table of where objects begin, as an object itself, the last of them (7.5.8), and what ends a PDF.

    As a list of lines it would take 20 bytes for each number, for those that are free as well: 100 kB.
    """
    entries = array("Q", [_THERE | start << 16 if start else _FREE for start in starts])
    if sys.byteorder == "little":
        entries.byteswap()
    packed = zlib.compress(entries, 1)
    return (
        b"%b<</Type/XRef/Size %d/W[1 5 2]%b/Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream%bstartxref\n%d\n%%%%EOF\n"
        % (
            _begin(len(starts) - 1),
            len(starts),
            trailer,
            len(packed),
            packed,
            _END,
            starts[-1],
        )
    )


def _begin(number: int) -> bytes:
    return b"%d 0 obj\n" % number


def stream(content: bytes) -> bytes:
    """What an object's stream holds, as it is compressed."""
    start = content.index(b"stream\n") + len(b"stream\n")
    return content[start : content.rindex(b"\nendstream")]
