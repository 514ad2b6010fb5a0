"""What tests of pages in a browser have in common."""

from __future__ import annotations

from playwright.sync_api import Page

NO_STORAGE = (
    "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"
)
FULL_STORAGE = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
"""Scripts that make the browser's storage forbidden or full."""


def collect_errors(page: Page, errors: list[str]) -> None:
    """Adds to `errors` what goes wrong in the scripts of `page` from now on, and what its console calls an error."""
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
