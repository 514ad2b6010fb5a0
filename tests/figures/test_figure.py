"""An annotated picture: where its numbers stand, what a page shows of it, and what it does when touched."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect

from guide.content.substitutions import substitutions_for
from guide.content.tailor import Structure, tailor
from guide.content.views.steps import ScreenView
from guide.core.paths import DOCS, TEMPLATES
from guide.figures.geometry import PAGE, PRINT, contains, overlap, scale_box, text_width_at_most
from guide.figures.placement import PlacedMark, clashes, place_marks
from guide.figures.store import Capture, load_captures
from guide.loading.ui_strings import load_ui_strings
from guide.model.guide import Guide
from guide.model.texts import Language
from guide.site.bundles import join_bundles
from guide.site.figure_view import FigureView, dimmed, figure_view
from guide.site.html import escape
from guide.site.template import parse
from support.pictured import Place, make_place

if TYPE_CHECKING:
    from support.browsers import Opener

pytest_plugins = ["support.browsers"]

LONG = "a-name-that-is-much-longer-than-the-field-that-it-is-typed-into"
FRAME = """<!DOCTYPE html>
<html lang="{language}"><head><meta charset="utf-8"><title>Figures</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self' file: data:; style-src 'self' file:; script-src 'self' file:">
<link rel="stylesheet" href="base.css"><link rel="stylesheet" href="figure.css"></head>
<body><main><h1>Figures</h1>{figures}
<table>{rows}</table><div class="far"></div>{last}</main><script src="guide.js"></script><script src="figure.js"></script></body></html>
"""
BASE = """body { font: 16px/1.6 sans-serif; margin: 0 } main { margin: 0 auto; max-width: 688px; padding: 0 16px }
.far { height: 9000px }"""


def view_of(guide: Guide, language: Language) -> dict[str, ScreenView]:
    view = tailor(guide, Structure(("zh", "en"), frozenset()), language)
    return {screen.id: screen for stage in view.stages for step in stage.steps for screen in step.screens}


def figure_of(place: Place, name: str, language: Language = "en") -> FigureView:
    screen = view_of(place.loaded().guide, language)[name]
    return figure_view(screen, load_captures(place.captures)[name], load_ui_strings("figure", language), "captures/")


def html_of(place: Place, name: str, language: Language = "en", account: str | None = "Parcels Ltd") -> str:
    """The figure as a page holds it, for a buyer with that account; of the neutral edition for None."""
    loader = jinja2.FileSystemLoader(TEMPLATES / "pages")
    environment = jinja2.Environment(
        loader=loader, undefined=jinja2.StrictUndefined, autoescape=True, keep_trailing_newline=True
    )
    macro: Any = environment.get_template("_figure.html.j2").module
    html = str(macro.figure(figure_of(place, name, language), load_ui_strings("figure", language)))
    substitutions = substitutions_for(place.loaded().guide, None, ("zh", "en"))
    if account is not None:
        values = {value: account if "account" in value.key else text for value, text in substitutions.values.items()}
        substitutions = replace(substitutions, values=values)
    return parse(html, escape).render(substitutions).decode()


def page_of(place: Place, language: Language = "en", account: str = "Parcels Ltd") -> Path:
    """A page with two figures, the rows of the form, and the first figure's second far below."""
    bundles = join_bundles(DOCS)
    for name in ("css/figure.css", "js/guide.js", "js/figure.js"):
        (place.folder / Path(name).name).write_bytes(bundles[f"assets/{name}"])
    (place.folder / "base.css").write_text(BASE, "utf-8")
    for capture in load_captures(place.captures).values():
        shutil.copy(place.captures / capture.file_name, place.captures / capture.published_name)
    rows = "".join(
        f'<tr id="field-{field}" data-field="{field}"><th>{field}<td>…' for field in ("sender", "recipient", "weight")
    )
    page = place.folder / f"{language}.html"
    figures, last = html_of(place, "form", language, account), html_of(place, "counter", language, account)
    page.write_text(FRAME.format(language=language, figures=figures, rows=rows, last=last), "utf-8")
    return page


def published(place: Place, name: str) -> str:
    return f"captures/{load_captures(place.captures)[name].published_name}"


def box_of(page: Page, selector: str) -> tuple[float, float, float, float]:
    found = page.locator(selector).bounding_box()
    assert found is not None, selector
    return found["x"], found["y"], found["width"], found["height"]


# ---- what is no longer so, and what was never there ---------------------------------------------------


