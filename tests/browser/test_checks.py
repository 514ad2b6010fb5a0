"""Formats: the rules of guide.formats, and the checks that the page makes of them in a real browser."""

from __future__ import annotations

import io
import json
import random
import string
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, expect
from stdnum.cn import ric, uscc
from stdnum.iso7064 import mod_11_10

from guide.core.paths import DOCS
from guide.loading.loader import load_guide
from guide.loading.ui_strings import load_ui_strings
from guide.model.formats import CHECKS, portability, violation
from guide.model.forms import Format
from guide.model.texts import CellText, Language
from guide.publishing.builder import BuildContext
from guide.site.bundles import join_bundles
from guide.site.page_data import formats_data
from support.real import STEPS

pytest_plugins = ["support.browsers", "support.sites"]

FORMATS = load_guide(STEPS).guide.formats
DIGITS = string.digits
USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
SEED = 32100


def rule(**given: Any) -> Format:
    return Format(describe=CellText(zh="规则", en="A rule."), **given)


# ---- in Python -----------------------------------------------------------------------------------


def test_a_uscc_with_remainder_0_ends_in_0() -> None:
    assert violation(FORMATS["uscc"], "911100000000000250") is None
    assert violation(FORMATS["uscc"], "911100000000000251") == "check"


def test_a_pattern_holds_for_the_whole_value_and_for_plain_digits_alone() -> None:
    digits = rule(pattern=r"\d{3}")
    assert violation(digits, "123") is None
    assert violation(digits, "1234") == "pattern"
    assert violation(digits, "123\n") == "pattern"
    assert violation(digits, "１２３") == "pattern"


def test_lengths_are_counted_in_characters() -> None:
    assert violation(rule(lengths=(2,)), "𠮷野") is None


@pytest.mark.parametrize("right", ["2024-02-29", "2000-02-29", "2026-12-31"])
def test_a_date_of_the_calendar_is_right(right: str) -> None:
    assert CHECKS["date"](right)


@pytest.mark.parametrize("wrong", ["2023-02-29", "1900-02-29", "2026-04-31", "2026-00-10", "0000-01-01", "2026-1-1"])
def test_a_date_that_no_calendar_has_is_wrong(wrong: str) -> None:
    assert not CHECKS["date"](wrong)


@pytest.mark.parametrize(
    "pattern",
    [r"\w+", r"a\s", r"a.c", r"(?P<name>a)", r"(?<=a)b", r"(?i)a", r"a{,5}", r"[\w]", r"a++", r"\Aa", "[[a]", "x{2"],
)
def test_a_pattern_that_browsers_read_differently_is_refused(pattern: str) -> None:
    assert portability(pattern) is not None


def test_every_pattern_of_the_guide_means_the_same_in_a_browser() -> None:
    assert [key for key, made in FORMATS.items() if made.pattern and portability(made.pattern)] == []


# ---- the same in a browser -------------------------------------------------------------------------


def add_scripts(page: Page) -> None:
    """The scripts of the checks, and those that they need."""
    bundles = join_bundles(DOCS)
    for name in ("guide", "checks"):
        page.add_script_tag(content=bundles[f"assets/js/{name}.js"].decode())


@pytest.fixture(scope="module")
def engine(browser: Browser) -> Iterator[Page]:
    """A page with the script and nothing else."""
    page = browser.new_page()
    page.goto("about:blank")
    add_scripts(page)
    yield page
    page.close()


