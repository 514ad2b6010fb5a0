"""What `guide check` says of pictures that no longer fit the guide. No browser but for the first captures."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from guide.capture.lint import picture_problems
from guide.capture.stills import import_still
from guide.core.commands import program
from guide.figures.store import capture_json, read_capture
from guide.loading.loader import load_buyer
from guide.model.buyer import Buyer
from support.pictured import TODAY, Place

pytest_plugins = ["support.browsers"]


@pytest.fixture
def complete(taken: Place) -> Place:
    """The guide with all of its pictures."""
    Image.new("RGB", (1200, 900), "white").save(taken.folder / "receipt.png")
    import_still(taken.loaded().guide, "receipt", taken.folder / "receipt.png", captures=taken.captures, today=TODAY)
    return taken


def problems_of(place: Place, *buyers: Buyer, today: datetime.date = TODAY) -> list[str]:
    found = picture_problems(
        place.loaded(), place.tree(), captures=place.captures, screens=place.screens, today=today, buyers=buyers
    )
    return [str(problem) for problem in found]


def test_nothing_is_said_of_pictures_that_fit(complete: Place) -> None:
    assert problems_of(complete) == []


def test_looking_changes_nothing(complete: Place) -> None:
    before = {path: path.stat().st_mtime_ns for path in complete.folder.rglob("*")}
    problems_of(complete)
    assert {path: path.stat().st_mtime_ns for path in complete.folder.rglob("*")} == before


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("screens/form.html.j2", "#weight { top: 180px }", "#weight { top: 190px }"),
        ("screens/form.html.j2", "名称", "全称"),
        ("steps.yaml", "width: 640", "width: 660"),
        ("steps.yaml", 'at: "#weight"', 'at: "#weight input"'),
    ],
)
def test_a_picture_older_than_what_it_shows(complete: Place, name: str, old: str, new: str) -> None:
    complete.change(complete.folder / name, old, new)
    assert problems_of(complete) == [
        "steps.yaml:38:3: screens.form: its picture is older than form.html.j2, its marks, crop: or width:; run make captures"
    ]


def test_a_style_sheet_counts_for_every_screen(complete: Place) -> None:
    complete.change(complete.screens / "look.css", "#f0f1f3", "#f0f1f4")
    assert [line.split(":")[1] for line in problems_of(complete)] == ["38", "51"]


def test_words_alone_do_not_make_a_picture_old(complete: Place) -> None:
    complete.change(complete.steps, "zh: 填写重量。", "zh: 填写包裹的重量。")
    assert problems_of(complete) == []


def test_an_element_that_was_renamed(complete: Place) -> None:
    complete.change(complete.form, 'id="weight"', 'id="weight-row"')
    assert problems_of(complete) == [
        "steps.yaml:49:10: screens.form.marks.4.at: nothing in form.html.j2 matches #weight, expected one element; "
        "did you mean #weight-row? Then run make captures"
    ]


def test_a_crop_that_is_gone_and_an_id_that_stands_twice(complete: Place) -> None:
    complete.change(complete.form, '<div id="card">', '<div id="x"><i id="sender"></i>')
    assert problems_of(complete) == [
        "steps.yaml:38:3: screens.form: crop: nothing in form.html.j2 matches #card, expected one element; "
        "correct the selector, or give the element that id. Then run make captures",
        "steps.yaml:45:10: screens.form.marks.0.at: nothing in form.html.j2 matches #card, expected one element; "
        "correct the selector, or give the element that id. Then run make captures",
        "steps.yaml:46:10: screens.form.marks.1.at: 2 elements of form.html.j2 have the id of #sender, expected one; rename the others",
    ]


def test_a_template_that_cannot_be_rendered(complete: Place) -> None:
    complete.change(complete.form, "labels.weight.zh", "labels.mass.zh")
    assert problems_of(complete) == [
        "screens/form.html.j2:8: mass is not one of the labels; add it under labels: or correct the template"
    ]


@pytest.mark.parametrize("ending", ["png", "json"])
def test_a_screen_without_a_picture(complete: Place, ending: str) -> None:
    (complete.captures / f"counter.{ending}").unlink()
    (complete.captures / f"receipt.{ending}").unlink()
    assert problems_of(complete) == [
        "steps.yaml:51:3: screens.counter: has no picture in captures; run make captures",
        f"steps.yaml:58:3: screens.receipt: has no picture in captures; take it with {program()} capture receipt --import FILE",
    ]


def test_a_picture_of_something_else(complete: Place) -> None:
    (complete.captures / "form.png").write_bytes((complete.captures / "counter.png").read_bytes())
    assert problems_of(complete) == [
        "captures/form.png: is not the picture that form.json was measured on; run make captures"
    ]


def test_a_box_moved_by_hand(complete: Place) -> None:
    path = complete.captures / "form.json"
    path.write_text(path.read_text("utf-8").replace("[60.0, 180.0,", "[60.0, 190.0,"), "utf-8")
    assert problems_of(complete) == [
        "captures/form.json: is damaged, or was changed by hand: its seal does not fit what it says, expected what `make captures` writes; run make captures"
    ]


def measured(place: Place, name: str, **changes: Any) -> None:
    """Write the geometry of a screen as a faulty capture would have it."""
    path = place.captures / f"{name}.json"
    path.write_text(capture_json(replace(read_capture(path), **changes)), "utf-8")


def test_a_box_outside_the_picture(complete: Place) -> None:
    measured(complete, "form", size=(600, 200))
    assert problems_of(complete)[-2:] == [
        "steps.yaml:49:10: screens.form.marks.4.at: #weight reaches 20 px out of the picture, expected it inside; "
        "widen crop:, or correct the mark, then run make captures",
        "steps.yaml:50:10: screens.form.marks.5.at: #send reaches 160 px out of the picture, expected it inside; "
        "widen crop:, or correct the mark, then run make captures",
    ]


def test_numbers_that_have_no_room(complete: Place) -> None:
    measured(complete, "form", size=(6, 6), marks=((0.0, 0.0, 6.0, 6.0),) * 6)
    assert (
        "steps.yaml:47:10: screens.form.marks.2.at: its number 2 covers the number 1 where the picture is 6 px wide; "
        "leave more room beside the element, or mark a larger one"
    ) in problems_of(complete)


def test_a_number_on_what_it_points_at(complete: Place) -> None:
    measured(complete, "counter", size=(40, 40), marks=((0.0, 0.0, 40.0, 40.0),), texts=((-30.0, -30.0, 100.0, 100.0),))
    assert problems_of(complete) == [
        "steps.yaml:57:10: screens.counter.marks.0.at: its number 1 covers the writing that it points at where the picture is "
        "40 px wide; leave more room beside the element, or mark a larger one"
    ]


def test_numbers_in_another_order_than_the_form(complete: Place) -> None:
    text = complete.steps.read_text("utf-8")
    lines = text.split("\n")
    lines[45], lines[48] = lines[48], lines[45]
    complete.steps.write_text("\n".join(lines), "utf-8")
    assert (
        "steps.yaml:47:10: screens.form.marks.2.at: the number of recipient comes after that of weight, but the form of the step "
        "form has them the other way round; put the marks, or the fields, into the order of the screen"
    ) in problems_of(complete)


def buyer(place: Place, account: str) -> Buyer:
    path = place.folder / "acme.yaml"
    path.write_text(f"name: {{zh: 某某公司, en: Acme}}\naccount: {account}\n", "utf-8")
    return load_buyer(path, place.loaded())


def test_a_value_too_long_for_its_field(complete: Place) -> None:
    assert problems_of(complete, buyer(complete, "acme-purchasing")) == []
    (line,) = problems_of(complete, buyer(complete, "某某采购有限公司华东区总部供应链管理中心一部"))
    assert line == (
        "acme.yaml: account: “某某采购有限公司华东区总部供应链管理中心一部” would be about 308 px wide in the picture of form, "
        "expected at most 258; shorten the value, or widen the field in screens/form.html.j2"
    )


def test_a_default_too_long_for_its_field(complete: Place) -> None:
    complete.change(complete.steps, "    required: true\n", f"    default: {'x' * 40}\n")
    (line,) = problems_of(complete)
    assert line.startswith("steps.yaml:48:10: screens.form.marks.3.at: “xxxx")
    assert line.endswith("expected at most 258; widen the field in the template, or shorten the value")


def test_a_picture_past_its_review(complete: Place) -> None:
    complete.change(complete.steps, "    basis: schematic\n", "    basis: schematic\n    review_by: 2027-01-31\n")
    assert problems_of(complete, today=datetime.date(2027, 1, 31)) == []
    assert problems_of(complete, today=datetime.date(2027, 2, 1)) == [
        "steps.yaml:51:3: screens.counter: its picture was to be reviewed by 2027-01-31; compare it with the portal, "
        "then set checked_on: and a new review_by:"
    ]


def test_a_stage_needs_no_picture(complete: Place) -> None:
    text = complete.steps.read_text("utf-8")
    text = text.replace("        screen: [form, counter]\n", "").replace("        screen: receipt\n", "")
    complete.steps.write_text(text[: text.index("screens:\n")], "utf-8")
    for path in complete.captures.iterdir():
        path.unlink()
    assert problems_of(complete) == []


def test_a_picture_that_is_too_large(complete: Place) -> None:
    path = complete.captures / "counter.png"
    path.write_bytes(path.read_bytes() + bytes(150_000))
    assert problems_of(complete)[0].endswith(
        "expected at most 150,000; crop the screen to the part that matters, then run make captures"
    )


def test_files_that_belong_to_no_screen(complete: Place) -> None:
    (complete.captures / "from.png").write_bytes(b"")
    assert problems_of(complete) == [
        "captures/from.png: belongs to no screen, expected a screen from in the guide; delete the file"
    ]


def test_marks_of_a_still_that_have_moved(complete: Place) -> None:
    complete.change(complete.steps, "box: [100, 200, 300, 80]", "box: [110, 200, 300, 80]")
    assert problems_of(complete) == [
        "steps.yaml:58:3: screens.receipt: its marks or its crop: have changed since they were put on the picture; run make captures"
    ]


def test_another_folder_of_templates_works_as_well(complete: Place, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere"
    complete.screens.rename(moved)
    assert (
        picture_problems(complete.loaded(), complete.tree(), captures=complete.captures, screens=moved, today=TODAY)
        == []
    )
