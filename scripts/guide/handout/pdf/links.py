"""Links from one place of a PDF to another.

In Typst, a link to a label makes whatever holds it wait for the pages to be numbered, and be laid out twice more. Without
that, a further handout saves 21 of 132 ms of CPU, a first one up to 140 of 670. So templates let such links go to addresses that need no waiting, and here they
are led to the headings with those labels, to which Typst gives named destinations (ISO 32000-1, 12.3.2.3). An address
is made as long as what takes its place, so that nothing in the PDF moves.
"""

from __future__ import annotations

from collections.abc import Mapping

_SCHEME = "guide:"
_TO, _CLOSED, _CONTENTS = b"/A<</Type/Action/S/URI/URI(guide:", b")>>", b"/Contents(guide:"
_NAMES = b"/Names["


def addresses(places: Mapping[str, str]) -> dict[str, str]:
    """For each place, what links to it are to go to; `places` gives a place's name to be read out."""
    return {place: _SCHEME + place + "!" * _filler(place, words) for place, words in places.items()}


def destinations(places: Mapping[str, str]) -> dict[bytes, tuple[bytes, bytes]]:
    """For each place, the parts of a link's annotation that lead to it and say what it is."""
    return {
        place.encode(): (b"/Dest(%s)" % place.encode(), b"/Contents<FEFF%s>" % words.encode("utf-16-be").hex().encode())
        for place, words in places.items()
    }


def link_patches(pdf: bytes, places: Mapping[bytes, tuple[bytes, bytes]]) -> list[tuple[int, bytes]]:
    """What leads every link of `pdf` to its place: bytes to be written over what stands there, each with where they begin.

    `places` comes from `destinations`.
    Raises ValueError for a link to a place that is not in the PDF, or one that is not written as expected.
    """
    patches: list[tuple[int, bytes]] = []
    # By address: what it says, and what is to be written in the two places.
    known: dict[bytes, tuple[bytes, bytes, bytes]] = {}
    at = pdf.find(_TO)
    while at >= 0:
        begins = at + len(_TO)
        closed = pdf.find(_CLOSED, begins)
        address = pdf[begins:closed]
        if address not in known:
            known[address] = (_CONTENTS + address + b")", *_destination(address.rstrip(b"!"), places))
        contents, to, words = known[address]
        goes_on = closed + len(_CLOSED)
        goes_off = pdf.find(contents, goes_on)
        between = pdf[goes_on:goes_off]
        if goes_off < 0 or between.translate(None, b"()<>") != between:
            raise ValueError("a link within the handout is not written as expected")
        end = goes_off + len(contents)
        patches.append((at, _padded(to + between + words, end - at)))
        at = pdf.find(_TO, end)
    targets = {address.rstrip(b"!") for address in known}
    named = _names(pdf)
    if missing := [place.decode() for place in sorted(targets) if b"(%s)" % place not in named]:
        raise ValueError(f"no heading for the links to {', '.join(missing)}")
    return patches


def _destination(place: bytes, places: Mapping[bytes, tuple[bytes, bytes]]) -> tuple[bytes, bytes]:
    if place not in places:
        raise ValueError(f"a link leads to {place.decode()}, which is no place of the handout")
    return places[place]


def _names(pdf: bytes) -> bytes:
    """What is written where destinations have their names: in the catalog, behind all other names."""
    at = pdf.rfind(_NAMES)
    return pdf[at : pdf.index(b"]", at)] if at >= 0 else b""


def _padded(content: bytes, length: int) -> bytes:
    if len(content) > length:
        raise ValueError("a link within the handout is longer than what stands for it")
    return content.ljust(length)


def _filler(place: str, words: str) -> int:
    """How many characters an address lacks; it stands in an annotation twice."""
    needed = len(f"/Dest({place})/Contents<FEFF>") + 4 * (len(words.encode("utf-16-be")) // 2)
    there = len("/A<</Type/Action/S/URI/URI()>>/Contents()") + 2 * len(_SCHEME + place)
    return max(0, (needed - there + 1) // 2)
