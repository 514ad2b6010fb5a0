"""A buyer's values and times as sentences show them and as forms take them."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.content.colour import NIGHT, PAPER, accent, contrast
from guide.content.substitutions import substitutions_for
from guide.content.tailor import Structure, tailor
from guide.content.views.texts import Condition, Value
from guide.loading.loader import load_buyer
from guide.model.durations import Duration
from guide.model.guide import ValueKind
from guide.model.texts import Language
from guide.model.values import (
    display_value,
    form_value,
    format_date,
    format_duration,
    format_range,
    format_work,
    format_working_days,
)
from guide.publishing.builder import BuildContext
from support.small import BUYERS, MINIMAL, buyer_of


@pytest.mark.parametrize(
    ("kind", "value", "zh", "en", "in_a_form"),
    [
        ("money_cny", 5_000_000, "5,000,000 元（500 万元）", "RMB 5,000,000", "5000000"),
        ("money_cny", 1_234_000, "1,234,000 元（123.4 万元）", "RMB 1,234,000", "1234000"),
        ("money_cny", 1_234_567, "1,234,567 元", "RMB 1,234,567", "1234567"),
        ("money_cny", 10_000, "10,000 元（1 万元）", "RMB 10,000", "10000"),
        ("money_cny", 9_000, "9,000 元", "RMB 9,000", "9000"),
        ("money_cny", 1, "1 元", "RMB 1", "1"),
        ("days", 30, "30 天", "30 days", "30"),
        ("days", 1, "1 天", "1 day", "1"),
        ("percents", (Decimal(13),), "13%", "13%", "13"),
        ("percents", (Decimal(13), Decimal(9), Decimal("6.50")), "13%、9% 或 6.5%", "13%, 9% or 6.5%", "13/9/6.5"),
        ("percents", (Decimal("1E+1"), Decimal("0.0")), "10% 或 0%", "10% or 0%", "10/0"),
        ("date", datetime.date(2027, 3, 1), "2027 年 3 月 1 日", "1 March 2027", "2027-03-01"),
        ("member_name", "0042760", "0042760", "0042760", "0042760"),
        ("text", "<b>", "<b>", "<b>", "<b>"),
    ],
)
def test_a_value_is_shown_in_each_language_and_typed_as_digits(
    kind: ValueKind, value: Any, zh: str, en: str, in_a_form: str
) -> None:
    assert (display_value(kind, value, "zh"), display_value(kind, value, "en"), form_value(kind, value)) == (
        zh,
        en,
        in_a_form,
    )


@given(st.integers(1, 10**12))
def test_a_sum_can_be_read_back_from_either_language(amount: int) -> None:
    zh, en = display_value("money_cny", amount, "zh"), display_value("money_cny", amount, "en")
    assert int(en.removeprefix("RMB ").replace(",", "")) == amount
    first, _, second = zh.partition("（")
    assert int(first.removesuffix(" 元").replace(",", "")) == amount
    if second:
        assert Decimal(second.removesuffix(" 万元）")) * 10_000 == amount


@pytest.mark.parametrize(
    ("written", "zh", "en"),
    [
        ("10 min", "10 分钟", "10 min"),
        ("10-20 min", "10–20 分钟", "10–20 min"),
        ("1 h", "1 小时", "1 hour"),
        ("1.5 h", "1.5 小时", "1.5 hours"),
        ("1 wd", "1 个工作日", "1 working day"),
        ("1-3 wd", "1–3 个工作日", "1–3 working days"),
        ("0-1 d", "0–1 天", "0–1 days"),
        ("1 day", "1 天", "1 day"),
    ],
)
def test_a_duration_is_written_with_its_unit(written: str, zh: str, en: str) -> None:
    duration = Duration.model_validate(written)
    assert (format_duration(duration, "zh"), format_duration(duration, "en")) == (zh, en)


def test_own_work_is_given_in_minutes_and_from_an_hour_and_a_half_in_half_hours() -> None:
    def minutes(low: int, high: int) -> str:
        return format_work(Fraction(low, 480), Fraction(high, 480), "en")

    assert minutes(20, 20) == "20 min"
    assert minutes(40, 89) == "40–89 min"
    assert minutes(60, 90) == "1–1.5 hours"
    assert minutes(90, 100) == "1.5 hours"
    assert minutes(95, 190) == "1.5–3 hours"
    assert minutes(5, 120) == "0.5–2 hours"


def test_working_days_are_rounded_up() -> None:
    assert format_working_days(Fraction(7, 3), Fraction(7, 2), "en") == "3–4 working days"
    assert format_working_days(Fraction(1, 9), Fraction(1), "zh") == "1 个工作日"
    assert format_range(Fraction(1, 2), Fraction(1, 2), "wd", "en") == "0.5 working days"


def test_a_date_is_written_out() -> None:
    assert format_date(datetime.date(2026, 12, 31), "en") == "31 December 2026"
    assert format_date(datetime.date(2026, 12, 31), "zh") == "2026 年 12 月 31 日"


# --------------------------------------------------------------------------------------------------
# What takes the places of values


def substitutions(small: BuildContext, slug: str | None, *languages: Language) -> Any:
    buyer = load_buyer(BUYERS / f"{slug}.yaml", small.loaded) if slug else None
    return substitutions_for(small.loaded.guide, buyer, languages or ("zh", "en"))


def test_a_buyer_fills_every_value_in_every_language(small: BuildContext) -> None:
    found = substitutions(small, "willow")
    assert found.values[Value("name", "zh")] == "柳溪茶庄"
    assert found.values[Value("name", "en")] == "Willow Brook Teas"
    assert found.values[Value("advance_cny", "en")] == "RMB 20,000"
    assert found.values[Value("advance_cny", "zh")] == "20,000 元（2 万元）"
    assert (
        found.values[Value("advance_cny", "en", "input")] == found.values[Value("advance_cny", "en", "copy")] == "20000"
    )
    assert found.values[Value("moistures", "en")] == "5% or 6.5%"
    assert found.values[Value("deadline", "zh")] == "2027 年 5 月 1 日"
    assert found.values[Value("contact.phone", form="href")] == "+8657100000000"
    assert found.values[Value("contact.email", form="href")] == "liu@willow-brook.example"
    assert found.values[Value("slug")] == "willow"


def test_a_buyer_that_gives_less_gets_the_defaults_and_the_neutral_words(small: BuildContext) -> None:
    found = substitutions(small, "pine", "zh")
    assert found.values[Value("moistures", "zh")] == "5% 或 7%"
    assert found.values[Value("moistures", "zh", "copy")] == "5/7"
    assert found.values[Value("advance_cny", "zh")] == "与茶庄约定的金额"
    assert found.values[Value("advance_cny", "zh", "copy")] == ""
    assert found.values[Value("deadline", "zh")] == ""
    assert not any(value.language == "en" for value in found.values)


def test_no_buyer_is_the_neutral_edition(small: BuildContext) -> None:
    found = substitutions(small, None)
    assert found.values[Value("name", "en")] == "your tea house"
    assert found.values[Value("name", "en", "copy")] == ""
    assert found.values[Value("stall_code", "en")] == "the stall code given by your tea house"
    assert found.values[Value("slug")] == "generic"
    assert found.conditions == frozenset()
    assert found.holds(Condition("named", negated=True))
    assert not found.holds(Condition("named"))


def test_the_name_on_the_portal_is_chinese_where_it_is_given(small: BuildContext, tmp_path: Path) -> None:
    willow = substitutions(small, "willow").values
    assert willow[Value("name_on_portal", "zh")] == "柳溪茶庄"
    assert willow[Value("name_on_portal", "en")] == "柳溪茶庄 / Willow Brook Teas"
    assert willow[Value("name_on_portal", "en", "copy")] == "柳溪茶庄"
    assert substitutions(small, None).values[Value("name_on_portal", "en")] == "your tea house"
    assert substitutions(small, None).values[Value("name_on_portal", "en", "copy")] == ""
    english = MINIMAL + "languages: [en]\n"
    for text, shown in ((english, "新茶庄 / New Tea House"), (english.replace("zh: 新茶庄, ", ""), "New Tea House")):
        buyer = buyer_of(tmp_path, small.loaded, text)
        assert substitutions_for(small.loaded.guide, buyer, ("en",)).values[Value("name_on_portal", "en")] == shown


def test_the_shipped_guide_has_names_compared_in_chinese(real: BuildContext) -> None:
    guide = real.loaded.guide
    for stage, step in (("credit-terms", "add-buyer"), ("quote", "find-invitation")):
        [do] = [found.do for found in guide.stage(stage).steps if found.id == step]
        assert any("{{ buyer.name_on_portal }}" in str(passage.text.zh) for passage in do)
        assert any("{{ buyer.name_on_portal }}" in str(passage.text.en) for passage in do)


def test_conditions_say_what_a_buyer_gives(small: BuildContext) -> None:
    willow, pine = substitutions(small, "willow"), substitutions(small, "pine", "zh")
    assert willow.conditions >= {
        "named", "contact", "contact.person", "contact.phone", "contact.email", "contact.wecom", "contact.hours",
        "deadline", "site_url", "logo", "note.open-stall", "stall_code", "advance_cny",
    }  # fmt: skip
    assert "note.offer-tea" not in willow.conditions
    assert pine.conditions == {"named", "stall_code", "moistures"}
    assert pine.holds(Condition("deadline", negated=True))


@pytest.mark.parametrize("slug", ["willow", "pine", None])
def test_every_value_of_a_view_has_a_text(slug: str | None, small: BuildContext) -> None:
    buyer = load_buyer(BUYERS / f"{slug}.yaml", small.loaded) if slug else None
    structure = small.structure(buyer)
    found = substitutions_for(small.loaded.guide, buyer, structure.languages)
    for language in structure.languages:
        view = tailor(small.loaded.guide, Structure(structure.languages, structure.skipped), language)
        assert {Value(key, language) for key in small.loaded.guide.buyer_values} <= set(found.values)
        assert {stage.note.value for stage in view.stages} <= set(found.values)


# --------------------------------------------------------------------------------------------------
# Colours

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(COLOURS)
def test_any_colour_of_a_buyer_can_be_read(colour: str) -> None:
    made = accent(colour)
    assert made.plain == colour
    assert contrast(made.on_plain, made.plain) >= 4.5
    assert contrast(made.on_paper, PAPER) >= 4.5
    assert contrast(made.on_night, NIGHT) >= 4.5


def test_a_colour_that_reads_well_already_stays() -> None:
    assert accent("#1F4E8C").on_paper == "#1f4e8c"
    assert accent(None) == accent("#b4410e")


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert contrast("#123456", "#123456") == 1
