"""The part of a picture that a phone shows: the marks with the words that name them, large enough to be read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from guide.content.tailor import Structure, tailor
from guide.figures.crops import crop_of
from guide.figures.geometry import contains
from guide.figures.placement import place_marks
from guide.figures.store import Box, Capture
from guide.publishing.builder import BuildContext

if TYPE_CHECKING:
    from support.browsers import Opener

pytest_plugins = ["support.browsers", "support.sites"]

STAGES = ("register", "verify", "taxpayer", "rongyishou", "credit-terms", "quote")
READABLE = 11 / 14
"""Of a phone's pixels for one of the picture, where words of 14 px are read as 11."""


def crop_around(
    real: BuildContext, box: Box, texts: tuple[Box, ...] = (), size: tuple[int, int] = (1280, 900)
) -> Box | None:
    """The part that is shown of a picture with one arrow, on an element in `box`."""
    view = tailor(real.loaded.guide, Structure(("zh", "en"), frozenset()), "zh")
    screen = next(
        screen
        for stage in view.stages
        for step in stage.steps
        for screen in step.screens
        if [mark.style for mark in screen.marks] == ["arrow"]
    )
    capture = Capture("wide", None, size, size, None, (box,), (None,), texts)
    return crop_of(place_marks(replace(screen, id="wide"), capture), capture)


def test_a_part_shows_the_element_with_its_name_and_something_of_what_is_round_it(real: BuildContext) -> None:
    name, above = (420.0, 305.0, 90.0, 16.0), (520.0, 270.0, 100.0, 16.0)
    part = crop_around(
        real, (520.0, 300.0, 120.0, 30.0), (name, above, (40.0, 305.0, 90.0, 16.0), (520.0, 700.0, 90.0, 16.0))
    )
    assert part is not None
    assert contains(part, (520.0, 300.0, 120.0, 30.0))
    assert contains(part, name)
    assert contains(part, above)
    assert 360 <= part[2] <= 440, "as wide as a phone shows, however wide the screen is"
    assert 150 <= part[3] <= 200


@pytest.mark.parametrize("corner", [(0.0, 0.0), (1240.0, 0.0), (0.0, 880.0), (1240.0, 880.0)])
def test_a_part_stays_within_the_picture(real: BuildContext, corner: tuple[float, float]) -> None:
    part = crop_around(real, (*corner, 40.0, 20.0))
    assert part is not None
    x, y, width, height = part
    assert x >= 0
    assert y >= 0
    assert x + width <= 1280
    assert y + height <= 900


def test_a_picture_that_is_needed_whole_is_not_cut(real: BuildContext) -> None:
    assert crop_around(real, (10.0, 10.0, 400.0, 300.0), size=(430, 330)) is None


@pytest.mark.parametrize(("folder", "stage"), [*(("", stage) for stage in STAGES), ("en", "verify")])
def test_on_a_phone_words_in_pictures_can_be_read_and_every_target_is_seen(
    demo: Path, opened: Opener, stage: str, folder: str
) -> None:
    page = opened(demo / folder / f"{stage}.html", width=375, height=812, touch=True)
    if page.locator("[data-view-switch=whole]:visible").count():
        page.locator("[data-view-switch=whole]:visible").click()
    for figure in page.locator("figure.annotated").all():
        if not figure.is_visible():
            continue
        figure.scroll_into_view_if_needed()
        image = figure.locator("img")
        page.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=image.element_handle())
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
        scale = image.evaluate("e => e.getBoundingClientRect().width / e.getAttribute('width')")
        name = figure.get_attribute("id")
        assert scale >= READABLE, name
        view = figure.locator(".shot-view")
        if not view.count():
            continue
        assert figure.locator(".shot-map").is_visible(), name
        seen = view.bounding_box()
        assert seen is not None
        assert seen["x"] >= 0, name
        assert seen["x"] + seen["width"] <= 375, name
        for mark in figure.locator(".marks .mark-arrow .line").all():
            box = mark.bounding_box()
            assert box is not None
            assert box["x"] >= seen["x"] - 1, name
            assert box["x"] + box["width"] <= seen["x"] + seen["width"] + 1, name
            assert box["y"] >= seen["y"] - 1, name
            assert box["y"] + box["height"] <= seen["y"] + seen["height"] + 1, name


def test_marks_wait_for_their_picture(demo: Path, opened: Opener) -> None:
    page = opened(demo / "verify.html", width=1280, height=400)
    last = page.locator("figure.annotated .shot").last
    assert last.evaluate("e => e.classList.contains('is-coming')")
    assert last.locator(".marks").evaluate("e => getComputedStyle(e).visibility") == "hidden"
    last.scroll_into_view_if_needed()
    page.wait_for_function("shot => !shot.classList.contains('is-coming')", arg=last.element_handle())
    assert last.locator(".marks").is_visible()
