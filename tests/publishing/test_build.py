"""Whole sites, built by MkDocs and stamped: the contract's files and marks, links that lead somewhere, the same bytes again."""

from __future__ import annotations

import json
import os
import posixpath
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from PIL import Image

from guide.content.colour import DEFAULT
from guide.content.tailor import Structure
from guide.core.errors import GuideError
from guide.core.locks import hold_lock
from guide.core.paths import ROOT, guide_folder
from guide.loading.loader import load_buyer
from guide.model.guide import Guide
from guide.publishing.builder import BuildContext, BuildOptions, load_context
from guide.publishing.verify import verify
from guide.site.template_cache import site_template_for
from support.htmls import attributes, events, words
from support.small import BUYERS, MINIMAL, STEPS, WORDS, buyer_of, contents, guide_of, order, replaced, write

PAGES = ("index", "prepare", "faq", "glossary", "about")
SMALL_SITES = ("willow", "pine", "generic")
REAL_SITES = ("demo", "haitang", "northstar", "generic")
EVERY_SITE = [*(("small", slug) for slug in SMALL_SITES), *(("real", slug) for slug in REAL_SITES)]
BOTH = Structure(("zh", "en"), frozenset())


@pytest.fixture
def site(request: pytest.FixtureRequest, small_sites: Path, real_sites: Path) -> Path:
    """The site that the test is asked for by its guide and slug."""
    which: str
    slug: str
    which, slug = request.param
    return (small_sites if which == "small" else real_sites) / slug


every_site = pytest.mark.parametrize("site", EVERY_SITE, ids="-".join, indirect=True)


def pages_of(site: Path) -> dict[str, str]:
    """Every page by its path."""
    return {
        path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html"))
    }


def ids_of(page: str) -> list[str]:
    return [value for _, value in attributes(page, "id")]


def names(guide: Guide, *skipped: str) -> set[str]:
    return {f"{name}.html" for name in (*PAGES, *(stage.id for stage in guide.stages if stage.id not in skipped))}


def _index(site: Path, under: str = "") -> dict[str, list[dict[str, str]]]:
    script = (site / under / "search" / "search_index.js").read_text(encoding="utf-8")
    found = re.fullmatch(r"var guideSearchIndex = (.*);\n", script, re.DOTALL)
    assert found is not None
    read: dict[str, list[dict[str, str]]] = json.loads(found[1])
    return read


# --------------------------------------------------------------------------------------------------
# The contract


@pytest.mark.parametrize("slug", ["demo", "generic"])
def test_a_site_of_two_languages_has_the_same_files_in_both(slug: str, real: BuildContext, real_sites: Path) -> None:
    site, guide = real_sites / slug, real.loaded.guide
    assert {path.name for path in site.glob("*.html")} == names(guide) | {"404.html"}
    assert {path.name for path in (site / "en").glob("*.html")} == names(guide)
    assert (site / "search" / "search_index.js").is_file()
    assert (site / "en" / "search" / "search_index.js").is_file()
    assert (site / "manifest.json").is_file()


def test_a_site_of_one_language_has_it_at_the_root(real: BuildContext, real_sites: Path) -> None:
    site = real_sites / "haitang"
    assert {path.name for path in site.glob("*.html")} == names(real.loaded.guide) | {"404.html"}
    assert not (site / "en").exists()
    assert not (site / "zh").exists()


def test_a_site_in_english_alone_has_it_at_the_root(small: BuildContext, tmp_path: Path) -> None:
    text = "name: {en: Oak}\nstall_code: oak\nadvance_cny: 5\ntasting_days: 2\nlanguages: [en]\n"
    site = small.build(buyer_of(tmp_path, small.loaded, text, "oak"), order(tmp_path / "site")).site
    assert {path.name for path in site.glob("*.html")} == names(small.loaded.guide) | {"404.html"}
    assert not (site / "en").exists()
    assert '<html lang="en"' in (site / "index.html").read_text(encoding="utf-8")
    assert "Open a stall" in words((site / "open-stall.html").read_text(encoding="utf-8"))


