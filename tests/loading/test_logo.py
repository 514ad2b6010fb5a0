"""The logo of a buyer: what is taken, written anew within bounds; what is refused, with its reason; and nothing else."""

from __future__ import annotations

import io
import json
import struct
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import typst
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from playwright.sync_api import Browser

from guide.core.errors import InputError
from guide.handout.glyph_check import unprintable
from guide.loading.loader import load_guide
from guide.loading.logos import LogoError, read_logo
from guide.loading.logos.svg import MAX_DEPTH, MAX_ELEMENTS
from guide.loading.logos.svg_bounds import MAX_DASHES, MAX_LAYERS, MAX_TEXT
from guide.model.buyer import Logo
from support.logos import DRAWINGS, SVG, header, mutations, png_file
from support.real import CAPTURES
from support.small import MINIMAL, STEPS, buyer_of, write

pytest_plugins = ["support.browsers"]


def logo_problem(folder: Path, name: str, data: bytes | str) -> str | None:
    """What is said of a logo with that content; None if it is taken."""
    write(folder / "buyers" / "someone" / name, data)
    try:
        buyer_of(folder, load_guide(STEPS), f"{MINIMAL}brand: {{logo: {name}}}\n")
    except InputError as error:
        [problem] = error.problems
        assert problem.where == "brand.logo"
        return problem.message
    return None


def png(size: tuple[int, int] = (4, 4)) -> bytes:
    """A picture with a remark in it."""
    file, remark = io.BytesIO(), PngInfo()
    remark.add_text("Comment", "</script><script>alert(1)</script>")
    Image.new("1", size).save(file, "PNG", pnginfo=remark)
    return file.getvalue()


@pytest.mark.parametrize(
    "inside",
    [
        "<path d='M0 0h1v1z' fill='#123456'/>",
        "<defs><linearGradient id='g'><stop offset='0'/></linearGradient></defs><rect width='1' height='1' fill='url(#g)'/>",
        "<defs><clipPath id='c'><circle r='1'/></clipPath></defs><g clip-path=\"url('#c')\"><text>茶</text></g>",
        f"<clipPath id='c'><path d='{'M0 0l9 9' * 900}'/></clipPath><clipPath id='d'><circle r='4'/><rect/></clipPath>",
        "<symbol id='s'><path d='M0 0h1'/></symbol><use href='#s'/><use xlink:href='#s'/>",
    ],
    ids=["a-shape", "a-gradient", "a-quoted-reference", "clips", "a-symbol"],
)
def test_a_drawing_is_a_logo(inside: str, tmp_path: Path) -> None:
    assert logo_problem(tmp_path, "logo.svg", SVG.format(inside)) is None


