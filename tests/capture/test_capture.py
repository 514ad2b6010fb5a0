"""Screens become pictures and geometry: re-created ones, the portal's own, and pictures taken by hand."""

from __future__ import annotations

import datetime
import hashlib
import http.server
import io
import threading
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, PngImagePlugin
from playwright.sync_api import Browser, Playwright

from guide.capture.browser import executable
from guide.capture.chromium import capture_live, capture_screens
from guide.capture.images import REDACTED, small_png
from guide.capture.lint.freshness import unused_files
from guide.capture.stills import import_still
from guide.core.commands import program
from guide.core.errors import InputError, MachineError, UsageError
from guide.figures.store import MAX_BYTES, Capture, load_captures, read_capture
from support.pictured import TODAY, Place

pytest_plugins = ["support.browsers"]


def problems_of(place: Place, browser: Browser, *only: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        place.take(browser, *only)
    return [str(problem) for problem in caught.value.problems]


def chunks(png: bytes) -> list[bytes]:
    """The types of a PNG's chunks."""
    found, at = [], 8
    while at < len(png):
        found.append(png[at + 4 : at + 8])
        at += 12 + int.from_bytes(png[at : at + 4], "big")
    return found


# ---- re-created screens ----------------------------------------------------------------------------


def test_a_screen_is_a_picture_and_the_box_of_each_mark(taken: Place, browser: Browser) -> None:
    captures = load_captures(taken.captures)
    form = captures["form"]
    assert (form.size, form.pixels, form.viewport) == ((600, 420), (1200, 840), (640, 900))
    assert form.marks == (
        (0, 0, 600, 420), (60, 60, 420, 40), (60, 120, 420, 40), (180, 124, 280, 32), (60, 180, 420, 40), (180, 320, 120, 40),
    )  # fmt: skip
    assert form.captured_on == "2026-11-23"
    assert form.picture == hashlib.sha256((taken.captures / "form.png").read_bytes()).hexdigest()
    assert captures["counter"].size[0] == 400


def test_how_text_stands_in_a_typed_field_is_measured_and_the_field_emptied(taken: Place, browser: Browser) -> None:
    form = read_capture(taken.captures / "form.json")
    typing = form.typing[3]
    assert typing is not None
    assert (typing.size, typing.left, typing.right) == (14, 11, 11)
    assert [index for index, one in enumerate(form.typing) if one] == [3]
    with Image.open(taken.captures / "form.png") as image:
        field = image.convert("RGB").crop((2 * 190, 2 * 128, 2 * 440, 2 * 152))
    assert field.getcolors(2) == [(field.width * field.height, (255, 255, 255))]


def test_where_there_is_writing_is_noted(taken: Place, browser: Browser) -> None:
    texts = read_capture(taken.captures / "form.json").texts
    label = next(box for box in texts if 60 <= box[0] < 70 and 60 <= box[1] < 100)
    assert 40 <= label[2] <= 50  # three characters of 15 px
    assert any(190 <= box[0] <= 195 and 60 < box[1] < 100 for box in texts), "the placeholder of the first field"
    assert not any(190 <= box[0] <= 195 and 124 < box[1] < 156 for box in texts), "the emptied field"


def test_the_picture_is_small_and_carries_nothing_but_pixels(taken: Place, browser: Browser) -> None:
    for path in taken.captures.glob("*.png"):
        assert set(chunks(path.read_bytes())) == {b"IHDR", b"PLTE", b"IDAT", b"IEND"}
        assert path.stat().st_size < MAX_BYTES


def test_what_has_not_changed_is_not_taken_again_and_comes_out_the_same_if_it_is(
    taken: Place, browser: Browser
) -> None:
    before = {path.name: path.read_bytes() for path in taken.captures.iterdir()}
    report = taken.take(browser, day=datetime.date(2027, 1, 1))
    assert (report.taken, report.unchanged) == ((), ("form", "counter"))
    assert {path.name: path.read_bytes() for path in taken.captures.iterdir()} == before
    assert taken.take(browser, force=True).taken == ("form", "counter")
    assert {path.name: path.read_bytes() for path in taken.captures.iterdir()} == before


@pytest.mark.parametrize(
    ("name", "old", "new", "names"),
    [
        ("screens/form.html.j2", "#weight { top: 180px }", "#weight { top: 190px }", ("form",)),
        ("screens/base.html.j2", "<body>", "<body class=x>", ("form", "counter")),
        ("screens/look.css", "left: 60px", "left: 61px", ("form", "counter")),
        ("steps.yaml", "zh: 重量", "zh: 毛重", ("form",)),
        ("steps.yaml", 'at: "#weight"', 'at: "#weight input"', ("form",)),
        ("steps.yaml", "width: 400", "width: 420", ("counter",)),
        ("steps.yaml", "zh: 填写重量。", "zh: 填写毛重。", ()),
    ],
)
def test_a_change_takes_just_the_screens_that_show_it(
    taken: Place, browser: Browser, name: str, old: str, new: str, names: tuple[str, ...]
) -> None:
    taken.change(taken.folder / name, old, new)
    assert taken.take(browser).taken == names


def test_a_moved_element_takes_its_box_along(taken: Place, browser: Browser) -> None:
    taken.change(taken.form, "#weight { top: 180px }", "#weight { top: 210px }")
    taken.take(browser, "form")
    assert read_capture(taken.captures / "form.json").marks[4] == (60, 210, 420, 40)


def test_a_renamed_element_is_named_with_its_screen_and_place(place: Place, browser: Browser) -> None:
    place.change(place.form, 'id="weight"', 'id="mass"')
    assert problems_of(place, browser) == [
        "steps.yaml:49:10: screens.form.marks.4.at: nothing on form.html.j2 matches #weight, expected one element; "
        "give the element that id, or correct the selector"
    ]
    assert (place.captures / "counter.png").is_file(), "the other screen is taken all the same"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            'at: "#weight"',
            "at: .row",
            "3 elements on form.html.j2 match .row, expected one; make the selector narrower",
        ),
        ('at: "#weight"', 'at: "p[["', "p[[ is not a CSS selector; correct it"),
    ],
)
def test_a_selector_must_mean_one_element(place: Place, browser: Browser, old: str, new: str, message: str) -> None:
    place.change(place.steps, old, new)
    assert problems_of(place, browser, "form") == [f"steps.yaml:49:10: screens.form.marks.4.at: {message}"]


