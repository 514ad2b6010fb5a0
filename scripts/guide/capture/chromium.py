"""Browser → picture and geometry: the screens of a guide as `docs/assets/captures/<screen>.png` and `.json`.

Three ways in, one way out: a re-created page, the portal itself in the operator's own browser, and a picture taken
by hand. Redactions are burnt into the pixels before anything is written, and no original is ever copied.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guide.capture.browser import ARGUMENTS, chromium, executable, playwright
from guide.capture.images import PictureError, from_bytes, small_png
from guide.capture.measure import MEASURE
from guide.capture.pages import SCALE, Pages, ProblemAt, chosen, inputs_of_still, problem_by_name, redacted
from guide.capture.stills import import_still, measure_again
from guide.core.errors import InputError, MachineError, Problem
from guide.figures.store import Capture, Report, Typing, is_fresh, rounded, write_capture
from guide.model.guide import Guide
from guide.model.screens import Screen

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Route

__all__ = ["Report", "capture_live", "capture_screens", "import_still", "unused_files"]

_HOST = "http://screen.invalid/"
_HEIGHT = 900
_SLACK = 0.5
_STILLNESS = (
    "*,*::before,*::after{animation:none!important;transition:none!important;caret-color:transparent!important}"
)


def capture_screens(
    guide: Guide,
    *,
    templates: Path,
    captures: Path,
    only: Collection[str] | None = None,
    force: bool = False,
    today: datetime.date | None = None,
    problem: ProblemAt = problem_by_name,
    browser: Browser | None = None,
) -> Report:
    """Take the screens whose inputs have changed (all of them with `force`) from the templates in `templates`/screens.

    Every screen that can be taken is; then InputError is raised with every problem of the others.
    Raises UsageError for an unknown name in `only`, MachineError without a browser. `browser` may be lent.
    """
    names = chosen(guide, only)
    pages = Pages(guide, templates)
    day = today or datetime.date.today()
    problems: list[Problem] = []
    taken: list[str] = []
    due: list[tuple[str, str]] = []
    for name in names:
        try:
            inputs = pages.inputs(guide.screens[name])
            if not force and is_fresh(captures, name, inputs):
                continue
            if guide.screens[name].page is not None:
                due.append((name, inputs))
            elif not is_fresh(captures, name, inputs):
                measure_again(name, guide.screens[name], captures, problem)
                taken.append(name)
        except InputError as error:
            problems += error.problems
    if due:
        with _studio(browser) as studio:
            for name, inputs in due:
                try:
                    capture, png = _take(studio, name, guide.screens[name], pages, problem)
                    write_capture(captures, capture, png, inputs=inputs, day=day)
                    taken.append(name)
                except InputError as error:
                    problems += error.problems
    if problems:
        raise InputError(sorted(set(problems)))
    return Report(tuple(taken), tuple(name for name in names if name not in taken))


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
    problem: ProblemAt = problem_by_name,
    driver: Playwright | None = None,
) -> Report:
    """Take the screen `name` at `url` in a browser with the operator's own profile, logged in as it may be.

    Waits up to `patience` seconds until every marked element is there: time to log in and to go to the page.
    Raises InputError naming the mark whose element never came, MachineError without a browser. `driver` may be lent.
    """
    screen = guide.screens[chosen(guide, [name])[0]]
    if screen.page is not None or not screen.is_live:
        message = "is not taken at the portal, expected still: and marks with at:; take it with make captures or guide capture --import"
        raise InputError([problem(name, None, message)])
    with nullcontext(driver) if driver else playwright() as running:
        capture, png = _take_live(running, name, screen, url, profile, headed, patience, problem)
    day = today or datetime.date.today()
    write_capture(captures, capture, png, inputs=inputs_of_still(screen), day=day)
    return Report((name,), ())


def unused_files(guide: Guide, captures: Path) -> list[Path]:
    """Files in the folder of captures that belong to no screen of the guide."""
    return sorted(
        path for path in captures.glob("*") if path.suffix in (".png", ".json") and path.stem not in guide.screens
    )


# --------------------------------------------------------------------------------------------------
# Pages


@contextmanager
def _studio(browser: Browser | None) -> Iterator[BrowserContext]:
    """A browser's session in which re-created pages are opened."""
    if browser is None:
        with chromium() as started, _studio(started) as studio:
            yield studio
        return
    studio = browser.new_context(
        device_scale_factor=SCALE, reduced_motion="reduce", locale="zh-CN", timezone_id="Asia/Shanghai", service_workers="block"
    )  # fmt: skip
    try:
        yield studio
    finally:
        studio.close()


def _take(studio: BrowserContext, name: str, screen: Screen, pages: Pages, problem: ProblemAt) -> tuple[Capture, bytes]:
    """The re-created page of `screen`, in a window that can reach nothing but the folder of its template."""
    html = pages.html(str(screen.page))
    address = f"{_HOST}{name}.html"

    def answer(route: Route) -> None:
        asked = route.request.url
        if asked == address:
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
            return
        content = pages.file(asked.removeprefix(_HOST)) if asked.startswith(_HOST) else None
        if content is None:
            route.abort()
        else:
            route.fulfill(body=content, content_type=_type_of(asked))

    page = studio.new_page()
    try:
        page.set_viewport_size({"width": screen.width, "height": _HEIGHT})
        page.route("**/*", answer)
        page.goto(address)
        return _shoot(page, name, screen, problem)
    finally:
        page.close()