def test_a_png_is_a_logo(tmp_path: Path) -> None:
    assert logo_problem(tmp_path, "logo.png", png()) is None


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("logo.svg", SVG.format("<script>1</script>"), "contains <script>, expected shapes and text only; export a plain SVG"),
        ("logo.svg", SVG.format("<style>@import 'x'</style>"), "colours its shapes by a style sheet (<style>), expected each shape to carry its own colours; export it with styling “presentation attributes” in place of “internal CSS”, or as PNG"),
        ("logo.svg", SVG.format("<foreignObject/>"), "contains <foreignObject>, expected shapes and text only; export a plain SVG"),
        ("logo.svg", SVG.format("<image href='x.png'/>"), "contains <image>, expected shapes and text only; export a plain SVG"),
        ("logo.svg", SVG.format("<animate/>"), "contains <animate>, expected shapes and text only; export a plain SVG"),
        ("logo.svg", SVG.format("<rect onload='x()'/>"), "has onload='x()', which runs or loads something; export a plain SVG"),
        ("logo.svg", SVG.format("<use href='https://x.example/a.svg#b'/>"), "has href='https://x.example/a.svg#b', which runs or loads something; export a plain SVG"),
        ("logo.svg", SVG.format("<use xlink:href='data:x'/>"), "has href='data:x', which runs or loads something; export a plain SVG"),
        ("logo.svg", SVG.format("<rect fill='url( //x.example/a)'/>"), "has fill='url( //x.example/a)', which runs or loads something; export a plain SVG"),
        ("logo.svg", '<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("&a;"), "has a document type, expected a plain SVG; export it without"),
        ("logo.svg", '<?xml version="1.0"?><?xml-stylesheet href="x.css"?>' + SVG.format(""), "has a style sheet of its own, expected a plain SVG; export it without"),
        ("logo.svg", "<html/>", "is not an SVG drawing"),
        ("logo.svg", "<svg", "is not valid SVG: unclosed token: line 1, column 0"),
        ("logo.png", b"GIF89a", "is not a PNG file; save it as one"),
        ("logo.svg", SVG.format("<rect style='fill:u\\72l(//x.example/a)'/>"), "has style='fill:u\\\\72l(//x.example/a)', which runs or loads something; export a plain SVG"),
        ("logo.svg", SVG.format("<rect style='mask:image-set(&quot;//x&quot; 1x)'/>"), "has style='mask:image-set(\"//x\" 1x)', which runs or loads something; export a plain SVG"),
        ("logo.png", png()[:-20], "is damaged, expected a whole PNG file: it is cut off; save it anew"),
        ("logo.png", png().replace(b"alert(1)", b"alert(2)"), "is damaged, expected a whole PNG file: the check sum of its part 'tEXt' is wrong; save it anew"),
        ("logo.png", png((9000, 9000)), "has 9,000 × 9,000 pixels, expected at most 4,000,000 in all; make it smaller, at most 2,000 × 2,000"),
        ("logo.png", b"\x89PNG\r\n\x1a\n" + bytes(200_000), "has 200,008 bytes, expected at most 200,000; make it smaller"),
        ("logo.jpg", b"", "is neither a PNG nor an SVG file; save it as PNG or SVG"),
    ],
)  # fmt: skip
def test_what_is_no_plain_picture_is_no_logo(name: str, data: bytes | str, said: str, tmp_path: Path) -> None:
    assert logo_problem(tmp_path, name, data) == f"{name} {said}"


def test_a_logo_that_is_a_link_to_somewhere_else_is_refused(tmp_path: Path) -> None:
    elsewhere = write(tmp_path / "secret.svg", SVG.format(""))
    (tmp_path / "buyers" / "someone").mkdir(parents=True)
    (tmp_path / "buyers" / "someone" / "logo.svg").symlink_to(elsewhere)
    with pytest.raises(
        InputError,
        match=r"logo\.svg lies outside the buyer's folder, expected a file in \S*buyers/someone/; move it there",
    ):
        buyer_of(tmp_path, load_guide(STEPS), f"{MINIMAL}brand: {{logo: logo.svg}}\n")


# --------------------------------------------------------------------------------------------------
# What is published of it


def logo_of(folder: Path, data: bytes | str, name: str = "logo.svg") -> Logo:
    return read_logo(write(folder / name, data), folder)


def published(folder: Path, inside: str) -> str:
    return logo_of(folder, SVG.format(inside)).data.decode()


def test_what_a_design_program_notes_for_itself_is_not_published(tmp_path: Path) -> None:
    drawn = logo_of(
        tmp_path,
        """<?xml version="1.0" encoding="UTF-8" standalone="no"?>
        <!-- Created with a program by Zhang San -->
        <svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"
            xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" width="64mm" height="32mm" viewBox="0 0 64 32"
            inkscape:export-filename="C:\\Users\\zhangsan\\logo.png" id="zhangsan">
        <sodipodi:namedview id="zhangsan-view"><inkscape:grid/></sodipodi:namedview>
        <title>Zhang San</title><metadata><anything xmlns="http://purl.org/dc/1/">Zhang San</anything></metadata>
        <g inkscape:label="Zhang San" id="zhangsan-layer" class="zhangsan" data-name="zhangsan">
        <rect width="10" height="10" style="fill:#e1e100;-inkscape-stroke:zhangsan;stroke:none"/></g></svg>""",
    ).data.decode()
    assert "hang" not in drawn
    assert '<rect width="10" height="10" style="fill:#e1e100;stroke:none"' in drawn
    assert 'width="241.89" height="120.945" viewBox="0 0 64 32"' in drawn