def test_old_words_are_struck_out_with_the_new_ones_below_and_what_was_added_is_framed(
    tmp_path: Path, browser: Browser
) -> None:
    place = make_place(tmp_path)
    place.take(browser, "form")
    assert load_ui_strings("figure", "en").added not in html_of(place, "form")
    first = '      - {at: "#sender", field: sender'
    strike = '      - {at: "#recipient", as: struck, instead: {zh: "现在：{{ buyer.account }}", en: "Now: {{ buyer.account }}"}}'
    place.change(place.steps, first, f'{strike}\n      - {{at: "#weight", as: added}}\n{first}')
    place.take(browser, "form")
    figure = figure_of(place, "form")
    [struck] = figure.strikes
    box = load_captures(place.captures)["form"].marks[1]
    assert float(struck.left) == box[0]
    assert float(struck.middle) == box[1] + box[3] / 2
    assert float(struck.baseline) > box[1] + box[3]
    html = html_of(place, "form")
    assert ">Now: Parcels Ltd</text>" in html
    assert 'class="mark mark-added"' in html
    assert load_ui_strings("figure", "en").added in html
    assert [line.number for line in figure.legend] == [1, 2, 3, 4], "neither takes a number"


# ---- placement ---------------------------------------------------------------------------------------


def badge(mark: PlacedMark, scale: float, radius: float) -> tuple[float, float, float, float]:
    assert mark.badge is not None
    x, y = mark.badge.at(scale)
    return x - radius, y - radius, 2 * radius, 2 * radius


@pytest.mark.parametrize("medium", [PAGE, PRINT])
def test_numbers_cover_neither_their_targets_nor_each_other_nor_writing(first_take: Place, medium: Any) -> None:
    capture = load_captures(first_take.captures)["form"]
    marks = place_marks(view_of(first_take.loaded().guide, "zh")["form"], capture, medium)
    assert [mark.number for mark in marks] == [None, 1, 2, None, 3, 4]
    numbered = [mark for mark in marks if mark.number]
    for scale in medium.scales(capture.size[0]):
        badges = [badge(mark, scale, medium.radius) for mark in numbered]
        for index, (mark, square) in enumerate(zip(numbered, badges, strict=True)):
            assert not overlap(square, scale_box(mark.outline, scale))
            assert not any(overlap(square, other) for other in badges[index + 1 :])
            assert not any(overlap(square, scale_box(text, scale)) for text in capture.texts)
            assert -medium.room <= square[0] <= scale * capture.size[0] + medium.room - square[2]
            assert -medium.room <= square[1] <= scale * capture.size[1] + medium.room - square[3]


def test_the_same_screen_is_placed_the_same_in_both_languages(first_take: Place) -> None:
    capture = load_captures(first_take.captures)["form"]
    zh, en = (place_marks(view_of(first_take.loaded().guide, language)["form"], capture) for language in ("zh", "en"))
    assert [mark.badge for mark in zh] == [mark.badge for mark in en]
    assert [mark.translation for mark in zh] == [None] * 6
    assert [mark.translation.text for mark in en if mark.translation] == ["Sender", "Weight", "Send"]


def test_glosses_cover_no_writing_and_no_number(first_take: Place) -> None:
    capture = load_captures(first_take.captures)["form"]
    marks = place_marks(view_of(first_take.loaded().guide, "en")["form"], capture)
    tags = []
    for mark in marks:
        if mark.translation:
            x, y = mark.translation.centre.at(1)
            tags.append(
                (
                    x - mark.translation.width / 2,
                    y - mark.translation.height / 2,
                    mark.translation.width,
                    mark.translation.height,
                )
            )
    numbers = [badge(mark, 1, PAGE.radius) for mark in marks if mark.number]
    for index, tag in enumerate(tags):
        assert not any(overlap(tag, other) for other in (*capture.texts, *numbers, *tags[index + 1 :]))


def test_a_gloss_that_would_stand_between_two_rows_is_left_out(first_take: Place) -> None:
    """It would be taken for the other row's; the legend has it anyway."""
    marks = place_marks(view_of(first_take.loaded().guide, "en")["form"], load_captures(first_take.captures)["form"])
    glossed = {mark.translation.text: mark for mark in marks if mark.translation}
    assert "Recipient's account" not in glossed
    for text, mark in glossed.items():
        x, y = mark.translation.centre.at(1) if mark.translation else (0, 0)
        others = [other.outline for other in marks if other is not mark and not contains(other.outline, mark.outline)]
        assert not any(left <= x <= left + w and top <= y <= top + h for left, top, w, h in others), text


