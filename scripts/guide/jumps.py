"""Links from one place of a PDF to another.

In Typst, a link to a label makes whatever holds it wait for the pages to be numbered, and be laid out twice more: two
fifths of the time of a first handout. So templates let such links go to addresses that need no waiting, and here they
are led to the headings with those labels, to which Typst gives named destinations (ISO 32000-1, 12.3.2.3). An address
is made as long as what takes its place, so that nothing in the PDF moves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_SCHEME = "guide:"
_LINK = re.compile(
    rb"/A<</Type/Action/S/URI/URI\(guide:(?P<place>[^()\\!]*)!*\)>>(?P<between>[^()<>]*)/Contents\(guide:[^()\\]*\)"
)
_ANY = b"/A<</Type/Action/S/URI/URI(guide:"


def addresses(places: Mapping[str, str]) -> dict[str, str]:
    """For each place, what links to it are to go to; `places` gives a place's name to be read out."""
    return {place: _SCHEME + place + "!" * _filler(place, words) for place, words in places.items()}


def described(places: Mapping[str, str]) -> dict[bytes, tuple[bytes, bytes]]:
    """For each place, the parts of a link's annotation that lead to it and say what it is."""
    return {
        place.encode(): (b"/Dest(%s)" % place.encode(), b"/Contents<FEFF%s>" % words.encode("utf-16-be").hex().encode())
        for place, words in places.items()
    }


def led(pdf: bytes, places: Mapping[bytes, tuple[bytes, bytes]]) -> bytes:
    """`pdf` with every link led to its place, byte for byte as long as before; `places` comes from `described`.

    Raises ValueError for a link to a place that is not in the PDF, or one that is not written as expected.
    """
    made = bytearray(pdf)
    seen: set[bytes] = set()
    at = pdf.find(_ANY)
    while at >= 0:
        found = _LINK.match(pdf, at)
        if found is None or len(leading := _leading(found, places)) != found.end() - at:
            raise ValueError("a link within the handout is not written as expected")
        made[at : found.end()] = leading
        seen.add(found["place"])
        at = pdf.find(_ANY, found.end())
    named = b"".join(written.partition(b"]")[0] for written in pdf.split(b"/Names[")[1:])
    if missing := [place.decode() for place in sorted(seen) if b"(%s)" % place not in named]:
        raise ValueError(f"no heading for the links to {', '.join(missing)}")
    return bytes(made)


def _leading(link: re.Match[bytes], places: Mapping[bytes, tuple[bytes, bytes]]) -> bytes:
    if link["place"] not in places:
        raise ValueError(f"a link leads to {link['place'].decode()}, which is no place of the handout")
    to, words = places[link["place"]]
    return (to + link["between"] + words).ljust(link.end() - link.start())


def _filler(place: str, words: str) -> int:
    """How many characters an address lacks; it stands in an annotation twice."""
    needed = len(f"/Dest({place})/Contents<FEFF>") + 4 * (len(words.encode("utf-16-be")) // 2)
    there = len("/A<</Type/Action/S/URI/URI()>>/Contents()") + 2 * len(_SCHEME + place)
    return max(0, (needed - there + 1) // 2)
