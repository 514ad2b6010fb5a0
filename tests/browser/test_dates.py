"""When to begin, when to look for a result, and that day for the reader's calendar: in a real browser, from files."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from guide.loading.loader import load_buyer
from guide.publishing.builder import BuildContext
from support.small import copied, order, replaced

if TYPE_CHECKING:
    from support.browsers import Visit

pytest_plugins = ["support.browsers", "support.sites"]

WAITED_FOR = "step/verify/fill-company-form"
"""Of the real guide: its result takes 1–3 working days."""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce", accept_downloads=True)
    yield made
    made.close()


@pytest.fixture
def visit(quiet_page: Page, demo: Path) -> Visit:
    """`visit("en/index.html", today="2026-11-26", site=…)` → the page on that day; errors of scripts fail the test."""

    def open_page(name: str, today: str, site: Path = demo) -> Page:
        quiet_page.clock.set_fixed_time(datetime.datetime.fromisoformat(f"{today}T12:00:00"))
        quiet_page.goto("about:blank")
        quiet_page.goto(f"{site.as_uri()}/{name}")
        return quiet_page

    return open_page


def ticked(page: Page, name: str, day: str) -> None:
    """Stores a tick of that day and opens the page anew."""
    tick = json.dumps({"edition": "2026.2", "digest": "00000000", "on": day})
    page.evaluate("([name, tick]) => localStorage.setItem(`guide/guide-1688/demo/${name}`, tick)", [name, tick])
    page.reload()


# ---- working days ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("done", "said"),
    [
        ("2026-11-26", "可从 11 月 27 日（星期五）起查看（已计入法定节假日和调休）。"),
        ("2026-02-13", "可从 2 月 14 日（星期六）起查看（已计入法定节假日和调休）。"),  # worked for the Spring Festival
        ("2026-02-14", "可从 2 月 24 日（星期二）起查看（已计入法定节假日和调休）。"),
        ("2026-09-30", "可从 10 月 8 日（星期四）起查看（已计入法定节假日和调休）。"),
        ("2026-12-31", "可从 1 月 1 日（星期五）起查看（未计入法定节假日）。"),  # 2027 has no list: weekends alone
    ],
)
def test_holidays_and_make_up_days_count_in_the_years_that_have_a_list(visit: Visit, done: str, said: str) -> None:
    page = visit("index.html", done)
    ticked(page, WAITED_FOR, done)
    expect(page.locator("main .resume-wait")).to_contain_text(said)


# ---- begin by --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def due(guide_context: BuildContext, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str | None], Path]:
    """`due("2026-10-09")` → the site of a buyer with that deadline, or without one."""
    sites: dict[str | None, Path] = {}

    def build(deadline: str | None) -> Path:
        if deadline not in sites:
            folder = tmp_path_factory.mktemp("due")
            text = Path("data/buyers/demo.yaml").read_text(encoding="utf-8")
            text = replaced(text, ("deadline: 2027-03-31\n", f"deadline: {deadline}\n" if deadline else ""))
            path = folder / "demo.yaml"
            path.write_text(text, encoding="utf-8")
            sites[deadline] = guide_context.build(load_buyer(path, guide_context.loaded), order(folder / "out")).site
        return sites[deadline]

    return build


def starts(page: Page) -> dict[str, str]:
    """What the chart says of each stage's latest start."""
    rows: dict[str, str] = page.locator(".path-start:visible").evaluate_all(
        "all => Object.fromEntries(all.map(one => [one.dataset.startBy, one.textContent.trim()]))"
    )
    return rows


def test_each_stage_says_when_it_must_begin_at_the_latest(visit: Visit, due: Callable[[str | None], Path]) -> None:
    """Back from Friday 9 October over the holidays from the 1st to the 7th and on Friday 25 September."""
    page = visit("en/index.html", "2026-09-01", due("2026-10-09"))
    assert starts(page) == {
        "register": "Start by Tuesday 22 September",
        "verify": "Start by Tuesday 22 September",
        "taxpayer": "Start by Wednesday 30 September",
        "rongyishou": "Start by Monday 28 September",
        "credit-terms": "Start by Thursday 8 October",
    }
    expect(page.locator("[data-start-note]")).to_contain_text("(public holidays and make-up working days counted)")
    page = visit("taxpayer.html", "2026-09-01", due("2026-10-09"))
    expect(page.locator(".facts [data-start-by]")).to_have_text(
        re.compile(r"^最晚开始9 月 30 日（星期三） *已计入法定节假日和调休$")
    )


def test_a_latest_start_that_has_passed_is_said_plainly(visit: Visit, due: Callable[[str | None], Path]) -> None:
    page = visit("index.html", "2026-09-29", due("2026-10-09"))
    assert starts(page)["rongyishou"] == "最晚应在 9 月 28 日（星期一）开始，已经过了"
    assert starts(page)["taxpayer"] == "最晚 9 月 30 日（星期三）开始"
    page = visit("en/rongyishou.html", "2026-09-29", due("2026-10-09"))
    expect(page.locator(".facts [data-start-by]")).to_contain_text(
        "Monday 28 September, which has passed: begin at once and tell your buyer"
    )


