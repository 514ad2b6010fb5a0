"""The fonts of the handout: set in hollow ones, with the real shapes put in when the PDF is finished."""

from __future__ import annotations

import io
import os
import shutil
import unicodedata
from pathlib import Path

import pikepdf
import pytest
import typst
from PIL import ImageChops

import guide.foundry
from guide.build import Workshop
from guide.casts import KEPT, Cast, Casts, Wanted
from guide.fonts import HAN, LATIN, Pinned, type_case
from guide.foundry import Foundry
from guide.hollow import BOLD, REGULAR, hollow, weight_of
from guide.load import Loaded
from guide.model.texts import LANGUAGES, Language
from guide.paths import TEMPLATES
from small import MINIMAL, buyer_of, guide_of
from test_handout import made, rendered, squeezed, text_of, willow

WANTED = Wanted("Tea", REGULAR, b"letters", b"widths")


@pytest.fixture
def loaded(small: Workshop) -> Loaded:
    return small.loaded


def fonts_of(pdf: bytes) -> dict[str, tuple[list[float], list[float]]]:
    """The box round the letters of each font, and how wide they are."""
    found = {}
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for page in opened.pages:
            for font in page.Resources.get("/Font", {}).values():
                (letters,) = font.DescendantFonts
                found[str(font.BaseFont)] = _numbers(letters.FontDescriptor.FontBBox), _numbers(letters.W)
    return found


def _numbers(array: pikepdf.Object) -> list[float]:
    return [float(number) for number in array]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_set_in_hollow_fonts_looks_as_set_in_the_real_ones(
    loaded: Loaded, language: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = made(loaded, willow(loaded), language, cache=tmp_path / "cast")
    assert len(list((tmp_path / "cast").iterdir())) == {"zh": 2, "en": 4}[language]
    monkeypatch.setattr(guide.foundry, "weight_of", lambda _: None)
    real = made(loaded, willow(loaded), language, cache=tmp_path / "real")
    assert not (tmp_path / "real").exists()
    assert text_of(cast) == text_of(real)
    names = [name.partition("+")[2] for name in fonts_of(cast)]
    assert not [name for name in names if "Hollow" in name]
    assert {"NotoSansCJKsc-Regular", "NotoSansCJKsc-Bold"} < set(names)
    for ours, theirs in zip(rendered(cast, 2), rendered(real, 2), strict=True):
        assert ImageChops.difference(ours, theirs).getbbox() is None


def test_letters_are_cast_once_for_all_processes(
    loaded: Loaded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = made(loaded, willow(loaded), cache=tmp_path / "kept")
    another_press = tmp_path / "templates"
    shutil.copytree(TEMPLATES, another_press)

    def no_casting(*_: object) -> None:
        raise AssertionError("cast anew")

    monkeypatch.setattr(Foundry, "_cast", no_casting)
    assert made(loaded, willow(loaded), cache=tmp_path / "kept", templates=another_press) == first


def test_buyers_share_what_is_cast(loaded: Loaded, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    made(loaded, buyer_of(tmp_path, loaded, MINIMAL), cache=kept)
    before = set(kept.iterdir())
    assert before
    assert "新茶庄" in MINIMAL
    made(loaded, buyer_of(tmp_path, loaded, MINIMAL.replace("新茶庄", "榆关老茶行"), "another"), cache=kept)
    assert set(kept.iterdir()) == before


def test_letters_of_several_characters_are_printed(tmp_path: Path) -> None:
    said = "A c\u0327a fiord — waffle, and “dàng'àn”."
    loaded = guide_of(tmp_path, ("Tell nobody your passphrase.", f"'{said.replace(chr(39), chr(39) * 2)}'"))
    pdf = made(loaded, None, "en", cache=tmp_path / "kept")
    assert len(list((tmp_path / "kept").iterdir())) == 4
    assert squeezed(unicodedata.normalize("NFC", said)) in unicodedata.normalize("NFC", text_of(pdf))


def test_casts_are_kept_by_all_that_they_depend_on(tmp_path: Path) -> None:
    cast = Cast(b"ABCDEF+Tea", b"/FontBBox[0 0 1 1]", b"<<>>\nstream\n\nendstream")
    Casts(tmp_path, ("1.0",)).keep(WANTED, cast)
    assert Casts(tmp_path, ("1.0",)).get(WANTED) == cast
    assert Casts(tmp_path, ("1.1",)).get(WANTED) is None
    assert Casts(None, ("1.0",)).get(WANTED) is None
    for other in (Wanted("Inn", REGULAR, b"letters", b"widths"), Wanted("Tea", BOLD, b"letters", b"widths")):
        assert Casts(tmp_path, ("1.0",)).get(other) is None
    (path,) = tmp_path.iterdir()
    path.write_bytes(b"torn")
    assert Casts(tmp_path, ("1.0",)).get(WANTED) is None


def test_a_folder_that_cannot_be_written_costs_no_handout(loaded: Loaded, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("by someone else", encoding="utf-8")
    assert made(loaded, None, cache=taken).startswith(b"%PDF")


def test_the_casts_used_last_stay(tmp_path: Path) -> None:
    casts = Casts(tmp_path, ())
    cast = Cast(b"", b"", b"")
    casts.keep(WANTED, cast)
    (oldest,) = tmp_path.iterdir()
    os.utime(oldest, (1, 1))
    for number in range(KEPT):
        casts.keep(Wanted("Tea", number, b"", b""), cast)
    assert len(list(tmp_path.iterdir())) == KEPT
    assert not oldest.exists()


@pytest.mark.parametrize(("family", "letters"), [("Han", "Ag1茶。——é"), ("Latin", "Ag1é")])
@pytest.mark.parametrize("weight", [REGULAR, BOLD])
def test_a_hollow_font_has_the_widths_of_the_real_one_and_one_dot(
    family: str, letters: str, weight: int, tmp_path: Path
) -> None:
    case = type_case(tmp_path)
    hollow_one = f"Hollow{family}"
    ours, theirs = (
        fonts_of(typeset(letters, name, weight, case.fonts)) for name in (hollow_one, case.real[hollow_one])
    )
    ((name, ((left, low, right, high), widths)),) = ours.items()
    assert hollow_one in name
    assert [widths] == [widths for _, widths in theirs.values()]
    assert right - left < 200  # as far as the dot stands from the letter's left edge
    assert high - low <= 10
    assert weight_of(low) == weight
    with_other_letters = fonts_of(typeset("Z", hollow_one, weight, case.fonts))
    assert [box[1] for box, _ in with_other_letters.values()] == [low]


def typeset(letters: str, family: str, weight: int, fonts: typst.Fonts) -> bytes:
    page = f'#set text(font: "{family}", weight: {weight}, fallback: false)\n{letters}'
    made = typst.compile(page.encode(), font_paths=fonts, ignore_system_fonts=True)
    assert isinstance(made, bytes)
    return made


def test_a_weight_that_no_hollow_font_tells_is_none() -> None:
    assert weight_of(560) is None


@pytest.mark.parametrize(("font", "weight", "kind"), [(HAN, BOLD, "TrueType"), (LATIN[0], None, "compact")])
def test_fonts_of_another_kind_are_not_hollowed_out(font: Pinned, weight: int | None, kind: str) -> None:
    with font.path().open("rb") as file, pytest.raises(ValueError, match=kind):
        hollow(file, font.index, "Hollow", weight)