def test_an_element_must_be_visible_and_inside_the_crop(place: Place, browser: Browser) -> None:
    place.change(place.form, "#sender { top: 60px }", "#sender { top: 60px; visibility: hidden }")
    place.change(place.form, "#weight { top: 180px }", "#weight { top: 400px }")
    assert problems_of(place, browser, "form") == [
        "steps.yaml:46:10: screens.form.marks.1.at: #sender can't be seen on form.html.j2, expected a visible element; "
        "correct the one or the other",
        "steps.yaml:49:10: screens.form.marks.4.at: #weight reaches 20 px out of the crop #card, expected it inside; "
        "widen crop: or width:, or mark another element",
    ]


def test_a_crop_must_be_there(place: Place, browser: Browser) -> None:
    place.change(place.steps, 'crop: "#card"', 'crop: "#sheet"')
    assert problems_of(place, browser, "form")[0].startswith(
        "steps.yaml:38:3: screens.form: crop: nothing on form.html.j2 matches #sheet, expected one element"
    )


def test_a_template_that_asks_for_an_unknown_label_is_named_with_its_line(place: Place, browser: Browser) -> None:
    place.change(place.form, "labels.weight.zh", "labels.mass.zh")
    assert problems_of(place, browser, "form") == [
        "screens/form.html.j2:8: mass is not one of the labels; add it under labels: or correct the template"
    ]


def test_a_missing_template_is_named(place: Place, browser: Browser) -> None:
    place.form.unlink()
    assert problems_of(place, browser, "form") == [
        "screens/form.html.j2: no such template, and form.html.j2 needs it; write it, or correct page: of the screen"
    ]


def test_a_page_reaches_nothing_outside_its_folder(place: Place, browser: Browser, portal: str) -> None:
    place.change(
        place.form, "<button", f'<img src="{portal}/pixel.png" alt=""><img src="../../steps.yaml" alt=""><button'
    )
    place.take(browser, "form")
    assert Portal.asked == []


def test_an_unknown_screen_is_a_wrong_command(place: Place, browser: Browser) -> None:
    with pytest.raises(UsageError, match=r"^no screen from, expected some of form, counter, receipt$"):
        place.take(browser, "from")