@lru_cache
def blank(size: tuple[int, int], marks: tuple[tuple[float, float, float, float], ...]) -> Capture:
    return Capture(
        screen="blank", page=None, size=size, pixels=size, viewport=None, marks=marks, typing=(None,) * len(marks), texts=(),
    )  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 8), st.integers(0, 1)), min_size=1, max_size=8, unique=True), st.booleans())
def test_marks_in_a_grid_find_room_for_their_numbers(cells: list[tuple[int, int]], arrows: bool) -> None:
    boxes = tuple((60.0 + 280 * column, 70.0 * row, 180.0, 36.0) for row, column in cells)
    styles: list[Any] = [("arrow" if arrows else "outline", True)] * len(boxes)
    assert list(clashes(styles, blank((600, 640), boxes))) == []


def test_a_mark_that_fills_the_picture_keeps_its_number_inside_the_frame() -> None:
    capture = blank((600, 400), ((0.0, 0.0, 600.0, 400.0),))
    assert list(clashes([("outline", True)], capture)) == []


def test_dimming_leaves_out_what_is_marked(first_take: Place) -> None:
    capture = load_captures(first_take.captures)["form"]
    marks = place_marks(view_of(first_take.loaded().guide, "zh")["form"], capture)
    assert dimmed(marks, capture.size) == "M0 0H600V420H0ZM0 0h600v420h-600Z"
    assert dimmed(marks[1:], capture.size) == ""
    apart = (replace(marks[0], box=(0, 110, 600, 300)), *marks[1:])
    assert dimmed(apart, capture.size).count("Z") == 3, (
        "the whole, the dim mark, and the first outline, which lies outside it"
    )


def test_a_capture_with_other_marks_is_refused(first_take: Place) -> None:
    screen, capture = view_of(first_take.loaded().guide, "zh")["counter"], load_captures(first_take.captures)["form"]
    with pytest.raises(ValueError, match=r"^counter: 1 marks, but 6 boxes were captured$"):
        place_marks(screen, capture)


# ---- markup ------------------------------------------------------------------------------------------


def test_the_markup_stands_in_markdown_and_needs_no_inline_style(first_take: Place) -> None:
    html = html_of(first_take, "form")
    assert "\n\n" not in html
    assert not re.search(r"^ {4}", html, re.MULTILINE)
    assert "style=" not in html
    assert "<style" not in html
    assert html.startswith('<figure class="annotated" id="fig-form" data-screen="form"')


def test_the_picture_is_lazy_sized_and_described(first_take: Place) -> None:
    html = html_of(first_take, "form")
    (image,) = re.findall(r"<img [^>]*>", html)
    assert f'src="{published(first_take, "form")}" width="600" height="420" loading="lazy" decoding="async"' in image
    assert (
        'alt="Parcel form: 1 Enter your company&#39;s name; 2 Enter Parcels Ltd; 3 Enter the weight; 4 Click 提交 (Send)."'
    ) in image


def test_each_number_has_its_line_in_each_language(first_take: Place) -> None:
    for language, lines in (
        ("zh", ["填写贵公司名称。", "填写", "填写重量。", "点击"]),
        ("en", ["Enter your company's name.", "Enter ", "Enter the weight.", "Click "]),
    ):
        figure = figure_of(first_take, "form", language)  # type: ignore[arg-type]
        assert [line.number for line in figure.legend] == [1, 2, 3, 4]
        assert [line.field for line in figure.legend] == ["sender", "recipient", "weight", None]
        for line, words in zip(figure.legend, lines, strict=True):
            assert line.words.unescape().startswith(words)


def test_an_english_line_names_the_chinese_label_once(first_take: Place) -> None:
    first, *_, last = figure_of(first_take, "form").legend
    assert first.tag.striptags() == "寄件人 (Sender)"
    assert last.tag == "", "its words name the label themselves"
    assert [line.tag for line in figure_of(first_take, "form", "zh").legend] == [""] * 4