def test_a_buyer_may_publish_english_first(small: BuildContext, tmp_path: Path) -> None:
    text = "name: {en: Oak, zh: 橡}\nstall_code: oak\nadvance_cny: 5\ntasting_days: 2\nlanguages: [en, zh]\n"
    site = small.build(buyer_of(tmp_path, small.loaded, text, "oak"), order(tmp_path / "site")).site
    assert '<html lang="en"' in (site / "index.html").read_text(encoding="utf-8")
    assert '<html lang="zh-Hans"' in (site / "zh" / "index.html").read_text(encoding="utf-8")


def test_stage_pages_carry_the_marks_that_others_rely_on(real: BuildContext, real_sites: Path) -> None:
    for stage in real.loaded.guide.stages:
        for under in ("", "en"):
            page = (real_sites / "demo" / under / f"{stage.id}.html").read_text(encoding="utf-8")
            assert [value for _, value in attributes(page, "data-stage")] == [stage.id]
            ids = ids_of(page)
            assert {step.id for step in stage.steps} <= set(ids)
            assert {f"field-{field.id}" for step in stage.steps for field in step.fields} <= set(ids)
            assert {f"fig-{screen}" for step in stage.steps for screen in step.screens} <= set(ids)
            figures = {given for tag, given in attributes(page, "id") if tag == "figure"}
            assert figures == {f"fig-{screen}" for step in stage.steps for screen in step.screens}


@every_site
def test_ids_are_the_same_in_both_languages(site: Path) -> None:
    for path in sorted((site / "en").glob("*.html")):
        own, other = (page.read_text(encoding="utf-8") for page in (path, site / path.name))
        assert sorted(ids_of(own)) == sorted(ids_of(other)), path.name


@every_site
def test_no_id_stands_twice_on_a_page(site: Path) -> None:
    for name, page in pages_of(site).items():
        assert [found for found, count in Counter(ids_of(page)).items() if count > 1] == [], name


@every_site
def test_each_page_says_its_language_and_has_one_main_heading(site: Path) -> None:
    for name, page in pages_of(site).items():
        found = events(page)
        [language] = [dict(given)["lang"] for kind, tag, given in found if kind == "start" and tag == "html"]
        assert language == ("en" if name.startswith("en/") else "zh-Hans"), name
        assert sum(kind == "start" and tag == "h1" for kind, tag, _ in found) == 1 or name == "404.html", name


def test_the_language_switch_lands_on_the_same_page(real_sites: Path) -> None:
    for path in sorted((real_sites / "demo" / "en").glob("*.html")):
        own = [value for tag, value in attributes(path.read_text(encoding="utf-8"), "href") if tag == "a"]
        other = [
            value
            for tag, value in attributes((path.parents[1] / path.name).read_text(encoding="utf-8"), "href")
            if tag == "a"
        ]
        assert f"../{path.name}" in own
        assert f"en/{path.name}" in other


# --------------------------------------------------------------------------------------------------
# Nothing is left over, nothing leads nowhere


@every_site
def test_nothing_unfinished_is_in_any_file(site: Path) -> None:
    for path in site.rglob("*"):
        if path.suffix in (".html", ".js", ".css", ".json", ".svg", ".txt", ".xml"):
            text = path.read_text(encoding="utf-8")
            assert not re.search("[\ue000-\uf8ff]", text), path
            if path.suffix == ".html":
                shown = [words(text), *(value or "" for _, _, given in events(text) for _, value in given)]
                unfinished = re.compile(
                    r"\{\{|\}\}|\{%|%\}|\bNone\b|[uU]ndefined|\bNaN\b|Fraction\(|Markup\(|object at 0x"
                )
                assert [found for said in shown if (found := unfinished.search(said))] == [], path


@every_site
def test_every_link_inside_a_site_leads_to_a_file_and_a_place_in_it(site: Path) -> None:
    pages = pages_of(site)
    ids = {name: set(ids_of(page)) for name, page in pages.items()}
    there = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    for name, page in pages.items():
        links = {value for attribute in ("href", "src", "data-index") for _, value in attributes(page, attribute)}
        for link in sorted(links):
            if urlsplit(link).scheme or link.endswith(".pdf"):
                continue  # handouts have tests of their own
            path, _, place = unquote(link).partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            assert target in there, f"{name}: {link}"
            assert not place or place in ids[target], f"{name}: {link}"