NOISE = """<canvas width="1200" height="840" style="width: 600px"></canvas><script>
const pen = document.querySelector("canvas").getContext("2d"), dots = pen.createImageData(1200, 840);
for (let i = 0, n = 1; i < dots.data.length; i++) { n = n * 16807 % 2147483647; dots.data[i] = i % 4 === 3 ? 255 : n % 256; }
pen.putImageData(dots, 0, 0);
</script>"""


def test_a_picture_that_stays_too_large_is_refused_with_a_cure(place: Place, browser: Browser) -> None:
    place.change(place.form, "<button", f"{NOISE}<button")
    (message,) = problems_of(place, browser, "form")
    assert message.startswith("steps.yaml:38:3: screens.form: its picture has ")
    assert message.endswith("expected at most 150,000; crop it to the part that matters")


def test_without_a_browser_the_error_says_what_to_install(driver: Playwright, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDE_BROWSER", "/nowhere/chromium")
    with pytest.raises(MachineError, match=r"^GUIDE_BROWSER names /nowhere/chromium, where there is no program"):
        executable(driver)
    monkeypatch.delenv("GUIDE_BROWSER")
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(type(driver.chromium), "executable_path", "/nowhere/else")
    with pytest.raises(MachineError, match=r"no browser found .*; install one with apt-get install chromium"):
        executable(driver)


def test_files_of_no_screen_are_found(taken: Place, browser: Browser) -> None:
    (taken.captures / "old.png").write_bytes(b"")
    assert unused_files(taken.loaded().guide, taken.captures) == [taken.captures / "old.png"]


def test_a_geometry_edited_by_hand_is_refused(taken: Place, browser: Browser) -> None:
    path = taken.captures / "counter.json"
    path.write_text(path.read_text("utf-8").replace("[150.0,", "[250.0,"), "utf-8")
    with pytest.raises(
        InputError, match=r"counter\.json: is damaged, or was changed by hand: its seal does not fit what it says"
    ):
        load_captures(taken.captures)
    path.write_text("{}", "utf-8")
    with pytest.raises(InputError, match=r"counter\.json: is not the geometry of a capture"):
        load_captures(taken.captures)


# ---- stills ----------------------------------------------------------------------------------------

PRIVATE = "Zhang San, 31.2304 N 121.4737 E"


def photograph(path: Path) -> Path:
    """A photograph that lies on its side, says who took it where, and shows a name in its lower right half."""
    upright = Image.effect_noise((120, 90), 30).convert("RGB").resize((1200, 900), Image.Resampling.BICUBIC)
    ImageDraw.Draw(upright).text((510, 410), PRIVATE, fill="black", font_size=30)
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees to see it upright
    exif[0x010E] = exif[0x013B] = PRIVATE
    exif.get_ifd(0x8825)[1] = "N"
    upright.transpose(Image.Transpose.ROTATE_90).save(path, quality=92, exif=exif, comment=PRIVATE.encode())
    return path


def take_in(place: Place, file: Path) -> Capture:
    import_still(place.loaded().guide, "receipt", file, captures=place.captures, today=TODAY)
    return read_capture(place.captures / "receipt.json")


def pixels(place: Place, box: tuple[float, float, float, float]) -> set[tuple[int, ...]]:
    """The colours of the receipt in a box of the original's pixels."""
    capture = read_capture(place.captures / "receipt.json")
    assert capture.source is not None
    scale = capture.pixels[0] / capture.source[0]
    with Image.open(place.captures / "receipt.png") as image:
        left, top, right, bottom = (round(number * scale) for number in box)
        part = image.convert("RGB").crop((left, top, right, bottom))
    return {colour for _, colour in part.getcolors(10_000) or []}  # type: ignore[misc]


def test_a_photograph_comes_out_upright_clean_and_with_its_redactions_burnt_in(place: Place) -> None:
    original = photograph(place.folder / "receipt.jpg")
    before = original.read_bytes()
    capture = take_in(place, original)
    assert capture.source == (1200, 900)
    assert capture.size == (720, 540)
    assert capture.marks[0] == (60, 120, 180, 48)
    # The box, and the margin round it: 6 CSS px are 10 pixels of the original.
    assert pixels(place, (490, 390, 710, 470)) == {REDACTED}
    assert len(pixels(place, (480, 380, 720, 480))) > 20
    png = (place.captures / "receipt.png").read_bytes()
    assert set(chunks(png)) == {b"IHDR", b"PLTE", b"IDAT", b"IEND"}
    assert len(png) <= MAX_BYTES
    assert sorted(path.name for path in place.captures.iterdir()) == ["receipt.json", "receipt.png"]
    for path in place.captures.iterdir():
        assert b"Zhang" not in path.read_bytes()
    assert original.read_bytes() == before


def test_nothing_of_what_is_redacted_is_left_in_the_file(place: Place) -> None:
    """Two pictures that differ under the redaction alone become the same bytes."""
    made = []
    for name in ("Zhang San", "Li Si"):
        picture = Image.new("RGB", (1200, 900), "white")
        ImageDraw.Draw(picture).text((520, 415), name, fill="#c21", font_size=28)
        picture.save(place.folder / "receipt.png")
        take_in(place, place.folder / "receipt.png")
        made.append((place.captures / "receipt.png").read_bytes())
    assert made[0] == made[1]


def test_a_png_loses_its_texts_and_its_transparency(place: Place) -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", PRIVATE)
    info.add_itxt("XML:com.adobe.xmp", PRIVATE)
    picture = Image.new("RGBA", (800, 600), (0, 0, 0, 0))
    picture.save(place.folder / "receipt.png", pnginfo=info, exif=Image.Exif())
    take_in(place, place.folder / "receipt.png")
    assert pixels(place, (0, 0, 90, 90)) == {(255, 255, 255)}
    png = (place.captures / "receipt.png").read_bytes()
    assert b"Zhang" not in png
    assert b"tEXt" not in chunks(png)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "receipt.jpg: no such file; check the name"),
        (b"%PDF-1.7", "receipt.jpg: not a PNG or JPEG picture; save it as one of them"),
    ],
)
def test_what_is_no_picture_is_refused(place: Place, content: bytes | None, message: str) -> None:
    if content is not None:
        (place.folder / "receipt.jpg").write_bytes(content)
    with pytest.raises(InputError) as caught:
        take_in(place, place.folder / "receipt.jpg")
    assert str(caught.value) == message
    assert not place.captures.exists()


