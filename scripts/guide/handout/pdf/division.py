"""One PDF of several documents → PDFs of some of its pages (ISO 32000-1, 7.5 to 7.7, 12.3, 14.3 and 14.7).

Typst sets handbook and handout as one document: so fonts, a quarter of what a handout costs, are chosen, cut to size and compressed
once; and the card is a page of the handout. What they share goes into each PDF. A further buyer's three PDFs cost 35 of 225 ms of CPU
less by that in Chinese, and 15 of 230 in English. The price: handouts are up to 6 % larger, and a card of 0.12 MB has 0.45 in Chinese,
since it has all letters of the handbook.

Typst writes objects kind by kind, those of a kind in the order of pages, and numbers them in that order. So nearly all that
belongs to a document are a few runs of numbers, which are copied as they are.
"""

from __future__ import annotations

import base64
import hashlib
import re
from bisect import bisect
from collections.abc import Iterable
from dataclasses import dataclass, field

from guide.handout.pdf.objects import Objects

_REFERENCE = re.compile(rb"(\d+) 0 R")
_NAMED = re.compile(rb"\(([^()]*)\)(\d+) 0 R")
_NUMBERED = re.compile(rb"(\d+) (\d+) 0 R")
_DESTINATIONS, _IDS, _PARENTS = b"/Dests<</Names[", b"/IDTree<</Names[", b"/Nums["


@dataclass
class _Part:
    """What belongs to one document."""

    numbers: set[int] = field(default_factory=set)
    """Of its objects."""
    contents: dict[int, bytes] = field(default_factory=dict)
    """Of those that are not as they were."""


class Division:
    """A PDF of several documents, one behind the other.

    Every document but the first has destinations, whose names begin with its own name and a slash. In its own PDF they don't.
    Methods raise ValueError if the PDF is not written as expected, and so does making one.
    """

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._root, self._info = objects.referred(b"Root"), objects.referred(b"Info")
        self._catalog = objects[self._root]
        self._tree, self._outlines, self._structure, self._metadata = (
            _number(self._catalog, key) for key in (b"Pages", b"Outlines", b"StructTreeRoot", b"Metadata")
        )
        self._pages = _references(_list(objects[self._tree], b"/Kids["))
        order = {page: index for index, page in enumerate(self._pages)}
        self._places = {name: int(at) for name, at in _NAMED.findall(_list(self._catalog, _DESTINATIONS))}
        # In front of that which they are under, and all of them between the pages' tree and their own.
        self._items = {at: _number(objects[at], b"Dest") for at in range(self._tree + 1, self._outlines)}
        self._page_of = {
            at: order[_references(objects[at])[0]] for at in (*self._places.values(), *self._items.values())
        }
        structure = objects[self._structure]
        (self._document,) = _references(_list(structure, b"/K["))
        self._parents = {int(key): int(at) for key, at in _NUMBERED.findall(_list(structure, _PARENTS))}
        self._ids = _NAMED.findall(_list(structure, _IDS)) if _IDS in structure else []
        self._keys = _last_keys(objects[page] for page in self._pages)
        # Those at the top: an element comes behind all that it holds.
        self._elements = _references(_list(objects[self._document], b"/K["))

    def __len__(self) -> int:
        """How many pages it has."""
        return len(self._pages)

    def pages_before(self, name: str) -> int:
        """How many pages lie before the document by that name, which is not the first."""
        prefix = b"%b/" % name.encode()
        pages = [self._page_of[at] for place, at in self._places.items() if place.startswith(prefix)]
        if not pages:
            raise ValueError(f"the PDF has no destination in the {name}")
        return min(pages)

    def part(self, start: int, end: int, name: str = "") -> Objects:
        """Those of a PDF of the pages from `start` to before `end`, of the document by that name if it is not the first."""
        part = _Part({self._info})
        self._add_pages(part, start, end)
        self._add_places(part, b"%b/" % name.encode(), start, end)
        self._add_outline(part, start, end)
        self._add_structure(part, start, end)
        identifier = self._objects.identifier
        own = base64.b64encode(hashlib.sha256(b"%d %d %b" % (start, end, identifier)).digest()[:16])
        part.contents[self._metadata] = _described(self._objects[self._metadata], end - start, identifier, own)
        return self._objects.excerpt(part.numbers | part.contents.keys(), part.contents, own)

    def _add_pages(self, part: _Part, start: int, end: int) -> None:
        pages = self._pages[start:end]
        part.contents[self._tree] = b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(pages), _listed(pages))
        for page in pages:
            content = self._objects[page]
            part.numbers |= {page, _number(content, b"Contents")}
            if b"/Annots[" in content:
                part.numbers.update(_references(_list(content, b"/Annots[")))
            self._add_all(part, _number(content, b"Resources"))

    def _add_all(self, part: _Part, number: int) -> None:
        """Adds that object and all that it refers to."""
        if number not in part.numbers:
            part.numbers.add(number)
            for other in _references(self._objects[number].partition(b"stream\n")[0]):
                self._add_all(part, other)

    def _add_places(self, part: _Part, prefix: bytes, start: int, end: int) -> None:
        own = {name: at for name, at in self._places.items() if start <= self._page_of[at] < end}
        named = sorted((name.removeprefix(prefix), at) for name, at in own.items())
        part.contents[self._root] = _replaced(
            self._catalog, _DESTINATIONS, b"".join(b"(%b)%d 0 R" % one for one in named)
        )
        part.numbers.update(own.values())

    def _add_outline(self, part: _Part, start: int, end: int) -> None:
        own = {item: at for item, at in self._items.items() if start <= self._page_of[at] < end}
        part.numbers.update(own, own.values())
        top = [item for item in own if b"/Parent %d 0 R" % self._outlines in self._objects[item]]
        first, last = top[0], top[-1]
        outlines = b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>" % (first, last, len(top))
        part.contents[self._outlines] = outlines
        for item, neighbour in ((first, rb"/Prev \d+ 0 R"), (last, rb"/Next \d+ 0 R")):
            content = part.contents.get(item, self._objects[item])
            part.contents[item] = re.sub(neighbour, b"", content)

    def _add_structure(self, part: _Part, start: int, end: int) -> None:
        """Adds the elements of what stands on those pages."""
        # What belongs to the links of a page has keys in front of the page's own.
        keys = range(self._keys[start] + 1, self._keys[end] + 1)
        first, last = self._elements_before(start), self._elements_before(end)
        # Behind the lists of elements by page.
        below = self._elements[first - 1] if first else max(self._parents[key] for key in self._keys[1:])
        elements = range(below + 1, self._elements[last - 1] + 1)
        part.numbers.update(elements, (self._parents[key] for key in keys))
        structure = self._objects[self._structure]
        nums = b" ".join(b"%d %d 0 R" % (key, self._parents[key]) for key in keys)
        structure = _replaced(structure, _PARENTS, nums)
        if self._ids:
            ids = b"".join(b"(%b)%b 0 R" % (name, at) for name, at in self._ids if int(at) in elements)
            structure = _replaced(structure, _IDS, ids)
        part.contents[self._structure] = structure
        top = _listed(self._elements[first:last])
        part.contents[self._document] = _replaced(self._objects[self._document], b"/K[", top)

    def _elements_before(self, page: int) -> int:
        """How many elements at the top stand in front of that page."""
        if page == 0:
            return 0
        for before, key in zip(self._keys[page:], self._keys[page + 1 :], strict=False):
            if key != before:
                return bisect(self._elements, min(_references(self._objects[self._parents[key]])) - 1)
        return len(self._elements)


