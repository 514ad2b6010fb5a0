"""What a picture of a re-created screen depends on, and which files its page may reach. Needs no browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from guide.capture.pages import Pages
from guide.figures.store import round_box
from support.pictured import Place, make_place
from support.small import write


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """The guide without captures."""
    return make_place(tmp_path)


def inputs(place: Place, name: str = "form") -> str:
    """The hash of all that a capture of that screen depends on."""
    guide = place.loaded().guide
    return Pages(guide, place.screens).inputs(guide.screens[name])


def test_a_picture_in_a_style_sheet_counts(place: Place) -> None:
    screens = place.screens
    place.change(screens / "look.css", "#f0f1f3", "url(ground.png)")
    before = inputs(place)
    write(screens / "ground.png", "one")
    assert len({before, inputs(place), inputs(Place(write(screens / "ground.png", "two").parents[1]))}) == 3


def test_a_style_sheet_that_imports_itself_is_read_once(place: Place) -> None:
    screens = place.screens
    place.change(screens / "look.css", "body {", '@import url("look.css"); body {')
    assert inputs(place) == inputs(place)


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ('as: typed, value: "{{ buyer.account }}"', "as: dim", True),
        ('{at: "#card", as: dim}', '{at: "#card", as: redact}', True),
        ('{at: "#card", as: dim}', '{at: "#card", as: number}', False),
    ],
)
def test_a_mark_counts_where_it_changes_the_pixels(place: Place, old: str, new: str, changes: bool) -> None:
    """What is typed is taken out of the picture, and what is redacted is burnt in; all else is drawn over it."""
    before = inputs(place)
    place.change(place.steps, old, new)
    assert (inputs(place) != before) == changes


def test_a_page_gets_no_file_from_outside_its_folder(place: Place) -> None:
    pages = Pages(place.loaded().guide, place.screens)
    write(place.folder / "secret.css", "secret")
    (place.screens / "link.css").symlink_to("../secret.css")
    assert pages.file("look.css")
    for name in ("../secret.css", "link.css", str(place.folder / "secret.css"), "none.css", "."):
        assert pages.file(name) is None, name


def test_a_box_is_rounded_to_the_nearest_tenth_and_zero_has_no_sign() -> None:
    box = round_box((1.26, 1.24, 99.96, -0.04))
    assert box == (1.3, 1.2, 100.0, 0.0)
    assert "-" not in str(box)


def test_a_label_is_text_in_a_page_and_never_markup(place: Place) -> None:
    place.change(place.steps, "zh: 重量,", 'zh: "<b>重&量",')
    assert "&lt;b&gt;重&amp;量" in Pages(place.loaded().guide, place.screens).html("form.html.j2")
