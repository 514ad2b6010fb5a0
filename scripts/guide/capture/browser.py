"""The machine's Chromium, driven by Playwright: for captures, and never for a build."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from guide.core.commands import install_command
from guide.core.errors import MachineError

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""Programs in the order of preference: the shell has no window around its pages, and opens one in a quarter of the CPU."""
ARGUMENTS = [
    *("--disable-gpu", "--disable-quic", "--disable-sync", "--disable-background-networking"),
    *("--disable-component-update", "--no-first-run"),
    # With these text looks the same on every machine with the same fonts.
    *("--font-render-hinting=none", "--force-color-profile=srgb", "--disable-lcd-text"),
]
_INSTALL = "install one with apt-get install chromium (Debian), or with playwright install chromium, or name one in GUIDE_BROWSER"


@contextmanager
def playwright() -> Iterator[Playwright]:
    """Playwright itself. Raises MachineError if it is not installed."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        advice = f"run {install_command('captures', 'pictures')}, which installs it"
        raise MachineError(f"Playwright is not installed, and taking pictures needs it; {advice}") from None
    with sync_playwright() as driver:
        yield driver


def executable(driver: Playwright) -> str:
    """Returns the browser to use: GUIDE_BROWSER, one on the PATH, or Playwright's own. Raises MachineError if there is none."""
    if name := os.environ.get("GUIDE_BROWSER"):
        if path := shutil.which(name):
            return path
        raise MachineError(f"GUIDE_BROWSER names {name}, where there is no program; correct it or unset it")
    if path := next(filter(None, map(shutil.which, NAMES)), None):
        return path
    own = driver.chromium.executable_path
    if Path(own).exists():
        return own
    raise MachineError(f"no browser found (looked for {', '.join(NAMES)} and Playwright's own); {_INSTALL}")


@contextmanager
def chromium(driver: Playwright | None = None) -> Iterator[Browser]:
    """Starts a headless Chromium and gives it; `driver` may be lent. Raises MachineError if there is none or it does not start."""
    if driver is None:
        with playwright() as own, chromium(own) as browser:
            yield browser
        return
    from playwright.sync_api import Error

    path = executable(driver)
    try:
        browser = driver.chromium.launch(executable_path=path, args=ARGUMENTS)
    except Error as error:
        raise MachineError(f"{path} does not start: {str(error).splitlines()[0]}; {_INSTALL}") from None
    try:
        yield browser
    finally:
        browser.close()
