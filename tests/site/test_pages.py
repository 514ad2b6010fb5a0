"""The pages of the small guide as Markdown, against what stands in `goldens/`; placeholders are shown as ⟦name⟧.

`make goldens` writes them anew: read the diff.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from guide.content.tailor import Structure, tailor
from guide.content.views.guide import GuideView
from guide.loading.loader import load_guide
from guide.model.texts import Language
from guide.publishing.builder import BuildContext
from guide.site import placeholders
from guide.site.pages import page_names, render_pages
from guide.site.placeholders import PLACEHOLDER
from support.small import WORDS, guide_of, replaced, write

GOLDENS = Path(__file__).parents[1] / "goldens"
LANGUAGES: tuple[Language, ...] = ("zh", "en")
PAGES = ("index", "prepare", "open-stall", "offer-tea", "faq", "glossary", "about")


def view(small: BuildContext, language: Language, *skipped: str) -> GuideView:
    return tailor(small.loaded.guide, Structure(LANGUAGES, frozenset(skipped)), language)


def pages(small: BuildContext, language: Language, *skipped: str) -> dict[str, str]:
    """The pages with their placeholders made readable."""
    made = render_pages(view(small, language, *skipped), {})
    return {name: _readable(text) for name, text in made.items()}


def _readable(text: str) -> str:
    shown = PLACEHOLDER.sub(_shown, text)
    return re.sub(r'"words":\{.*\}\}</script>', '"words":{…}}</script>', shown)  # what scripts say is tested with them


def _shown(found: re.Match[str]) -> str:
    if found[1] == placeholders.VALUE:
        value = placeholders.value_of(found[2])
        form = None if value.form == "display" else value.form
        return f"⟦{':'.join(filter(None, (value.language, value.key, form)))}⟧"
    condition = placeholders.condition_of(found[2])
    word = "if" if found[1] == placeholders.OPENS else "end"
    return f"⟦{word} {'!' if condition.negated else ''}{condition.key}⟧"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_as_expected(name: str, language: Language, small: BuildContext, pytestconfig: pytest.Config) -> None:
    golden = GOLDENS / f"{name}.{language}.md"
    made = pages(small, language)[name]
    if pytestconfig.getoption("--rewrite-goldens"):
        GOLDENS.mkdir(exist_ok=True)
        golden.write_text(made, encoding="utf-8")
    assert golden.is_file(), "no such golden yet; run make goldens"
    assert made == golden.read_text(encoding="utf-8"), "if the change is meant, run make goldens and read the diff"


def test_a_field_that_is_asked_for_each_item_says_so(tmp_path: Path) -> None:
    loaded = guide_of(tmp_path, ("label: buyer_code\n", "label: buyer_code\n            per_item: true\n"))
    kinds = {"zh": "文本、按项填写", "en": "text, for each item"}
    for language in LANGUAGES:
        page = render_pages(tailor(loaded.guide, Structure(LANGUAGES, frozenset()), language), {})["offer-tea"]
        assert page.count(f'<span class="kind">{kinds[language]}</span>') == 1


def test_what_must_never_be_written_down_is_not_checked_on_the_page(tmp_path: Path) -> None:
    loaded = guide_of(tmp_path, ("{id: passphrase, label", "{id: passphrase, format: stall_name, label"))
    page = render_pages(tailor(loaded.guide, Structure(LANGUAGES, frozenset()), "zh"), {})["open-stall"]
    rows = dict(re.findall(r'<tr id="field-(\w+)"([^>]*)>', page))
    assert "data-format" in rows["stall_name"]
    assert "data-format" not in rows["passphrase"]


def test_there_is_a_golden_for_each_page_and_no_other(small: BuildContext) -> None:
    assert page_names(view(small, "zh")) == PAGES
    assert {path.name for path in GOLDENS.iterdir()} == {
        f"{name}.{language}.md" for name in PAGES for language in LANGUAGES
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_heading_has_an_id_and_it_is_the_same_in_both_languages(language: Language, small: BuildContext) -> None:
    def headings(text: str) -> list[str]:
        return [line for line in text.splitlines() if re.match(r"#+ ", line)]

    def ids(lines: list[str]) -> list[str]:
        return [line.rpartition("{#")[2] for line in lines if line.endswith("}")]

    for name, text in pages(small, language).items():
        found, other = headings(text), headings(pages(small, "zh")[name])
        assert len(ids(found)) == len(found)
        assert sorted(ids(found)) == sorted(ids(other))


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_a_text_contains_can_be_markdown(language: Language, small: BuildContext) -> None:
    """Between headings stands raw HTML alone, and inside it no blank line: Markdown reads none of it."""
    for text in pages(small, language).values():
        _, _, body = text.removeprefix("---\n").partition("\n---\n")
        for block in re.split(r"\n\s*\n", body.strip()):
            assert re.match(r"#{1,3} |<(div|dl|ul|ol|section|aside|p|script|table)\b|⟦", block), block[:80]


def test_no_character_of_a_title_means_anything_to_markdown(tmp_path: Path) -> None:
    loaded = guide_of(tmp_path, ("en: Open a stall}", "en: 'A `b _c *d [e](f) {g} #h ~i~ !j'}"))
    page = render_pages(tailor(loaded.guide, Structure(LANGUAGES, frozenset()), "en"), {})["open-stall"]
    [heading] = re.findall(r"^# (.*) \{#top_\}$", page, re.MULTILINE)
    assert not re.search(r"[`_*\[\](){}~!]|#(?!\d)", heading)


def test_an_update_that_two_steps_name_is_told_once_on_their_page(tmp_path: Path) -> None:
    step = "        title: {zh: 告知茶庄, en: Tell the tea house}\n"
    loaded = guide_of(tmp_path, (step, f"{step}        updates: [origin-digital]\n"))
    page = render_pages(tailor(loaded.guide, Structure(LANGUAGES, frozenset()), "zh"), {})["open-stall"]
    assert page.count('id="update_origin-digital"') == 1


def test_the_furniture_of_pages_has_no_word_of_the_process(small: BuildContext) -> None:
    """What is about the process comes from the steps file: another guide shares none of these words."""
    for language in LANGUAGES:
        assert "1688" not in "".join(pages(small, language).values())


def test_a_page_that_would_be_empty_is_left_out_and_so_are_links_to_it(tmp_path: Path) -> None:
    bare = """\
