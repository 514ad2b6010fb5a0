"""Links from one place of a PDF to another.

In Typst, a link to a label makes whatever holds it wait for the pages to be numbered, and be laid out twice more: two
fifths of the time of a first handout. So templates let such links go to `guide:PLACE`, which needs no waiting, and here
they are led to the heading with that label, to which Typst gives a named destination (ISO 32000-1, 12.3.2.3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from guide.pdf import Edit

_LINK = re.compile(
    rb"/A<</Type/Action/S/URI/URI\(guide:(?P<place>[^()\\]*)\)>>(?P<between>[^()<>]*)/Contents\(guide:[^()\\]*\)"
)
_ANY = b"/URI(guide:"
_NAMES = re.compile(rb"/Names\[[^\]]*\]")


def described(places: Mapping[str, str]) -> dict[bytes, bytes]:
    """For each place, what leads to it and says in words what it is: a part of a link's annotation."""
    return {
        place.encode(): b"/Dest(%s)%%s/Contents<FEFF%s>"
        % (place.encode(), words.encode("utf-16-be").hex().upper().encode())
        for place, words in places.items()
    }


def led(pdf: bytes, places: Mapping[bytes, bytes]) -> Iterator[Edit]:
    """Leads every link to its place; `places` comes from `described`.

    Raises ValueError for a link to a place that is not in the PDF, or one that is not written as expected.
    """
    count = 0
    seen: set[bytes] = set()
    for found in _LINK.finditer(pdf):
        place = found["place"]
        if place not in places:
            raise ValueError(f"a link leads to {place.decode()}, which is no place of the handout")
        yield Edit(found.start(), found.end(), places[place] % found["between"])
        seen.add(place)
        count += 1
    if count != pdf.count(_ANY):
        raise ValueError("a link within the handout is not written as expected")
    named = b"".join(_NAMES.findall(pdf))
    if missing := [place.decode() for place in sorted(seen) if b"(%s)" % place not in named]:
        raise ValueError(f"no heading for the links to {', '.join(missing)}")
