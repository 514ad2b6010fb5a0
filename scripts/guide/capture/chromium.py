"""Browser → picture and geometry: re-created pages, and the portal itself in the operator's own browser.

Redactions are burnt into the pixels before anything is written, and no original is ever copied.
"""

from __future__ import annotations

import datetime
import mimetypes
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guide.capture.browser import ARGUMENTS, chromium, executable, playwright
from guide.capture.pages import SCALE, Pages, still_inputs
from guide.capture.photograph import photograph
from guide.capture.screens import Report, Subject, select_screens
from guide.capture.stills import update_still
from guide.core.errors import InputError, MachineError, Problem
from guide.figures.store import Capture, is_fresh, write_capture
from guide.loading.yaml_reader import Tree
from guide.model.guide import Guide

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Playwright, Route

_HOST = "http://screen.invalid/"
_HEIGHT = 900
"""Height of a browser's window, in CSS pixels."""
_OPTIONS: Any = {"device_scale_factor": SCALE, "reduced_motion": "reduce", "service_workers": "block"}
"""What every session of a browser has in common."""


def capture_screens(
    guide: Guide,
    *,
    screens: Path,
    captures: Path,
    only: Collection[str] | None = None,
    force: bool = False,
    today: datetime.date | None = None,
    tree: Tree | None = None,
    browser: Browser | None = None,
) -> Report:
    """Take the screens whose inputs have changed (re-created ones all with `force`) from their templates in `screens`.

    Every screen that can be taken is; then InputError is raised with every problem of the others, at its place in `tree`.
    Raises UsageError for an unknown name in `only`, MachineError without a browser. `browser` may be lent.
    """
    subjects = select_screens(guide, only, tree)
    pages = Pages(guide, screens)
    problems: list[Problem] = []
    taken: list[str] = []
    session: BrowserContext | None = None
    with ExitStack() as stack:
        for subject in subjects:
            name, screen = subject.name, subject.screen
            try:
                inputs = pages.inputs(screen)
                if is_fresh(captures, name, inputs) and not (force and screen.page):
                    continue
                if screen.page is None:
                    update_still(subject, captures, today or datetime.date.today())
                else:
                    session = session or stack.enter_context(_open_session(browser))
                    capture, png = _take(session, subject, pages)
                    write_capture(captures, capture, png, inputs=inputs, day=today or datetime.date.today())
                taken.append(name)
            except InputError as error:
                problems += error.problems
    if problems:
        raise InputError(sorted(set(problems)))
    return Report(tuple(taken), tuple(subject.name for subject in subjects if subject.name not in taken))


def capture_live(
    guide: Guide,
    name: str,
    url: str,
    profile: Path,
    *,
    captures: Path,
    headed: bool = True,
    patience: float = 300.0,
    today: datetime.date | None = None,
    tree: Tree | None = None,
    driver: Playwright | None = None,
) -> Report:
    """Take the screen `name` at `url` in a browser with the operator's own profile, logged in as it may be.

    Waits up to `patience` seconds until every marked element is there: time to log in and to go to the page.
    Raises InputError naming the mark whose element never came, MachineError without a browser. `driver` may be lent.
    """
    (subject,) = select_screens(guide, [name], tree)
    if not subject.screen.is_live:
        message = f"is not taken at the portal, expected still: and marks with at:; take it with {subject.command}"
        raise InputError([subject.problem(message)])
    with nullcontext(driver) if driver else playwright() as running:
        capture, png = _take_live(running, subject, url, profile, headed, patience)
    day = today or datetime.date.today()
    write_capture(captures, capture, png, inputs=still_inputs(subject.screen), day=day)
    return Report((name,))


@contextmanager
def _open_session(browser: Browser | None) -> Iterator[BrowserContext]:
    """Opens and gives a browser's session in which re-created pages are opened."""
    with nullcontext(browser) if browser else chromium() as running:
        session = running.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **_OPTIONS)
        try:
            yield session
        finally:
            session.close()


def _take(session: BrowserContext, subject: Subject, pages: Pages) -> tuple[Capture, bytes]:
    """Returns geometry and picture of a re-created page, taken in a window that reaches nothing but its template's folder."""
    html = pages.html(str(subject.screen.page))
    address = f"{_HOST}{subject.name}.html"

    def answer(route: Route) -> None:
        url = route.request.url
        content = html if url == address else pages.file(url.removeprefix(_HOST)) if url.startswith(_HOST) else None
        if content is None:
            route.abort()
        else:
            route.fulfill(body=content, content_type=mimetypes.guess_type(url)[0] or "application/octet-stream")

    page = session.new_page()
    try:
        page.set_viewport_size({"width": subject.screen.width, "height": _HEIGHT})
        page.route("**/*", answer)
        page.goto(address)
        return photograph(page, subject, _HEIGHT)
    finally:
        page.close()


def _take_live(
    driver: Playwright, subject: Subject, url: str, profile: Path, headed: bool, patience: float
) -> tuple[Capture, bytes]:
    """Returns geometry and picture of the portal's page at `url`, taken with `profile` as soon as all that is marked is there."""
    from playwright.sync_api import Error, TimeoutError

    screen = subject.screen
    try:
        context = driver.chromium.launch_persistent_context(
            str(profile),
            executable_path=executable(driver),
            headless=not headed,
            args=ARGUMENTS,
            viewport={"width": screen.width, "height": _HEIGHT},
            bypass_csp=True,
            **_OPTIONS,
        )
    except Error as error:
        message = f"the browser does not start with the profile {profile}: {str(error).splitlines()[0]}"
        raise MachineError(f"{message}; close the browser that uses it") from None
    selectors = [mark.at for mark in screen.marks] + ([screen.crop_selector] if screen.crop_selector else [])
    condition = "all => all.every(at => { try { return document.querySelector(at) } catch { return true } })"
    try:
        page = context.pages[0] if context.pages else context.new_page()
        page.goto(url)
        with suppress(TimeoutError):  # the measuring that follows says which are not there
            page.wait_for_function(condition, arg=selectors, timeout=patience * 1000)
        return photograph(page, subject, _HEIGHT)
    except Error as error:
        raise MachineError(f"{url}: {str(error).splitlines()[0]}; check the address and the connection") from None
    finally:
        context.close()