def test_a_grey_picture_of_16_bits_keeps_its_greys(place: Place) -> None:
    Image.linear_gradient("L").resize((800, 600)).convert("I").point(lambda value: value * 256).convert("I;16").save(
        place.folder / "receipt.png"
    )
    take_in(place, place.folder / "receipt.png")
    assert pixels(place, (0, 0, 90, 5)) <= {(grey, grey, grey) for grey in range(8)}
    assert pixels(place, (0, 295, 90, 305)) <= {(grey, grey, grey) for grey in range(118, 138)}


@pytest.mark.parametrize(
    ("size", "said"),
    [
        ((1080, 8000), "1080 × 8000 pixels, of which a page would show 122 × 900, too small to read; crop it to the part that matters, with crop: [left, top, width, height] or before"),
        ((6400, 3600), "6400 × 3600 pixels, of which a page would show 720 × 405, too small to read; crop it to the part that matters, with crop: [left, top, width, height] or before"),
        ((12000, 9000), "12000 × 9000 pixels, expected at most 60,000,000 in all; make it smaller, at most 8944 × 6708"),
        ((20000, 9000), "180,000,000 pixels, expected at most 60,000,000; make it smaller, 57 % of its width and height or less"),
    ],
)  # fmt: skip
def test_a_picture_too_large_to_be_shown_is_told_with_the_right_cure(
    place: Place, size: tuple[int, int], said: str
) -> None:
    Image.new("1", size).save(place.folder / "receipt.png")
    with pytest.raises(InputError) as caught:
        take_in(place, place.folder / "receipt.png")
    assert str(caught.value) == f"receipt.png: {said}"
    assert not place.captures.exists()


def cropped(place: Place, crop: str) -> None:
    text = place.steps.read_text("utf-8")
    place.steps.write_text(
        text.replace("    still: receipt.jpg\n", f"    still: receipt.jpg\n    crop: {crop}\n"), "utf-8"
    )