def test_a_text_of_more_than_300_characters_keeps_no_pattern_in_a_browser_either(engine: Page) -> None:
    values = ["a" * 300, "a" * 301, "\U00020bb7" * 300, "\U00020bb7" * 301]
    assert in_browser(engine, rule(pattern="[^b]+"), values) == [None, "pattern", None, "pattern"]


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("^[0-2A-Z]{3}$", "第 1 位是数字“9”，这里应是数字 0–2 或大写字母。"),
        ("^[A-Z\\u4e00-\\u9fff]{3}$", "第 1 位是数字“9”，这里应是大写字母或汉字。"),
    ],
)
def test_chinese_sets_a_space_beside_digits_and_none_between_han(browser: Browser, pattern: str, said: str) -> None:
    page = browser.new_page()
    carried = json.dumps({"formats": {"odd": {"pattern": pattern}}, "words": load_ui_strings("checks", "zh").all()})
    page.set_content(
        f'<script type="application/json" id="guide-formats">{carried}</script><input aria-label="x" data-rule="odd">'
    )
    add_scripts(page)
    page.fill("input", "9")
    expect(page.locator(".check-answer")).to_contain_text(said)
    page.close()


def in_browser(engine: Page, made: Format, values: list[str]) -> list[str | None]:
    carried = made.model_dump(mode="json", include={"pattern", "lengths", "span", "check"}, exclude_defaults=True)
    found: list[str | None] = engine.evaluate(
        "([rule, values]) => values.map((value) => guide.rules.violation(rule, value))", [carried, values]
    )
    return found


def chances(what: str = "") -> random.Random:
    return random.Random(f"{SEED} {what}")  # noqa: S311


def usccs(chance: random.Random, count: int) -> Iterator[str]:
    """Codes of the shape that python-stdnum knows, with digits in front; most with the right last character."""
    for _ in range(count):
        body = "".join(chance.choices(DIGITS, k=8)) + "".join(chance.choices(USCC, k=9))
        yield body + (uscc.calc_check_digit(body) if chance.random() < 0.8 else chance.choice(USCC))


def registration_numbers(chance: random.Random, count: int) -> Iterator[str]:
    for _ in range(count):
        body = "".join(chance.choices(DIGITS, k=14))
        yield body + (mod_11_10.calc_check_digit(body) if chance.random() < 0.8 else chance.choice(DIGITS))


def resident_ids(chance: random.Random, count: int) -> Iterator[str]:
    """Numbers of one district, for python-stdnum knows the districts; a few with days that no month has."""
    for _ in range(count):
        born = f"{chance.randint(1985, 2024)}{chance.randint(1, 12):02}{chance.randint(1, 31):02}"
        body = f"110101{born}{chance.randint(0, 999):03}"
        yield body + (ric.calc_check_digit(body + "0") if chance.random() < 0.8 else chance.choice(DIGITS + "X"))


ORACLES: dict[str, tuple[Callable[[random.Random, int], Iterator[str]], Callable[[str], bool]]] = {
    "uscc": (usccs, uscc.is_valid),
    "registration_number": (registration_numbers, mod_11_10.is_valid),
    "resident_id": (resident_ids, ric.is_valid),
}


@pytest.mark.parametrize("key", ORACLES)
def test_thousands_of_numbers_are_judged_as_python_stdnum_judges_them(engine: Page, key: str) -> None:
    make, oracle = ORACLES[key]
    values = list(make(chances(), 5000))
    expected = [bool(oracle(value)) for value in values]
    assert 500 < sum(expected) < 4900, "the values do not tell right from wrong"
    assert [violation(FORMATS[key], value) is None for value in values] == expected
    assert [found is None for found in in_browser(engine, FORMATS[key], values)] == expected


def test_letter_led_usccs_are_decided_by_the_standards_alphabet_and_not_by_the_library(engine: Page) -> None:
    chance = chances()
    values = []
    for _ in range(300):
        body = chance.choice("AHN") + "".join([*chance.choices(DIGITS, k=7), *chance.choices(USCC, k=9)])
        total = sum(USCC.index(character) * 3**place for place, character in enumerate(body))
        values.append(body + USCC[-total % 31])
    assert [violation(FORMATS["uscc"], value) for value in values] == [None] * 300
    assert in_browser(engine, FORMATS["uscc"], values) == [None] * 300
    assert not any(uscc.is_valid(value) for value in values)