def test_every_picture_says_what_it_is_and_what_it_was_compared_with(first_take: Place) -> None:
    assert figure_of(first_take, "form").basis == "Redrawn from the words legible in the original picture"
    assert figure_of(first_take, "counter", "zh").basis == "示意图，按文字说明绘制"
    assert figure_of(first_take, "form").checked == "compared with them on 1 November 2026"
    assert figure_of(first_take, "counter").checked == "compared with it on 1 November 2026"
    assert figure_of(first_take, "counter", "zh").checked == "2026 年 11 月 1 日核对"
    receipt, capture = view_of(first_take.loaded().guide, "en")["receipt"], load_captures(first_take.captures)["form"]
    taken = figure_view(
        replace(receipt, marks=()), replace(capture, marks=(), typing=()), load_ui_strings("figure", "en"), ""
    )
    assert taken.basis == "Taken on 20 November 2026"
    assert taken.checked == "compared with the real page on 20 November 2026"


def test_a_buyers_value_stands_in_the_picture_as_text(first_take: Place) -> None:
    html = html_of(first_take, "form", account="A&B <采购>")
    assert ">A&amp;B &lt;采购&gt;</text>" in html


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_field_stays_empty_in_the_picture_where_no_buyer_gives_its_value(
    first_take: Place, language: Language
) -> None:
    boxes = re.findall(r'<svg class="typed".*?<text [^>]*>(.*?)</text>', html_of(first_take, "form", language, None))
    assert boxes == [""]


# ---- in a browser ------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [320, 375, 1280])
def test_numbers_are_legible_and_cover_nothing(taken: Place, opened: Opener, language: Language, width: int) -> None:
    page = opened(page_of(taken, language), width=width, touch=width < 400)
    frame = box_of(page, "#fig-form .frame")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    discs = []
    for number in (1, 2, 3, 4):
        pin = f'#fig-form .pin[data-mark="{number}"]'
        size = page.locator(f"{pin} text").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
        assert size >= 12
        disc = box_of(page, f"{pin} .disc")
        assert disc[2] >= 20
        assert not overlap(disc, box_of(page, f'#fig-form .mark[data-mark="{number}"] .line'))
        assert frame[0] <= disc[0]
        assert disc[0] + disc[2] <= frame[0] + frame[2]
        discs.append(disc)
    assert not any(overlap(one, other) for index, one in enumerate(discs) for other in discs[index + 1 :])


def test_marks_lie_on_their_elements_at_every_width(taken: Place, opened: Opener) -> None:
    for width in (375, 1280):
        page = opened(page_of(taken), width=width)
        picture, mark = box_of(page, "#fig-form img"), box_of(page, '#fig-form .mark[data-mark="1"] .line')
        scale = picture[2] / 600
        assert mark[0] == pytest.approx(picture[0] + 57 * scale, abs=1.5)
        assert mark[1] == pytest.approx(picture[1] + 57 * scale, abs=1.5)
        assert mark[2] == pytest.approx(426 * scale, abs=3)
        assert mark[3] == pytest.approx(46 * scale, abs=3)  # the line's own width counts


def test_white_numbers_stand_out_from_their_discs(taken: Place, opened: Opener) -> None:
    page = opened(page_of(taken))
    colours = [
        page.locator(f"#fig-form .pin[data-mark='1'] {part}").evaluate(
            "e => getComputedStyle(e).fill.match(/\\d+/g).map(Number)"
        )
        for part in ("text", ".disc")
    ]
    light, dark = (
        sum(weight * _linear(part) for weight, part in zip((0.2126, 0.7152, 0.0722), colour, strict=True))
        for colour in colours
    )
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def _linear(part: float) -> float:
    return float((part / 255 / 12.92) if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4)


def test_english_pictures_gloss_their_labels_where_there_is_room(taken: Place, opened: Opener) -> None:
    wide = opened(page_of(taken), width=1280).locator("#fig-form .gloss-tag")
    assert wide.all_text_contents() == ["Sender", "Weight", "Send"]
    assert all(tag.is_visible() for tag in wide.all())
    for tag in wide.all():  # the words fit into their tag
        words, ground = tag.locator("text").bounding_box(), tag.locator("rect").bounding_box()
        assert words is not None
        assert ground is not None
        assert words["width"] <= ground["width"] - 4
    narrow = opened(page_of(taken), width=375).locator("#fig-form .gloss-tag")
    assert not any(tag.is_visible() for tag in narrow.all())
    assert opened(page_of(taken, "zh"), width=1280).locator(".gloss-tag").count() == 0