def test_the_menu_leads_to_each_step_of_its_stage(small_sites: Path, small: BuildContext) -> None:
    for stage in small.loaded.guide.stages:
        page = (small_sites / "willow" / f"{stage.id}.html").read_text(encoding="utf-8")
        links = re.findall(r'<li data-nav-step="([^"]+)"><a href="#([^"]*)"', page)
        assert links == [(step.id, step.id) for step in stage.steps]


@every_site
def test_every_result_of_the_search_leads_somewhere(site: Path) -> None:
    ids = {name: set(ids_of(page)) for name, page in pages_of(site).items()}
    for under in ("", "en/"):
        if not (site / under).is_dir():
            continue
        entries = [entry for entry in _index(site, under)["entries"] if entry]
        assert len(entries) > 10
        for entry in entries:
            page, _, place = entry["url"].partition("#")
            if page.endswith(".pdf"):
                continue
            assert f"{under}{page}" in ids, entry
            assert not place or place in ids[f"{under}{page}"], entry


@every_site
def test_a_page_asks_no_other_host_for_anything(site: Path) -> None:
    for name, page in pages_of(site).items():
        for kind, tag, given in events(page):
            for attribute, value in given if kind == "start" else ():
                if attribute in ("src", "srcset", "poster", "action", "data") or (attribute == "href" and tag != "a"):
                    assert not urlsplit(value or "").netloc, f"{name}: <{tag} {attribute}={value}>"
        assert 'http-equiv="Content-Security-Policy" content="default-src \'none\'; ' in page, name
    for path in (*site.rglob("*.css"), *site.rglob("*.js")):
        assert not re.search(
            r"(?:url\(|@import|import\(|fetch\(|src\s*=)\s*['\"]?(?:https?:)?//", path.read_text(encoding="utf-8")
        ), path


@every_site
def test_links_elsewhere_tell_nothing_of_where_they_come_from(site: Path) -> None:
    for name, page in pages_of(site).items():
        for kind, tag, given in events(page):
            if kind == "start" and tag == "a" and urlsplit(dict(given).get("href") or "").netloc:
                assert "noopener" in (dict(given).get("rel") or ""), (name, given)


@every_site
def test_a_site_is_what_its_manifest_says(site: Path) -> None:
    assert verify(site) == sum(path.is_file() for path in site.rglob("*")) - 1


# --------------------------------------------------------------------------------------------------
# Buyers differ


def test_a_stage_that_is_left_out_leaves_no_page_link_or_search_result(real_sites: Path) -> None:
    site = real_sites / "northstar"
    assert not list(site.rglob("credit-terms*"))
    for path in site.rglob("*"):
        if path.suffix in (".html", ".json"):
            assert "credit-terms" not in path.read_text(encoding="utf-8"), path
    for under in ("", "en"):
        assert not [
            entry for entry in _index(site, under)["entries"] if entry and entry["url"].startswith("credit-terms")
        ]
    numbers = [
        value for tag, value in attributes((site / "index.html").read_text(encoding="utf-8"), "data-overview-stage")
    ]
    assert numbers == ["register", "verify", "taxpayer", "rongyishou", "quote"]


def test_no_picture_of_a_stage_that_is_left_out_is_in_the_site(real: BuildContext, real_sites: Path) -> None:
    shown = {
        screen
        for stage in real.loaded.guide.stages
        if stage.id != "credit-terms"
        for step in stage.steps
        for screen in step.screens
    }
    pictures = {path.name for path in (real_sites / "northstar" / "assets" / "captures").glob("*.png")}
    assert len(pictures) == len(shown)
    assert len(pictures) < sum(1 for _ in (real_sites / "demo").rglob("*.png"))


def test_a_buyer_that_leaves_out_a_stage_is_told_neither_credit_line_nor_term(real_sites: Path) -> None:
    for under, label in (("", "授信额度"), ("en", "Credit line")):
        home = (real_sites / "northstar" / under / "index.html").read_text(encoding="utf-8")
        card = home.partition('class="buyer-card"')[2].partition("</aside>")[0]
        assert label not in card
        assert label in (real_sites / "demo" / under / "index.html").read_text(encoding="utf-8")