def test_references_still_lead_where_they_led(tmp_path: Path) -> None:
    drawn = published(
        tmp_path,
        "<defs><linearGradient id='蓝'><stop/></linearGradient><mask id='m'/><g id='twice'/><g id='twice' opacity='.5'/></defs>"
        "<rect fill=\"url( '#蓝' ) red\" style='mask:url(#m)'/><rect fill='url(#lost)' mask='url(#lost)'/>"
        "<rect stroke='url(#lost) #123'/><use href='#twice'/><use href='#lost'/>",
    )
    assert "蓝" not in drawn
    assert "lost" not in drawn
    assert drawn.count("<use") == 1
    for said in ('<linearGradient id="a0">', 'fill="url(#a0) red" style="mask:url(#a1)"', '<rect fill="none">',
                 '<rect stroke="#123">', '<g id="a2"></g><g opacity=".5">', '<use href="#a2">'):  # fmt: skip
        assert said in drawn, drawn


@pytest.mark.parametrize(
    "encoding", ["gbk", "GB2312", "gb18030", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "big5", "iso-8859-1"]
)
def test_the_encodings_that_exporters_write_are_taken_and_published_as_utf_8(encoding: str, tmp_path: Path) -> None:
    word = "caf\u00e9" if encoding.startswith("iso") else "茶山"
    declared = "" if encoding == "utf-16-le" else f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>\n'
    data = (declared + SVG.format(f"<text>{word}</text>")).encode(encoding)
    assert f">{word}<" in logo_of(tmp_path, data).data.decode("utf-8")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (SVG.format("<text>茶</text>").encode("gbk"), "can't be read as UTF-8, byte 0xb2 in line 1; choose UTF-8 as its encoding where it is exported"),
        (SVG.format("").encode("utf-32"), "is written in UTF-32, expected UTF-8; choose UTF-8 as its encoding where it is exported"),
        (b'<?xml version="1.0" encoding="utf-7"?>' + SVG.format("").encode(), "is written in utf-7, expected UTF-8; choose UTF-8 as its encoding where it is exported"),
        (b'<?xml version="1.0" encoding="gbk"?>\n' + SVG.format("<text>\u00ff</text>").encode("latin-1"), "can't be read as GBK, byte 0xff in line 2; choose UTF-8 as its encoding where it is exported"),
    ],
)  # fmt: skip
def test_other_encodings_are_refused_with_the_setting_to_change(data: bytes, said: str, tmp_path: Path) -> None:
    assert logo_problem(tmp_path, "logo.svg", data) == f"logo.svg {said}"


@pytest.mark.parametrize(
    "lengths",
    ["width='-5' height='5'", "width='0' height='5'", "width='1e-400' height='5'", "viewBox='0 0 0 5'", "viewBox='0 0 5 -5'",
     "viewBox='0 0 nan 5'", "viewBox='5 5'", "width='5'", "", "width='1000' height='5'", "viewBox='0 0 1 30'", "width='1e9' height='1e9'",
     "width='five' height='5'"],
)  # fmt: skip
def test_a_drawing_without_a_size_to_be_shown_at_is_refused(lengths: str, tmp_path: Path) -> None:
    said = logo_problem(
        tmp_path, "logo.svg", f'<svg xmlns="http://www.w3.org/2000/svg" {lengths}><path d="M0 0h1"/></svg>'
    )
    assert said is not None
    assert ", expected " in said
    assert ";" in said


def nested(name: str, depth: int) -> str:
    return f"<{name}>" * depth + f"</{name}>" * depth


def doubling(kind: str, levels: int, lead: str) -> str:
    """Each level refers to the one below it twice."""
    made = f"<{kind} id='n0'><path d='M0 0h1'/></{kind}>"
    for level in range(1, levels):
        made += f"<{kind} id='n{level}'>" + f"<{lead.format(level - 1)}/>" * 2 + f"</{kind}>"
    return made + f"<{lead.format(levels - 1)}/>"