def test_glosses_fit_their_tags_in_whatever_font_the_reader_has(taken: Place, opened: Opener) -> None:
    page = opened(page_of(taken), width=1280)
    for size in (9, 16):  # as if the font were a fifth narrower, or two fifths broader
        for index in range(page.locator("#fig-form .gloss-tag").count()):
            tag = f"#fig-form .gloss-tag >> nth={index}"
            page.locator(f"{tag} >> css=text").evaluate("(text, size) => { text.style.fontSize = `${size}px` }", size)
            words, ground = box_of(page, f"{tag} >> css=text"), box_of(page, f"{tag} >> css=rect")
            assert ground[0] + 2 <= words[0]
            assert words[0] + words[2] <= ground[0] + ground[2] - 2
            assert words[2] >= ground[2] - 16


@pytest.mark.parametrize("font", ["Arial", "DejaVu Sans", "Noto Sans CJK SC", "Verdana", "sans-serif", "system-ui"])
def test_no_font_is_broader_than_reckoned_with(opened: Opener, taken: Place, font: str) -> None:
    page = opened(page_of(taken))
    texts = ["demo-trading:purchase01", "Street Fitters Ltd", "1234567890", "WWW.MILL.EXAMPLE", "某某采购 (2026)"]
    for text in texts:
        width = page.evaluate(
            "([text, font]) => { const pen = document.createElement('canvas').getContext('2d');"
            " pen.font = `600 100px '${font}', ${font}`; return pen.measureText(text).width }",
            [text, font],
        )
        assert width <= text_width_at_most(text, 100)


def test_a_long_value_is_cut_off_at_its_field(taken: Place, opened: Opener) -> None:
    page = opened(page_of(taken, account=LONG))
    field = "#fig-form .marks .typed"
    assert page.locator(f"{field} text").text_content() == LONG
    assert page.locator(field).evaluate("e => getComputedStyle(e).overflow") == "hidden"
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    typed = page.locator(field).evaluate("e => ['x', 'y', 'width', 'height'].map(key => e[key].baseVal.value)")
    assert typed == [191, 124, 258, 32]


def test_a_picture_far_below_is_fetched_when_it_comes_near(taken: Place, browser: Browser) -> None:
    page_of(taken)
    context = browser.new_context(viewport={"width": 375, "height": 800})
    page = context.new_page()
    asked: list[str] = []

    def answer(route: Any) -> None:
        name = route.request.url.removeprefix("http://figures.invalid/")
        asked.append(name)
        route.fulfill(path=taken.folder / name)

    page.route("**/*", answer)
    page.goto("http://figures.invalid/en.html")
    page.wait_for_load_state("networkidle")
    assert published(taken, "form") in asked
    assert published(taken, "counter") not in asked
    page.locator("#fig-counter").scroll_into_view_if_needed()
    expect(page.locator("#fig-counter img")).to_have_js_property("naturalWidth", 800)
    assert published(taken, "counter") in asked
    context.close()


def lit(page: Page) -> set[str]:
    """What lights up: classes and ids of the parts."""
    found = page.evaluate(
        "[...document.querySelectorAll('.is-lit')].map(e => e.id.startsWith('field-') ? e.id : e.tagName.toLowerCase() + e.dataset.mark)"
    )
    return set(found)


SECOND = {"g2", "svg2", "li2", "field-recipient"}


def test_mark_line_and_row_light_up_together(taken: Place, opened: Opener) -> None:
    page = opened(page_of(taken))
    page.hover("#fig-form .legend li[data-mark='2']")
    assert lit(page) == SECOND
    page.hover("#field-recipient")
    assert lit(page) == SECOND
    page.hover("#fig-form .pin[data-mark='2'] .reach")
    assert lit(page) == SECOND
    page.hover("h1")
    assert lit(page) == set()
    page.focus("#fig-form .legend li[data-mark='2'] .legend-number")
    assert lit(page) == SECOND
    page.focus("#fig-form .legend li[data-mark='4'] .legend-number")
    assert lit(page) == {"g4", "svg4", "li4"}


def test_a_tap_on_a_line_or_a_row_holds_the_light_and_another_lets_go(taken: Place, opened: Opener) -> None:
    page = opened(page_of(taken), width=375, touch=True)
    page.tap("#field-recipient")
    assert lit(page) == SECOND
    page.tap("#fig-form .legend li[data-mark='3'] .legend-words")
    assert lit(page) == {"g3", "svg3", "li3", "field-weight"}
    page.tap("#fig-form .legend li[data-mark='3'] .legend-words")
    assert lit(page) == set()


