"""What the description says stands in print: the expectation is read from the guide itself, not from the code that prints it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from pydantic import BaseModel

from guide.content.substitutions import substitutions_for
from guide.handout.content.handbook import handbook_data
from guide.loading.loader import load_buyer
from guide.model.guide import Guide
from guide.model.markup import Words, parse
from guide.model.texts import Language, Text
from guide.publishing.builder import BuildContext
from support.real import BUYERS as REAL_BUYERS
from support.small import BUYERS

NOT_PRINTED = {
    ("guide", "neutral_name"): "stands where no buyer is named",
    ("buyer_values", "*", "neutral"): "stands where a buyer gives no value",
    ("messages", "*", "body"): "is printed line by line with rules for its blanks",
}
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def texts_of(part: object, place: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Text]]:
    """Yields every text of a part of the guide with the keys that lead to it, `*` for whichever entry."""
    if isinstance(part, Text):
        yield place, part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from texts_of(getattr(part, name), (*place, name))
    elif isinstance(part, dict | list | tuple):
        for child in part.values() if isinstance(part, dict) else part:
            yield from texts_of(child, (*place, "*"))


def published(guide: Guide) -> Guide:
    """`guide` without what nobody sees: materials that no step uses, rules that no field has."""
    steps = [step for stage in guide.stages for step in stage.steps]
    formats = {field.format for step in steps for field in step.fields}
    materials = {name for stage in guide.stages for name in stage.material_ids}
    return guide.model_copy(
        update={
            "formats": {key: rule for key, rule in guide.formats.items() if key in formats},
            "materials": tuple(material for material in guide.materials if material.id in materials),
        }
    )


def sentences(guide: Guide, language: Language) -> Counter[str]:
    """The words of every text that print owes its readers, squeezed, with how many texts have them.

    Portal labels, buyers' values and links divide a text: their own words come from elsewhere.
    """
    words: Counter[str] = Counter()
    for place, text in texts_of(published(guide)):
        if place not in NOT_PRINTED and (source := getattr(text, language)):
            parts = (part for block in parse(source) for line in block.lines for part in line)
            words.update({squeeze(part.text) for part in parts if isinstance(part, Words)} - {""})
    return words


def references(guide: Guide, language: Language) -> Counter[str]:
    """The names by which steps refer to materials and updates, squeezed, with how many steps name them."""
    names: dict[str, Text] = {material.id: material.name for material in guide.materials}
    names |= {update.id: update.topic for update in guide.updates}
    steps = [step for stage in guide.stages for step in stage.steps]
    uses = (use for step in steps for use in {*step.materials, *step.updates})
    return Counter(squeeze(names[use].in_language(language)) for use in uses)


def squeeze(text: str) -> str:
    """`text` without white space and hyphens: what reads a PDF takes those at the end of a line for hyphenation."""
    return re.sub(r"[\s\x02\ufffe-]+", "", text)


def handbooks(context: BuildContext, buyer_file: Path) -> dict[str, str]:
    """The words of a buyer's handbook in each language, squeezed."""
    buyer = load_buyer(buyer_file, context.loaded)
    structure = context.structure(buyer)
    substitutions = substitutions_for(context.loaded.guide, buyer, structure.languages)
    files = context.extras(structure, substitutions, buyer)
    return {language: squeeze("".join(_pages(files[f"handbook.{language}.pdf"]))) for language in structure.languages}


def _pages(pdf: bytes) -> Iterator[str]:
    document = pypdfium2.PdfDocument(pdf)
    yield from (page.get_textpage().get_text_bounded() for page in document)
    document.close()


@pytest.fixture(scope="session")
def small_handbooks(small: BuildContext) -> dict[str, str]:
    return handbooks(small, BUYERS / "willow.yaml")


@pytest.fixture(scope="session")
def real_handbooks(real: BuildContext) -> dict[str, str]:
    return handbooks(real, REAL_BUYERS / "demo.yaml")


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_the_small_guide_says_is_printed_as_often_as_it_says_it(
    small: BuildContext, small_handbooks: dict[str, str], language: Language
) -> None:
    guide, text = small.loaded.guide, small_handbooks[language]
    expected = sentences(guide, language) + references(guide, language)
    assert len(expected) > 80
    assert {words: count for words, count in expected.items() if text.count(words) < count} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_the_shipped_guide_says_is_printed(
    real: BuildContext, real_handbooks: dict[str, str], language: Language
) -> None:
    expected, text = sentences(real.loaded.guide, language), real_handbooks[language]
    assert len(expected) > 800
    assert [words for words in expected if words not in text] == []


def test_a_way_through_menus_is_printed_in_its_order(real: BuildContext, real_handbooks: dict[str, str]) -> None:
    guide = real.loaded.guide
    paths = [step.path for stage in guide.stages for step in stage.steps if step.path]
    assert paths
    for path in paths:
        words = [re.escape(squeeze(str(guide.labels[key].zh))) for key in path]
        assert re.search("”?→“?".join(words), real_handbooks["zh"]), path


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_buyers_note_stands_in_its_stage_and_before_the_blank_forms(
    small: BuildContext, small_handbooks: dict[str, str], language: Language
) -> None:
    notes = load_buyer(BUYERS / "willow.yaml", small.loaded).profile.notes
    assert notes
    for note in notes.values():
        assert small_handbooks[language].count(squeeze(note.in_language(language))) == 2


def test_each_step_lists_what_it_needs_what_has_changed_and_what_may_go_wrong(real: BuildContext) -> None:
    guide = real.loaded.guide
    names = {material.id: material.name.zh for material in guide.materials}
    topics = {update.id: update.topic.zh for update in guide.updates}
    printed = handbook_data(real.view(real.structure(None), "zh"), {}, {})
    troubles = 0
    for stage, stage_printed in zip(guide.stages, printed["stages"], strict=True):
        for step, said in zip(stage.steps, stage_printed["steps"], strict=True):
            updates = {*step.updates, *(update for field in step.fields for update in field.updates)}
            assert [material["name"] for material in said["materials"]] == [names[name] for name in step.materials]
            assert {update["topic"] for update in said["updates"]} == {topics[name] for name in updates}
            assert len(said["trouble"]) == len(step.trouble)
            assert all(entry[part] for entry in said["trouble"] for part in ("symptom", "cause", "fix"))
            troubles += len(step.trouble)
    assert troubles > 10