def test_a_deadline_beyond_the_lists_says_that_holidays_are_not_counted(visit: Visit) -> None:
    page = visit("en/index.html", "2026-11-26")
    assert starts(page)["credit-terms"] == "Start by Tuesday 30 March"
    expect(page.locator("[data-start-note]")).to_contain_text("(public holidays not counted)")


def test_a_stage_that_is_begun_no_longer_says_when_to_begin(visit: Visit) -> None:
    page = visit("index.html", "2026-11-26")
    ticked(page, "step/taxpayer/open-certificates", "2026-11-26")
    assert "rongyishou" in starts(page)
    name = page.evaluate("guide.progress.names(guide.progress.data.stages[2])[0]")
    ticked(page, name, "2026-11-26")
    assert "taxpayer" not in starts(page)


def test_without_a_deadline_nothing_is_said(visit: Visit, due: Callable[[str | None], Path]) -> None:
    page = visit("index.html", "2026-09-01", due(None))
    assert starts(page) == {}
    expect(page.locator("[data-start-note]")).to_be_hidden()


def test_a_guide_that_names_no_country_counts_weekends_alone(visit: Visit, small: BuildContext, tmp_path: Path) -> None:
    folder = copied(tmp_path)
    path = folder / "buyers" / "willow.yaml"
    path.write_text(
        re.sub(r"(?m)^deadline:.*\n", "", path.read_text(encoding="utf-8")) + "deadline: 2026-10-09\n", encoding="utf-8"
    )
    site = small.build(load_buyer(path, small.loaded), order(tmp_path / "out")).site
    page = visit("index.html", "2026-09-01", site)
    assert starts(page)
    expect(page.locator("[data-start-note]")).to_contain_text("（未计入法定节假日）")


# ---- the day for the calendar ------------------------------------------------------------------------


def unfolded(file: str) -> list[str]:
    return file.replace("\r\n ", "").split("\r\n")


@pytest.mark.parametrize("place", ["main .resume-wait", ".step[data-step=fill-company-form] .tick-wait"])
def test_the_day_to_look_for_a_result_comes_as_a_file_for_the_calendar(visit: Visit, place: str) -> None:
    page = visit("en/verify.html", "2026-11-26")
    ticked(page, WAITED_FOR, "2026-11-26")
    with page.expect_download() as saving:
        page.locator(place).get_by_role("button", name="Add to calendar").click()
    assert saving.value.suggested_filename == "verify-fill-company-form.ics"
    file = Path(saving.value.path()).read_bytes()
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
    assert b"\n" not in file.replace(b"\r\n", b"")
    lines = unfolded(file.decode())
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    fields = dict(line.split(":", 1) for line in lines if ":" in line)
    assert fields["UID"] == "verify.fill-company-form@demo.guide-1688"
    assert (fields["DTSTART;VALUE=DATE"], fields["DTEND;VALUE=DATE"]) == ("20261127", "20261128")
    assert re.fullmatch(r"20261126T\d{6}Z", fields["DTSTAMP"])
    assert fields["SUMMARY"] == (
        "Look for the result: 2.5 Enter the account details and submit (Shili Heavy Industries Group (sample))"
    )
    link = "https://suppliers.example.com/demo/en/verify.html#fill-company-form"
    assert fields["DESCRIPTION"].endswith("\\n" + link)
    assert fields["URL"] == link


def test_commas_backslashes_and_line_ends_are_escaped_and_no_character_is_cut(visit: Visit) -> None:
    page = visit("verify.html", "2026-11-26")
    ticked(page, WAITED_FOR, "2026-11-26")
    page.evaluate(
        "document.getElementById('guide-data').dataset.name = '甲, 乙; 丙\\\\丁\\nEND:VEVENT' + '长'.repeat(80)"
    )
    with page.expect_download() as saving:
        page.locator(".tick-wait button").click()
    file = Path(saving.value.path()).read_bytes()
    assert all(len(line) <= 75 and line.decode() is not None for line in file.split(b"\r\n"))
    [summary] = [line for line in unfolded(file.decode()) if line.startswith("SUMMARY:")]
    assert "甲\\, 乙\\; 丙\\\\丁\\nEND:VEVENT长长" in summary
    assert file.count(b"\r\nEND:VEVENT\r\n") == 1


def test_an_engine_without_such_addresses_saves_the_file_all_the_same(visit: Visit, context: BrowserContext) -> None:
    context.add_init_script("URL.createObjectURL = undefined")
    page = visit("verify.html", "2026-11-26")
    ticked(page, WAITED_FOR, "2026-11-26")
    with page.expect_download() as saving:
        page.locator(".tick-wait button").click()
    assert Path(saving.value.path()).read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


def test_a_day_that_has_come_is_none_for_the_calendar(visit: Visit) -> None:
    page = visit("verify.html", "2026-11-30")
    ticked(page, WAITED_FOR, "2026-11-26")
    expect(page.locator(".tick-wait")).to_contain_text("起就可以查看了")
    expect(page.locator("[data-calendar]:visible, .tick-wait button")).to_have_count(0)
