"""A whole site in a guide's own words: all of them are said, and none of them is ever markup."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2
import pytest

from guide.core.paths import guide_folder
from guide.loading.ui_strings import load_ui_strings, string_sets
from guide.publishing.builder import BuildOptions, load_context
from support.htmls import words
from support.small import WORDS, write

ODD = "<i>&amp;*a*_b_[c](d)`\"'"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The neutral edition of the small guide, in which every English UI string ends in what would be markup."""
    place = tmp_path_factory.mktemp("words")
    own = {
        name: {key: text + ODD for key, text in load_ui_strings(name, "en").all().items() if text}
        for name in string_sets()
    }
    write(place / "words" / "en.yaml", json.dumps(own, ensure_ascii=False, indent=1))
    context = load_context(guide_folder(steps=write(place / "steps.yaml", WORDS)))
    return context.build(None, BuildOptions(place / "out", make_zip=False)).site


def test_nothing_of_them_is_markup(site: Path) -> None:
    for path in site.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        assert "<i>" not in page, path
        assert "<em>" not in page, path
        assert '<a href="d">' not in page, path


def test_they_stand_as_they_are_on_pages_and_in_print(site: Path) -> None:
    home = (site / "en" / "index.html").read_text(encoding="utf-8")
    for key in ("home", "path_title", "skip_to_content", "screens_differ"):
        assert f"{load_ui_strings('page', 'en')[key]}{ODD}" in words(home), key
    pdf = pypdfium2.PdfDocument((site / "handout.en.pdf").read_bytes())
    first = " ".join(pdf[0].get_textpage().get_text_range().split())
    assert f"Who acts{ODD}".replace(" ", "") in first.replace(" ", "")
