"""The running head, drawn once for all pages of a PDF.

It names the buyer, and so would make every page another one for every buyer, to be written and compressed anew. Typst
draws it on the contents alone; here it becomes a form that all the pages after them show (ISO 32000-1, 8.10), as an
artifact of pagination like the one it is taken from (14.8.2.2).
"""

from __future__ import annotations

import re
import zlib

from guide.pdf import Objects, stream

_PAGES = b"<</Type/Page/Resources "
_PAGE = re.compile(
    rb"<</Type/Page/Resources (?P<resources>\d+) 0 R/MediaBox\[(?P<box>[\d. ]+)\].*?/Contents (?P<contents>\d+) 0 R"
)
_HEAD = re.compile(rb"\s*(?P<opened>/Artifact<<[^<>]*/Subtype/Header[^<>]*>>BDC)")
_MARKED = re.compile(rb"\b(?:BDC|BMC|EMC)\b")
_NAME = b"/Head"


def head_all_pages(objects: Objects) -> None:
    """Gives the head of the pages that have one, which follow each other, to every later page.

    Raises ValueError if the PDF is not written as expected.
    """
    shown: tuple[int, int] | None = None
    past = False  # those that have one
    for number, written in objects.holding(_PAGES):
        page = _PAGE.match(written)
        if page is None:
            raise ValueError(f"page object {number} of the PDF is not written as expected")
        if not past:
            content = stream(objects[int(page["contents"])])
            headed = _HEAD.match(zlib.decompressobj().decompress(content, 200)) is not None
            if headed and shown is None:
                shown = _drawn(objects, page, zlib.decompress(content))
            past = shown is not None and not headed
        if past and shown is not None:
            _show(objects, number, page, *shown)
    if shown is None:
        raise ValueError("no page of the PDF has a head")


def _drawn(objects: Objects, page: re.Match[bytes], content: bytes) -> tuple[int, int]:
    """The numbers of the head as a form, and of the content that shows it."""
    opened = _HEAD.match(content)
    depth, end = 0, 0
    for mark in _MARKED.finditer(content):
        depth += -1 if mark[0] == b"EMC" else 1
        if depth == 0:
            end = mark.start()
            break
    if opened is None or not end:
        raise ValueError("the head of a page does not end")
    drawn = zlib.compress(content[opened.end() : end])
    form = objects.add(
        b"<</Type/XObject/Subtype/Form/BBox[%b]/Resources %b 0 R/Length %d/Filter/FlateDecode>>\nstream\n%b\nendstream"
        % (page["box"], page["resources"], len(drawn), drawn)
    )
    showing = b"%b\n%b Do\nEMC\n" % (opened["opened"], _NAME)
    return form, objects.add(b"<</Length %d>>\nstream\n%b\nendstream" % (len(showing), showing))


def _show(objects: Objects, number: int, page: re.Match[bytes], form: int, showing: int) -> None:
    contents, resources = page["contents"], int(page["resources"])
    objects[number] = objects[number].replace(
        b"/Contents %b 0 R" % contents, b"/Contents[%d 0 R %b 0 R]" % (showing, contents)
    )
    known = objects[resources]
    entry = b"%b %d 0 R" % (_NAME, form)
    if b"/XObject<<" in known:
        objects[resources] = known.replace(b"/XObject<<", b"/XObject<<" + entry, 1)
    else:
        objects[resources] = known.removesuffix(b">>") + b"/XObject<<" + entry + b">>>>"
