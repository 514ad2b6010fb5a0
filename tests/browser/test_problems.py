"""For who is stuck: from the home page and the menu to the commonest problems, and to an answer that lies open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from support.browsers import Opener

pytest_plugins = ["support.browsers", "support.sites"]


@pytest.mark.parametrize(("folder", "name"), [("", "遇到问题？"), ("en", "Problem?")])
def test_home_leads_to_the_commonest_problems(opened: Opener, demo: Path, folder: str, name: str) -> None:
    page = opened(demo / folder / "index.html", width=375, height=812)
    problems = page.get_by_role("region", name=name)
    links = problems.get_by_role("listitem").get_by_role("link")
    assert links.count() >= 5
    assert all((link.bounding_box() or {"height": 0})["height"] >= 44 for link in links.all())
    problems.locator('a[href$="#finance-cannot-find-payment"]').click()
    page.wait_for_url("**/verify.html#finance-cannot-find-payment")
    expect(page.locator("details#finance-cannot-find-payment")).to_have_attribute("open", "")


@pytest.mark.parametrize(("folder", "name"), [("", "遇到问题？"), ("en", "Problem?")])
def test_the_menu_leads_to_problems_from_every_page(opened: Opener, demo: Path, folder: str, name: str) -> None:
    page = opened(demo / folder / "quote.html", width=1280)
    page.get_by_role("navigation").get_by_role("link", name=name).click()
    page.wait_for_url("**/faq.html")
    assert [heading.get_attribute("id") for heading in page.locator("main h2").all()] == [
        "common_",
        "problems_",
        "refusals_",
        "questions_",
    ]


def test_who_is_led_to_an_answer_finds_it_open(opened: Opener, demo: Path) -> None:
    page = opened(demo / "faq.html", width=375, height=812)
    answer = page.locator("summary:has(#sms-code-missing) + .refusal")
    expect(answer).to_be_hidden()
    page.evaluate("location.hash = '#sms-code-missing'")
    expect(answer).to_be_visible()
    expect(page.locator("#sms-code-missing")).to_be_in_viewport()
    # So does the address itself, and one that the answer had in an earlier edition.
    page.goto((demo / "faq.html").as_uri() + "?again#safety")
    expect(page.locator("summary:has(#safety) + .answer")).to_be_visible()
    expect(page.locator("#safety")).to_be_in_viewport()


def test_an_answer_opens_by_keyboard_and_says_its_address(opened: Opener, demo: Path) -> None:
    page = opened(demo / "en" / "faq.html")
    page.locator("summary:has(#how-long)").focus()
    page.keyboard.press("Enter")
    expect(page.locator("summary:has(#how-long) + .answer")).to_be_visible()
    assert page.url.endswith("faq.html#how-long")


def test_without_javascript_every_answer_lies_open(opened: Opener, demo: Path) -> None:
    page = opened(demo / "faq.html", java_script_enabled=False)
    assert all(answer.is_visible() for answer in page.locator(".answer, .refusal").all())
    assert page.locator(".contents").first.is_visible()


def test_the_header_shows_the_buyers_whole_name_on_a_phone(opened: Opener, demo: Path) -> None:
    for width in (375, 320):
        page = opened(demo / "en" / "index.html", width=width, height=812)
        shown, whole = page.eval_on_selector(
            ".brand-name",
            "name => { const shown = name.clientHeight; name.style.webkitLineClamp = 'none'; return [shown, name.clientHeight]; }",
        )
        assert shown == whole
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_copy_buttons_are_large_enough_for_a_finger(opened: Opener, demo: Path) -> None:
    page = opened(demo / "index.html", width=375, height=812)
    boxes = [button.bounding_box() for button in page.locator("main .copy").all()]
    assert boxes
    assert all(box and box["width"] >= 44 and box["height"] >= 44 for box in boxes)


def test_rows_of_the_chart_look_like_links(opened: Opener, demo: Path) -> None:
    page = opened(demo / "index.html")
    for words in page.locator(".path-bars a .path-words").all():
        assert "underline" in words.evaluate("words => getComputedStyle(words).textDecorationLine")
