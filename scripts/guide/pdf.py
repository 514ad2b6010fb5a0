"""A finished PDF with some of its bytes replaced, and its table of cross-references put right (ISO 32000-1, 7.5.4).

For PDFs as Typst writes them: one table, no object streams, nothing encrypted.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise
from typing import NamedTuple

_TRAILER = re.compile(rb"trailer\n<<.*>>\nstartxref\n(?P<xref>\d+)\n%%EOF\s*\Z", re.DOTALL)
_TABLE = re.compile(rb"xref\n0 \d+\n(?:\d{10} \d{5} [fn][ \r]\n)*(?=trailer\n)")
_OFFSET = re.compile(rb"\d{10}(?= \d{5} n)")


class Edit(NamedTuple):
    """Bytes to be replaced by others: within one object, or all of it."""

    start: int
    end: int
    by: bytes


def edited(pdf: bytes, edits: Iterable[Edit]) -> bytes:
    """`pdf` after `edits`, which must not overlap. Raises ValueError if it is not written as expected."""
    ordered = sorted(edits)
    if not ordered:
        return pdf
    trailer = _TRAILER.search(pdf, max(len(pdf) - 2000, 0))
    table = trailer and _TABLE.match(pdf, int(trailer["xref"]))
    if trailer is None or table is None:
        raise ValueError("the PDF does not end in a table of cross-references and a trailer")
    if any(before.end > after.start for before, after in pairwise(ordered)):
        raise ValueError("edits overlap")
    body = b"".join(_body(pdf, ordered, table.start()))
    end = re.sub(rb"(?<=\nstartxref\n)\d+", b"%d" % len(body), pdf[trailer.start() :])
    return b"".join((body, _moved(table[0], ordered), end))


def _body(pdf: bytes, edits: list[Edit], end: int) -> Iterator[bytes]:
    at = 0
    for edit in edits:
        yield pdf[at : edit.start]
        yield edit.by
        at = edit.end
    yield pdf[at:end]


def _moved(table: bytes, edits: list[Edit]) -> bytes:
    """The table with each object where it is now."""
    starts = [edit.start for edit in edits]
    shifts = [0, *accumulate(len(edit.by) - (edit.end - edit.start) for edit in edits)]
    offsets = map(int, _OFFSET.findall(table))
    # One formatting for thousands of entries: most of what editing costs.
    return _OFFSET.sub(b"%010d", table) % tuple(offset + shifts[bisect_left(starts, offset)] for offset in offsets)
