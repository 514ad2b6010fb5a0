"""The pages that named destinations of a PDF lie on (ISO 32000-1, 7.7.3 and 12.3.2.3), for PDFs as Typst writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from guide.handout.pdf.objects import Objects

_KIDS = re.compile(rb"/Kids\[(?P<kids>[\d R]*)\]")
_REFERENCE = re.compile(rb"(\d+) 0 R")
_NAMES = b"/Names["


def pages_of_names(objects: Objects, names: Iterable[str]) -> dict[str, int]:
    """For each of `names` the number of the page that it lies on, from 1.

    Raises ValueError for a name that the PDF does not have.
    """
    pdf = objects.body
    order = {page: number for number, page in enumerate(_page_objects(objects), 1)}
    start = pdf.rfind(_NAMES)
    table = pdf[start : pdf.index(b"]", start)] if start >= 0 else b""
    pages: dict[str, int] = {}
    for name in names:
        found = re.search(rb"\(%b\)(\d+) 0 R" % re.escape(name.encode()), table)
        if found is None:
            raise ValueError(f"the PDF has no destination {name}")
        page = _REFERENCE.search(objects[int(found[1])])
        if page is None or int(page[1]) not in order:
            raise ValueError(f"the destination {name} of the PDF lies on no page")
        pages[name] = order[int(page[1])]
    return pages


def _page_objects(objects: Objects) -> list[int]:
    """The objects of the pages, in their order."""
    for _, content in objects.holding(b"/Type/Pages"):
        kids = _KIDS.search(content)
        if kids:
            return [int(number) for number in _REFERENCE.findall(kids["kids"])]
    raise ValueError("the PDF has no list of its pages")
