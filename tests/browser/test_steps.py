"""A stage one step at a time, and the line that says where to go on: in a real browser, from files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

if TYPE_CHECKING:
    from support.browsers import Visit

pytest_plugins = ["support.browsers", "support.sites"]

STEPS = (
    "open-workbench",
    "choose-name-verification",
    "return-to-desktop",
    "choose-bank-transfer",
    "fill-company-form",
    "enter-amount",
)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 375, "height": 812}, reduced_motion="reduce")
    yield made
    made.close()


def headings(page: Page) -> list[str]:
    """The ids of the headings that are to be seen."""
    shown: list[str] = page.locator(".stage-page :is(h1, h2):visible:not(.visually-hidden)").evaluate_all(
        "all => all.map(one => one.id)"
    )
    return shown


def keep_tick(page: Page, step: str, day: str | None) -> None:
    """Stores a tick of the step `stage/id`, set on `day`; None as editions before stored it."""
    tick = {"edition": "2026.2", "digest": "00000000"} | ({"on": day} if day else {})
    page.evaluate(
        "([step, tick]) => localStorage.setItem(`guide/guide-1688/demo/step/${step}`, tick)", [step, json.dumps(tick)]
    )


# ---- one at a time ---------------------------------------------------------------------------------


def test_a_phone_shows_the_opening_each_step_and_the_end_in_turn(visit: Visit) -> None:
    page = visit("verify.html")
    assert headings(page) == ["top_"]
    expect(page.locator("[data-card-back]")).to_be_hidden()
    for number, step in enumerate(STEPS, 1):
        expect(page.locator("[data-card-next]")).to_contain_text(f"2.{number} ")
        page.locator("[data-card-next]").click()
        expect(page.locator(f"#{step}")).to_be_focused()
        assert headings(page) == [step]
        expect(page.locator(".card-place")).to_have_text(f"2.{number} · 第 {number} 步，共 6 步")
        assert page.evaluate("scrollY") == 0
    page.locator("[data-card-next]").click()
    expect(page.locator(".stage-end")).to_be_visible()
    expect(page.locator("[data-card-next]")).to_be_hidden()
    assert headings(page) == []
    page.locator("[data-card-back]").click()
    expect(page.locator("#enter-amount")).to_be_visible()


def test_the_browsers_own_way_back_leads_to_the_step_before(visit: Visit) -> None:
    page = visit("en/verify.html")
    page.locator("[data-card-next]").click()
    page.locator("[data-card-next]").click()
    expect(page.locator("#choose-name-verification")).to_be_visible()
    page.go_back()
    expect(page.locator("#open-workbench")).to_be_visible()
    assert headings(page) == ["open-workbench"]
    page.go_back()
    expect(page.locator("#top_")).to_be_visible()


@pytest.mark.parametrize("name", ["verify.html", "en/verify.html"])
def test_what_one_presses_is_large_enough_and_the_line_stays_in_sight(visit: Visit, name: str) -> None:
    page = visit(f"{name}#fill-company-form")
    for target in page.locator(".card-nav > :visible").all():
        box = target.bounding_box()
        assert box
        assert box["height"] >= 44
    page.evaluate("scrollTo(0, 900)")
    header, line = page.locator(".site-header").bounding_box(), page.locator(".card-line").bounding_box()
    assert header
    assert line
    assert line["y"] == pytest.approx(header["y"] + header["height"], abs=1)
    assert line["height"] < 44, "one line"


@pytest.mark.parametrize(
    ("place", "step"),
    [
        ("field-bank_account", "fill-company-form"),
        ("fig-company-name-form", "fill-company-form"),
        ("name-and-account-differ", "fill-company-form"),
        ("update_uscc", None),  # the stage's end, which has no heading
        ("amount-refused", "enter-amount"),
    ],
)
def test_an_address_within_a_step_opens_it_and_its_folds(visit: Visit, place: str, step: str | None) -> None:
    page = visit("verify.html")
    for arrive in (
        lambda: visit(f"verify.html#{place}"),
        lambda: page.evaluate("id => { location.hash = id; }", place),
    ):
        arrive()
        target = page.locator(f'[id="{place}"]')
        expect(target).to_be_in_viewport()
        assert headings(page) == ([step] if step else [])
        assert target.evaluate("one => !one.closest('details:not([open])')")
        top = target.evaluate("one => one.getBoundingClientRect().top")
        bottom = page.locator(".card-line").evaluate("one => one.getBoundingClientRect().bottom")
        assert top >= bottom, "not under the line"
        page.evaluate("location.hash = 'top_'")


def test_who_is_stuck_is_led_to_the_steps_own_problems_else_to_the_stages_else_to_the_desk(visit: Visit) -> None:
    page = visit("verify.html#enter-amount")
    page.locator("[data-card-stuck]").click()
    expect(page.locator(".step:visible .troubles summary").first).to_be_focused()
    page.evaluate("document.querySelectorAll('.step .troubles').forEach((one) => one.remove())")
    page.locator("[data-card-stuck]").click()
    if page.locator("#trouble_").count():
        expect(page.locator("#trouble_ summary").first).to_be_focused()
        page.evaluate("document.getElementById('trouble_').remove()")
    page.evaluate("location.hash = 'open-workbench'")
    expect(page.locator("#open-workbench")).to_be_visible()
    page.locator("[data-card-stuck]").click()
    expect(page.locator(".dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[data-card-stuck]")).to_be_focused()


def test_the_whole_stage_is_one_tap_away_and_the_choice_is_kept(visit: Visit) -> None:
    page = visit("en/verify.html#choose-bank-transfer")
    page.locator("[data-view-switch=whole]").click()
    assert headings(page) == ["top_", *STEPS]
    expect(page.locator(".card-line")).to_be_hidden()
    assert headings(visit("verify.html")) == ["top_", *STEPS]
    page.locator("[data-view-switch=steps]").click()
    assert headings(page) == ["top_"]


def test_a_wide_screen_shows_all_unless_the_reader_chooses(visit: Visit) -> None:
    page = visit("verify.html", width=1280)
    assert headings(page) == ["top_", *STEPS]
    expect(page.locator(".card-nav")).to_be_hidden()
    page.locator("[data-view-switch=steps]").click()
    assert headings(page) == ["top_"]
    assert headings(visit("register.html#fill-form", width=1280)) == ["fill-form"]


def test_paper_has_the_whole_stage(visit: Visit) -> None:
    page = visit("verify.html#enter-amount")
    page.emulate_media(media="print")
    assert headings(page) == list(STEPS)
    title = page.locator("h1").bounding_box()
    assert title
    assert title["height"] > 20
    assert page.locator(".stage-end").is_visible()
    for gone in (".card-line", ".card-nav", ".view-choice"):
        assert not page.locator(gone).is_visible()
    page.emulate_media(media="screen")
    assert headings(page) == ["enter-amount"]


def test_without_scripts_the_stage_lies_open(browser: Browser, demo: Path) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 375, "height": 812})
    page = context.new_page()
    page.goto((demo / "verify.html").as_uri())
    assert page.locator(".stage-page h2:visible").count() == len(STEPS)
    assert not page.locator(".card-line, .card-nav, .view-choice, .resume").locator("visible=true").count()
    context.close()


@pytest.mark.parametrize("width", [375, 1280])
def test_a_stage_that_is_begun_opens_at_its_next_step(visit: Visit, width: int) -> None:
    page = visit("verify.html")
    keep_tick(page, "verify/open-workbench", "2026-11-26")
    page = visit("verify.html", width)
    expect(page.locator("#choose-name-verification")).to_be_in_viewport()
    assert (headings(page) == ["choose-name-verification"]) == (width == 375)
    assert visit("taxpayer.html", width).evaluate("scrollY") == 0, "another stage opens at its beginning"


# ---- where to go on --------------------------------------------------------------------------------


def test_nothing_is_said_of_going_on_before_anything_is_ticked(visit: Visit) -> None:
    for name in ("index.html", "en/faq.html"):
        assert visit(name).locator("[data-resume]:visible").count() == 0


@pytest.mark.parametrize(
    ("folder", "said", "left"),
    [
        ("", "继续：2.2 ", "还剩 19 步，分布在 6 个阶段。"),
        ("en/", "Continue: 2.2 ", "Steps left: 19, in 6 of the stages."),
    ],
)
def test_one_tap_leads_from_home_to_the_next_open_step(visit: Visit, folder: str, said: str, left: str) -> None:
    page = visit(f"{folder}verify.html#open-workbench")
    page.locator("[data-tick='step/verify/open-workbench']").check()
    page = visit(f"{folder}index.html")
    line = page.locator("main [data-resume]")
    expect(line).to_be_in_viewport(ratio=1)
    expect(line).to_contain_text(said)
    expect(line).to_contain_text(left)
    expect(line).to_contain_text("2027")  # the deadline
    expect(line.locator(".resume-wait")).to_be_hidden()
    line.get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"verify\.html#choose-name-verification$"))
    expect(page.locator(".card-line .card-place")).not_to_be_empty()
    assert headings(page) == ["choose-name-verification"]
    page = visit(f"{folder}faq.html")
    expect(page.locator("main [data-resume]")).to_contain_text(said)
    page.locator("[data-menu-switch]").click()
    expect(page.locator(".site-nav [data-resume]")).to_contain_text(said)


@pytest.mark.parametrize(
    ("folder", "day", "said"),
    [
        ("en/", "2099-11-26", "Look for the result from Friday 27 November (public holidays not counted)."),
        ("en/", "2099-11-27", "Look for the result from Monday 30 November (public holidays not counted)."),
        ("", "2099-11-27", "可从 11 月 30 日（星期一）起查看（未计入法定节假日）。"),
        ("en/", "2020-11-26", "It may be there since Friday 27 November: look for it now"),
    ],
)
def test_the_day_to_look_for_the_result_is_counted_in_working_days(
    visit: Visit, folder: str, day: str, said: str
) -> None:
    keep_tick(visit("index.html"), "verify/fill-company-form", day)
    # Friday is the 27th of November in 2020; in 2099 too.
    expect(visit(f"{folder}index.html").locator("main .resume-wait")).to_contain_text(said)


def test_a_tick_of_an_earlier_edition_waits_without_a_day(visit: Visit) -> None:
    keep_tick(visit("index.html"), "verify/fill-company-form", None)
    line = visit("en/index.html").locator("main .resume-wait")
    expect(line).to_contain_text("usually 1–3 working days.")
    expect(line).not_to_contain_text("from")


def test_a_step_read_again_keeps_its_day(visit: Visit) -> None:
    keep_tick(visit("index.html"), "verify/fill-company-form", "2020-11-26")
    page = visit("verify.html#fill-company-form")
    page.locator(".step:visible .tick-note button").click()
    tick = json.loads(page.evaluate("localStorage['guide/guide-1688/demo/step/verify/fill-company-form']"))
    assert tick["on"] == "2020-11-26"
    assert tick["digest"] != "00000000"


def test_a_guide_that_is_done_says_so(visit: Visit) -> None:
    for stage in ("register", "verify", "taxpayer", "rongyishou", "credit-terms", "quote"):
        visit(f"{stage}.html#end_").locator(f"[data-tick-stage={stage}]").check()
    expect(visit("en/index.html").locator("main [data-resume]")).to_contain_text("All 6 stages are done")