def test_values_stand_where_the_original_needs_them(real_sites: Path) -> None:
    site = real_sites / "demo"
    for under, line, days, name in (
        ("", "5,000,000 元（500 万元）", "30 天", "示例重工集团有限公司（虚构）"),
        ("en", "RMB 5,000,000", "30 days", "Shili Heavy Industries Group (sample)"),
    ):
        home, register, credit, quote = (
            words((site / under / f"{page}.html").read_text(encoding="utf-8"))
            for page in ("index", "register", "credit-terms", "quote")
        )
        assert name in home
        for page in (home, register, credit, quote):
            assert "shiliheavydemo" in page
        assert line in credit
        assert days in credit
    copies = [value for _, value in attributes((site / "credit-terms.html").read_text(encoding="utf-8"), "data-copy")]
    assert {"shiliheavydemo", "5000000", "30"} <= set(copies)


def test_the_neutral_edition_names_no_buyer_and_copies_nothing(real: BuildContext, real_sites: Path) -> None:
    page = (real_sites / "generic" / "en" / "credit-terms.html").read_text(encoding="utf-8")
    assert str(real.loaded.guide.buyer_values["credit_line_cny"].neutral.en) in words(page)
    copies = {
        value for tag, value in attributes(page, "data-copy") if tag == "span" and not value.startswith("https://")
    }
    assert copies <= {""}
    home = (real_sites / "generic" / "en" / "index.html").read_text(encoding="utf-8")
    assert "demo" not in home
    assert "shili" not in home.casefold()


def test_notes_and_contacts_stand_only_where_they_are_given(small_sites: Path) -> None:
    willow, pine = (
        words((small_sites / slug / "open-stall.html").read_text(encoding="utf-8")) for slug in ("willow", "pine")
    )
    assert "请先寄样茶。" in willow
    assert "请先寄样茶。" not in pine
    home = words((small_sites / "willow" / "index.html").read_text(encoding="utf-8"))
    for said in (
        "柳小姐",
        "+86 (571) 0000-0000",
        "liu@willow-brook.example",
        "willow-brook",
        "9:00–17:00",
        "2027 年 5 月 1 日",
    ):
        assert said in home
    assert "2027" not in words((small_sites / "pine" / "index.html").read_text(encoding="utf-8"))


def test_a_logo_is_in_its_own_site_alone(small_sites: Path) -> None:
    drawn = (small_sites / "willow" / "assets" / "logo.svg").read_text(encoding="utf-8")
    shape = 'd="M3 21C3 9 9 3 21 3c0 12-6 18-18 18z" fill="#356b2f"'
    assert shape in (BUYERS / "willow" / "leaf.svg").read_text(encoding="utf-8")
    assert shape in drawn
    assert "Willow leaf" not in drawn, "a title is metadata"
    assert not (small_sites / "pine" / "assets" / "logo.svg").exists()
    assert 'src="assets/logo.svg"' in (small_sites / "willow" / "index.html").read_text(encoding="utf-8")
    assert 'src="../assets/logo.svg"' in (small_sites / "willow" / "en" / "index.html").read_text(encoding="utf-8")
    assert "logo.svg" not in (small_sites / "pine" / "index.html").read_text(encoding="utf-8")


def test_a_colour_is_in_the_style_sheet(small_sites: Path) -> None:
    assert "#356b2f" in (small_sites / "willow" / "assets" / "css" / "buyer.css").read_text(encoding="utf-8")
    assert "#356b2f" not in (small_sites / "pine" / "assets" / "css" / "buyer.css").read_text(encoding="utf-8")


def test_icons_have_the_buyers_colour(small_sites: Path) -> None:
    for slug, colour in (("willow", "#356b2f"), ("pine", DEFAULT), ("generic", DEFAULT)):
        site = small_sites / slug
        assert f'fill="{colour}"' in (site / "assets" / "favicon.svg").read_text(encoding="utf-8")
        with Image.open(site / "assets" / "touch-icon.png") as icon:
            assert icon.size == (180, 180)
            drawn = icon.convert("RGB")
        assert drawn.getpixel((3, 3)) == tuple(bytes.fromhex(colour[1:]))
        assert drawn.getpixel((90, 78)) == (255, 255, 255), "the path from stop to stop"
        files = json.loads((site / "manifest.json").read_text(encoding="utf-8"))["files"]
        assert {"assets/touch-icon.png", "assets/favicon.svg"} <= files.keys()
        assert 'href="assets/touch-icon.png"' in (site / "index.html").read_text(encoding="utf-8")


