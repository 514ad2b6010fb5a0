"""The printed handbook: real PDFs, read back, looked at, and their codes scanned."""

from __future__ import annotations

import dataclasses
import io
import os
import re
import signal
import unicodedata
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pikepdf
import pypdf
import pypdfium2
import pytest
import typst
from page import ValidationProfile, validate_pdf_bytes
from PIL import Image, ImageDraw

from guide.content.substitutions import Substitutions, substitutions_for
from guide.content.views.guide import GuideView
from guide.core.errors import InputError, MachineError
from guide.figures.store import Capture, Typing
from guide.handout.content.edition import edition_data
from guide.handout.content.handbook import handbook_data
from guide.handout.content.prints import DEPTH, prints_data
from guide.handout.deferred import Deferred, resolve, split
from guide.handout.fonts import HAN, load_fonts
from guide.handout.glyph_check import unprintable
from guide.handout.pdf.images import read_png, stand_in
from guide.handout.pdf.links import addresses, destinations, link_patches
from guide.handout.pdf.objects import Objects
from guide.handout.pdf.page_frame import frame_all_pages
from guide.handout.renderer import prints
from guide.handout.text_runs import breakable
from guide.loading.loader import Loaded, load_buyer
from guide.model.buyer import Buyer, Logo
from guide.model.texts import LANGUAGES, Language
from guide.publishing.builder import BuildContext
from support.prints import (
    LONG_HAN,
    LONG_LATIN,
    MARGIN,
    codes,
    many,
    overflowing,
    page_texts,
    squeezed,
    squeezed_pages,
    structure_of,
    view_of,
)
from support.real import BUYERS as REAL_BUYERS
from support.small import BUYERS, MINIMAL, WORDS, buyer_of, guide_of


def made(loaded: Loaded, buyer: Buyer | None, language: Language = "zh", **more: Any) -> bytes:
    """One handbook of that guide."""
    structure = structure_of(loaded, buyer)
    view = view_of(loaded, structure, language)
    captures = more.pop("captures", {})
    return prints(
        view,
        substitutions_for(loaded.guide, buyer, structure.languages),
        captures,
        documents=["handbook"],
        buyer=buyer,
        guide_tree=loaded.tree,
        **more,
    )["handbook"]


def text_of(pdf: bytes) -> str:
    return "".join(squeezed_pages(pdf))


def page_lines(pdf: bytes) -> list[list[str]]:
    """The lines of each page."""
    return [text.splitlines() for text in page_texts(pdf)]


def words_of(node: Any) -> Iterator[str]:
    """Every text of a document that is there to be read."""
    silent = {
        "id",
        "path",
        "alt",
        "kind",
        "basis",
        "to",
        "style",
        "stage",
        "cost",
        "chain",
        "language",
        "keywords",
    }
    silent |= {"standing", "full_title", "author", "email_href", "phone_href", "blank", "dated"}
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for key, child in node.items():
            if key not in silent:
                yield from words_of(child)
    elif isinstance(node, list):
        for child in node:
            yield from words_of(child)


def willow(loaded: Loaded) -> Buyer:
    return load_buyer(BUYERS / "willow.yaml", loaded)


@pytest.fixture(scope="session")
def loaded(small: BuildContext) -> Loaded:
    return small.loaded


_SMALL: dict[tuple[int, str, Language], bytes] = {}


def small_pdf(loaded: Loaded, slug: str, language: Language = "zh") -> bytes:
    """The handbook of `slug`, a buyer of the small guide or `generic`: made once for all tests."""
    key = (id(loaded), slug, language)
    if key not in _SMALL:
        buyer = None if slug == "generic" else load_buyer(BUYERS / f"{slug}.yaml", loaded)
        _SMALL[key] = made(loaded, buyer, language)
    return _SMALL[key]


def willow_pdf(loaded: Loaded, language: Language = "zh") -> bytes:
    """The handbook of the small guide's willow."""
    return small_pdf(loaded, "willow", language)


def generic_pdf(loaded: Loaded, language: Language = "zh") -> bytes:
    """The handbook of the small guide's neutral edition."""
    return small_pdf(loaded, "generic", language)


_REAL: dict[tuple[str, Language], bytes] = {}


def real_pdf(real: BuildContext, slug: str, language: Language = "zh") -> bytes:
    """The handbook, with pictures, of `slug`, a buyer of the guide that the project ships or `generic`: made once for all tests."""
    if (slug, language) not in _REAL:
        buyer = None if slug == "generic" else load_buyer(REAL_BUYERS / f"{slug}.yaml", real.loaded)
        captures = dict(real.gallery.captures)
        _REAL[slug, language] = made(real.loaded, buyer, language, captures=captures, pictures=real.gallery.folder)
    return _REAL[slug, language]


# --------------------------------------------------------------------------------------------------
# What is in it


