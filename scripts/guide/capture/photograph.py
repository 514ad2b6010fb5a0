"""A page that is open in a browser → its picture, and the boxes of the marked elements."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guide.capture.images import PictureError, read_png, small_png
from guide.capture.pages import SCALE
from guide.capture.screens import Subject
from guide.core.errors import InputError, Problem
from guide.figures.geometry import TOLERANCE, overhang
from guide.figures.store import Capture, Typing, round_box

if TYPE_CHECKING:
    from playwright.sync_api import Page

_MEASURE = Path(__file__).with_name("measure.js").read_text(encoding="utf-8")
_STILLNESS = (
    "*,*::before,*::after{animation:none!important;transition:none!important;caret-color:transparent!important}"
)
_HIGHEST = 16_000
"""Of a window, in CSS pixels."""


def photograph(page: Page, subject: Subject, height: int) -> tuple[Capture, bytes]:
    """Returns the geometry and the PNG of the screen that `page` shows in a window of that height, redactions burnt in.

    Raises InputError where its crop or a mark does not name one visible element in the picture.
    """
    screen = subject.screen
    page.add_style_tag(content=_STILLNESS)
    page.wait_for_function("document.fonts.status === 'loaded' && [...document.images].every(image => image.complete)")
    # Elements below the window's edge can't be asked whether something lies over them, so the window gets as high as the page.
    whole = page.evaluate("Math.max(document.documentElement.scrollHeight, 200)")
    page.set_viewport_size({"width": screen.width, "height": min(whole, _HIGHEST)})
    marks = [{"at": mark.at, "typed": mark.style == "typed"} for mark in screen.marks]
    geometry = page.evaluate(_MEASURE, {"crop": screen.crop_selector, "marks": marks})
    if problems := [*_crop_problems(subject, geometry["crop"]), *_mark_problems(subject, geometry)]:
        raise InputError(problems)
    crop = geometry["crop"]
    clip: Any = {key: crop[key] for key in ("x", "y", "width", "height")}
    image = read_png(page.screenshot(full_page=True, clip=clip, animations="disabled", caret="hide"))
    boxes = tuple(round_box(mark["box"]) for mark in geometry["marks"])
    try:
        png = small_png(image, subject.redactions(boxes), SCALE)
    except PictureError as error:
        raise InputError([subject.problem(f"its picture has {error}")]) from None
    capture = Capture(
        screen=subject.name,
        page=screen.page,
        size=(crop["width"], crop["height"]),
        pixels=image.size,
        viewport=(screen.width, height),
        marks=boxes,
        typing=tuple(Typing(**mark["typing"]) if mark["typing"] else None for mark in geometry["marks"]),
        texts=tuple((float(x), float(y), float(w), float(h)) for x, y, w, h in geometry["texts"]),
    )
    return capture, png


def _crop_problems(subject: Subject, crop: dict[str, Any]) -> Iterator[Problem]:
    selector = subject.screen.crop_selector
    if crop["count"] != 1:
        yield subject.problem(f"crop: {_count_message(selector, crop, subject)}")
    elif crop["width"] < 1 or crop["height"] < 1:
        fault = f"{selector} has no size on {_page_name(subject)}, expected something to see"
        yield subject.problem(f"crop: {fault}; correct the one or the other")


def _mark_problems(subject: Subject, geometry: dict[str, Any]) -> Iterator[Problem]:
    crop = geometry["crop"]
    for index, (mark, element) in enumerate(zip(subject.screen.marks, geometry["marks"], strict=True)):
        if element["count"] != 1:
            yield subject.problem(_count_message(mark.at, element, subject), index)
        elif not element["visible"]:
            fault = f"{mark.at} can't be seen on {_page_name(subject)}, expected a visible element"
            yield subject.problem(f"{fault}; correct the one or the other", index)
        elif crop["count"] == 1 and (length := overhang(element["box"], (crop["width"], crop["height"]))) > TOLERANCE:
            fault = f"{mark.at} reaches {length:.0f} px out of the crop {subject.screen.crop_selector or '(the whole page)'}"
            advice = "widen crop: or width:, or mark another element"
            yield subject.problem(f"{fault}, expected it inside; {advice}", index)


def _count_message(selector: str | None, element: dict[str, Any], subject: Subject) -> str:
    """Returns what is wrong with a selector that does not name one element."""
    if element.get("error"):
        return f"{selector} is not a CSS selector; correct it"
    count, page = element["count"], _page_name(subject)
    if count:
        return f"{count} elements on {page} match {selector}, expected one; make the selector narrower"
    advice = "give the element that id, or correct the selector"
    return f"nothing on {page} matches {selector}, expected one element; {advice}"


def _page_name(subject: Subject) -> str:
    return subject.screen.page or "the page"