def test_a_link_shows_title_description_and_where_the_address_is_known_a_picture(real_sites: Path) -> None:
    page = (real_sites / "demo" / "en" / "verify.html").read_text(encoding="utf-8")
    shown = dict(re.findall(r'<meta property="og:([a-z_:]+)" content="([^"]*)">', page))
    assert shown["title"] == "Verify your company · 1688 Supplier Onboarding Guide"
    assert shown["description"].startswith("You pass the free company-name verification")
    assert shown["site_name"] == "Shili Heavy Industries Group (sample)"
    assert (shown["type"], shown["locale"]) == ("website", "en_GB")
    assert shown["url"] == "https://suppliers.example.com/demo/en/verify.html"
    assert shown["image"] == "https://suppliers.example.com/demo/assets/preview.png"
    with Image.open(real_sites / "demo" / "assets" / "preview.png") as picture:
        assert picture.size == (int(shown["image:width"]), int(shown["image:height"]))
    neutral = (real_sites / "generic" / "index.html").read_text(encoding="utf-8")
    assert 'property="og:locale" content="zh_CN"' in neutral
    assert not re.search("og:(image|url|site_name)", neutral)
    assert not (real_sites / "generic" / "assets" / "preview.png").exists()


def test_two_sites_share_what_is_the_same(small_sites: Path) -> None:
    assert (small_sites / "willow" / "assets" / "js" / "guide.js").samefile(
        small_sites / "generic" / "assets" / "js" / "guide.js"
    )
    assert (small_sites / "willow" / "assets" / "js" / "guide.js").stat().st_mode & 0o222 == 0


# --------------------------------------------------------------------------------------------------
# Other guides


def test_another_guide_of_nine_stages_is_built_without_a_change_of_code(tmp_path: Path) -> None:
    stages = "".join(
        f"""\
  - id: part-{number}
    title: {{zh: 第 {number} 部分, en: Part {number}}}
    goal: {{zh: 完成, en: Done}}
    after: {[f"part-{number - 2}"] if number > 2 else []}
    work: {number} h
    wait: {number}-{number + 2} d
    cost: {{kind: paid, note: {{zh: 收费, en: charged}}}}
    steps:
      - id: part-{number}
        title: {{zh: "步骤 #{number} “一” < 二", en: "Step #{number} *one < two & “c” [e] (f)"}}
        do: {{zh: 做, en: Do}}
        fields:
{"".join(f"          - {{id: {kind}-{number}, label: go, kind: {kind}, required: true, enter: {{zh: 填, en: Enter}}}}{chr(10)}" for kind in KINDS)}"""
        for number in range(1, 10)
    )
    text = f"""\
guide: {{id: other, title: {{zh: 他山之石, en: "Another <Guide> & more"}}, edition: "1", verified_on: 2026-11-02, languages: [en, zh]}}
labels: {{go: {{zh: 前进, en: Go}}}}
stages:
{stages}"""
    guide_context = load_context(guide_folder(steps=write(tmp_path / "steps.yaml", text)))
    site = guide_context.build(None, order(tmp_path / "site")).site
    assert {path.name for path in site.glob("part-*.html")} == {f"part-{number}.html" for number in range(1, 10)}
    page = (site / "part-3.html").read_text(encoding="utf-8")
    assert "Step #3 *one < two & “c” [e] (f)" in words(page)
    assert "Another <Guide> & more" in words(page)
    for name, made in pages_of(site).items():
        assert [found for found, count in Counter(ids_of(made)).items() if count > 1] == [], name
        assert "1688" not in made


KINDS = (
    "text",
    "password",
    "choice",
    "date",
    "number",
    "money",
    "phone",
    "code",
    "file",
    "slider",
    "checkbox",
    "shown",
)