def missing_words(pdf: bytes, view: GuideView, substitutions: Substitutions, captures: dict[str, Capture]) -> list[str]:
    files = dict.fromkeys(captures, Path("picture.png"))
    text = text_of(pdf)
    return [
        word
        for word in words_of(resolve({**edition_data(view), **handbook_data(view, captures, files)}, substitutions))
        if squeezed(word) not in text
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", ["willow", "generic"])
def test_every_sentence_of_the_small_guide_comes_back(loaded: Loaded, name: str, language: Language) -> None:
    buyer = willow(loaded) if name == "willow" else None
    structure = structure_of(loaded, buyer)
    view = view_of(loaded, structure, language)
    substitutions = substitutions_for(loaded.guide, buyer, structure.languages)
    if buyer is None:
        # The neutral edition's cover names no values.
        view = dataclasses.replace(view, buyer=dataclasses.replace(view.buyer, values=()))
    assert missing_words(small_pdf(loaded, name, language), view, substitutions, {}) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_sentence_of_the_real_guide_comes_back(real: BuildContext, language: Language) -> None:
    buyer = load_buyer(REAL_BUYERS / "demo.yaml", real.loaded)
    structure = structure_of(real.loaded, buyer)
    view = view_of(real.loaded, structure, language)
    substitutions = substitutions_for(real.loaded.guide, buyer, structure.languages)
    captures = dict(real.gallery.captures)
    pdf = real_pdf(real, "demo", language)
    assert missing_words(pdf, view, substitutions, captures) == []
    assert len(pdf) <= 4_000_000


def test_the_cover_names_buyer_values_edition_and_deadline(loaded: Loaded) -> None:
    cover = squeezed_pages(willow_pdf(loaded))[0]
    for words in ("柳溪茶庄", "茶庄的摊号0042760", "2027年5月1日", "版本：7", "2026年11月2日", "20,000元（2万元）"):
        assert words in cover


def test_the_neutral_cover_names_no_buyer(loaded: Loaded) -> None:
    cover = page_texts(generic_pdf(loaded))[0]
    assert "茶庄告知的摊号" not in cover
    assert "通用版" in cover


def test_the_worksheet_has_every_field_and_no_room_for_secrets(loaded: Loaded) -> None:
    pages = squeezed_pages(willow_pdf(loaded))
    sheet = "".join(pages[next(n for n, page in enumerate(pages) if n > 1 and "填写工作表" in page[:200]) :])
    for stage in loaded.guide.stages:
        for step in stage.steps:
            for field in step.fields:
                assert loaded.guide.labels[field.label].zh in sheet
    secret = sheet[sheet.index("口令*") :]
    assert secret.startswith("口令*请勿写在纸上")
    assert "预付上限*20000采购商已定" in sheet


def test_the_worksheet_has_a_box_for_each_character(tmp_path: Path) -> None:
    rule = ("    pattern: '^[A-Za-z\\u4e00-\\u9fff]{3,12}$'\n", "    lengths: [18]\n")
    kinds = ('    valid: [春山茶园, Springhill]\n    invalid: [山茶, "春山 1 号"]\n', "")
    loaded = guide_of(tmp_path, rule, kinds, ("            example: {zh: 春山茶园, en: 春山茶园}\n", ""))
    # One frame round all, and a line of the same height between each two boxes.
    assert dividers(made(loaded, None)) == 17


def dividers(pdf: bytes) -> int:
    """The lines between boxes, 17 points high, on the worksheet at the end."""
    content = pypdf.PdfReader(io.BytesIO(pdf)).pages[-1].get_contents()
    assert content is not None
    return len(re.findall(r" 0 0 m 0(?:\.0+\d*)? 17 l\n", content.get_data().decode("latin-1")))


def test_the_boxes_of_a_date_have_its_dashes(tmp_path: Path) -> None:
    rule = ("    pattern: '^[A-Za-z\\u4e00-\\u9fff]{3,12}$'\n", "    lengths: [10]\n    check: date\n")
    kinds = ('    valid: [春山茶园, Springhill]\n    invalid: [山茶, "春山 1 号"]\n', "")
    loaded = guide_of(tmp_path, rule, kinds, ("            example: {zh: 春山茶园, en: 春山茶园}\n", ""))
    pdf = made(loaded, None)
    assert dividers(pdf) == 9
    assert "摊名*--" in squeezed_pages(pdf)[-1]


def test_the_worksheet_tells_a_rule_where_it_first_asks_for_it(tmp_path: Path) -> None:
    again = ("            label: buyer_code\n", "            label: buyer_code\n            format: stall_name\n")
    texts = squeezed_pages(made(guide_of(tmp_path, again), None))
    sheet = "".join(texts[next(n for n, page in enumerate(texts) if n > 1 and "填写工作表" in page[:200]) :])
    assert sheet.count("3–12个汉字或字母。") == 1


def test_the_worksheet_has_several_blanks_for_what_is_asked_of_each_item(tmp_path: Path, loaded: Loaded) -> None:
    per_item = guide_of(tmp_path, ("label: buyer_code\n", "label: buyer_code\n            per_item: true\n"))
    marks = {"zh": ("按项填写", "另附清单"), "en": ("for each item", "sheet of your own")}
    for language in LANGUAGES:
        kind, introduced = marks[language]
        text = text_of(made(per_item, None, language))
        assert squeezed(kind) in text[: text.index(squeezed(introduced))]
        assert "123" in text[text.index(squeezed(introduced)) :]
        assert squeezed(introduced) not in text_of(generic_pdf(loaded, language))


def test_a_rule_that_the_portal_has_not_confirmed_is_marked(loaded: Loaded) -> None:
    text = text_of(generic_pdf(loaded))
    assert "PNG或PDF。\u2060†" in text or "PNG或PDF。†" in text
    assert "3–12个汉字或字母。†" not in text.replace("\u2060", "")
    assert text.count("†") == 2  # at the rule, and at what the mark means


def test_an_update_is_told_in_full_once_in_a_stage_and_then_by_its_place(tmp_path: Path) -> None:
    loaded = guide_of(
        tmp_path,
        (
            "        path: [open_stall, stall_name]\n",
            "        path: [open_stall, stall_name]\n        updates: [origin-digital]\n",
        ),
    )
    text = text_of(made(loaded, None))
    assert text.count("电子产地证明（见1.1）") == 1
    assert text.count("只收纸质证明。") == 2  # at the step 1.1, and among the changes at the end


def test_a_stage_says_what_can_be_done_meanwhile(tmp_path: Path, loaded: Loaded) -> None:
    start = WORDS.index("    after:\n      - open-stall\n")
    alone = guide_of(tmp_path, (WORDS[start : WORDS.index("    work: 30 min")], ""))
    meant = "可同时进行"
    assert text_of(made(alone, None)).count(meant) > text_of(generic_pdf(loaded)).count(meant)


def test_what_one_may_do_without_is_marked_among_the_materials(loaded: Loaded) -> None:
    assert "样茶部分企业需要" in text_of(generic_pdf(loaded))


def test_a_step_says_how_long_it_takes_to_be_answered(loaded: Loaded) -> None:
    assert "提交后等待：1–2个工作日" in text_of(generic_pdf(loaded))


def test_a_number_stays_on_the_line_of_its_unit() -> None:
    assert breakable("约 20 分钟，再等 3 天") == ["约 20\u00a0分钟，再等 3\u00a0天"]


def test_a_message_leaves_out_what_only_the_page_can_complete(loaded: Loaded) -> None:
    text = text_of(willow_pdf(loaded))
    assert "柳溪茶庄：我园摊名" in text
    assert "progress" not in text


def test_a_screen_without_a_picture_is_shown_by_its_legend(real: BuildContext) -> None:
    pdf = made(real.loaded, load_buyer(REAL_BUYERS / "northstar.yaml", real.loaded))
    assert "11位，不再加+86" in text_of(pdf)
    assert images_of(pdf) == []


# --------------------------------------------------------------------------------------------------
# What a machine finds


def test_title_author_language_and_outline_are_there(loaded: Loaded) -> None:
    expected: dict[Language, str] = {"zh": "zh-CN", "en": "en-GB"}
    for language, code in expected.items():
        pdf = pikepdf.open(io.BytesIO(willow_pdf(loaded, language)))
        assert str(pdf.Root.Lang) == code
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert about["dc:creator"] == [{"zh": "柳溪茶庄", "en": "Willow Brook Teas"}[language]]
            title = {"zh": "山茶集市开摊指南 · 柳溪茶庄", "en": "Camellia Exchange stall guide · Willow Brook Teas"}
            assert about["dc:title"] == title[language]
        titles = [item.title for item in pdf.open_outline().root]
        stage = {"zh": "1 开设摊位", "en": "1 Open a stall"}[language]
        assert stage in [" ".join(name.split()) for name in titles]
        steps = next(item for item in pdf.open_outline().root if " ".join(item.title.split()) == stage).children
        assert len(steps) == 3


def images_of(pdf: bytes) -> list[Image.Image]:
    """The raster images on all pages, QR codes aside."""
    opened = pikepdf.open(io.BytesIO(pdf))
    found = [image for page in opened.pages for image in page.get_images().values() if image.BitsPerComponent > 1]
    return [pikepdf.PdfImage(cast(pikepdf.Stream, image)).as_pil_image().convert("RGB") for image in found]


def structure(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every element of the tag tree."""
    todo = [pdf.Root.StructTreeRoot.K]
    while todo:
        node = todo.pop()
        if isinstance(node, pikepdf.Array):
            todo += list(node)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                yield node
            if "/K" in node:
                todo.append(node.K)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_checker_finds_nothing_against_pdf_ua(real: BuildContext, language: Language) -> None:
    pdf = real_pdf(real, "demo", language)
    report = validate_pdf_bytes(pdf, profile=ValidationProfile.PDF_UA_1)
    assert report.rules.total > 100
    assert [failure.message for failure in report.failures] == []
    assert report.is_compliant
    untagged = pikepdf.open(io.BytesIO(pdf))
    del untagged.Root.MarkInfo
    written = io.BytesIO()
    untagged.save(written)
    assert not validate_pdf_bytes(written.getvalue(), profile=ValidationProfile.PDF_UA_1).is_compliant


def test_it_is_tagged_and_each_picture_has_words(loaded: Loaded, tmp_path: Path) -> None:
    pdf = pikepdf.open(io.BytesIO(pictured(tmp_path)))
    kinds: dict[str, int] = {}
    for node in structure(pdf):
        kinds[str(node.S)] = kinds.get(str(node.S), 0) + 1
        if str(node.S) == "/Figure":
            assert str(node.Alt)
    for kind in ("/H1", "/H2", "/P", "/Table", "/TR", "/TH", "/TD", "/L", "/LI", "/Figure", "/Link", "/TOC"):
        assert kinds.get(kind), f"no {kind} among {kinds}"


TABLE = """\
      en: |-
        1. First
           - this
             - here
        2. Then

        | Part | Rent |
        |------|-----:|
        | East | 1,060 |
        | West | {{ buyer.stall_code }} |
"""


def test_tables_and_lists_in_lists_are_printed_and_tagged(tmp_path: Path) -> None:
    nobody = ("    who: [grower]\n    waits_for", "    waits_for"), ("    who: [grower, market]\n", "")
    loaded = guide_of(
        tmp_path,
        ("{zh: 由园主来做。, en: The owner does this.}", f"\n      zh: 由园主来做。\n{TABLE.rstrip()}"),
        *nobody,
    )
    pdf = made(loaded, willow(loaded), "en")
    text = text_of(pdf)
    assert "1.First·this·here2.Then" in text
    assert "PartRentEast1,060West0042760" in text
    assert "Whoacts" not in text
    report = validate_pdf_bytes(pdf, profile=ValidationProfile.PDF_UA_1)
    assert [failure.message for failure in report.failures] == []
    kinds = [str(node.S) for node in structure(pikepdf.open(io.BytesIO(pdf)))]
    plain = [str(node.S) for node in structure(pikepdf.open(io.BytesIO(made(guide_of(tmp_path, *nobody), None, "en"))))]
    assert [kinds.count(kind) - plain.count(kind) for kind in ("/Table", "/TH", "/TD", "/L", "/LI")] == [1, 2, 4, 3, 4]


def test_chinese_in_an_english_handout_says_that_it_is(loaded: Loaded) -> None:
    pdf = pikepdf.open(io.BytesIO(willow_pdf(loaded, "en")))
    assert any(str(node.get("/Lang", "")) == "zh-CN" for node in structure(pdf))


def test_a_chinese_name_in_an_english_handout_says_that_it_is(loaded: Loaded, tmp_path: Path) -> None:
    def chinese(name: str) -> int:
        buyer = buyer_of(tmp_path, loaded, MINIMAL.replace("New Tea House", name), "namely")
        pdf = pikepdf.open(io.BytesIO(made(loaded, buyer, "en")))
        for page in pdf.pages:
            page.contents_coalesce()
        return sum(page.Contents.read_bytes().count(b"/Lang(zh-CN)") for page in pdf.pages)

    assert chinese("New 茶庄 House") > chinese("New Tea House")


def test_every_font_is_embedded(loaded: Loaded) -> None:
    seen = 0
    for page in pikepdf.open(io.BytesIO(willow_pdf(loaded))).pages:
        for font in dict(page.Resources.get("/Font", {})).values():
            about = font.DescendantFonts[0].FontDescriptor
            assert "/FontFile2" in about or "/FontFile3" in about
            assert "/ToUnicode" in font
            seen += 1
    assert seen > 10


def test_bold_han_characters_are_bold(loaded: Loaded) -> None:
    opened = pypdfium2.PdfDocument(willow_pdf(loaded))
    for page in opened:
        texts = page.get_textpage()
        text = texts.get_text_range()
        if "贵园有了一个摊位" in text:
            start = text.index("贵园有了一个摊位")
            picture = page.render(scale=6).to_pil().convert("L")
            ink = [darkness(picture, page, texts, start + n) for n in range(8)]
            assert min(ink[6:]) > 1.15 * sum(ink[:6]) / 6
            return
    pytest.fail("the sentence is nowhere")


def darkness(picture: Image.Image, page: Any, texts: Any, index: int) -> float:
    """The ink of one character, 0 to 255, by the area that its em takes."""
    left, bottom, right, top = texts.get_charbox(index, loose=True)
    height = page.get_height()
    box = picture.crop((int(left * 6), int((height - top) * 6), int(right * 6), int((height - bottom) * 6)))
    return 255 - sum(box.tobytes()) / (box.width * box.height)


def test_links_are_live(loaded: Loaded) -> None:
    targets = set()
    for page in pypdf.PdfReader(io.BytesIO(willow_pdf(loaded))).pages:
        for note in page.get("/Annots") or []:
            action = note.get_object().get("/A")
            targets.add(str(action["/URI"]) if action and "/URI" in action else "within")
    assert {"within", "https://market.example/open?from=guide&lang=zh", "mailto:liu@willow-brook.example"} <= targets
    assert "https://market.example/rules" in targets


def jumps_of(pdf: pikepdf.Pdf) -> Iterator[tuple[str, str]]:
    """Each link within the handout, but for those of its contents: the place it leads to, and what it says of it."""
    for page in list(pdf.pages)[2:]:
        for note in page.get("/Annots", []):
            if isinstance(note.get("/Dest"), pikepdf.String):
                yield str(note.Dest), str(note.Contents)


def pages_of_destinations(pdf: pikepdf.Pdf) -> dict[str, int]:
    """The page of each named destination, from 0."""
    pages = {str(page.objgen): number for number, page in enumerate(pdf.pages)}
    named = pikepdf.NameTree(pdf.Root.Names.Dests)
    return {str(name): pages[str(cast(pikepdf.Array, place)[0].objgen)] for name, place in named.items()}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_links_lead_to_the_page_that_has_what_they_name(real: BuildContext, language: Language) -> None:
    made_pdf = real_pdf(real, "demo", language)
    pdf = pikepdf.open(io.BytesIO(made_pdf))
    pages = squeezed_pages(made_pdf)
    places = pages_of_destinations(pdf)
    jumps = set(jumps_of(pdf))
    kinds = {place.partition("#")[0] if "#" in place else "" for place, _ in jumps}
    assert {"", "prepare", "source", "register"} <= kinds
    for place, words in jumps:
        assert squeezed(words) in pages[places[place]], place


def test_a_link_is_led_without_moving_anything() -> None:
    places = {"tea": "茶" * 40, "inn": "i"}
    for place, address in addresses(places).items():
        link = f"/A<</Type/Action/S/URI/URI({address})>>/F 4/StructParent 7/Contents({address})".encode()
        ((start, made),) = link_patches(link + b">>/Names[(tea)9 0 R(inn)9 0 R]", destinations(places))
        words = places[place].encode("utf-16-be").hex().encode()
        assert made.startswith(b"/Dest(%s)/F 4/StructParent 7/Contents<FEFF%s>" % (place.encode(), words))
        assert (start, len(made)) == (0, len(link))


def test_a_link_to_nowhere_is_not_let_through() -> None:
    link = b"/A<</Type/Action/S/URI/URI(guide:tea!!!)>>/F 4/StructParent 7/Contents(guide:tea!!!)"
    with pytest.raises(ValueError, match="tea, which is no place"):
        link_patches(link, destinations({}))
    with pytest.raises(ValueError, match="no heading for the links to tea"):
        link_patches(link, destinations({"tea": "茶"}))
    with pytest.raises(ValueError, match="not written as expected"):
        link_patches(link.replace(b"/F 4", b"(?)"), destinations({"tea": "茶"}))
    with pytest.raises(ValueError, match="longer than what stands for it"):
        link_patches(link + b"/Names[(tea)9 0 R]", destinations({"tea": "茶" * 40}))


def set_by_typst(source: str = "") -> bytes:
    """A PDF that Typst alone has made."""
    pdf = typst.compile(f'#set document(title: "-")\n#set text(lang: "zh", region: "cn")\n{source}\n= T'.encode())
    assert isinstance(pdf, bytes)
    return pdf


def test_objects_are_replaced_and_added_in_a_whole_pdf() -> None:
    pdf = set_by_typst()
    opened = pikepdf.open(io.BytesIO(pdf))
    objects = Objects.read(pdf)
    number = opened.Root.objgen[0]
    new = objects.add(b"(a new one)")
    objects[number] = objects[number].replace(b"(zh-CN)", b"(zh-Hans-CN)/New %d 0 R" % new)
    changed = pikepdf.open(io.BytesIO(objects.to_bytes()))
    assert str(changed.Root.Lang) == "zh-Hans-CN"
    assert str(changed.Root.New) == "a new one"
    assert changed.check_pdf_syntax() == []
    assert len(changed.pages) == len(opened.pages)
    with pytest.raises(ValueError, match="no object 99999"):
        objects[99_999]


def test_the_running_head_is_on_every_page_but_the_cover(loaded: Loaded) -> None:
    head = squeezed("柳溪茶庄 山茶集市开摊指南")
    cover, *others = page_lines(willow_pdf(loaded))
    assert len(others) > 5
    for page in others:
        assert squeezed("".join(page)).startswith(head)
    assert not squeezed("".join(cover)).startswith(head)


def test_a_pdf_without_a_head_is_not_let_through() -> None:
    pdf = set_by_typst()
    with pytest.raises(ValueError, match="the cover has no running head"):
        frame_all_pages(Objects.read(pdf))
    with pytest.raises(ValueError, match="the PDF has no page"):
        frame_all_pages(Objects.read(pdf.replace(b"/Type/Page/Resources", b"/Type/Page/Resourced")))


def test_the_same_input_makes_the_same_bytes(loaded: Loaded) -> None:
    first = willow_pdf(loaded)
    made(loaded, None)
    assert made(loaded, willow(loaded)) == first


# --------------------------------------------------------------------------------------------------
# Codes


def test_each_stage_has_a_code_to_its_page(loaded: Loaded) -> None:
    assert codes(willow_pdf(loaded)) == [
        f"https://teas.example/willow/{stage.id}.html" for stage in loaded.guide.stages
    ]
    english = [f"https://teas.example/willow/en/{stage.id}.html" for stage in loaded.guide.stages]
    assert codes(willow_pdf(loaded, "en")) == english


def test_every_code_leads_to_its_stage_in_the_built_site(real: BuildContext, real_sites: Path) -> None:
    site = real_sites / "demo"
    hosted = load_buyer(REAL_BUYERS / "demo.yaml", real.loaded).profile.site_url
    assert hosted
    spoken: dict[Language, str] = {"zh": "zh-Hans", "en": "en"}
    for language in spoken:
        found = codes(real_pdf(real, "demo", language))
        assert len(found) == len(real.loaded.guide.stages)
        for code, stage in zip(found, real.loaded.guide.stages, strict=True):
            assert code.startswith(hosted)
            page = (site / code.removeprefix(hosted)).read_text("utf-8")
            assert f'data-stage="{stage.id}"' in page
            assert f'<html lang="{spoken[language]}"' in page


def test_codes_of_an_english_first_buyer_lead_to_the_root(loaded: Loaded, tmp_path: Path) -> None:
    buyer = buyer_of(tmp_path, loaded, "languages: [en]\nsite_url: https://a.example\n" + english(MINIMAL))
    assert codes(made(loaded, buyer, "en"))[0] == "https://a.example/open-stall.html"


def english(text: str) -> str:
    return text.replace("{zh: 新茶庄, en: New Tea House}", "{en: New Tea House}")


def test_without_an_address_there_is_no_code(loaded: Loaded, tmp_path: Path) -> None:
    assert codes(made(loaded, buyer_of(tmp_path, loaded, MINIMAL))) == []
    assert codes(generic_pdf(loaded)) == []


def test_a_code_says_what_it_is_and_is_a_link_as_well(loaded: Loaded) -> None:
    for language in LANGUAGES:
        pdf = pikepdf.open(io.BytesIO(willow_pdf(loaded, language)))
        addresses = codes(willow_pdf(loaded, language))
        linked = [link for page in pdf.pages for link in page.get("/Annots", []) if "/A" in link and "/URI" in link.A]
        for address in addresses:
            assert any(str(element.get("/Alt", "")).endswith(address) for element in structure(pdf)), address
            assert [str(link.Contents) for link in linked if str(link.A.URI) == address] == [address]
        assert b"guide-code" not in willow_pdf(loaded, language)


def test_an_address_with_brackets_is_linked_as_it_is(loaded: Loaded, tmp_path: Path) -> None:
    buyer = buyer_of(tmp_path, loaded, "site_url: https://a.example/tea(new)/\n" + MINIMAL)
    pdf = made(loaded, buyer)
    opened = pikepdf.open(io.BytesIO(pdf))
    linked = [link for page in opened.pages for link in page.get("/Annots", []) if "/A" in link]
    assert codes(pdf)
    assert set(codes(pdf)) <= {str(link.A.get("/URI", "")) for link in linked}


# --------------------------------------------------------------------------------------------------
# On paper


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ({"zh": LONG_HAN[:200], "en": "A"}, "zh"),
        ({"zh": "甲", "en": LONG_LATIN[:200]}, "en"),
        ({"zh": "堃喆𬭎商行", "en": "B"}, "zh"),
        ({"zh": "Nordwind Teas GmbH", "en": "Nordwind Teas GmbH"}, "zh"),
        ({"zh": "甲", "en": "Škoda, Đặng & Łódź"}, "en"),
    ],
)
def test_any_name_fits(loaded: Loaded, tmp_path: Path, name: dict[str, str], language: Language) -> None:
    text = MINIMAL.replace("{zh: 新茶庄, en: New Tea House}", f'{{zh: "{name["zh"]}", en: "{name["en"]}"}}')
    text = (
        text.replace("new-house", "x" * 100)
        + f"contact: {{email: {'a' * 150}@a.example}}\nsite_url: https://a.example/{'p' * 180}/\n"
    )
    pdf = made(loaded, buyer_of(tmp_path, loaded, text), language)
    found = text_of(pdf)
    assert found.count(squeezed(name[language])) >= len(page_texts(pdf))
    assert "x" * 100 in found
    assert overflowing(pdf) == []


def test_hostile_words_are_shown_as_typed(loaded: Loaded, tmp_path: Path) -> None:
    hostile = "#panic() $x$ *b* _i_ `c` </script> @ref <a> // \\u{41} {{ x }}"
    noted = "#panic() $x$ *b _i <x> @ref // \\u{41} #let"
    text = MINIMAL.replace("zh: 新茶庄", f"zh: '{hostile}'").replace("new-house", "'#eval(\"1+1\")'")
    found = text_of(
        made(loaded, buyer_of(tmp_path, loaded, text + f"notes: {{open-stall: {{zh: '{noted}', en: x}}}}\n"))
    )
    assert found.count(squeezed(hostile)) >= 2
    assert found.count(squeezed(noted)) == 2
    assert '#eval("1+1")' in found


def test_forty_stages_have_their_pages_and_a_place_in_the_overview(tmp_path: Path) -> None:
    loaded = many(tmp_path, 40)
    pdf = made(loaded, None)
    view = view_of(loaded, structure_of(loaded, None), "zh")
    pages = [squeezed("".join(lines)) for lines in page_lines(pdf)]
    places = pages_of_destinations(pikepdf.open(io.BytesIO(pdf)))
    chapters = min(places[stage.id] for stage in view.stages)
    overview = "".join(pages[1:chapters])
    assert len(view.stages) == 42
    for stage in view.stages:
        assert squeezed(f"第{stage.number}阶段，共42阶段{stage.number}{stage.title}") in pages[places[stage.id]]
        assert overview.count(squeezed(f"{stage.number}{stage.short}")) >= 2, stage.id  # contents, table
    for n in range(40):
        assert f"走过第{n}道门" in pages[places[f"stage-{n}#go"]]
    assert overflowing(pdf) == []


def test_one_stage_is_enough(loaded: Loaded) -> None:
    pdf = small_pdf(loaded, "pine")
    assert "开设摊位" in text_of(pdf)
    assert overflowing(pdf) == []


FORBIDDEN = "、。，；：！？）》」』”’】·…"


def test_no_line_begins_with_a_closing_mark(real: BuildContext) -> None:
    pdf = real_pdf(real, "generic")
    # A run in another face begins a line of its own in the extracted text, though not on paper: look at paper lines.
    opened = pypdfium2.PdfDocument(pdf)
    begun: list[str] = []
    for page in opened:
        texts = page.get_textpage()
        for index in range(texts.count_rects()):
            left, bottom, right, top = texts.get_rect(index)
            if left < MARGIN / 25.4 * 72 + 0.5:
                begun.append(texts.get_text_bounded(left, bottom, right, top))
    assert len(begun) > 500
    assert [line for line in begun if line and line[0] in FORBIDDEN] == []


def test_no_heading_stands_alone_at_a_foot(real: BuildContext) -> None:
    pdf = real_pdf(real, "generic")
    view = view_of(real.loaded, structure_of(real.loaded, None), "zh")
    headings = {squeezed(f"{step.number}{step.title}") for stage in view.stages for step in stage.steps}
    seen: set[str] = set()
    for page in page_lines(pdf)[2:]:
        lines = [squeezed(line) for line in page if line.strip()]
        foot = [line for line in lines if not re.match(r"^(版本|第\d+页)|^1688供应商", line)]
        assert foot[-1] not in headings
        seen |= headings.intersection(foot)
    assert seen == headings


# --------------------------------------------------------------------------------------------------
# What is refused


def test_a_character_that_the_font_lacks_is_named_with_its_place(loaded: Loaded, tmp_path: Path) -> None:
    text = MINIMAL.replace("新茶庄", "新😀茶庄") + "notes: {open-stall: {zh: 好👍, en: fine}}\n"
    buyer = buyer_of(tmp_path, loaded, text, "emoji")
    with pytest.raises(InputError) as refused:
        made(loaded, buyer)
    advice = "expected characters that can be printed; write it differently"
    assert sorted(str(problem).split("buyers/")[1] for problem in refused.value.problems) == [
        f"emoji.yaml:1:8: name.zh: the font has no 😀 (U+1F600), {advice}",
        f"emoji.yaml:5:22: notes.open-stall.zh: the font has no 👍 (U+1F44D), {advice}",
    ]


def test_a_character_of_the_guide_is_named_with_its_place(tmp_path: Path) -> None:
    loaded = guide_of(tmp_path, ("zh: 由园主来做。", "zh: 由园主🍵来做。"))
    with pytest.raises(InputError) as refused:
        made(loaded, None)
    assert [problem.where for problem in refused.value.problems] == ["stages.open-stall.intro.zh"]
    assert "🍵 (U+1F375)" in str(refused.value)


@pytest.mark.parametrize("code", ["🍵", "`🍵`", "é 🍵", "→✓🍵"])
def test_what_is_printed_is_told_to_be_printable_and_what_is_not_is_not(code: str, tmp_path: Path) -> None:
    loaded = guide_of(tmp_path, ("zh: 由园主来做。", f"zh: 由园主{code}来做。"))
    buyer = buyer_of(tmp_path, loaded, MINIMAL.replace("新茶庄", "新😀茶庄e\u0301"), "emoji")
    told = [str(problem) for problem in unprintable(loaded, [buyer], tmp_path)]
    with pytest.raises(InputError) as refused:
        made(loaded, None)
    assert str(refused.value) in told
    with pytest.raises(InputError) as refused:
        made(loaded, buyer)
    assert sorted(str(refused.value).splitlines()) == sorted(told)
    assert [problem.rpartition("/")[2].split(":")[0] for problem in sorted(told)] == ["emoji.yaml", "steps.yaml"]
    with pytest.raises(InputError) as refused:
        made(loaded, buyer, "en")  # a message stands there in Chinese, with the name
    assert str(refused.value) in told


@pytest.mark.parametrize("code", ["é 1→2", "`①✓→`", "e\u0301", "𠮷", "ｶﾞ", "한글"])
def test_what_can_be_printed_is_not_told(code: str, tmp_path: Path) -> None:
    loaded = guide_of(tmp_path, ("zh: 由园主来做。", f"zh: 由园主{code}来做。"))
    assert made(loaded, None)
    assert unprintable(loaded, [], tmp_path) == []


def test_a_search_word_that_is_not_printed_may_be_anything(tmp_path: Path) -> None:
    assert unprintable(guide_of(tmp_path, ("words:\n", "words:\n  🍵: [茶]\n")), [], tmp_path) == []


def test_a_missing_picture_is_named(tmp_path: Path) -> None:
    loaded, captures = with_picture(tmp_path)
    (tmp_path / "stall.png").unlink()
    with pytest.raises(InputError, match=r"stall\.png: no such picture"):
        made(loaded, None, captures=captures, pictures=tmp_path)


def test_a_forked_process_says_that_it_cannot(loaded: Loaded) -> None:
    willow_pdf(loaded)
    child = os.fork()
    if child == 0:
        signal.alarm(60)
        try:
            made(loaded, willow(loaded))
        except MachineError:
            os._exit(7)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7


def test_a_folder_without_fonts_is_named(tmp_path: Path) -> None:
    with pytest.raises(MachineError, match=r"no font in .*; check --font-path"):
        load_fonts(tmp_path, (tmp_path,))


def test_another_font_can_be_named(loaded: Loaded, tmp_path: Path) -> None:
    _, named = load_fonts(tmp_path, (HAN.path(),))
    assert (named.han, named.latin) == ("Noto Sans CJK SC", ())
    for language in LANGUAGES:
        assert made(loaded, None, language, font_paths=[HAN.path()]).startswith(b"%PDF")


def test_letters_of_several_characters_are_printed(tmp_path: Path) -> None:
    said = "A c\u0327a fiord — waffle, and “dàng'àn”."
    loaded = guide_of(tmp_path, ("Tell nobody your passphrase.", f"'{said.replace(chr(39), chr(39) * 2)}'"))
    pdf = made(loaded, None, "en")
    assert squeezed(unicodedata.normalize("NFC", said)) in unicodedata.normalize("NFC", text_of(pdf))


def test_a_pinned_font_that_is_another_one_is_named() -> None:
    with pytest.raises(MachineError, match=r"is another font, .*; install the locked version of manimgx_fonts_cjk"):
        dataclasses.replace(HAN, sha256="0" * 64).path()
    with pytest.raises(MachineError, match=r"no font Song\.otf, expected it in the package manimgx_fonts_cjk"):
        dataclasses.replace(HAN, file="Song.otf").path()


# --------------------------------------------------------------------------------------------------
# Pictures

SCREEN = """\
screens:
  stall:
    title: {zh: 开摊页, en: The stall page}
    page: stall.html.j2
    basis: schematic
    marks:
      - {at: "#a", as: dim}
      - {at: "#a", label: stall_name, text: {zh: 写摊名。, en: Write the name.}}
      - {at: "#b", as: typed, value: "{{ buyer.stall_code }}"}
      - {at: "#c", as: arrow, text: {zh: 提交。, en: Send it.}}

words:
"""


def with_picture(folder: Path) -> tuple[Loaded, dict[str, Capture]]:
    """The small guide with one picture, a palette of three colours."""
    loaded = guide_of(
        folder,
        ("words:\n", SCREEN),
        ("        wait: 1-2 wd\n    trouble:", "        wait: 1-2 wd\n        screen: stall\n    trouble:"),
    )
    image = Image.new("RGB", (800, 600), "#eee")
    ImageDraw.Draw(image).rectangle((100, 100, 500, 180), fill="#fff", outline="#f60")
    image.quantize(8).save(folder / "stall.png", optimize=True)
    boxes = (
        (50.0, 50.0, 200.0, 40.0),
        (50.0, 50.0, 200.0, 40.0),
        (50.0, 120.0, 200.0, 30.0),
        (50.0, 200.0, 100.0, 30.0),
    )
    capture = Capture(
        screen="stall", page="stall.html.j2", size=(400, 300), pixels=(800, 600), viewport=(400, 300),
        marks=boxes, typing=(None, None, Typing(14, 6, 6), None), texts=(),
    )  # fmt: skip
    return loaded, {"stall": capture}


def pictured(folder: Path, language: Language = "zh") -> bytes:
    loaded, captures = with_picture(folder)
    return made(loaded, willow(loaded), language, captures=captures, pictures=folder)


def test_a_picture_is_there_pixel_for_pixel(tmp_path: Path) -> None:
    made_pdf = pictured(tmp_path)
    assert pikepdf.open(io.BytesIO(made_pdf)).check_pdf_syntax() == []
    images = images_of(made_pdf)
    assert [image.size for image in images] == [(800, 600)]
    given = Image.open(tmp_path / "stall.png").convert("RGB")
    assert images[0].tobytes() == given.tobytes()


@pytest.mark.parametrize("mode", ["RGB", "L", "P"])
def test_pictures_of_each_kind_are_there(tmp_path: Path, mode: str) -> None:
    loaded, captures = with_picture(tmp_path)
    Image.linear_gradient("L").resize((800, 600)).convert(mode).save(tmp_path / "stall.png")
    image = images_of(made(loaded, None, captures=captures, pictures=tmp_path))[0]
    given = Image.open(tmp_path / "stall.png").convert("RGB")
    assert image.tobytes() == given.tobytes()


def test_a_picture_that_cannot_go_in_unchanged_is_left_to_typst(tmp_path: Path) -> None:
    loaded, captures = with_picture(tmp_path)
    Image.new("RGBA", (800, 600), (10, 20, 30, 128)).save(tmp_path / "stall.png")
    assert read_png((tmp_path / "stall.png").read_bytes()) is None
    assert read_png(b"not a picture") is None
    images = images_of(made(loaded, None, captures=captures, pictures=tmp_path))
    assert [image.width for image in images] == [800]


def test_a_stand_in_is_a_picture_of_its_own_height() -> None:
    opened = Image.open(io.BytesIO(stand_in(3)))
    opened.load()
    assert opened.size == (1, 4)


def test_a_picture_as_narrow_as_a_stand_in_stays(tmp_path: Path) -> None:
    loaded, captures = with_picture(tmp_path)
    file = io.BytesIO()
    Image.new("RGB", (1, 1), (200, 30, 30)).save(file, "PNG")
    thin = Logo("png", file.getvalue())
    buyer = buyer_of(tmp_path, loaded, MINIMAL)
    images = images_of(made(loaded, dataclasses.replace(buyer, logo=thin), captures=captures, pictures=tmp_path))
    assert sorted(image.width for image in images) == [1, 800]


def test_a_pdf_without_a_trailer_is_not_touched() -> None:
    with pytest.raises(ValueError, match="trailer"):
        Objects.read(zlib.compress(b"x"))


def test_a_buyers_values_are_typed_into_the_picture(tmp_path: Path) -> None:
    assert text_of(pictured(tmp_path)).count("0042760") >= 3
    assert "Stallname" in text_of(pictured(tmp_path, "en"))


def test_what_has_no_tag_in_the_picture_is_named_in_the_legend(real: BuildContext) -> None:
    """A tag is left out where it would stand between two rows."""
    pdf = real_pdf(real, "demo", "en")
    page = next(text for text in map("".join, page_lines(pdf)) if "Enterprise account registration" in text)
    assert squeezed("密码确认 (Confirm password): Enter it again.") in squeezed(page)
    assert squeezed("会员名 (Member name): Enter a member name") not in squeezed(page)


def test_numbers_and_marks_do_not_rely_on_colour(tmp_path: Path) -> None:
    pdf = pictured(tmp_path)
    opened = pypdfium2.PdfDocument(pdf)
    number = next(n for n, text in enumerate(page_lines(pdf)) if "开摊页" in "".join(text))
    page = opened[number]
    image = next(part for part in page.get_objects() if part.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE)
    left, bottom, right, top = (round(2 * place) for place in image.get_bounds())
    height = round(2 * page.get_height())
    grey = page.render(scale=2).to_pil().convert("L").crop((left - 20, height - top, right + 20, height - bottom))
    # The picture itself has nothing darker than its orange line.
    assert sum(grey.histogram()[:60]) > 500  # the numbers and outlines are near black


# --------------------------------------------------------------------------------------------------
# What buyers share


def test_what_buyers_share_holds_nothing_of_any(loaded: Loaded) -> None:
    view = view_of(loaded, structure_of(loaded, None), "zh")
    parts = split(prints_data(view, {}, {}), DEPTH)
    assert "柳溪" not in str(parts.common)
    assert {place[:2] for place, _ in parts.own} >= {("buyer",), ("handbook", "greeting"), ("handout", "stages")}
    assert all(not waiting(node) for node in [parts.common])


def waiting(node: Any) -> bool:
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return isinstance(node, Deferred) or any(map(waiting, children))


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_without_a_buyers_values_are_the_same_for_all(loaded: Loaded, tmp_path: Path, language: Language) -> None:
    """Whatever letters a buyer brings along: so those pages are laid out, written and compressed once for all buyers."""
    name = "name: {zh: 龘靐 žluťoučký QXZ, en: Žluťoučký Zephyr Quartz}"
    first = buyer_of(tmp_path, loaded, "site_url: https://a.example/\n" + MINIMAL)
    other = buyer_of(
        tmp_path, loaded, "\n".join(["site_url: https://b.example/q/", name, *MINIMAL.splitlines()[1:]]), "b"
    )
    pdf = made(loaded, first, language)
    given = ("NewTeaHouse", "新茶庄", "https://a.example/", "new-house", "1,000", "1000", "3days", "3天")
    free = 0
    for one, two, text in zip(
        contents_of(pdf), contents_of(made(loaded, other, language)), page_lines(pdf), strict=True
    ):
        words = squeezed("".join(text).removeprefix(text[0]))
        if not any(value in words for value in given):
            free += 1
            assert one == two, words
    assert free > 3


def contents_of(pdf: bytes) -> list[bytes]:
    """What is drawn on each page behind the running head; nothing for pages that draw it themselves."""
    opened = pikepdf.open(io.BytesIO(pdf))
    return [
        page.Contents[-1].read_bytes() if isinstance(page.Contents, pikepdf.Array) else b"" for page in opened.pages
    ]


def test_parts_go_back_where_they_were_taken(loaded: Loaded) -> None:
    structure = structure_of(loaded, None)
    view = view_of(loaded, structure, "zh")
    whole = prints_data(view, {}, {})
    substitutions = substitutions_for(loaded.guide, None, structure.languages)
    parts = split(whole, DEPTH)
    together: Any = parts.common
    for place, part in parts.resolve(substitutions):
        node = together
        for key in place[:-1]:
            node = node[key]
        assert node[place[-1]] is None
        node[place[-1]] = part
    assert together == resolve(whole, substitutions)


def test_one_buyers_handout_holds_nothing_of_another(loaded: Loaded, tmp_path: Path) -> None:
    make: Callable[[Buyer | None], bytes] = lambda buyer: made(loaded, buyer)  # noqa: E731
    make(willow(loaded))
    other = make(buyer_of(tmp_path, loaded, MINIMAL))
    assert "柳溪" not in text_of(other)
    assert "0042760" not in text_of(other)
