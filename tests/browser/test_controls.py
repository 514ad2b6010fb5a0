"""What controls of several scripts have in common: every copy button copies alike, and Tab goes round in every dialog."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page, expect

if TYPE_CHECKING:
    from support.browsers import Opener

pytest_plugins = ["support.browsers", "support.sites"]

# --------------------------------------------------------------------------------------------------
# Copy buttons


CLIPBOARDS = {
    "missing": "Object.defineProperty(navigator, 'clipboard', { value: undefined })",
    "refusing": "navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'))",
    "broken": "navigator.clipboard.writeText = () => { throw new Error('broken'); }",
}
COMMANDS = {
    True: "document.execCommand = () => { window.copied = document.activeElement.value; return true; }",
    False: "document.execCommand = () => false",
}
BUTTONS = {
    "value": ("main .copy", "p.visually-hidden[role=status]"),
    "message": (".step [data-copy-message]", ".step .message-answer"),
    "code": (".dialog [data-copy-code]", ".dialog .code-box .message-answer"),
}
FAILED = "没能自动复制，文字已经选中，请手动复制。"


def press(page: Page, kind: str) -> tuple[Locator, Locator]:
    """Presses the copy button by keyboard; the button, and what says how it went."""
    if kind == "message":
        for blank in page.locator(".step [data-required]").all():
            blank.fill("示例五金2026")
    if kind == "code":
        page.locator("[data-progress-tell]").first.click()
    button, answer = page.locator(BUTTONS[kind][0]).first, page.locator(BUTTONS[kind][1]).first
    button.focus()
    page.keyboard.press("Enter")
    return button, answer


def page_with(opened: Opener, demo: Path, kind: str) -> Page:
    return opened(demo / ("register.html" if kind == "message" else "index.html"))


@pytest.mark.parametrize("kind", BUTTONS)
@pytest.mark.parametrize("clipboard", CLIPBOARDS)
def test_where_the_clipboard_fails_every_copy_button_copies_another_way(
    opened: Opener, demo: Path, kind: str, clipboard: str
) -> None:
    page = page_with(opened, demo, kind)
    page.evaluate(f"() => {{ {CLIPBOARDS[clipboard]}; {COMMANDS[True]}; }}")
    button, answer = press(page, kind)
    expect(answer).to_have_text(re.compile("^已复制"))
    assert page.evaluate("window.copied")
    expect(button).to_be_focused()
    assert page.locator("textarea").count() == 0


@pytest.mark.parametrize("kind", BUTTONS)
@pytest.mark.parametrize("clipboard", CLIPBOARDS)
def test_where_nothing_can_be_copied_every_copy_button_selects_the_text_and_says_so(
    opened: Opener, demo: Path, kind: str, clipboard: str
) -> None:
    page = page_with(opened, demo, kind)
    page.evaluate(f"() => {{ {CLIPBOARDS[clipboard]}; {COMMANDS[False]}; }}")
    button, answer = press(page, kind)
    expect(answer).to_have_text(FAILED)
    expect(answer).to_have_attribute("role", "status")
    assert page.evaluate("getSelection().toString().trim()")
    expect(button).to_be_focused()
    assert "is-done" not in str(button.get_attribute("class"))


@pytest.mark.parametrize("kind", BUTTONS)
def test_where_there_is_a_clipboard_every_copy_button_uses_it(opened: Opener, demo: Path, kind: str) -> None:
    page = page_with(opened, demo, kind)
    page.evaluate("() => { navigator.clipboard.writeText = async (text) => { window.copied = text; }; }")
    page.evaluate("() => { document.execCommand = () => { throw new Error('not this way'); }; }")
    button, answer = press(page, kind)
    expect(answer).to_have_text(re.compile("^已复制"))
    assert page.evaluate("window.copied")
    expect(button).to_be_focused()


# --------------------------------------------------------------------------------------------------
# Dialogs


DIALOGS = {
    "search": ("[data-search-open]", ".search-panel", 2),
    "picture": ("figure.annotated .zoom", ".lightbox", 5),
    "message": ("[data-progress-tell]", ".dialog", 4),
}


@pytest.mark.parametrize("kind", DIALOGS)
def test_tab_goes_round_in_every_dialog_and_back(opened: Opener, demo: Path, kind: str) -> None:
    opener, dialog, least = DIALOGS[kind]
    page = opened(demo / ("index.html" if kind == "message" else "register.html"))
    page.locator(opener).first.click()
    if kind == "message":
        page.keyboard.press("Tab")  # from the title, which is no stop

    def walk(key: str, steps: int) -> list[int]:
        """Where the focus comes to stand, as numbers of the dialog's elements; -1 for outside of it."""
        where = "(part) => Array.from(part.querySelectorAll('*')).indexOf(document.activeElement)"
        stops = [page.locator(dialog).evaluate(where)]
        for _ in range(steps):
            page.keyboard.press(key)
            stops.append(page.locator(dialog).evaluate(where))
        return stops

    forth = walk("Tab", 40)
    assert -1 not in forth
    once = forth[: forth.index(forth[0], 1)]
    assert len(set(once)) == len(once) >= least
    turn = once.index(min(once))
    assert once[turn:] + once[:turn] == sorted(once), "in the order of the page"
    assert walk("Shift+Tab", 40) == forth[::-1]
