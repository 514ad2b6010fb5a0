"""What a draft may lack, and what stands in its place: translations, and the times and costs of stages.

Everything else that is wrong with a guide is wrong with a draft of it too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from guide.core.errors import Problem
from guide.core.paths import TEMPLATES
from guide.loading.schema_walk import Place, is_model, walk
from guide.loading.ui_strings import load_ui_strings
from guide.loading.yaml_reader import Location, Tree
from guide.model.guide import Draft, Guide, OwnWords
from guide.model.reference import Label
from guide.model.stages import Stage
from guide.model.texts import LANGUAGES, Language, Text

Kind = Literal["translation", "picture", "time", "cost"]
KINDS: tuple[Kind, ...] = ("translation", "picture", "time", "cost")
_STAND_INS: Mapping[str, tuple[Kind, Any]] = {
    "work": ("time", "0 d"),
    "wait": ("time", "0 d"),
    "cost": ("cost", "free"),
}
"""What a stage may lack: of which kind that is, and what the model is given in its place; readers never see it."""
_LISTED = re.compile(r"\n|^(?:[-*]|\d+[.)])\s")
_WHAT = (*LANGUAGES, "time", "cost", "picture")


@dataclass(frozen=True)
class Gap:
    """Something that a draft lacks."""

    kind: Kind
    problem: Problem
    """Where it is missing, and what."""


def gap_words(own_words: OwnWords, templates: Path = TEMPLATES) -> dict[Language, dict[str, str]]:
    """Returns by language what stands in the place of what is missing: of a language, a time, a cost or a picture."""
    words: dict[Language, dict[str, str]] = {}
    for language in LANGUAGES:
        own = own_words.get(language, {}).get("draft", {})
        strings = {**load_ui_strings("draft", language, templates).all(), **own}
        words[language] = {what: strings["gap"].replace("{what}", strings[f"what_{what}"]) for what in _WHAT}
    return words


def fill_gaps(
    tree: Tree, languages: Sequence[Language], words: Mapping[Language, Mapping[str, str]]
) -> tuple[Draft, list[Gap]]:
    """Puts into the guide's data in `tree`, in `languages`, something for all that a draft may lack; returns what that is."""
    gaps: list[Gap] = []
    parts: set[tuple[str, str]] = set()
    for place in list(walk(Guide, tree.data)):
        if not is_model(place.annotation) or not isinstance(place.data, dict):
            continue
        if issubclass(place.annotation, Text):
            gaps += _fill_text(place, languages, words, tree)
        elif (
            issubclass(place.annotation, Label)
            and _is_empty(place.data.get("en"))
            and not _is_empty(place.data.get("zh"))
        ):
            gaps.append(_gap("translation", (*place.location, "en"), "no en meaning yet", tree))
            place.data["en"] = words["en"]["en"]
        elif issubclass(place.annotation, Stage):
            for part, (kind, stand_in) in _STAND_INS.items():
                if place.data.get(part) is None:
                    gaps.append(_gap(kind, (*place.location, part), f"no {part} yet", tree))
                    parts.add((str(place.data.get("id")), part))
                    place.data[part] = stand_in
    return Draft(words, frozenset(parts)), gaps


def _fill_text(
    place: Place, languages: Sequence[Language], words: Mapping[Language, Mapping[str, str]], tree: Tree
) -> Iterator[Gap]:
    given = {language: place.data[language] for language in languages if not _is_empty(place.data.get(language))}
    other = next((text for text in given.values() if isinstance(text, str)), "")
    for language in languages:
        if language in given:
            continue
        yield _gap("translation", (*place.location, language), f"no {language} text yet", tree)
        # A list has to begin a paragraph of its own.
        between = "\n\n" if place.annotation.MARKUP == "read" and _LISTED.search(other.strip()) else ""
        place.data[language] = words[language][language] + between + other.strip()


def _gap(kind: Kind, location: Location, message: str, tree: Tree) -> Gap:
    return Gap(kind, tree.problem(location, message))


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