def test_a_guide_in_one_language_is_built(tmp_path: Path) -> None:
    guide_context = load_context(
        guide_folder(steps=guide_of(tmp_path, ("languages: [zh, en]", "languages: [en]")).path)
    )
    site = guide_context.build(None, order(tmp_path / "site")).site
    assert not (site / "en").exists()
    assert not (site / "zh").exists()
    assert "Open a stall" in words((site / "open-stall.html").read_text(encoding="utf-8"))


# --------------------------------------------------------------------------------------------------
# The same bytes


def test_a_second_build_changes_nothing(small: BuildContext, tmp_path: Path) -> None:
    buyer = load_buyer(BUYERS / "willow.yaml", small.loaded)
    first = small.build(buyer, order(tmp_path, zipped=True))
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    second = small.build(buyer, order(tmp_path, zipped=True))
    assert (first.unchanged, second.unchanged) == (False, True)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


@pytest.mark.parametrize("lost", ["index.html", "assets/logo.svg"])
def test_a_site_that_has_lost_a_file_is_built_again(lost: str, small: BuildContext, tmp_path: Path) -> None:
    buyer = load_buyer(BUYERS / "willow.yaml", small.loaded)
    site = small.build(buyer, order(tmp_path)).site
    before = contents(tmp_path)
    (site / lost).unlink()
    assert not small.build(buyer, order(tmp_path)).unchanged
    assert contents(tmp_path) == before


def test_any_change_of_a_buyer_or_its_logo_is_noticed(small: BuildContext, tmp_path: Path) -> None:
    shutil.copytree(BUYERS, tmp_path / "buyers")
    path, logo = tmp_path / "buyers" / "willow.yaml", tmp_path / "buyers" / "willow" / "leaf.svg"

    def unchanged() -> bool:
        return small.build(load_buyer(path, small.loaded), order(tmp_path / "site")).unchanged

    assert (unchanged(), unchanged()) == (False, True)
    path.write_text(path.read_text(encoding="utf-8").replace("20000", "30000"), encoding="utf-8")
    assert (unchanged(), unchanged()) == (False, True)
    logo.write_text(logo.read_text(encoding="utf-8").replace("21", "20"), encoding="utf-8")
    assert (unchanged(), unchanged()) == (False, True)


def test_a_zip_is_of_the_site_beside_it(small: BuildContext, tmp_path: Path) -> None:
    """Without a ZIP no ZIP of an earlier site stays, so that one made later is never taken for up to date."""
    loaded = small.loaded
    text = "name: {{zh: 甲, en: A}}\nstall_code: {}\nadvance_cny: 5\ntasting_days: 2\n"
    small.build(buyer_of(tmp_path, loaded, text.format("first")), order(tmp_path / "site", zipped=True))
    small.build(buyer_of(tmp_path, loaded, text.format("second")), order(tmp_path / "site", zipped=False))
    assert not (tmp_path / "site" / "someone.zip").exists()
    small.build(buyer_of(tmp_path, loaded, text.format("second")), order(tmp_path / "site", zipped=True))
    shutil.unpack_archive(tmp_path / "site" / "someone.zip", tmp_path / "unpacked")
    assert contents(tmp_path / "unpacked" / "someone") == contents(tmp_path / "site" / "someone")


def test_a_zip_of_an_earlier_site_is_made_anew(small: BuildContext, tmp_path: Path) -> None:
    """A run that is killed between the one and the other leaves it."""
    earlier_buyer = buyer_of(tmp_path, small.loaded, MINIMAL.replace("new-house", "first-house"))
    archive = small.build(earlier_buyer, order(tmp_path / "site", zipped=True)).site.with_suffix(".zip")
    earlier = archive.read_bytes()
    buyer = buyer_of(tmp_path, small.loaded, MINIMAL)
    small.build(buyer, order(tmp_path / "site", zipped=True))
    current = archive.read_bytes()
    archive.write_bytes(earlier)
    assert not small.build(buyer, order(tmp_path / "site", zipped=True)).unchanged
    assert archive.read_bytes() == current
    assert small.build(buyer, order(tmp_path / "site", zipped=True)).unchanged