guide: {id: bare, title: {zh: 指南, en: Guide}, edition: "1", verified_on: 2026-11-02, intro: [{text: {zh: "见[准备](page:prepare)。", en: "See [materials](page:prepare), [answers](page:faq), [words](page:glossary)."}}]}
stages:
  - id: only
    title: {zh: 唯一, en: Only}
    goal: {zh: 做完。, en: Done.}
    work: 1 h
    wait: 0 d
    cost: free
    steps: [{id: do-it, title: {zh: 做, en: Do it}, do: {zh: 做。, en: Do it.}}]
"""
    guide = load_guide(write(tmp_path / "steps.yaml", bare)).guide
    made = render_pages(tailor(guide, Structure(LANGUAGES, frozenset()), "en"), {})
    assert list(made) == ["index", "only", "about"]
    assert "See materials, answers, words." in made["index"]
    assert "Who acts" not in "".join(made.values()), "nobody is said to act"


def test_a_guide_with_forms_and_no_materials_has_a_data_sheet(tmp_path: Path) -> None:
    start, end = WORDS.index("materials:\n"), WORDS.index("stages:\n")
    text = WORDS[:start] + WORDS[end:]
    for line in ("            material: origin-paper\n", "        materials: [tea-sample]\n"):
        text = replaced(text, (line, ""))
    guide = load_guide(write(tmp_path / "steps.yaml", text)).guide
    made = render_pages(tailor(guide, Structure(LANGUAGES, frozenset()), "en"), {})
    assert 'id="value_stall-name"' in made["prepare"]
    assert 'data-progress="materials"' not in made["prepare"]
    assert '<a href="prepare.html">what to prepare</a>' in made["index"]
    assert '<a class="button primary" href="prepare.html">' in made["index"]
    assert "guide-sheet" in made["open-stall"]


def test_a_table_and_a_list_in_a_list_reach_the_page(tmp_path: Path) -> None:
    table = '"| a | b |\\n|---|--:|\\n| 1 | {{ buyer.stall_code }} |"'
    loaded = guide_of(
        tmp_path,
        ("{zh: 由园主来做。, en: The owner does this.}", f'{{zh: "- 一\\n  - 二", en: {table}}}'),
    )
    chinese, english = (
        render_pages(tailor(loaded.guide, Structure(LANGUAGES, frozenset()), language), {})["open-stall"]
        for language in LANGUAGES
    )
    assert '<div class="intro"><ul><li>一<ul><li>二</li></ul></li></ul></div>' in chinese
    assert '<div class="intro"><div class="text-table"><table><thead><tr><th scope="col">a</th>' in english
    assert '<td class="to-end"><span class="buyer-value"' in english


def test_what_belongs_to_a_stage_goes_with_it(small: BuildContext) -> None:
    whole, left = pages(small, "en"), pages(small, "en", "offer-tea")
    assert set(whole) - set(left) == {"offer-tea"}
    assert "second-offer" in whole["faq"]
    assert "second-offer" not in left["faq"]
    assert 'href="offer-tea.html"' in whole["index"]
    assert "offer-tea" not in "".join(left.values())


def test_a_link_into_a_stage_that_is_left_out_is_plain_words(small: BuildContext) -> None:
    assert '<a href="offer-tea.html">offer tea</a>' in pages(small, "en")["about"]
    assert "then offer tea." in pages(small, "en", "offer-tea")["about"]


def test_stages_are_numbered_without_those_left_out(small: BuildContext) -> None:
    assert [stage.number for stage in view(small, "en", "open-stall").stages] == [1]
    assert [step.number for step in view(small, "en", "open-stall").stages[0].steps] == ["1.1"]


def test_materials_are_listed_once_with_where_they_are_used(small: BuildContext) -> None:
    found = {material.id: [use.words for use in material.used] for material in view(small, "en").materials}
    assert found == {"origin-paper": ["1.2 Fill in the form"], "tea-sample": ["1.2 Fill in the form"]}


def test_an_update_is_told_once_on_a_page_and_linked_to_from_elsewhere(small: BuildContext, real: BuildContext) -> None:
    page = pages(small, "en")["open-stall"]
    assert page.count('<details class="update" id="update_origin-digital"') == 1
    assert 'href="#update_origin-digital">Digital certificates</a>' in page
    for name in ("register", "taxpayer", "rongyishou", "quote", "prepare", "about"):
        page = pages(real, "en")[name]
        told = re.findall(r'<details class="update" id="update_([a-z-]+)"', page)
        assert len(told) == len(set(told)), name
        assert set(re.findall(r'href="#update_([a-z-]+)"', page)) <= set(told), name


def test_what_the_portal_does_not_confirm_is_told_once_a_table(real: BuildContext) -> None:
    for name in ("register", "verify", "taxpayer", "rongyishou", "credit-terms", "quote"):
        page = pages(real, "en")[name]
        assert page.count("own rule was not found: follow") <= page.count('<table class="fields">'), name


def test_a_neutral_text_is_shown_as_written_and_a_value_can_be_copied(small: BuildContext) -> None:
    assert (
        '<span class="buyer-value" data-copy="⟦en:advance_cny:copy⟧">⟦en:advance_cny:input⟧</span>'
        in pages(small, "en")["offer-tea"]
    )
