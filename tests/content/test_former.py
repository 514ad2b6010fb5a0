"""What an edition may do with what came before it: ids that are gone still lead somewhere, ticks still count, another way
to the same end asks for no tick."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from guide.content.tailor import Structure, tailor
from guide.content.views.guide import GuideView
from guide.core.errors import InputError
from guide.loading.loader import Loaded
from guide.site.pages import render_data, render_pages
from support.small import guide_of

STEP = ("      - id: tell-house\n", "      - id: tell-house\n        formerly: [say-so]\n")
FIELD = ("          - id: stall_name\n", "          - id: stall_name\n            formerly: [name, stall-name]\n")
TROUBLE = (
    "          - id: page-missing\n",
    "          - id: page-missing\n            formerly: [page-missing, closed]\n",
)
QUESTION = ("  - id: opening-hours\n", "  - id: opening-hours\n    formerly: [hours]\n")
REFUSAL = ("  - id: blurred-seal\n", "  - id: blurred-seal\n    formerly: [seal]\n")
OTHER_WAY = (STEP[0], f"{STEP[0]}        optional: true\n")


def view(loaded: Loaded) -> GuideView:
    return tailor(loaded.guide, Structure(("en",), frozenset()), "en")


def steps_of(made: GuideView) -> list[list[object]]:
    """The steps of the first stage, as the scripts know them."""
    found = re.search(r'id="guide-data"[^>]*>(.*?)</script>', render_data(made, {"en": made}), re.S)
    assert found is not None
    steps: list[list[object]] = json.loads(found[1])["stages"][0]["steps"]
    return steps


def test_an_id_that_is_gone_still_has_its_place(tmp_path: Path) -> None:
    pages = render_pages(view(guide_of(tmp_path, STEP, FIELD, TROUBLE, QUESTION, REFUSAL)), {})
    stage, faq = pages["open-stall"], pages["faq"]
    for place in ("say-so", "field-name", "field-stall-name", "closed"):
        assert stage.count(f'id="{place}"') == 1, place
    assert stage.count('id="page-missing"') == 1, "its own id is not there twice"
    for place in ("hours", "seal", "page-missing", "closed"):
        assert faq.count(f'id="{place}"') == 1, place
    assert 'id="closed"></span><a href="open-stall.html#page-missing">' in faq


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([(STEP[0], STEP[1].replace("say-so", "fill-form"))], "formerly.0: duplicate id fill-form"),
        ([(FIELD[0], FIELD[1].replace("name, stall-name", "leaf"))], "leaf.id: duplicate id leaf"),
        ([TROUBLE, (QUESTION[0], QUESTION[1].replace("hours]", "closed]"))], "duplicate id closed"),
    ],
)
def test_an_id_that_is_taken_can_not_be_a_former_one(changes: list[tuple[str, str]], said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=re.escape(said)):
        guide_of(tmp_path, *changes)


def test_the_scripts_know_what_a_step_was_called(tmp_path: Path) -> None:
    assert [entry[2:] for entry in steps_of(view(guide_of(tmp_path, STEP)))] == [[], [], [["say-so"]]]


def test_another_way_is_folded_and_asks_for_no_tick(tmp_path: Path) -> None:
    made = view(guide_of(tmp_path, OTHER_WAY))
    page = render_pages(made, {})["open-stall"]
    assert page.count('<details class="other-way">') == 1
    assert 'data-tick="step/open-stall/choose-kind"' in page
    assert 'data-tick="step/open-stall/tell-house"' not in page
    assert [entry[0] for entry in steps_of(made)] == ["choose-kind", "fill-form"]
    assert f"of {made.steps_to_do}" in page
    assert made.steps_to_do == sum(len(stage.steps) for stage in made.stages) - 1


def test_the_time_ends_where_no_one_knows_how_long_the_rest_takes(tmp_path: Path) -> None:
    offer = "    title: {zh: 给茶庄供茶, en: Offer tea to the tea house}\n"
    loaded = guide_of(tmp_path, (offer, offer + "    ready: {zh: 可以供茶, en: ready to offer tea}\n"))
    page = render_pages(view(loaded), {})["index"]
    assert "<dt>Until ready to offer tea</dt>" in page
    assert ", ready to offer tea in " in page


def test_a_source_says_when_it_was_published_and_when_it_was_read(tmp_path: Path) -> None:
    dated = ('    published: "2025-03"\n    consulted: 2026-11-02\n', "    consulted: 2026-11-02\n    excerpt: true\n")
    for changes, said in (((), "published 2025-03; consulted 2026-11-02<"), ((dated,), "undated; consulted 2026-11-02; only excerpts read<")):  # fmt: skip
        assert said in render_pages(view(guide_of(tmp_path, *changes)), {})["about"]


def test_a_source_has_an_address_for_each_language(tmp_path: Path) -> None:
    one = "    url: https://market.example/rules\n"
    each = "    url: {zh: https://market.example/guize, en: https://market.example/rules}\n"
    guide = guide_of(tmp_path, (one, each)).guide
    for language, address in (("zh", "guize"), ("en", "rules")):
        made = tailor(guide, Structure(("zh", "en"), frozenset()), language)  # type: ignore[arg-type]
        assert made.sources[0].url == f"https://market.example/{address}"


def test_a_badge_and_a_note_go_with_the_stage_that_they_speak_of(tmp_path: Path) -> None:
    badge = ("{kind: irreversible, note:", "{kind: irreversible, stages: [offer-tea], note:")
    note = ('          - {zh: "不懂的词看', '          - stages: [offer-tea]\n            text: {zh: "不懂的词看')
    guide = guide_of(tmp_path, badge, note).guide
    for skipped, left in (((), 1), (("offer-tea",), 0)):
        steps = tailor(guide, Structure(("en",), frozenset(skipped)), "en").stages[0].steps
        assert [len(steps[0].badges), len(steps[1].notes)] == [left, left]