def test_a_number_leads_to_its_mark(taken: Place, opened: Opener) -> None:
    page = opened(page_of(taken), width=375, height=300, touch=True)
    page.tap("#fig-form .legend li[data-mark='1'] .legend-number")
    expect(page.locator("#fig-form_1")).to_be_in_viewport(ratio=1)
    assert "li1" in lit(page)


def test_without_scripts_the_links_lead_on(taken: Place, opened: Opener) -> None:
    page = opened(page_of(taken), height=300, java_script_enabled=False)
    page.click("#fig-form .legend li[data-mark='1'] .legend-number")
    assert page.url.endswith("#fig-form_1")
    assert page.locator(".mark:target .line").count() == 1
    assert page.locator("#fig-form .zoom").get_attribute("href") == published(taken, "form")


def test_a_tap_opens_the_picture_at_a_legible_size_with_its_marks(taken: Place, opened: Opener) -> None:
    page = opened(page_of(taken), width=375, height=700, touch=True)
    x, y, width, height = box_of(page, '#fig-form .mark[data-mark="3"] .line')
    page.touchscreen.tap(x + width / 2, y + height / 2)
    dialog = page.get_by_role("dialog", name="Parcel form")
    assert dialog.is_visible()
    assert box_of(page, ".lightbox img")[2] >= 600
    assert dialog.locator(".mark").count() == 4
    assert dialog.locator(".lightbox-line").inner_text().split("\n")[0] == "3"
    assert "Enter the weight." in dialog.locator(".lightbox-line").inner_text()
    mark = box_of(page, '.lightbox .pin[data-mark="3"] .disc')
    assert mark[0] >= 0, "the number is in view"
    assert mark[0] + mark[2] <= 375
    page.tap(".lightbox-next")
    assert "Click 提交 (Send)." in dialog.locator(".lightbox-line").inner_text()
    assert page.locator(".lightbox-next").is_disabled()
    page.tap(".lightbox-close")
    assert not dialog.is_visible()
    assert page.evaluate("document.activeElement.className") == "zoom"


def test_a_tap_on_the_words_above_the_picture_opens_it_at_what_is_marked(taken: Place, opened: Opener) -> None:
    page = opened(page_of(taken), width=375, height=700, touch=True)
    page.tap("#fig-form .zoom-label")
    assert box_of(page, ".lightbox img")[2] > 375
    expect(page.locator('.lightbox .mark[data-mark="1"] .line')).to_be_in_viewport()


def test_the_viewer_works_by_keyboard(taken: Place, opened: Opener) -> None:
    page = opened(page_of(taken))
    page.focus("#fig-form .zoom")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "lightbox-close"
    first = box_of(page, ".lightbox img")[2]
    page.keyboard.press("+")
    larger = box_of(page, ".lightbox img")[2]
    assert larger > first * 1.3
    page.keyboard.press("-")
    page.keyboard.press("-")
    assert box_of(page, ".lightbox img")[2] < larger / 1.5
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("!!document.activeElement.closest('.lightbox')"), "the focus stays inside"
    page.keyboard.press("PageDown")
    assert "Enter your company's name." in page.locator(".lightbox-line").inner_text()
    page.keyboard.press("Escape")
    assert not page.locator(".lightbox").is_visible()
    assert page.evaluate("document.activeElement.className") == "zoom"
    assert page.locator("[aria-hidden=true]:not(svg)").count() == 0


def test_the_wheel_zooms_where_it_points_and_the_way_back_closes(taken: Place, opened: Opener) -> None:
    page = opened(page_of(taken))
    before = page.url
    page.click("#fig-form .zoom", position={"x": 500, "y": 380})
    x, y, width, height = box_of(page, ".lightbox img")
    page.mouse.move(x + width * 0.25, y + height * 0.5)
    page.mouse.wheel(0, -600)
    expect(page.locator(".lightbox-zoomIn")).to_be_disabled()  # as large as it gets
    after = box_of(page, ".lightbox img")
    assert (x + width * 0.25 - after[0]) / after[2] == pytest.approx(0.25, abs=0.02)
    page.go_back()
    assert not page.locator(".lightbox").is_visible()
    assert page.url == before


def test_print_shows_marks_and_no_buttons(taken: Place, opened: Opener) -> None:
    page = opened(page_of(taken))
    page.emulate_media(media="print")
    assert not page.locator("#fig-form .zoom span").is_visible()
    assert page.locator("#fig-form .pin").first.is_visible()
    number = page.locator("#fig-form .legend-number").first
    assert number.evaluate("e => getComputedStyle(e).color") == "rgb(0, 0, 0)"