@pytest.mark.parametrize(
    "value", ["91350100m000100y43", "9135-0100-M000100Y43", " 91350100M000100Y43", "91350100M000100Y43 "]
)
def test_what_the_library_tidies_up_is_refused_here(engine: Page, value: str) -> None:
    assert uscc.is_valid(value)
    assert violation(FORMATS["uscc"], value) is not None
    assert in_browser(engine, FORMATS["uscc"], [value]) != [None]


STRANGE = (
    " \t\n\u3000\u00a0\u200b\u2028\ufeff１ａＡ％￥,，。.-_—+%元万年示例省𠮷é()（）“”\\'\"<>&IOSVZioxX0123456789JMabc"
)


def mutants(made: Format, chance: random.Random, count: int) -> Iterator[str]:
    """Values near the rule: right ones, and what slips of the hand make of them."""
    right = [*made.valid, *made.invalid, ""]
    for _ in range(count):
        characters = list(chance.choice(right))
        for _ in range(chance.choice((0, 1, 1, 1, 2, 3, 8))):
            at = chance.randint(0, len(characters))
            slip = chance.randint(0, 4)
            if slip == 0:
                characters.insert(at, chance.choice(STRANGE))
            elif slip == 1 and characters:
                del characters[at % len(characters)]
            elif slip == 2 and characters:
                characters[at % len(characters)] = chance.choice(STRANGE)
            elif slip == 3 and characters:
                characters[at % len(characters)] = characters[at % len(characters)].swapcase()
            elif len(characters) > 1:
                i = at % (len(characters) - 1)
                characters[i], characters[i + 1] = characters[i + 1], characters[i]
        yield "".join(characters)


@pytest.mark.parametrize("key", FORMATS)
def test_python_and_the_browser_agree_on_every_format(engine: Page, key: str) -> None:
    made = FORMATS[key]
    values = list(mutants(made, chances(key), 1000))
    assert in_browser(engine, made, values) == [violation(made, value) for value in values]


def test_a_wrong_check_character_is_marked_where_it_stands(engine: Page) -> None:
    right = FORMATS["uscc"].valid[0]
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    carried = {"check": "uscc"}
    result = engine.evaluate("([rule, value]) => guide.explanation.explain(rule, value)", [carried, wrong])
    assert result["at"] == [len(wrong) - 1]


def test_python_and_the_browser_agree_on_leap_days(engine: Page) -> None:
    days = [f"{year}-02-{day}" for year in ("1900", "2000", "2023", "2024", "2100") for day in (28, 29, 30)]
    made = rule(check="date")
    assert in_browser(engine, made, days) == [violation(made, day) for day in days]
    assert [day for day in days if violation(made, day) is None and day.endswith("29")] == ["2000-02-29", "2024-02-29"]


@pytest.mark.parametrize(
    ("pattern", "value", "mended"),
    [
        ("[0-9]+", "0.07万", "700"),
        ("[0-9]+", "¥1,234元", "1234"),
        ("[0-9]{4}", " １２ ３４ ", "1234"),
        ("[0-9]*", " ", None),
        ("[0-9]+", "abc", None),
    ],
)
def test_several_slips_of_one_value_are_mended_together_and_nothing_is_made_of_nothing(
    engine: Page, pattern: str, value: str, mended: str | None
) -> None:
    result = engine.evaluate("([rule, value]) => guide.repair.mend(rule, value)", [{"pattern": pattern}, value])
    assert (result and result["value"]) == mended


@pytest.mark.parametrize("key", FORMATS)
def test_an_explanation_is_right_exactly_when_the_rule_is_kept(engine: Page, key: str) -> None:
    made = FORMATS[key]
    values = [value for value in mutants(made, chances(f"said {key}"), 250) if value]
    carried = made.model_dump(mode="json", include={"pattern", "lengths", "span", "check"}, exclude_defaults=True)
    told = engine.evaluate(
        "([rule, values]) => values.map((value) => guide.explanation.explain(rule, value))", [carried, values]
    )
    for value, said in zip(values, told, strict=True):
        assert (said["verdict"] == "right") == (violation(made, value) is None), value
        assert (said["verdict"] == "right") == (not said["findings"]), value
        assert all(0 <= place <= len(value) for place in said["at"]), value
        if said.get("suggestion"):
            assert violation(made, said["suggestion"]) is None, value


