"""What a guide says otherwise than the project: which files and lines are taken, and what is told of the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from guide.content.tailor import Structure, tailor
from guide.core.errors import InputError
from guide.core.paths import TEMPLATES
from guide.figures.store import gallery_of
from guide.handout.bases import _words
from guide.loading.loader import load_guide
from guide.loading.ui_strings import load_ui_strings, ui_strings_of
from guide.site.page_data import guide_data
from guide.site.pages import render_pages
from guide.site.search.index import search_indexes
from guide.site.template_cache import template_key
from support.real import STEPS as REAL_STEPS
from support.small import WORDS, guide_of, write

BOTH = Structure(("zh", "en"), frozenset())


def problems_of(folder: Path, **files: str) -> list[str]:
    """What is told of the small guide with those files of words, by language."""
    write(folder / "steps.yaml", WORDS)
    for language, text in files.items():
        write(folder / "words" / f"{language}.yaml", text)
    with pytest.raises(InputError) as caught:
        load_guide(folder / "steps.yaml")
    return [str(problem).replace(f"{folder}/", "") for problem in caught.value.problems]


def test_everything_that_is_wrong_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    english = """\
page:
  homme: Start
  none_hint: Look elsewhere
  stage_number: "Stage {n}"
  page_before: "{to}"
  page_after: "{{n}}"
  home: |
    Two
    lines
  faq: {zh: 问答, en: Questions}
  about: ""
pages:
  home: Start
glossary: Words
handout: Print
"""
    assert problems_of(tmp_path, en=english, fr="page: {home: Accueil}\n") == [
        "words/en.yaml:2:3: page.homme: no such words in page, expected a key of templates/words/page.yaml; did you mean home?",
        "words/en.yaml:3:3: page.none_hint: no such words in page, but below search:; move it there",
        "words/en.yaml:4:3: page.stage_number: {m} is missing, expected it as in “Stage {n} of {m}”; write it where its value belongs",
        "words/en.yaml:5:3: page.page_before: {to} is no placeholder of this text, expected none in this text; delete it",
        "words/en.yaml:6:3: page.page_after: a { or } stands alone, expected it round the name of a placeholder only; delete it",
        "words/en.yaml:7:3: page.home: the text has several lines, expected one; join them",
        "words/en.yaml:10:3: page.faq: expected one text, in en alone; write it behind the key",
        "words/en.yaml:11:3: page.about: the text is empty, expected words; write them, or delete the line",
        "words/en.yaml:12:1: pages: not a set of words, expected one of checks, draft, figure, handout, messages, page, progress, search, share, sheet; did you mean page?",
        "words/en.yaml:14:1: glossary: stands without its set, expected it below page:; move it there",
        "words/en.yaml:15:1: handout: expected keys of templates/words/handout.yaml with their texts; write them below, or delete it",
        "words/fr.yaml: not the words of a language of this guide, expected zh.yaml or en.yaml; rename the file or delete it",
    ]


def test_a_wrong_placeholder_is_told_with_the_nearest(tmp_path: Path) -> None:
    first, second = problems_of(tmp_path, zh='page: {stage_number: "第 {n} 段，共 {mm} 段"}\n')
    assert first.endswith(
        "{m} is missing, expected it as in “第 {n} 阶段，共 {m} 阶段”; write it where its value belongs"
    )
    assert second.endswith("{mm} is no placeholder of this text, expected one of {m}, {n}; did you mean {m}?")


def test_the_mistakes_of_the_guide_and_of_its_words_are_told_together(tmp_path: Path) -> None:
    write(tmp_path / "words" / "en.yaml", "page: {hom: Start}\n")
    with pytest.raises(InputError, match=r"(?s)steps\.yaml:.*gratis.*words/en\.yaml:1:8: page\.hom"):
        guide_of(tmp_path, ("    cost: free\n", "    cost: gratis\n"))


def test_its_words_stand_on_pages_in_scripts_data_in_the_search_and_in_print(tmp_path: Path) -> None:
    write(
        tmp_path / "words" / "en.yaml",
        "page: {home: Front door, colon: ' – '}\nprogress: {stages_done: '{total} in all, {done} of them done'}\n"
        "search: {kind_step: 'Deed {n}'}\nhandout: {card_bring: Carry along}\nmessages: {stuck_open: Ask the tea house}\n",
    )
    loaded = guide_of(tmp_path)
    view = tailor(loaded.guide, BOTH, "en")
    assert "Front door" in str(ui_strings_of(view, "page")["home"])
    assert "{total} in all, {done} of them done" in guide_data(view, [view])
    assert "Deed {n}" in search_indexes(loaded.guide, BOTH)["en/search/search_index.js"]
    assert _words(view, TEMPLATES)["card_bring"] == "Carry along"
    pages = render_pages(view, gallery_of(loaded, tmp_path / "captures").captures)
    assert "also – " in pages["glossary"].lower()
    chinese = tailor(loaded.guide, BOTH, "zh")
    assert ui_strings_of(chinese, "page")["home"] == load_ui_strings("page", "zh")["home"], (
        "the other language keeps its own"
    )


def test_a_site_template_is_built_anew_for_other_words(tmp_path: Path) -> None:
    plain, other = guide_of(tmp_path / "plain"), tmp_path / "other"
    write(other / "words" / "zh.yaml", "page: {home: 大门}\n")
    changed = guide_of(other)
    gallery = gallery_of(plain, tmp_path / "captures")
    assert template_key(plain.guide, BOTH, gallery) != template_key(changed.guide, BOTH, gallery)


def test_the_words_of_the_guide_differ_from_the_projects() -> None:
    for language, sets in load_guide(REAL_STEPS).guide.own_words.items():
        for name, texts in sets.items():
            same = [key for key, text in texts.items() if load_ui_strings(name, language)[key] == text]
            assert not same, f"data/words/{language}.yaml: {name}: {same} say what templates/words/ says"
