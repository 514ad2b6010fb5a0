"""One Chromium for all tests of a run: `pytest_plugins = ["support.browsers"]`, then the fixture `browser`.

A machine without a browser fails these tests; they are never skipped.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright

from guide.capture.browser import chromium, playwright
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
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.goto(path.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


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
