"""What the search knows of a stage's page: held against the description of the guide that the project ships."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from guide.content.tailor import Structure
from guide.loading.ui_strings import load_ui_strings
from guide.model.markup import Words, parse
from guide.model.texts import Language, Text
from guide.publishing.builder import BuildContext
from guide.site.search.index import search_indexes

LANGUAGES: tuple[Language, ...] = ("zh", "en")


@pytest.fixture(scope="session", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    chosen: Language = request.param
    return chosen


@pytest.fixture(scope="session")
def entries(real: BuildContext, language: Language) -> dict[tuple[str, str, str], dict[str, Any]]:
    """The entries of the index of the neutral edition, by kind, address and title."""
    script = search_indexes(real.loaded.guide, Structure((language,), frozenset()))["search/search_index.js"]
    lines = re.findall(r"^\ue000?.*?(\{.*\}),", script.partition('"entries":[\n')[2], re.MULTILINE)
    found = map(json.loads, lines)
    return {(entry["kind"], entry["url"], entry["title"]): entry for entry in found}


def words_of(text: Text, language: Language) -> list[str]:
    """The words of a text, without portal labels, values and links."""
    parts = (part for block in parse(text.in_language(language)) for line in block.lines for part in line)
    return [part.text.strip() for part in parts if isinstance(part, Words) and part.text.strip()]


def entry_at(entries: dict[tuple[str, str, str], dict[str, Any]], kind: str, url: str) -> list[dict[str, Any]]:
    return [entry for (other, at, _), entry in entries.items() if (other, at) == (kind, url)]


def test_a_step_is_found_by_the_legend_of_its_pictures(
    real: BuildContext, entries: dict[tuple[str, str, str], dict[str, Any]], language: Language
) -> None:
    guide = real.loaded.guide
    for stage in guide.stages:
        for step in stage.steps:
            [entry] = entry_at(entries, "step", f"{stage.id}.html#{step.id}")
            for mark in (mark for name in step.screens for mark in guide.screens[name].marks if mark.text):
                assert mark.text
                assert all(words in entry["text"] for words in words_of(mark.text, language)), (step.id, mark.text)


def test_a_field_is_found_by_the_document_that_it_is_filled_in_from(
    real: BuildContext, entries: dict[tuple[str, str, str], dict[str, Any]], language: Language
) -> None:
    names = {material.id: material.name for material in real.loaded.guide.materials}
    fields = [
        (stage.id, field)
        for stage in real.loaded.guide.stages
        for step in stage.steps
        for field in step.fields
        if field.material
    ]
    assert fields
    for stage_id, field in fields:
        [entry] = entry_at(entries, "field", f"{stage_id}.html#field-{field.id}")
        assert names[str(field.material)].in_language(language) in entry["hidden"]


def test_of_choices_the_one_to_take_says_so(
    real: BuildContext, entries: dict[tuple[str, str, str], dict[str, Any]], language: Language
) -> None:
    advice = load_ui_strings("search", language)["recommended"]
    steps = [(stage.id, step) for stage in real.loaded.guide.stages for step in stage.steps if step.choices]
    assert steps
    for stage_id, step in steps:
        found = entry_at(entries, "choice", f"{stage_id}.html#{step.id}")
        assert len(found) == len(step.choices)
        assert sum(entry["text"].startswith(advice) for entry in found) == sum(choice.choose for choice in step.choices)