def _take_live(
    driver: Playwright, name: str, screen: Screen, url: str, profile: Path, headed: bool, patience: float,
    problem: ProblemAt,
) -> tuple[Capture, bytes]:  # fmt: skip
    from playwright.sync_api import Error

    try:
        context = driver.chromium.launch_persistent_context(
            str(profile), executable_path=executable(driver), headless=not headed, args=ARGUMENTS,
            viewport={"width": screen.width, "height": _HEIGHT}, device_scale_factor=SCALE,
            reduced_motion="reduce", service_workers="block", bypass_csp=True,
        )  # fmt: skip
    except Error as error:
        message = f"the browser does not start with the profile {profile}: {str(error).splitlines()[0]}"
        raise MachineError(f"{message}; close the browser that uses it") from None
    try:
        page = context.pages[0] if context.pages else context.new_page()
        page.goto(url)
        _wait_for_marks(page, screen, patience)
        return _shoot(page, name, screen, problem)
    except Error as error:
        raise MachineError(f"{url}: {str(error).splitlines()[0]}; check the address and the connection") from None
    finally:
        context.close()


def _type_of(address: str) -> str:
    types = {
        ".css": "text/css",
        ".svg": "image/svg+xml",
        ".png": "image/png",
        ".jpg": "image/jpeg",
        ".js": "text/javascript",
    }
    return types.get(Path(address).suffix, "application/octet-stream")


def _shoot(page: Page, name: str, screen: Screen, problem: ProblemAt) -> tuple[Capture, bytes]:
    page.add_style_tag(content=_STILLNESS)
    page.wait_for_function("document.fonts.status === 'loaded' && [...document.images].every(image => image.complete)")
    # Elements below the window's edge can't be asked whether something lies over them, so the window gets as high as the page.
    height = page.evaluate("Math.max(document.documentElement.scrollHeight, 200)")
    page.set_viewport_size({"width": screen.width, "height": min(height, 16_000)})
    marks = [{"at": mark.at, "typed": mark.style == "typed"} for mark in screen.marks]
    measured = page.evaluate(MEASURE, {"crop": screen.crop, "marks": marks})
    crop = measured["crop"]
    if problems := [*_crop_problems(name, screen, crop, problem), *_mark_problems(name, screen, measured, problem)]:
        raise InputError(problems)
    png = page.screenshot(
        full_page=True, clip={"x": crop["x"], "y": crop["y"], "width": crop["width"], "height": crop["height"]},
        animations="disabled", caret="hide",
    )  # fmt: skip
    boxes = tuple(rounded(mark["box"]) for mark in measured["marks"])
    image = from_bytes(png)
    try:
        small = small_png(image, redacted(screen, boxes), SCALE)
    except PictureError as error:
        raise InputError([problem(name, None, f"its picture has {error}")]) from None
    typing = tuple(Typing(**mark["typing"]) if mark["typing"] else None for mark in measured["marks"])
    capture = Capture(
        screen=name, page=screen.page, size=(crop["width"], crop["height"]), pixels=image.size,
        viewport=(screen.width, _HEIGHT), marks=boxes, typing=typing,
        texts=tuple((float(x), float(y), float(w), float(h)) for x, y, w, h in measured["texts"]),
    )  # fmt: skip
    return capture, small


def _wait_for_marks(page: Page, screen: Screen, patience: float) -> None:
    """Until all are there. When time is up the measuring that follows says which are not."""
    from playwright.sync_api import TimeoutError as TookTooLong

    wanted = [mark.at for mark in screen.marks] + ([screen.crop] if screen.crop else [])
    condition = "wanted => wanted.every(at => { try { return document.querySelector(at) } catch { return true } })"
    try:
        page.wait_for_function(condition, arg=wanted, timeout=patience * 1000)
    except TookTooLong:
        return


def _crop_problems(name: str, screen: Screen, crop: dict[str, Any], problem: ProblemAt) -> Iterator[Problem]:
    if crop["count"] != 1:
        yield problem(name, None, f"crop: {_not_one(screen.crop, crop, screen)}")
    elif crop["width"] < 1 or crop["height"] < 1:
        yield problem(
            name,
            None,
            f"crop: {screen.crop} has no size on {_page_of(screen)}, expected something to see; correct the one or the other",
        )


def _mark_problems(name: str, screen: Screen, measured: dict[str, Any], problem: ProblemAt) -> Iterator[Problem]:
    crop = measured["crop"]
    for index, (mark, found) in enumerate(zip(screen.marks, measured["marks"], strict=True)):
        if found["count"] != 1:
            yield problem(name, index, _not_one(mark.at, found, screen))
            continue
        if not found["visible"]:
            yield problem(
                name,
                index,
                f"{mark.at} can't be seen on {_page_of(screen)}, expected a visible element; correct the one or the other",
            )
            continue
        x, y, width, height = found["box"]
        outside = max(-x, -y, x + width - crop["width"], y + height - crop["height"])
        if crop["count"] == 1 and outside > _SLACK:
            yield problem(
                name, index,
                f"{mark.at} reaches {outside:.0f} px out of the crop {screen.crop or '(the whole page)'}, "
                "expected it inside; widen crop: or width:, or mark another element",
            )  # fmt: skip


def _not_one(selector: str | None, found: dict[str, Any], screen: Screen) -> str:
    if found.get("error"):
        return f"{selector} is not a CSS selector; correct it"
    if not found["count"]:
        return f"nothing on {_page_of(screen)} matches {selector}, expected one element; give the element that id, or correct the selector"
    return f"{found['count']} elements on {_page_of(screen)} match {selector}, expected one; make the selector narrower"


def _page_of(screen: Screen) -> str:
    return screen.page or "the page"