def _last_keys(pages: Iterable[bytes]) -> list[int]:
    """Under which the tree of parents has what stands on each page, with -1 in front; on an empty one, nothing more."""
    keys = [-1]
    for page in pages:
        found = re.search(rb"/StructParents (\d+)", page)
        keys.append(int(found[1]) if found else keys[-1])
    return keys


def _described(metadata: bytes, pages: int, old: bytes, new: bytes) -> bytes:
    """The metadata with that many pages, and with the identifier `new` in the place of `old`."""
    head, words = metadata.replace(old, new).split(b"stream\n", 1)
    words = re.sub(rb"(?<=<xmpTPg:NPages>)\d+", b"%d" % pages, words)
    length = len(words.removesuffix(b"\nendstream"))
    return re.sub(rb"/Length \d+", b"/Length %d" % length, head) + b"stream\n" + words


def _list(content: bytes, opening: bytes) -> bytes:
    """What stands in the list that begins with `opening`, which has no list in it."""
    start = content.index(opening) + len(opening)
    return content[start : content.index(b"]", start)]


def _replaced(content: bytes, opening: bytes, items: bytes) -> bytes:
    """`content` with `items` in the list that begins with `opening`."""
    start = content.index(opening) + len(opening)
    return content[:start] + items + content[content.index(b"]", start) :]


def _number(content: bytes, key: bytes) -> int:
    """Of the object that `content` names under that key."""
    found = re.search(rb"/%b (\d+) 0 R" % key, content)
    if found is None:
        raise ValueError(f"an object of the PDF has no {key.decode()}")
    return int(found[1])


def _references(content: bytes) -> list[int]:
    return [int(number) for number in _REFERENCE.findall(content)]


def _listed(numbers: Iterable[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)
