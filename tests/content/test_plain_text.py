"""Texts without markup, and views without anything but objects where a buyer's values stand."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from guide.content import Structure, Substitutions, tailor
from guide.content.plain_text import merged, without_stop
from guide.content.views.texts import Condition, Region, Value
from guide.model.texts import Language
from guide.publishing.builder import BuildContext

NAME = Value("name", "en")


def test_neighbouring_words_become_one_and_empty_ones_go() -> None:
    assert merged(["", "a", "b", NAME, "", NAME, "c", "", "d"]) == ("ab", NAME, NAME, "cd")
    assert merged([""]) == ()


def test_a_text_loses_the_stop_at_its_end_and_no_other() -> None:
    assert without_stop(("a. b.",)) == ("a. b",)
    assert without_stop(("甲。", NAME, "。")) == ("甲。", NAME)
    assert without_stop(("a.", NAME)) == ("a.", NAME)
    assert without_stop(()) == ()


def test_a_text_gets_its_values_and_a_region_its_own_where_the_condition_holds() -> None:
    phone = Region(Condition("contact.phone"), Value("contact.phone", "en"))
    texts = {NAME: "Willow", phone.value: "010"}
    buyer, nobody = Substitutions(texts, frozenset({"contact.phone"})), Substitutions(texts, frozenset())
    assert buyer.text(("To ", NAME, ".")) == "To Willow."
    assert (buyer.text_in(phone), nobody.text_in(phone)) == ("010", None)
    assert Substitutions({phone.value: ""}, frozenset({"contact.phone"})).text_in(phone) is None
    with pytest.raises(KeyError, match="slug"):
        buyer.text((Value("slug"),))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_view_holds_objects_where_values_stand_and_no_private_use_character(
    real: BuildContext, language: Language
) -> None:
    parts = list(_parts(tailor(real.loaded.guide, Structure(("zh", "en"), frozenset()), language)))
    assert not [part for part in parts if isinstance(part, str) and re.search("[\ue000-\uf8ff]", part)]
    forms = {part.form for part in parts if isinstance(part, Value)}
    assert forms == {"display", "input", "copy", "href"}


def _parts(node: Any) -> Iterator[Any]:
    """Everything in a view."""
    yield node
    if dataclasses.is_dataclass(node):
        for field in dataclasses.fields(node):
            yield from _parts(getattr(node, field.name))
    elif isinstance(node, Mapping):
        for child in node.values():
            yield from _parts(child)
    elif isinstance(node, tuple):
        for child in node:
            yield from _parts(child)