# ---- what the page says ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def asked(browser: Browser, demo: Path) -> Iterator[Callable[[Language, str, str, str], list[str]]]:
    """`asked(language, stage, field, value)` → the lines of the answer."""
    context = browser.new_context(viewport={"width": 375, "height": 800})
    page = context.new_page()
    page.clock.install()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))

    def ask(language: Language, stage: str, field: str, value: str) -> list[str]:
        address = (demo / ("en" if language == "en" else ".") / f"{stage}.html").resolve().as_uri()
        if page.url.partition("#")[0] != address:
            page.goto(address)
        page.evaluate(
            "field => { location.hash = field; guide.dom.unfold(document.getElementById(field).querySelector('.check')); }",
            f"field-{field}",
        )
        row = page.locator(f"#field-{field}")
        if row.locator(".check-open").get_attribute("aria-expanded") == "false":
            row.locator(".check-open").click()
        box = row.locator(".check-input")
        box.fill(value)
        page.clock.run_for(400)
        return [line.strip() for line in row.locator(".check-answer").inner_text().splitlines() if line.strip()]

    yield ask
    assert errors == []
    context.close()


SAID: list[tuple[Language, str, str, str, list[str]]] = [
    ("zh", "verify", "mobile", "13800000000", ["格式没有问题。"]),
    ("en", "verify", "mobile", "13800000000", ["The format is right."]),
    ("zh", "verify", "mobile", "1380000000", ["还没写完", "应为 11 位，还差 1 位。"]),
    ("en", "verify", "mobile", "1380000000", ["Not complete yet", "Expected 11 characters, 1 to go."]),
    ("zh", "verify", "mobile", "138000000001", ["还不对", "应为 11 位，现在是 12 位。", "138000000001"]),
    ("zh", "verify", "mobile", "12800000000", ["还不对", "第 2 位是数字“2”，这里应是数字 3–9。", "12800000000"]),
    ("zh", "verify", "mobile", "+8613800000000", ["还不对", "手机号前不要加国家代码 86。", "+8613800000000", "写成： 13800000000"]),
    ("en", "verify", "mobile", "013800000000", ["Not right yet", "Leave out the 0 before the number.", "013800000000", "Write: 13800000000"]),
    ("zh", "verify", "mobile", "138 0000 0000", ["还不对", "第 4 位是空格，中间不要加空格。", "138␣0000␣0000", "写成： 13800000000"]),
    ("en", "verify", "mobile", "１3800000000", ["Not right yet", "Character 1, “１”, is full-width: switch the input method to half-width.", "１3800000000", "Write: 13800000000"]),
    ("zh", "verify", "registration_number", "91350100M000100Y43", ["符合一般的写法，校验码也对得上；最终以页面提示为准。"]),
    ("zh", "verify", "registration_number", "911100000000000250", ["符合一般的写法，校验码也对得上；最终以页面提示为准。"]),
    ("en", "verify", "registration_number", "310115600985533", ["In the usual form, and the check character fits; the hint on the page has the last word."]),
    ("zh", "verify", "registration_number", "91350100M000100Y4A", ["不常见：请以页面提示为准", "最后一位（校验码）对不上：按前 17 位推算应是“3”，现在是“A”。多半有一位抄错了，请对照证件逐位核对。", "91350100M000100Y4A"]),
    ("en", "verify", "registration_number", "310115600985535", ["Unusual: follow the page’s hint", "The last character does not fit: by the 14 before it, it should be “3” but is “5”. One character was probably miscopied; compare them with the document one by one.", "310115600985535"]),
    ("zh", "verify", "registration_number", "91350100m000100Y43", ["不常见：请以页面提示为准", "第 9 位“m”是小写，请改成大写。", "91350100m000100Y43", "写成： 91350100M000100Y43"]),
    ("zh", "verify", "registration_number", "91350100MO00100Y43", ["不常见：请以页面提示为准", "第 10 位的字母“O”多半是数字“0”，请核对。", "91350100MO00100Y43", "可能是： 91350100M000100Y43"]),
    ("en", "verify", "registration_number", "V1350100M000100Y43", ["Unusual: follow the page’s hint", "Character 1 is the capital letter “V”; expected here: a digit or a capital letter other than I, O, S, V, Z. A Unified Social Credit Code never contains the letters I, O, S, V or Z; it is probably a misread 1, 0, 5 or 2.", "V1350100M000100Y43"]),
    ("zh", "verify", "registration_number", "91350100M000100Y4", ["还没写完", "应为 15 或 18 位，现在是 17 位。"]),
    ("zh", "verify", "bank_account", "6222-0000-0000", ["不常见：请以页面提示为准", "第 5 位是“-”，不要加分隔符。", "6222-0000-0000", "写成： 622200000000"]),
    ("en", "verify", "bank_account", "0123", ["Not complete yet", "Still to come: a digit."]),
    ("zh", "verify", "amount", "0.375", ["不常见：请以页面提示为准", "到第 4 位为止就够了，后面多出 1 位。", "0.375"]),
    ("en", "verify", "amount", "0.37元", ["Unusual: follow the page’s hint", "Character 5 is “元”: digits alone, without commas, currency sign or “元”.", "0.37元", "Write: 0.37"]),
    ("zh", "taxpayer", "certificate_number", "26352000000012345678", ["格式没有问题。"]),
    ("zh", "taxpayer", "certificate_number", "123456789012", ["还没写完", "应为 8 或 20 位，现在是 12 位。"]),
    ("en", "taxpayer", "effective_date", "2026/1/3", ["Unusual: follow the page’s hint", "Write year-month-day, with two digits each for month and day.", "Write: 2026-01-03"]),
    ("zh", "taxpayer", "effective_date", "2026-02-30", ["不常见：请以页面提示为准", "“2026-02-30”不是日历上有的日期。"]),
    ("zh", "credit-terms", "credit_line", "5,000,000", ["不常见：请以页面提示为准", "第 2 位是“,”：只写数字，不加逗号、货币符号和“元”。", "5,000,000", "写成： 5000000"]),
    ("en", "credit-terms", "credit_line", "500万", ["Unusual: follow the page’s hint", "In yuan, not in units of 10,000 (万).", "Write: 5000000"]),
    ("zh", "register", "member_name", "20260001", ["不常见：请以页面提示为准", "不能全是数字。"]),
    ("en", "register", "member_name", "示例 五金", ["Unusual: follow the page’s hint", "Character 3 is a space: leave spaces out.", "示例␣五金", "Write: 示例五金"]),
    ("zh", "quote", "unit_price", "0.00", ["不常见：请以页面提示为准", "不能是 0。"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "stage", "field", "value", "said"), SAID, ids=lambda part: str(part)[:24])
def test_the_answer_says_what_is_wrong_and_where(
    asked: Callable[..., list[str]], language: Language, stage: str, field: str, value: str, said: list[str]
) -> None:
    assert asked(language, stage, field, value) == said


def test_resident_ids_are_checked_for_their_date_and_their_last_character(engine: Page) -> None:
    carried = FORMATS["resident_id"].model_dump(
        mode="json", include={"pattern", "lengths", "span", "check"}, exclude_defaults=True
    )
    explain = "([rule, value]) => guide.explanation.explain(rule, value)"
    assert engine.evaluate(explain, [carried, "11010118000101004X"])["verdict"] == "right"
    assert engine.evaluate(explain, [carried, "11010118000101004x"])["suggestion"] == "11010118000101004X"
    assert engine.evaluate(explain, [carried, "110101180001010008"])["findings"] == [
        {"code": "check_character", "before": 17, "expected": "7", "given": "8"}
    ]
    assert engine.evaluate(explain, [carried, "110101199902300017"])["findings"] == [
        {"code": "no_birth_date", "given": "19990230"}
    ]


def test_every_field_with_a_rule_has_a_check_and_no_secret_has_one(
    browser: Browser, demo: Path, guide_context: BuildContext
) -> None:
    page = browser.new_page()
    for stage in guide_context.loaded.guide.stages:
        page.goto((demo / f"{stage.id}.html").as_uri())
        wanted = {
            field.id
            for step in stage.steps
            for field in step.fields
            if field.format and not field.secret and field.kind not in ("choice", "checkbox", "shown")
        }
        found = page.eval_on_selector_all(".check", "all => all.map((one) => one.closest('tr').dataset.field)")
        assert set(found) == wanted
    page.close()


def test_the_rules_reach_the_page_from_the_guide_alone(guide_context: BuildContext) -> None:
    structure = guide_context.structure(None)
    view = guide_context.view(structure, "zh")
    quiet = next(
        stage for stage in view.stages if not any(step.fields for step in stage.steps) or stage.id == "register"
    )
    carried = str(formats_data(view, quiet))
    assert '"member_name":{"pattern":' in carried
    assert "\\u003c" in carried or "<" not in carried
    assert '"password"' not in carried


def test_nothing_that_is_checked_is_stored_or_sent(browser: Browser, demo: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    sent: list[str] = []
    page.goto((demo / "verify.html").as_uri())
    page.on("request", lambda request: sent.append(request.url))
    row = page.locator("#field-registration_number")
    row.locator(".check-open").click()
    row.locator(".check-input").fill("91350100M000100Y43")
    row.locator(".check-answer[data-tone=right]").wait_for()
    assert elsewhere(sent) == []
    assert "91350100M000100Y43" not in page.evaluate(
        "JSON.stringify([localStorage, sessionStorage, document.cookie, location.href])"
    )
    assert row.locator(".check-input").get_attribute("autocomplete") == "off"
    assert page.locator("form").count() == page.locator("form[role=search]").count()
    context.close()


def test_a_check_is_announced_once_typing_pauses_and_opens_by_keyboard(browser: Browser, demo: Path) -> None:
    page = browser.new_page()
    page.goto((demo / "verify.html").as_uri())
    opener = page.locator("#field-mobile .check-open")
    opener.focus()
    page.keyboard.press("Enter")
    assert opener.get_attribute("aria-expanded") == "true"
    assert page.evaluate("document.activeElement.labels[0].textContent").startswith("在这里试填")
    page.keyboard.type("138")
    answer = page.locator("#field-mobile .check-answer")
    assert answer.get_attribute("role") == "status"
    assert answer.inner_text() == ""
    answer.get_by_text("还差 8 位").wait_for()
    page.close()


def elsewhere(requests: list[str]) -> list[str]:
    """Those that are not the page's own pictures, which the browser asks for when it pleases."""
    return [address for address in requests if "/assets/" not in address or "?" in address]


# ---- files -----------------------------------------------------------------------------------------


def picture(kind: str, size: tuple[int, int], **options: Any) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "white").save(made, kind, **options)
    return made.getvalue()


def camera_jpeg() -> bytes:
    """A JPG whose size stands behind 60 kB of other data, as cameras write it."""
    plain = picture("JPEG", (1600, 1200))
    return plain[:2] + b"\xff\xe1" + struct.pack(">H", 60_002) + b"\0" * 60_000 + plain[2:]


FILES: list[tuple[str, bytes, list[str]]] = [
    ("scan.jpg", picture("JPEG", (1600, 1200)), ["符合一般的要求；最终以页面提示为准。", "JPG，"]),
    ("SCAN.PNG", picture("PNG", (1200, 1600)), ["符合一般的要求；最终以页面提示为准。", "1200 × 1600 像素"]),
    ("camera.jpeg", camera_jpeg(), ["符合一般的要求；最终以页面提示为准。", "1600 × 1200 像素"]),
    ("small.png", picture("PNG", (640, 480)), ["不常见：请以页面提示为准", "图片是 640 × 480 像素，短边不到 1000，小字可能看不清。"]),
    ("scan.pdf", b"%PDF-1.7\n" + b"x" * 900, ["不常见：请以页面提示为准", "这是 PDF 文件，一般要求 JPG 或 PNG。"]),
    ("scan.gif", picture("GIF", (1200, 1200)), ["这是 GIF 文件，一般要求 JPG 或 PNG。", "1200 × 1200 像素"]),
    ("scan.bmp", picture("BMP", (1200, 1200)), ["这是 BMP 文件，一般要求 JPG 或 PNG。", "文件有 4.1 MB，超过一般的上限 2 MB，请缩小后再上传。"]),
    ("photo.jpg", picture("PNG", (1200, 1200)), ["文件名以“.jpg”结尾，内容却是 PNG，请重新保存成 JPG 或 PNG。"]),
    ("photo.heic", b"\0\0\0\x18ftypheic" + b"\0" * 500, ["许多网站打不开苹果手机的 HEIC 照片，请先另存为 JPG。"]),
    ("letter.docx", b"PK\x03\x04" + b"\0" * 500, ["认不出这个文件，它不是 JPG 或 PNG。"]),
    ("nothing.jpg", b"", ["这是一个空文件。"]),
    ("large.jpg", picture("JPEG", (1200, 1200)) + zlib.compress(b"x") + b"\0" * 2_200_000, ["超过一般的上限 2 MB，请缩小后再上传。"]),
]  # fmt: skip


@pytest.fixture(scope="module")
def uploads(browser: Browser, demo: Path) -> Iterator[Callable[[str, bytes], str]]:
    """`uploads(name, content)` → what the check of a file says of it."""
    page = browser.new_page()
    page.goto((demo / "rongyishou.html").as_uri())
    sent: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    row = page.locator("#field-licence")
    row.locator(".check-open").click()

    def choose(name: str, content: bytes) -> str:
        row.locator(".check-input").set_input_files([])
        file: FilePayload = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        row.locator(".check-input").set_input_files(file)
        row.locator(".check-answer[data-tone]").wait_for()
        return row.locator(".check-answer").inner_text()

    yield choose
    assert (elsewhere(sent), errors) == ([], [])
    page.close()


@pytest.mark.parametrize(("name", "content", "said"), FILES, ids=[name for name, _, _ in FILES])
def test_a_file_is_judged_by_its_bytes_here_in_the_page(
    uploads: Callable[[str, bytes], str], name: str, content: bytes, said: list[str]
) -> None:
    answer = uploads(name, content)
    assert [sentence for sentence in said if sentence not in answer] == []


@pytest.mark.parametrize(
    "content", [b"\xff\xd8\xff", b"\xff\xd8\xff\xe0\x00", b"\x89PNG\r\n\x1a\n\0", b"GIF89a", b"BM", b"RIFF0000WEBP"]
)
def test_a_broken_picture_is_no_reason_to_stop(uploads: Callable[[str, bytes], str], content: bytes) -> None:
    assert uploads("broken", content)


def test_a_small_screen_holds_every_open_check(browser: Browser, demo: Path) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 700})
    for language in (".", "en"):
        page.goto((demo / language / "rongyishou.html").resolve().as_uri())
        page.evaluate("document.querySelectorAll('[data-view-switch=whole]').forEach((one) => one.click())")
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        page.evaluate("document.querySelectorAll('.check-open').forEach((one) => one.click())")
        for box in page.locator(".check-input[type=text]").all():
            box.fill("９１３５０１００Ｍ０００１００Ｙ４３０００００００００００００００")
        page.locator(".check-answer[data-tone]").last.wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.close()