def clipped(inside: str) -> str:
    return f"<clipPath id='c'>{inside}</clipPath><rect clip-path='url(#c)'/>"


INTRICATE = (
    "clips by several shapes that are too intricate together, expected one shape to each clip, or simple ones; "
    "unite them, or export it as PNG"
)
DEEP = f"is nested more than {MAX_DEPTH} levels deep, expected fewer; ungroup it, or export it as PNG"
CIRCLE = "expected an end of them; export a plain SVG"


def too_much(what: str, most: int) -> str:
    return f"comes to more than {most:,} {what} when its references are followed, expected at most that many; simplify it, or export it as PNG"


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        (nested("g", 3000), DEEP),
        (f"<text>{nested('tspan', 1000)}</text>", DEEP),
        ("<g id='n0'/>" + "".join(f"<use id='n{i}' href='#n{i - 1}'/>" for i in range(1, 60)), DEEP),
        ("<g/>" * (MAX_ELEMENTS + 1), too_much("elements", MAX_ELEMENTS)),
        (doubling("mask", 30, "rect mask='url(#n{})'"), too_much("elements", MAX_ELEMENTS)),
        (doubling("clipPath", 30, "rect style='clip-path:url(&quot;#n{}&quot;)'"), too_much("elements", MAX_ELEMENTS)),
        (doubling("g", 30, "use href='#n{}'"), too_much("elements", MAX_ELEMENTS)),
        (doubling("symbol", 30, "use xlink:href='#n{}'"), too_much("elements", MAX_ELEMENTS)),
        ("<linearGradient id='g'>" + "<stop/>" * 60 + "</linearGradient><g fill='url(#g)'>" + "<path/>" * 60 + "</g>", too_much("elements", MAX_ELEMENTS)),
        (f"<path id='p' d='{'M0 0' * 30_000}'/>" + "<use href='#p'/>" * 4, too_much("characters", 400_000)),
        ("<g opacity='.5'/>" * (MAX_LAYERS + 1), too_much("masks, clips and transparent groups", MAX_LAYERS)),
        (f"<text>{'x' * (MAX_TEXT + 1)}</text>", too_much("letters", MAX_TEXT)),
        (f"<path d='M0 0{'H90H0' * 2000}' stroke-dasharray='.5'/>", too_much("dashes", MAX_DASHES)),
        ("<path d='M0 0H90' style='stroke-dasharray:.0001%'/>", too_much("dashes", MAX_DASHES)),
        (clipped(f"<path d='{'M0 0l9 9' * 40}'/>" * 2), INTRICATE),
        (clipped("<circle r='4'/>" * 30), INTRICATE),
        (clipped(f"<path d='{'M0 0l9 9' * 30}'/><path/>") * 9, INTRICATE),
        (f"<path id='p' d='{'M0 0l9 9' * 90}'/>" + clipped("<path/><use href='#p'/>"), INTRICATE),
        ("<g id='a'><use href='#a'/></g>", f"has references that lead in a circle, through 'a', {CIRCLE}"),
        ("<use id='a' href='#b'/><use id='b' href='#a'/>", f"has references that lead in a circle, through 'b', {CIRCLE}"),
        ("<mask id='a'><rect style='mask:url(#a)'/></mask>", f"has references that lead in a circle, through 'a', {CIRCLE}"),
        ("<linearGradient id='a' href='#a'/>", f"has references that lead in a circle, through 'a', {CIRCLE}"),
        ("<rect width='-1'/>", "has width='-1' in <rect>, expected no number below 0; correct it"),
        ("<path d='M1e39 0'/>", "has the number 1e39 in d, expected at most 1,000,000; draw it at a usual size"),
        ("<g style='font-size:-1px'/>", "has font-size='-1px' in <style>, expected no number below 0; correct it"),
        ("<text>a\u200bb</text>", "has U+200B in a text, expected printable characters; convert its texts to outlines"),
        ("<h:div xmlns:h='http://www.w3.org/1999/xhtml'/>", "contains <div>, expected shapes and text only; export a plain SVG"),
        ("<rect style='fill:u/**/rl(//x.example)'/>", "has style='fill:u/**/rl(//x.example)', which runs or loads something; export a plain SVG"),
    ],
)  # fmt: skip
def test_a_drawing_that_would_take_too_much_is_refused(inside: str, said: str, tmp_path: Path) -> None:
    assert logo_problem(tmp_path, "logo.svg", SVG.format(inside)) == f"logo.svg {said}"