def test_a_still_shows_the_part_that_its_crop_names(place: Place) -> None:
    """A screenshot of a telephone that would be too small to read as a whole."""
    image = Image.new("RGB", (1080, 8000), "white")
    image.paste("blue", (100, 200, 400, 280))
    image.paste("red", (500, 400, 700, 460))
    image.save(place.folder / "photo.png")
    cropped(place, "[50, 150, 800, 400]")
    take_in(place, place.folder / "photo.png")
    capture = read_capture(place.captures / "receipt.json")
    assert (capture.source, capture.crop, capture.size) == ((1080, 8000), (50, 150, 800, 400), (720, 360))
    assert capture.marks == ((45, 45, 270, 72), (405, 225, 180, 54))
    with Image.open(place.captures / "receipt.png") as picture:
        flat = picture.convert("RGB")
        scale = flat.width / 720
        assert flat.getpixel((round(180 * scale), round(80 * scale))) == (0, 0, 255)
        assert flat.getpixel((round(500 * scale), round(250 * scale))) == REDACTED


@pytest.mark.parametrize(
    ("crop", "said"),
    [
        ("[0, 0, 801, 600]", "screens.receipt: crop: 0, 0, 801, 600 (left, top, width, height) does not lie in the picture, expected it within 800 × 600 pixels; correct it"),
        ("[150, 0, 600, 600]", "screens.receipt.marks.0: the box 100, 200, 300, 80 (left, top, width, height) does not lie in what crop: shows, expected it within 150, 0, 600, 600, in pixels of the whole picture; correct box: or crop:"),
    ],
)  # fmt: skip
def test_a_crop_or_a_mark_outside_of_it_is_told(place: Place, crop: str, said: str) -> None:
    Image.new("RGB", (800, 600), "white").save(place.folder / "photo.png")
    cropped(place, crop)
    with pytest.raises(InputError) as caught:
        take_in(place, place.folder / "photo.png")
    assert said in str(caught.value)


def test_a_still_is_taken_in_anew_from_the_original_that_it_names_if_that_is_at_hand(place: Place) -> None:
    def taken() -> tuple[str, ...]:
        guide, tree = place.loaded().guide, place.tree()
        return capture_screens(guide, screens=place.screens, captures=place.captures, only=["receipt"], tree=tree).taken

    Image.new("RGB", (800, 600), "white").save(place.folder / "receipt.jpg")
    assert taken() == ("receipt",)
    assert taken() == ()
    cropped(place, "[50, 150, 700, 400]")
    assert taken() == ("receipt",)
    assert read_capture(place.captures / "receipt.json").crop == (50, 150, 700, 400)
    (place.folder / "receipt.jpg").unlink()
    place.steps.write_text(place.steps.read_text("utf-8").replace("700, 400]", "690, 400]"), "utf-8")
    with pytest.raises(
        InputError,
        match=r"its crop: has changed since it was taken; take it anew with .*guide capture receipt --import",
    ):
        taken()


@pytest.mark.parametrize("size", [(1080, 2400), (3840, 2160), (1920, 100), (200, 700)])
def test_a_screenshot_of_a_usual_screen_or_a_part_of_it_is_taken(place: Place, size: tuple[int, int]) -> None:
    file = place.folder / "receipt.png"
    Image.new("1", size).save(file)
    with pytest.raises(InputError, match="does not lie in the picture") if size[1] < 900 else nullcontext():
        take_in(place, file)


def test_a_box_must_lie_in_the_picture(place: Place) -> None:
    Image.new("RGB", (600, 420)).save(place.folder / "receipt.png")
    with pytest.raises(InputError) as caught:
        take_in(place, place.folder / "receipt.png")
    assert str(caught.value) == (
        "steps: screens.receipt.marks.1: the box 500, 400, 200, 60 (left, top, width, height) does not lie in the picture, "
        "expected it within 600 × 420 pixels; correct box:"
    )


def test_marks_of_a_still_move_without_its_original_and_what_was_hidden_stays_hidden(
    place: Place, browser: Browser
) -> None:
    photograph(place.folder / "receipt.jpg")
    take_in(place, place.folder / "receipt.jpg")
    (place.folder / "receipt.jpg").unlink()
    place.change(place.steps, "box: [100, 200, 300, 80]", "box: [110, 200, 300, 80]")
    place.change(place.steps, "box: [500, 400, 200, 60]", "box: [800, 700, 100, 60]")
    assert place.take(browser, "receipt").taken == ("receipt",)
    assert read_capture(place.captures / "receipt.json").marks[0] == (66, 120, 180, 48)
    assert pixels(place, (492, 392, 708, 468)) == {REDACTED}
    assert pixels(place, (790, 690, 910, 770)) == {REDACTED}
    assert place.take(browser, "receipt").taken == ()


