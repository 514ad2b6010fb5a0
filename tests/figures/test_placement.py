"""Where numbers, arrows and translation labels stand, on pictures that have nothing on them but what a test puts there."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from guide.content.views.steps import MarkView, ScreenView
from guide.content.views.texts import PortalLabel
from guide.figures.badges import badge_kind, badge_spots
from guide.figures.geometry import PAGE, PRINT, Medium, overlap, pad_box, square_around, text_width, total_overhang
from guide.figures.labels import TranslationLabel, place_labels
from guide.figures.placement import clashes, place_marks
from guide.figures.store import Box, Capture
from guide.model.screens import MarkStyle

SIZE = (600, 400)
STYLES: tuple[MarkStyle, ...] = ("outline", "arrow")
MEDIA = pytest.mark.parametrize("medium", [PAGE, PRINT], ids=["page", "print"])


def picture(*marks: Box, texts: tuple[Box, ...] = ()) -> Capture:
    return Capture(
        screen="blank", page=None, size=SIZE, pixels=SIZE, viewport=None,
        marks=marks, typing=(None,) * len(marks), texts=texts,
    )  # fmt: skip


def labels_of(words: Sequence[str], capture: Capture, badges: Sequence[Box] = ()) -> list[TranslationLabel]:
    """The label of each word, which must have one."""
    outlines = [pad_box(mark, SIZE) for mark in capture.marks]
    labels = [label for label in place_labels(words, outlines, badges, capture, PAGE) if label]
    assert [label.text for label in labels] == list(words)
    return labels


# --------------------------------------------------------------------------------------------------
# Numbers and arrows


@MEDIA
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("pitch", [18.0, 22.0, 30.0])
def test_the_numbers_of_rows_that_lie_close_do_not_touch(pitch: float, style: MarkStyle, medium: Medium) -> None:
    capture = picture(*((60.0, 100 + pitch * row, 300.0, pitch - 4) for row in range(2)))
    assert list(clashes([(style, True)] * 2, capture, medium)) == []


@MEDIA
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    "mark",
    [
        (0.0, 150.0, 300.0, 40.0),
        (5.0, 150.0, 300.0, 40.0),
        (0.0, 150.0, 600.0, 40.0),
        (200.0, 0.0, 200.0, 400.0),
        (0.0, 0.0, 600.0, 400.0),
    ],
)
def test_a_number_is_not_cut_off_at_the_edge_of_the_picture(mark: Box, style: MarkStyle, medium: Medium) -> None:
    [place] = badge_spots((pad_box(mark, SIZE),), (badge_kind(style, True),), (), SIZE, medium)
    assert place is not None
    for scale in medium.scales(SIZE[0]):
        assert total_overhang(square_around(place[0].at(scale), medium.radius), SIZE, scale, medium.room) == 0


def plain_badge(mark: Box, *beside: Box, texts: tuple[Box, ...] = ()) -> Box:
    """The square round the number of `mark`, where other elements are marked `beside` it, and all that it must not cover."""
    outlines = tuple(pad_box(box, SIZE) for box in (mark, *beside))
    place, *_ = badge_spots(outlines, ("plain", *("" for _ in beside)), texts, SIZE, PAGE)
    assert place is not None
    return square_around(place[0].at(1), PAGE.radius)


def test_a_number_covers_neither_the_writing_of_its_element_nor_the_element_beside_it() -> None:
    mark, beside, writing = (200.0, 150.0, 200.0, 40.0), (140.0, 150.0, 50.0, 40.0), (150.0, 150.0, 240.0, 40.0)
    assert not overlap(plain_badge(mark, beside), pad_box(beside, SIZE))
    assert not overlap(plain_badge(mark, texts=(writing,)), writing)


def test_a_number_in_a_marked_group_stands_before_its_element_and_not_across_the_groups_edge() -> None:
    mark, group = (150.0, 100.0, 330.0, 40.0), (50.0, 60.0, 440.0, 300.0)
    x, _, width, _ = plain_badge(mark, group)
    assert group[0] < x < x + width < mark[0]


# --------------------------------------------------------------------------------------------------
# Translation labels


def test_a_label_stands_in_the_empty_end_of_a_long_row_and_beside_a_short_one() -> None:
    width = text_width("Sender", PAGE.label_size) + PAGE.label_size
    for row, is_inside in ((3 * width, True), (2 * width + 1, True), (2 * width - 20, False)):
        [label] = labels_of(["Sender"], picture((60.0, 100.0, row, 40.0)))
        x, y, across, down = label.box(1)
        assert 100 <= y <= y + down <= 140
        assert (60 < x < x + across <= 60 + row) == is_inside
        assert (x >= 60 + row) != is_inside


def test_labels_of_one_element_do_not_cover_each_other() -> None:
    mark = (60.0, 100.0, 400.0, 40.0)
    one, other = labels_of(["Sender", "Account"], picture(mark, mark))
    assert not overlap(one.box(1), other.box(1))


def test_a_label_keeps_clear_of_numbers_and_writing() -> None:
    mark, badge, text = (60.0, 100.0, 400.0, 40.0), (420.0, 108.0, 24.0, 24.0), (466.0, 110.0, 60.0, 20.0)
    [label] = labels_of(["Sender"], picture(mark, texts=(text,)), [badge])
    assert not overlap(label.box(1), badge)
    assert not overlap(label.box(1), text)


def test_a_label_without_room_in_the_picture_is_left_out() -> None:
    filled = picture((0.0, 0.0, 600.0, 400.0), texts=((0.0, 20.0, 600.0, 360.0),))
    outlines = [pad_box(mark, SIZE) for mark in filled.marks]
    assert place_labels(["Sender"], outlines, [], filled, PAGE) == [None]
    [label] = labels_of(["Recipient's account"], picture((520.0, 100.0, 80.0, 40.0)))
    assert total_overhang(label.box(1), SIZE, 1, 0) == 0


def test_a_label_on_the_line_of_its_element_is_not_taken_for_the_next_rows() -> None:
    """It would be, if it stood between the two; where there is no other room it is left out."""
    first, second = (60.0, 100.0, 90.0, 20.0), (60.0, 126.0, 90.0, 20.0)
    walls = ((0.0, 0.0, 56.0, 400.0), (154.0, 0.0, 446.0, 400.0), (62.0, 102.0, 86.0, 16.0), (60.0, 0.0, 90.0, 92.0))
    capture = picture(first, second, texts=walls)
    outlines = [pad_box(mark, SIZE) for mark in capture.marks]
    assert place_labels(["To", None], outlines, [], capture, PAGE) == [None, None]


def screen_of(*styles: MarkStyle) -> ScreenView:
    """A screen with a mark of each style, all of them numbered and named `Sender`."""
    label = PortalLabel("sender", "寄件人", "Sender", None, "Sender")
    marks = tuple(MarkView(style, number, (), None, label, (), ()) for number, style in enumerate(styles, 1))
    return ScreenView("blank", "", "original", None, "", None, marks, ())


def test_what_is_burnt_out_gets_no_label() -> None:
    mark = (60.0, 100.0, 400.0, 40.0)
    [redacted] = place_marks(screen_of("redact"), picture(mark))
    [outlined] = place_marks(screen_of("outline"), picture(mark))
    assert redacted.translation is None
    assert outlined.translation is not None


@MEDIA
def test_a_label_keeps_clear_of_the_numbers_where_it_is_drawn(medium: Medium) -> None:
    """Labels are drawn on pictures of their natural size alone; numbers stand elsewhere on smaller ones."""
    scale = medium.scales(SIZE[0])[-1]
    for left in range(40, 400, 4):
        boxes = ((60.0, 100.0, 80.0, 30.0), (60.0 + left, 100.0, 60.0, 30.0), (60.0, 136.0, 300.0, 30.0))
        marks = place_marks(screen_of("outline", "outline", "outline"), picture(*boxes), medium)
        badges = [square_around(mark.badge.at(scale), medium.radius) for mark in marks if mark.badge]
        labels = [mark.translation.box(scale) for mark in marks if mark.translation]
        assert not any(overlap(label, badge) for label in labels for badge in badges), left