ROWS = zlib.compress((b"\0" + b"abcdefghijkl") * 4)
END = (b"IEND", b"")


def test_of_a_picture_the_pixels_alone_are_published(tmp_path: Path) -> None:
    rows = zlib.compress((b"\0" + b"abcdefghijkl") * 4 + b"secret behind the rows")
    notes = [(b"tEXt", b"Author\0secret"), (b"eXIf", b"MM\0*secret"), (b"prVt", b"secret"), (b"iCCP", b"secret\0\0")]
    data = (
        png_file(header(4, 4, 8, 2), *notes, (b"IDAT", rows[:9]), (b"IDAT", rows[9:]), END) + b"secret behind the end"
    )
    made = logo_of(tmp_path, data, "logo.png").data
    kinds = []
    place = 8
    while place < len(made):
        length, kind = struct.unpack_from(">I4s", made, place)
        kinds.append(kind)
        place += 12 + length
    assert kinds == [b"IHDR", b"IDAT", b"IEND"]
    assert place == len(made)
    with Image.open(io.BytesIO(made)) as shown:
        assert shown.tobytes() == b"abcdefghijkl" * 4
        assert shown.info == {}


@pytest.mark.parametrize(
    ("mode", "options"),
    [("1", {}), ("L", {}), ("LA", {}), ("RGB", {}), ("RGBA", {}), ("P", {"transparency": 3}), ("I;16", {})],
)
def test_a_picture_of_any_kind_looks_as_it_did(mode: str, options: dict[str, Any], tmp_path: Path) -> None:
    pixels = Image.radial_gradient("L").resize((33, 21))
    picture = (
        pixels.convert("I").point(lambda value: value * 256).convert("I;16") if mode == "I;16" else pixels.convert(mode)
    )
    file = io.BytesIO()
    picture.save(file, "PNG", **options)
    with (
        Image.open(io.BytesIO(file.getvalue())) as before,
        Image.open(io.BytesIO(logo_of(tmp_path, file.getvalue(), "logo.png").data)) as after,
    ):
        assert after.mode == before.mode
        assert after.convert("RGBA").tobytes() == before.convert("RGBA").tobytes()


@pytest.mark.parametrize(
    ("chunks", "said"),
    [
        ([header(4, 4, 8, 2), (b"IDAT", b"no zlib"), END], "its pixels can't be unpacked"),
        ([header(4, 4, 8, 2), (b"IDAT", zlib.compress(b"\0abc")), END], "some of its pixels are missing"),
        ([header(4, 4, 8, 2), (b"IDAT", zlib.compress((b"\7" + b"abcdefghijkl") * 4)), END], "its pixels are filtered in a way that does not exist"),
        ([header(4, 4, 8, 3), (b"IDAT", zlib.compress(b"\0abcd" * 4)), END], "its palette is missing or of the wrong length"),
        ([header(4, 4, 8, 3), (b"PLTE", b"abc"), (b"tRNS", b"xyz"), (b"IDAT", ROWS), END], "its transparency is of the wrong length"),
        ([(b"IHDR", header(4, 4, 8, 2)[1] + b"x"), (b"IDAT", ROWS), END], "its header has 14 bytes and not 13"),
        ([header(4, 4, 7, 2), (b"IDAT", ROWS), END], "colour of 7 bits does not exist"),
        ([header(4, 4, 8, 5), (b"IDAT", ROWS), END], "a colour type 5 of 8 bits does not exist"),
        ([header(4, 4, 8, 2, 2), (b"IDAT", ROWS), END], "it is packed in a way that does not exist"),
        ([header(4, 4, 8, 2), END], "a part of it is missing"),
        ([(b"CgBI", b""), header(4, 4, 8, 2), (b"IDAT", ROWS), END], "its header does not come first, and once"),
        ([header(4, 4, 8, 2), (b"HEAD", b""), (b"IDAT", ROWS), END], "it has a part 'HEAD' that no browser knows"),
    ],
)  # fmt: skip
def test_a_picture_that_can_not_be_decoded_whole_is_refused(
    chunks: list[tuple[bytes, bytes]], said: str, tmp_path: Path
) -> None:
    expected = f"logo.png is damaged, expected a whole PNG file: {said}; save it anew"
    assert logo_problem(tmp_path, "logo.png", png_file(*chunks)) == expected


