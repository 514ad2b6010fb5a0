"""What identifies a buyer, in the one form in which it is searched for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guide.model.buyer import Buyer
from guide.model.guide import Guide
from guide.model.texts import Text

_INVISIBLE = re.compile("[\\s\u00ad\u200b-\u200f\u2060\ufeff]+")
_IDENTIFYING_KINDS = ("member_name", "text", "phone", "email", "url")
_SHORTEST = 3
"""Characters from which on a value can identify anyone."""


@dataclass(frozen=True)
class Secret:
    """A value that identifies a buyer, or a few that share it."""

    text: str
    """As the first of them wrote it."""
    owners: set[str]


def normalize(text: str) -> str:
    """Returns one form for all the ways in which the same words may be spelt: width, case, spaces and invisible characters."""
    return unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).casefold()


def secrets_of(buyers: Sequence[Buyer], guide: Guide) -> dict[str, Secret]:
    """Returns every identifying value of every buyer, by its normalized form."""
    secrets: dict[str, Secret] = {}
    for buyer in buyers:
        for text in identifying_values(buyer, guide):
            if len(plain := normalize(text)) >= _SHORTEST:
                secrets.setdefault(plain, Secret(text, set())).owners.add(buyer.slug)
    return secrets


def identifying_values(buyer: Buyer, guide: Guide) -> Iterator[str]:
    """Yields the lines of everything that `buyer` gives and that may identify it: not numbers, dates and the like."""
    profile = buyer.profile
    values = [profile.name, *profile.notes.values(), *(part for _, part in profile.contact or ()), profile.site_url]
    values += [buyer.value(key) for key, value in guide.buyer_values.items() if value.kind in _IDENTIFYING_KINDS]
    for value in values:
        for text in (value.zh, value.en) if isinstance(value, Text) else (value,):
            yield from str(text or "").splitlines()