def test_a_still_that_is_now_to_be_taken_at_the_portal_says_how(place: Place, browser: Browser) -> None:
    photograph(place.folder / "receipt.jpg")
    take_in(place, place.folder / "receipt.jpg")
    text = place.steps.read_text("utf-8")
    place.steps.write_text(text[: text.index("  receipt:\n")] + LIVE, "utf-8")
    assert problems_of(place, browser, "receipt") == [
        f"steps.yaml:58:3: screens.receipt: its marks have changed since it was taken; take it anew with {program()} capture receipt --live URL"
    ]


def test_a_still_without_its_picture_says_how_to_take_it(place: Place, browser: Browser) -> None:
    assert problems_of(place, browser, "receipt") == [
        f"steps.yaml:58:3: screens.receipt: its picture can't be re-created from a template; take it with {program()} capture receipt --import FILE"
    ]


def test_a_re_created_screen_takes_no_picture_by_hand(place: Place) -> None:
    with pytest.raises(InputError, match=r"screens\.form: does not take a picture by hand"):
        import_still(place.loaded().guide, "form", photograph(place.folder / "x.jpg"), captures=place.captures)


def test_few_colours_are_kept_as_they_are() -> None:
    picture = Image.new("RGB", (40, 40), (1, 2, 3))
    picture.putpixel((7, 7), (200, 100, 50))
    with Image.open(io.BytesIO(small_png(picture))) as made:
        assert made.convert("RGB").tobytes() == picture.tobytes()


# ---- the portal itself -----------------------------------------------------------------------------

PAGE = """<!DOCTYPE html><meta charset="utf-8"><title>Portal</title><body style="margin:0">
<div id="main" style="background:#fff;height:300px;position:relative;width:500px">
<b id="name" style="font-size:30px;left:40px;position:absolute;top:40px">Zhang San</b>
<button id="ship" style="height:40px;left:50px;position:absolute;top:200px;width:100px">寄件</button></div>"""


class Portal(http.server.BaseHTTPRequestHandler):
    asked: list[str] = []  # noqa: RUF012

    def do_GET(self) -> None:
        Portal.asked.append(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(PAGE.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def portal() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Portal)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    Portal.asked.clear()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


LIVE = """\
  receipt:
    title: {zh: 首页, en: Home}
    still: live
    basis: live
    crop: "#main"
    width: 700
    marks:
      - {at: "#ship", text: {zh: 点击这里。, en: Click here.}}
      - {at: "#name", as: redact}
"""


def test_the_portal_is_taken_with_a_profile_of_its_own_and_names_are_burnt_out(
    place: Place, driver: Playwright, portal: str
) -> None:
    text = place.steps.read_text("utf-8")
    place.steps.write_text(text[: text.index("  receipt:\n")] + LIVE, "utf-8")
    guide = place.loaded().guide
    capture_live(
        guide, "receipt", portal, place.folder / "profile",
        captures=place.captures, headed=False, patience=5, today=TODAY, driver=driver,
    )  # fmt: skip
    capture = read_capture(place.captures / "receipt.json")
    assert (capture.size, capture.marks[0]) == ((500, 300), (50, 200, 100, 40))
    x, y, width, height = capture.marks[1]
    with Image.open(place.captures / "receipt.png") as image:
        hidden = image.convert("RGB").crop(
            (round(2 * x) - 12, round(2 * y) - 12, round(2 * (x + width)) + 12, round(2 * (y + height)) + 12)
        )
    assert hidden.getcolors(1) is not None
    assert (place.folder / "profile").is_dir()
    assert capture_screens(guide, screens=place.screens, captures=place.captures, only=["receipt"]).unchanged == (
        "receipt",
    )

    place.change(place.steps, 'at: "#ship"', 'at: "#sail"')
    with pytest.raises(InputError, match=r"marks\.0: nothing on the page matches #sail, expected one element"):
        capture_live(
            place.loaded().guide, "receipt", portal, place.folder / "profile",
            captures=place.captures, headed=False, patience=0.3, today=TODAY, driver=driver,
        )  # fmt: skip
    with pytest.raises(
        InputError,
        match=r"its marks have changed since it was taken; take it anew with .*guide capture receipt --live URL",
    ):
        capture_screens(place.loaded().guide, screens=place.screens, captures=place.captures, only=["receipt"])
