"""One Chromium for all tests of a run: `pytest_plugins = ["support.browsers"]`, then the fixture `browser`.

A machine without a browser fails these tests; they are never skipped.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from guide.capture.browser import chromium, playwright
from support.pages import collect_errors
from support.pictured import Place, make_place


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    """Playwright; there can be one of it in a process."""
    with playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(driver: Playwright) -> Iterator[Browser]:
    """A headless Chromium."""
    with chromium(driver) as running:
        yield running


Opener = Callable[..., Page]
Visit = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opener]:
    """`opened(path, width=375, touch=True, **context)` → the page of that file; an error on it fails the test."""
    contexts = []
    errors: list[str] = []

    def open_page(path: Path, width: int = 1280, height: int = 800, touch: bool = False, **options: Any) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            has_touch=touch,
            is_mobile=touch,
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        collect_errors(page, errors)
        page.goto(path.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def quiet_page(context: BrowserContext) -> Iterator[Page]:
    """A page of the fixture `context` that a test file has; errors of scripts fail the test."""
    page = context.new_page()
    errors: list[str] = []
    collect_errors(page, errors)
    yield page
    assert errors == []


@pytest.fixture
def visit(quiet_page: Page, demo: Path) -> Visit:
    """`visit("en/verify.html#enter-amount", width=375)` → that page of the sample buyer's site, always in the same one.

    As wide as the context says, if no width is given.
    """
    size = quiet_page.viewport_size
    assert size

    def open_page(name: str, width: int = size["width"]) -> Page:
        quiet_page.set_viewport_size({"width": width, "height": 812})
        quiet_page.goto("about:blank")  # else an address that differs in its #part alone would load nothing
        quiet_page.goto(f"{demo.as_uri()}/{name}")
        return quiet_page

    return open_page


@pytest.fixture(scope="session")
def first_take(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The guide with its screens taken; not to be changed."""
    place = make_place(tmp_path_factory.mktemp("pictured"))
    place.take(browser)
    return place


@pytest.fixture
def taken(first_take: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """The same for one test alone, in the working directory."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(first_take.folder, tmp_path, dirs_exist_ok=True)
    return Place(tmp_path)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """The guide without captures, in the working directory."""
    monkeypatch.chdir(tmp_path)
    return make_place(tmp_path)