def test_other_handouts_are_a_reason_to_build_again(
    small: BuildContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guide.handout.renderer.prints", lambda *arguments, **options: {"handout": b"%PDF-"})
    buyer = load_buyer(BUYERS / "pine.yaml", small.loaded)
    without, with_them, in_other_fonts = (
        BuildOptions(tmp_path, handouts=False, make_zip=False),
        BuildOptions(tmp_path, make_zip=False),
        BuildOptions(tmp_path, make_zip=False, fonts=(tmp_path / "fonts",)),
    )
    for options in (without, with_them, in_other_fonts, without):
        assert not small.build(buyer, options).unchanged
        assert small.build(buyer, options).unchanged
        assert bool([*(tmp_path / "pine").glob("*.pdf")]) == options.handouts


BUILD_TWICE = """
import sys
from pathlib import Path
from guide.core.paths import guide_folder
from guide.publishing.builder import BuildOptions, BuildContext, load_context
from guide.loading.loader import load_buyer
steps, buyer, place = map(Path, sys.argv[1:])
made = load_context(guide_folder(steps=steps))
context = BuildContext(made.folder, made.loaded, made.gallery, cache=place / "templates")
context.build(load_buyer(buyer, context.loaded), BuildOptions(place / "site", handouts=False))
"""


def test_the_same_input_gives_the_same_bytes_in_another_process_and_from_another_cache(tmp_path: Path) -> None:
    made = []
    for seed in ("1", "2"):
        place = tmp_path / seed
        place.mkdir()
        command = [sys.executable, "-c", BUILD_TWICE, str(STEPS), str(BUYERS / "willow.yaml"), str(place)]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed}, cwd=place)
        made.append(contents(place / "site"))
    assert made[0] == made[1]
    assert "willow.zip" in made[0]


# --------------------------------------------------------------------------------------------------
# The cache of site templates