def test_what_is_packed_beyond_all_bounds_is_not_unpacked(tmp_path: Path) -> None:
    packed = zlib.compress(bytes(30_000_000))
    made = png_file(header(4, 4, 8, 2), (b"zTXt", b"a\0\0" + packed), (b"IDAT", packed), END)
    assert len(logo_of(tmp_path, made, "logo.png").data) < 200
    stripe = png_file(header(4_000_000, 1, 1, 0), (b"IDAT", b""), END)
    assert (logo_problem(tmp_path, "logo.png", stripe) or "").startswith(
        "logo.png is 4,000,000 wide and 1 high, expected one side at most 20 times"
    )


def test_a_letter_of_a_drawing_that_print_lacks_is_told_of_the_logo(tmp_path: Path) -> None:
    loaded = load_guide(STEPS)
    write(tmp_path / "buyers" / "someone" / "logo.svg", SVG.format("<text>Tea \U0001f343</text>"))
    buyer = buyer_of(tmp_path, loaded, f"{MINIMAL}brand: {{logo: logo.svg}}\n")
    [said] = unprintable(loaded, [buyer], CAPTURES)
    assert (said.line, said.where) == (5, "brand.logo")
    assert (
        said.message
        == "the font has no \U0001f343 (U+1F343), which the logo has in a text; convert its texts to outlines"
    )


# --------------------------------------------------------------------------------------------------
# Files that nobody has thought of

SHOWN = """
async addresses => {
  const lost = [];
  for (const address of addresses) {
    const image = new Image();
    image.height = 32;
    image.src = address;
    document.body.replaceChildren(image);
    try { await image.decode(); } catch (error) { lost.push(address); }
    if (!image.naturalWidth || !image.naturalHeight) lost.push(address);
  }
  return lost;
}
"""


def test_whatever_is_in_the_file_a_logo_is_refused_or_can_be_shown_and_printed(
    browser: Browser, tmp_path: Path
) -> None:
    """300 files with a seed: none ends in another error than a refusal; what is taken, a browser and the typesetter take."""
    taken: list[Path] = []
    files = [*mutations(2026, 300), *((f"whole-{i}.svg", SVG.format(one).encode()) for i, one in enumerate(DRAWINGS))]
    for name, data in files:
        with suppress(LogoError):
            taken.append(write(tmp_path / "published" / name, logo_of(tmp_path, data, name).data))
    assert len(taken) > 60
    page = browser.new_page()
    page.goto(write(tmp_path / "page.html", "<!doctype html><title>-</title>").as_uri())
    assert page.evaluate(SHOWN, [path.as_uri() for path in taken]) == []
    page.close()
    names = json.dumps(
        [f"published/{path.name}" for path in taken if "茶" not in path.read_bytes().decode("utf-8", "ignore")]
    )
    write(
        tmp_path / "logos.typ",
        f'#set document(title: "-")\n#for name in json(bytes({json.dumps(names)})) {{ image(read(name, encoding: none), height: 18mm, width: 60mm, fit: "contain", alt: "-") }}',
    )
    assert typst.compile(tmp_path / "logos.typ", ignore_system_fonts=True, format="pdf").startswith(b"%PDF")
