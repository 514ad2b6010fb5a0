"""The handout and the card: real PDFs, read back, looked at and measured."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest
from page import ValidationProfile, validate_pdf_bytes
from PIL import Image

from guide.content.substitutions import substitutions_for
from guide.handout.clipping import smallest_words
from guide.handout.content.handout import handout_data
from guide.handout.renderer import DOCUMENTS, Document, card_picture, prints
from guide.loading.loader import Loaded, load_buyer
from guide.model.buyer import Buyer
from guide.model.texts import LANGUAGES, Language
from guide.publishing.builder import BuildContext
from support.prints import (
    LONG_HAN,
    LONG_LATIN,
    codes,
    many,
    overflowing,
    pages_of_names,
    squeezed,
    squeezed_pages,
    structure_of,
    view_of,
)
from support.real import BUYERS as REAL_BUYERS
from support.small import BUYERS, MINIMAL, buyer_of, guide_of

MOST_PAGES = 16


@pytest.fixture(scope="session")
def loaded(small: BuildContext) -> Loaded:
    return small.loaded


_PRINTED: dict[tuple[int, str, Language], dict[Document, bytes]] = {}


def printed(context: BuildContext, slug: str, language: Language, buyers: Path) -> dict[Document, bytes]:
    """All that is printed for `slug`, a buyer or `generic`: once for all tests."""
    key = (id(context), slug, language)
    if key not in _PRINTED:
        buyer = None if slug == "generic" else load_buyer(buyers / f"{slug}.yaml", context.loaded)
        _PRINTED[key] = all_of(context.loaded, buyer, language, context)
    return _PRINTED[key]


def all_of(
    loaded: Loaded, buyer: Buyer | None, language: Language, context: BuildContext | None = None
) -> dict[Document, bytes]:
    structure = structure_of(loaded, buyer)
    pictures: dict[str, Any] = {"pictures": context.gallery.folder} if context else {}
    return prints(
        view_of(loaded, structure, language),
        substitutions_for(loaded.guide, buyer, structure.languages),
        context.gallery.captures if context else {},
        buyer=buyer,
        guide_tree=loaded.tree,
        **pictures,
    )


def real_prints(real: BuildContext, slug: str = "demo", language: Language = "zh") -> dict[Document, bytes]:
    return printed(real, slug, language, REAL_BUYERS)


def small_prints(small: BuildContext, slug: str = "willow", language: Language = "zh") -> dict[Document, bytes]:
    return printed(small, slug, language, BUYERS)


# --------------------------------------------------------------------------------------------------
# What it says


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_fits_a_clip_board(real: BuildContext, language: Language) -> None:
    pages = squeezed_pages(real_prints(real, "demo", language)["handout"])
    assert len(pages) <= MOST_PAGES
    title = {"zh": "出了问题怎么办", "en": "Whattodowhensomethinggoeswrong"}[language]
    assert [title in page for page in pages].index(True) == len(pages) - 1  # troubles on a page
    stages = pages_of_stages(real_prints(real, "demo", language)["handout"], real)
    spans = [after - first for first, after in zip(stages, [*stages[1:], len(pages)], strict=True)]
    assert stages[0] == 3
    assert all(1 <= span <= 3 for span in spans)


def pages_of_stages(pdf: bytes, real: BuildContext) -> list[int]:
    return list(pages_of_names(pdf, [stage.id for stage in real.loaded.guide.stages]).values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_card_tells_the_whole_way(real: BuildContext, language: Language) -> None:
    pdfs = real_prints(real, "demo", language)
    (card,) = squeezed_pages(pdfs["card"])
    buyer = load_buyer(REAL_BUYERS / "demo.yaml", real.loaded)
    view = view_of(real.loaded, structure_of(real.loaded, buyer), language)
    for stage in view.stages:
        for words in (
            stage.short,
            stage.work,
            *stage.who,
            *(thing.name for thing in stage.materials if not thing.optional),
        ):
            assert squeezed(words) in card, words
    for words in ("shiliheavydemo", "suppliers@shili-heavy.example", "010-0000-0000"):
        assert words in card
    assert {"zh": "请用电脑操作", "en": "Workonacomputer"}[language] in card
    assert codes(pdfs["card"]) == ["https://suppliers.example.com/demo/" + ("" if language == "zh" else "en/")]


def test_the_card_is_the_first_page_of_the_handout(small: BuildContext) -> None:
    for slug in ("willow", "generic"):
        pdfs = small_prints(small, slug)
        assert squeezed_pages(pdfs["card"]) == squeezed_pages(pdfs["handout"])[:1]


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_document_is_whole_and_has_nothing_of_another(
    small: BuildContext, document: Document, language: Language
) -> None:
    """All are set as one, and divided then."""
    pdf = pikepdf.open(io.BytesIO(small_prints(small, "willow", language)[document]))
    assert pdf.check_pdf_syntax() == []
    held = reachable(pdf)
    table = {one.objgen[0] for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Type") == "/XRef"}
    assert {one.objgen[0] for one in pdf.objects if one is not None} == held | table
    pages = {page.obj.objgen for page in pdf.pages}
    tagged = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    for page in pdf.pages:
        for element in tagged[int(page.StructParents)]:
            assert element.Pg.objgen == page.obj.objgen
        for link in page.get("/Annots", []):
            assert tagged[int(link.StructParent)].S == "/Link"
            if "/Dest" in link:
                assert target(pdf, link.Dest)[0].objgen in pages
    with pdf.open_outline() as outline:
        assert [target(pdf, item.destination)[0].objgen in pages for item in outline.root] == [True] * len(outline.root)
        assert outline.root
    metadata = pdf.Root.Metadata.read_bytes().decode()
    assert f"<xmpTPg:NPages>{len(pages)}<" in metadata
    assert f"<xmpMM:InstanceID>{bytes(pdf.trailer.ID[1]).decode()}<" in metadata


def reachable(pdf: pikepdf.Pdf) -> set[int]:
    """The numbers of the objects that are read when all of the PDF is."""
    known: set[int] = set()
    waiting: list[Any] = [pdf.trailer]
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Object) and one.is_indirect:
            if one.objgen[0] in known:
                continue
            known.add(one.objgen[0])
        if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            waiting += [child for _, child in one.items()]
        elif isinstance(one, pikepdf.Array):
            waiting += list(one)
    return known


def target(pdf: pikepdf.Pdf, destination: Any) -> Any:
    return (
        pikepdf.NameTree(pdf.Root.Names.Dests)[str(destination)]
        if isinstance(destination, pikepdf.String)
        else destination
    )


def test_documents_are_told_apart(small: BuildContext) -> None:
    pdfs = small_prints(small).values()
    assert len({bytes(pikepdf.open(io.BytesIO(pdf)).trailer.ID[1]) for pdf in pdfs}) == len(DOCUMENTS)


def test_the_neutral_card_names_no_buyer(small: BuildContext) -> None:
    card = squeezed_pages(small_prints(small, "generic")["card"])[0]
    assert "通用版" in card
    assert "茶庄告知的摊号" not in card
    assert codes(small_prints(small, "generic")["card"]) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_data_sheet_has_each_value_once(real: BuildContext, language: Language) -> None:
    pages = squeezed_pages(real_prints(real, "demo", language)["handout"])
    sheet = pages[1]
    buyer = load_buyer(REAL_BUYERS / "demo.yaml", real.loaded)
    view = view_of(real.loaded, structure_of(real.loaded, buyer), language)
    gap = {"zh": "、", "en": ","}[language]
    assert len(view.data_sheet) > 10
    for row in view.data_sheet:
        assert row.letter + row.label.zh in sheet, row.id
        assert gap.join(row.steps) in sheet, row.id
    assert "5000000" in sheet  # the buyer's own
    assert "密码" not in sheet
    assert "登录密码" in "".join(pages[2:])


def test_its_boxes_are_large_enough_to_write_in(real: BuildContext) -> None:
    content = pypdf.PdfReader(io.BytesIO(real_prints(real)["handout"])).pages[1].get_contents()
    assert content is not None
    lines = content.get_data().decode("latin-1")
    assert lines.count(" 26 l\n") >= 17 + 10 + 19  # between the squares of three numbers: 26 points are 9.2 mm


def test_stages_name_the_letters_of_the_data_sheet(real: BuildContext) -> None:
    buyer = load_buyer(REAL_BUYERS / "demo.yaml", real.loaded)
    view = view_of(real.loaded, structure_of(real.loaded, buyer), "zh")
    captures = dict(real.gallery.captures)
    data = handout_data(view, captures, dict.fromkeys(captures, Path("picture.png")))
    letters = {
        (step["number"], entry["letter"])
        for stage in data["stages"]
        for step in stage["steps"]
        for entry in [*step["entries"], *(entry for picture in step["pictures"] for entry in picture["entries"])]
        if entry["letter"]
    }
    assert letters == {(step, row.letter) for row in view.data_sheet for step in row.steps}


def test_every_step_and_every_number_in_a_picture_is_told(real: BuildContext) -> None:
    for language in LANGUAGES:
        text = "".join(squeezed_pages(real_prints(real, "demo", language)["handout"]))
        buyer = load_buyer(REAL_BUYERS / "demo.yaml", real.loaded)
        view = view_of(real.loaded, structure_of(real.loaded, buyer), language)
        for stage in view.stages:
            for step in stage.steps:
                assert squeezed(f"{step.number}{step.title}") in text
                for field in step.fields:
                    assert field.label.zh in text, field.id


def test_a_stage_says_where_the_handbook_tells_more(real: BuildContext) -> None:
    for language in LANGUAGES:
        pdfs = real_prints(real, "demo", language)
        names = [stage.id for stage in real.loaded.guide.stages]
        pages = pages_of_names(pdfs["handbook"], names)
        told = {"zh": "详见操作手册第{}页", "en": "Details:handbook,page{}"}[language]
        text = "".join(squeezed_pages(pdfs["handout"]))
        handbook = squeezed_pages(pdfs["handbook"])
        for stage in view_of(real.loaded, structure_of(real.loaded, None), language).stages:
            assert told.format(pages[stage.id]) in text
            assert squeezed(f"{stage.number}{stage.title}") in handbook[pages[stage.id] - 1]


def test_what_only_the_handbook_tells_is_not_in_it(small: BuildContext) -> None:
    pdfs = small_prints(small)
    handout, handbook = ("".join(squeezed_pages(pdfs[name])) for name in ("handout", "handbook"))
    for words in ("集市几点开门", "山茶集市规则", "只收纸质证明", "印章不清"):
        assert words in handbook
        assert words not in handout


def test_a_step_without_a_picture_lists_its_fields(small: BuildContext) -> None:
    text = "".join(squeezed_pages(small_prints(small)["handout"]))
    assert "茶园的简称，如春山。" in text
    assert "自行设置。" in text
    assert "印章" not in text


def test_one_buyers_handout_holds_nothing_of_another(small: BuildContext, tmp_path: Path) -> None:
    small_prints(small, "willow")
    other = all_of(small.loaded, buyer_of(tmp_path, small.loaded, MINIMAL), "zh")
    for document in DOCUMENTS:
        text = "".join(squeezed_pages(other[document]))
        assert "柳溪" not in text
        assert "0042760" not in text


def test_the_same_input_makes_the_same_bytes(small: BuildContext) -> None:
    first = small_prints(small, "willow")
    small_prints(small, "generic")
    buyer = load_buyer(BUYERS / "willow.yaml", small.loaded)
    assert all_of(small.loaded, buyer, "zh", small) == first


# --------------------------------------------------------------------------------------------------
# What a machine finds


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("document", ["handout", "card"])
def test_a_checker_finds_nothing_against_pdf_ua(real: BuildContext, document: Document, language: Language) -> None:
    pdf = real_prints(real, "demo", language)[document]
    report = validate_pdf_bytes(pdf, profile=ValidationProfile.PDF_UA_1)
    assert report.rules.total > 100
    assert [failure.message for failure in report.failures] == []
    assert report.is_compliant
    assert pikepdf.open(io.BytesIO(pdf)).check_pdf_syntax() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_small_guides_prints_are_valid(small: BuildContext, language: Language) -> None:
    for slug in ("willow", "generic"):
        for pdf in small_prints(small, slug, language).values():
            assert validate_pdf_bytes(pdf, profile=ValidationProfile.PDF_UA_1).is_compliant


# --------------------------------------------------------------------------------------------------
# On paper


def test_words_in_pictures_are_large_enough(real: BuildContext) -> None:
    captures = dict(real.gallery.captures)
    for slug in ("demo", "generic"):
        buyer = None if slug == "generic" else load_buyer(REAL_BUYERS / "demo.yaml", real.loaded)
        for language in LANGUAGES:
            view = view_of(real.loaded, structure_of(real.loaded, buyer), language)
            data = handout_data(view, captures, {name: Path(name) for name in captures})
            shown = [picture for stage in data["stages"] for step in stage["steps"] for picture in step["pictures"]]
            assert len(shown) == len(captures)
            for picture in shown:
                left, top, width, height = picture["whole"]
                capture = captures[picture["path"]]
                scale = width / capture.size[0]
                clip = (-left / scale, -top / scale, picture["width"] / scale, picture["height"] / scale)
                assert scale * smallest_words(clip, capture) >= 6
                assert scale * capture.size[1] == pytest.approx(height, abs=0.1)


def test_a_clip_has_every_mark_and_cuts_through_no_word_above_or_below(real: BuildContext) -> None:
    captures = dict(real.gallery.captures)
    view = view_of(real.loaded, structure_of(real.loaded, None), "en")
    data = handout_data(view, captures, {name: Path(name) for name in captures})
    for picture in (picture for stage in data["stages"] for step in stage["steps"] for picture in step["pictures"]):
        left, top, width, _ = picture["whole"]
        capture = captures[picture["path"]]
        scale = width / capture.size[0]
        for mark in picture["marks"]:
            x, y, across, down = mark["box"]
            assert min(x, y) >= -0.1
            assert x + across <= picture["width"] + 0.1
            assert y + down <= picture["height"] + 0.1
        for edge in (-top / scale, (picture["height"] - top) / scale):
            assert not [text for text in capture.texts if text[1] < edge - 0.1 and edge + 0.1 < text[1] + text[3]]
        assert -left / scale < capture.size[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_of_it_is_nearly_empty(real: BuildContext, language: Language) -> None:
    for slug in ("demo", "generic"):
        assert sparse(real_prints(real, slug, language)["handout"]) == []


def sparse(pdf: bytes) -> list[int]:
    """Pages, from 1, whose last ink above the foot lies in their upper half: lines for notes count as ink."""
    import pypdfium2

    found = []
    opened = pypdfium2.PdfDocument(pdf)
    for number, page in enumerate(opened, 1):
        picture = page.render(scale=0.5).to_pil().convert("L").point(lambda level: 255 if level < 235 else 0)
        box = picture.crop((0, 0, picture.width, int(picture.height * 0.94))).getbbox()
        if box is None or box[3] < 0.5 * picture.height:
            found.append(number)
    return found


@pytest.mark.parametrize(
    ("name", "language"),
    [({"zh": LONG_HAN[:200], "en": "A"}, "zh"), ({"zh": "甲", "en": LONG_LATIN[:200]}, "en")],
)
def test_any_name_fits(loaded: Loaded, tmp_path: Path, name: dict[str, str], language: Language) -> None:
    text = MINIMAL.replace("{zh: 新茶庄, en: New Tea House}", f'{{zh: "{name["zh"]}", en: "{name["en"]}"}}')
    text = (
        text.replace("new-house", "x" * 100)
        + f"contact: {{email: {'a' * 150}@a.example}}\nsite_url: https://a.example/{'p' * 180}/\n"
    )
    pdfs = all_of(loaded, buyer_of(tmp_path, loaded, text), language)
    assert len(squeezed_pages(pdfs["card"])) == 1
    for document in ("handout", "card"):
        assert overflowing(pdfs[document]) == []
        assert "x" * 100 in "".join(squeezed_pages(pdfs[document]))


def test_forty_stages_have_their_pages_and_a_place_on_the_card(tmp_path: Path) -> None:
    loaded = many(tmp_path, 40)
    pdfs = all_of(loaded, None, "zh")
    view = view_of(loaded, structure_of(loaded, None), "zh")
    (card,) = squeezed_pages(pdfs["card"])
    handout = squeezed_pages(pdfs["handout"])
    places = pages_of_names(pdfs["handout"], [stage.id for stage in view.stages])
    for stage in view.stages:
        assert squeezed(f"{stage.number}{stage.short}") in card
        assert squeezed(f"{stage.number}{stage.title}") in handout[places[stage.id] - 1]
    assert overflowing(pdfs["handout"]) == []


def test_a_guide_without_values_has_no_data_sheet(tmp_path: Path) -> None:
    start = "        fields:\n          - id: buyer_code\n"
    from support.small import WORDS

    fields = WORDS[WORDS.index(start) : WORDS.index('        notes:\n          - {zh: "含水率')]
    rule = ("            format: stall_name\n", "")
    loaded = guide_of(tmp_path, (fields, ""), rule, ("      - {id: stall, label: {zh: 摊名, en: Stall name}, format: stall_name}", "      - {id: stall, label: {zh: 摊名, en: Stall name}}"))  # fmt: skip
    pages = squeezed_pages(all_of(loaded, None, "zh")["handout"])
    assert not any("每项只填一次" in page for page in pages)
    assert "第1阶段" in pages[1]


# --------------------------------------------------------------------------------------------------
# The picture of the card


def test_the_cards_picture_is_narrow_and_tall_and_has_a_code(real: BuildContext) -> None:
    import zxingcpp

    buyer = load_buyer(REAL_BUYERS / "demo.yaml", real.loaded)
    structure = structure_of(real.loaded, buyer)
    substitutions = substitutions_for(real.loaded.guide, buyer, structure.languages)
    view = view_of(real.loaded, structure, "zh")
    png = card_picture(view, substitutions, buyer=buyer, guide_tree=real.loaded.tree)
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    assert picture.width == 1125
    assert picture.height > 2.5 * picture.width
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == ["https://suppliers.example.com/demo/"]
    assert card_picture(view, substitutions, buyer=buyer, guide_tree=real.loaded.tree) == png


def test_the_picture_of_the_neutral_card_has_no_code(small: BuildContext) -> None:
    structure = structure_of(small.loaded, None)
    substitutions = substitutions_for(small.loaded.guide, None, structure.languages)
    picture = card_picture(view_of(small.loaded, structure, "en"), substitutions, guide_tree=small.loaded.tree)
    assert Image.open(io.BytesIO(picture)).width == 1125
