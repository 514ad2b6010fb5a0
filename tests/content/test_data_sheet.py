"""The data sheet: which values are collected once, and where each is used."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from guide.content.data_sheet import asks_for_values, data_sheet
from guide.content.substitutions import substitutions_for
from guide.content.tailor import Structure, tailor
from guide.content.views.data_sheet import DataSheetRow
from guide.content.views.texts import Value
from guide.loading.loader import load_buyer, load_guide
from guide.model.texts import Language
from support.real import BUYERS as REAL_BUYERS
from support.real import STEPS as REAL_STEPS
from support.small import STEPS as SMALL_STEPS
from support.small import guide_of

FIELD = "          - {id: passphrase, label: passphrase, kind: password,"
OFFER = "          - id: buyer_code\n            label: buyer_code\n"


def rows_of(folder: Path, *changes: tuple[str, str], language: Language = "en") -> dict[str, DataSheetRow]:
    guide = guide_of(folder, *changes).guide
    return {row.id: row for row in tailor(guide, Structure(("zh", "en"), frozenset()), language).data_sheet}


def extra(field: str) -> tuple[str, str]:
    """A further field of the second form."""
    return (OFFER, f"          - {{{field}}}\n{OFFER}")


def test_a_value_with_a_rule_is_collected_with_the_step_that_uses_it(tmp_path: Path) -> None:
    row = rows_of(tmp_path)["stall-name"]
    assert (row.letter, row.steps, row.recurs) == ("A", ("1.2",), False)
    assert row.uses[0].target.href == "open-stall.html#field-stall_name"
    assert row.format is not None
    assert row.known is None


def test_secrets_files_choices_and_free_words_are_not_collected(tmp_path: Path) -> None:
    assert list(rows_of(tmp_path)) == ["stall-name", "buyer-code", "most"]
    free = extra("id: motto, label: leaf, kind: text, required: true, enter: {zh: 写。, en: Write.}")
    assert list(rows_of(tmp_path, free)) == ["stall-name", "buyer-code", "most"]


def test_what_the_buyer_has_decided_is_known(tmp_path: Path) -> None:
    row = rows_of(tmp_path)["most"]
    assert row.known == Value("advance_cny", "en", "copy")
    assert row.example == ()


def test_fields_of_the_same_name_ask_for_one_value(tmp_path: Path) -> None:
    again = extra("id: name_again, label: stall_name, kind: text, required: false, enter: {zh: 同上。, en: The same.}")
    row = rows_of(tmp_path, again)["stall-name"]
    assert row.steps == ("1.2", "2.1")
    assert row.recurs


def test_fields_of_the_same_rule_and_document_ask_for_one_value(tmp_path: Path) -> None:
    more = "kind: text, required: true, format: stall_name, enter: {zh: 同上。, en: The same.}"
    material = (
        "            format: stall_name\n",
        "            format: stall_name\n            material: origin-paper\n",
    )
    same = rows_of(tmp_path, material, extra(f"id: owner, label: leaf, material: origin-paper, {more}"))
    assert [use.label.key for use in same["stall-name"].uses] == ["stall_name", "leaf"]
    other = rows_of(tmp_path, material, extra(f"id: owner, label: leaf, material: tea-sample, {more}"))
    assert not other["stall-name"].recurs
    assert other["leaf"].steps == ("2.1",)
    # A rule alone tells nothing: two accounts keep the same one.
    assert not rows_of(tmp_path, extra(f"id: owner, label: leaf, {more}"))["stall-name"].recurs


def test_two_fields_of_one_form_never_ask_for_the_same(tmp_path: Path) -> None:
    twin = "id: twin, label: stall_name, kind: text, required: true, format: stall_name, enter: {zh: 写。, en: Write.}"
    rows = rows_of(tmp_path, (FIELD, f"          - {{{twin}}}\n{FIELD}"))
    assert rows["stall-name"].steps == rows["stall-name-2"].steps == ("1.2",)


def test_what_is_asked_for_each_item_is_not_collected(tmp_path: Path) -> None:
    rule = ("            format: stall_name\n", "            format: stall_name\n            per_item: true\n")
    assert "stall-name" not in rows_of(tmp_path, rule)


def test_what_may_stay_empty_is_collected_only_if_it_recurs(tmp_path: Path) -> None:
    optional = (
        "            kind: text\n            required: true\n            format: stall_name\n",
        "            kind: text\n            required: false\n            format: stall_name\n",
    )
    assert "stall-name" not in rows_of(tmp_path, optional)
    again = extra("id: name_again, label: stall_name, kind: text, required: false, enter: {zh: 同上。, en: The same.}")
    assert "stall-name" in rows_of(tmp_path, optional, again)


def test_letters_go_on_behind_z(tmp_path: Path) -> None:
    labels = "".join(f"  word_{n}: {{zh: 词{n}, en: Word}}\n" for n in range(30))
    fields = "".join(
        f"          - {{id: w{n}, label: word_{n}, kind: text, required: true, format: stall_name,"
        " enter: {zh: 写。, en: Write.}}\n"
        for n in range(30)
    )
    rows = rows_of(tmp_path, ("labels:\n", f"labels:\n{labels}"), (OFFER, fields + OFFER))
    assert [row.letter for row in rows.values()][24:28] == ["Y", "Z", "A2", "B2"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_shipped_guide_collects_each_value_once(language: Language) -> None:
    loaded = load_guide(REAL_STEPS)
    view = tailor(loaded.guide, Structure(("zh", "en"), frozenset()), language)
    steps = {row.id: row.steps for row in view.data_sheet}
    assert steps["company-name"] == ("1.2", "2.5", "3.2", "4.2")
    assert steps["registration-number"] == ("2.5", "4.2")
    assert steps["company-bank-account"] == ("2.5", "4.2")
    assert steps["mobile-number"] == ("1.2", "2.5")
    assert {"member-name", "buyer-main-account"} <= set(steps)  # two accounts, one rule
    assert not any("password" in name or "code" in name for name in steps)
    buyer = load_buyer(REAL_BUYERS / "demo.yaml", loaded)
    substitutions = substitutions_for(loaded.guide, buyer, ("zh", "en"))
    known = {row.id: substitutions.text((row.known,)) for row in view.data_sheet if row.known}
    assert known["buyer-main-account"] == buyer.value("account_1688")
    assert known["credit-amount"] == "5000000"


def test_a_stage_left_out_leaves_its_values_out() -> None:
    loaded = load_guide(REAL_STEPS)
    view = tailor(loaded.guide, Structure(("zh", "en"), frozenset({"credit-terms"})), "en")
    assert "buyer-main-account" not in {row.id for row in view.data_sheet}
    first = data_sheet(view.stages[:1])
    assert {step for row in first for step in row.steps} == {"1.2"}


@pytest.mark.parametrize("steps", [SMALL_STEPS, REAL_STEPS], ids=["small", "real"])
def test_whether_there_is_a_data_sheet_is_known_beforehand(steps: Path) -> None:
    """For every set of stages up to two, and for each step alone."""
    loaded = load_guide(steps)
    names = [stage.id for stage in loaded.guide.stages]
    for kept in ({one, other} for one in names for other in names):
        structure = Structure(("zh", "en"), frozenset(set(names) - kept))
        stages = [stage for stage in loaded.guide.stages if stage.id in kept]
        assert asks_for_values(stages) == bool(tailor(loaded.guide, structure, "en").data_sheet), kept
    view = tailor(loaded.guide, Structure(("zh", "en"), frozenset()), "en")
    for stage, shown in zip(loaded.guide.stages, view.stages, strict=True):
        for step, seen in zip(stage.steps, shown.steps, strict=True):
            alone = dataclasses.replace(shown, steps=(seen,))
            assert asks_for_values([stage.model_copy(update={"steps": (step,)})]) == bool(data_sheet([alone])), step.id
