"""The words of the guide's own furniture."""

from __future__ import annotations

from pathlib import Path

import pytest

from guide.core.errors import InputError
from guide.loading.ui_strings import load_ui_strings
from support.small import write


def test_a_text_that_a_comma_cuts_off_is_told(tmp_path: Path) -> None:
    write(tmp_path / "words" / "shop.yaml", "open: {zh: 开门, en: Open, for once}\n")
    with pytest.raises(InputError, match=r"shop\.yaml:1:26: open: in braces a comma ends a text, so “for once”"):
        load_ui_strings("shop", "en", tmp_path)


def test_a_text_in_one_language_of_two_is_told(tmp_path: Path) -> None:
    write(tmp_path / "words" / "shop.yaml", "open: {zh: 开门}\n")
    with pytest.raises(InputError, match=r"open: no en text, expected one in each of zh, en"):
        load_ui_strings("shop", "zh", tmp_path)