def test_a_change_of_values_alone_needs_no_mkdocs(
    small: BuildContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.site_template(BOTH)
    guide_context = BuildContext(small.folder, small.loaded, small.gallery)

    def refuse(*arguments: object) -> None:
        raise AssertionError("MkDocs is run")

    monkeypatch.setattr("guide.site.template_cache._build", refuse)
    text = (
        "name: {zh: 新, en: New}\nstall_code: brand-new\nadvance_cny: 5\ntasting_days: 2\nbrand: {color: '#000000'}\n"
    )
    assert "brand-new" in (
        guide_context.build(buyer_of(tmp_path, small.loaded, text), order(tmp_path / "site")).site / "index.html"
    ).read_text(encoding="utf-8")


@pytest.mark.parametrize("damage", ["a file gone", "a file changed", "the list cut short", "the list of another"])
def test_a_site_template_that_is_not_as_it_was_built_is_built_again(
    damage: str, small: BuildContext, tmp_path: Path
) -> None:
    good = small.site_template(BOTH)
    cache = tmp_path / "templates"
    shutil.copytree(good.folder.parent, cache / good.key)
    folder = cache / good.key
    victim, listing = folder / "files" / "assets" / "js" / "guide.js", folder / "template.json"
    victim.chmod(0o644)
    if damage == "a file gone":
        victim.unlink()
    elif damage == "a file changed":
        victim.write_text("evil()", encoding="utf-8")
    elif damage == "the list cut short":
        listing.write_text(listing.read_text(encoding="utf-8")[:-100], encoding="utf-8")
    else:
        listing.write_text("0 0\n{}", encoding="utf-8")
    made = site_template_for(small.loaded.guide, BOTH, small.gallery, cache=cache)
    assert (made.pages, made.shared) == (good.pages, good.shared)
    assert contents(made.folder) == contents(good.folder)
    assert [path.name for path in cache.iterdir() if path.is_dir()] == [good.key]


def test_old_site_templates_go_and_those_in_use_stay(
    small: BuildContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guide.site.template_cache.CAPACITY", 2)
    good = small.site_template(BOTH)
    for name, age in (
        ("new", 10),
        ("recent", 600),
        ("older", 7200),
        ("oldest", 9000),
        (".half-built000", 10),
        (".building-00000000", 7200),
    ):
        shutil.copytree(good.folder.parent, tmp_path / name)
        stamp = (tmp_path / name).stat().st_mtime - age
        os.utime(tmp_path / name, (stamp, stamp))
    monkeypatch.setattr(
        "guide.site.template_cache._build", lambda *arguments: shutil.copytree(good.folder, arguments[-1] / "site")
    )
    with hold_lock(tmp_path / ".building-00000000"):
        made = site_template_for(small.loaded.guide, BOTH, small.gallery, cache=tmp_path)
    assert {path.name for path in tmp_path.iterdir() if path.is_dir()} == {
        "new",
        "recent",
        ".building-00000000",
        made.key,
    }


def test_a_page_that_mkdocs_warns_about_is_no_site_template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    guide_context = load_context(guide_folder(steps=guide_of(tmp_path, ('edition: "7"', 'edition: "8"')).path))

    def with_a_bad_link(*arguments: object) -> dict[str, str]:
        return dict.fromkeys(
            ("index", "prepare", "open-stall", "offer-tea", "faq", "glossary", "about"),
            "# Title {#top}\n\n[nowhere](nowhere.md)\n",
        )

    monkeypatch.setattr("guide.site.mkdocs.render_pages", with_a_bad_link)
    with pytest.raises(GuideError, match=r"MkDocs (warned about|refused) the pages:\n.*nowhere"):
        site_template_for(guide_context.loaded.guide, BOTH, guide_context.gallery, cache=tmp_path / "templates")
    assert [path.suffix for path in (tmp_path / "templates").iterdir()] == [".lock"]


# --------------------------------------------------------------------------------------------------
# Bare MkDocs


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, with a site that was published."""
    copy = tmp_path_factory.mktemp("project")
    for name in ("data", "docs", "scripts", "templates"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    shutil.copy(ROOT / "mkdocs.yml", copy)
    write(copy / "site" / "demo" / "index.html", "published")
    return copy


def _mkdocs(project: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "ignore", "-m", "mkdocs", "build", "--strict"]
    given = {**os.environ, "PYTHONPATH": str(project / "scripts"), "NO_MKDOCS_2_WARNING": "1", **environment}
    return subprocess.run(command, cwd=project, env=given, capture_output=True, text=True, check=False)


def test_bare_mkdocs_build_makes_the_neutral_edition_and_leaves_published_sites_alone(
    project: Path, real: BuildContext
) -> None:
    done = _mkdocs(project)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    assert "absolute path" not in done.stderr, "nothing that sounds like a mistake"
    assert {path.name: path.read_text() for path in (project / "site").rglob("*.html")} == {"index.html": "published"}
    preview = project / "build" / "preview"
    assert {path.name for path in preview.glob("*.html")} == names(real.loaded.guide) | {"404.html"}
    assert {path.name for path in (preview / "en").glob("*.html")} == names(real.loaded.guide)
    home = words((preview / "en" / "index.html").read_text(encoding="utf-8"))
    assert str(real.loaded.guide.guide.neutral_name.en) in home
    assert not [
        path for path in preview.rglob("*.html") if re.search("[\ue000-\uf8ff]", path.read_text(encoding="utf-8"))
    ]


def test_bare_mkdocs_build_takes_another_guide_and_a_buyer(project: Path) -> None:
    done = _mkdocs(project, GUIDE_STEPS=str(STEPS), GUIDE_BUYERS=str(BUYERS), BUYER="pine")
    assert done.returncode == 0, done.stderr
    preview = project / "build" / "preview"
    assert "松风茶庄" in (preview / "index.html").read_text(encoding="utf-8")
    assert not (preview / "en").exists()
    assert not (preview / "offer-tea.html").exists()


def test_bare_mkdocs_build_tells_a_mistake_and_leaves_the_preview_alone(project: Path, tmp_path: Path) -> None:
    _mkdocs(project, GUIDE_STEPS=str(STEPS))
    before = contents(project / "build" / "preview")
    broken = write(tmp_path / "steps.yaml", replaced(WORDS, ("cost: free", "cost: gratis")))
    done = _mkdocs(project, GUIDE_STEPS=str(broken))
    assert done.returncode == 1
    assert f"{broken}:95:5: stages.open-stall.cost: 'gratis' does not fit" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert contents(project / "build" / "preview") == before
