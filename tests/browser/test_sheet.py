"""What to prepare, and the data sheet: typed once, kept only if the reader agrees, shown where it is asked for, never sent."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect
from pypdf import PdfReader

from support.pages import FULL_STORAGE, NO_STORAGE

pytest_plugins = ["support.browsers", "support.sites"]

KEY = "guide/guide-1688/demo/sheet"
COMPANY = "泉州市示例机电有限公司"
STAGES = ("register", "verify", "taxpayer", "rongyishou", "credit-terms", "quote")
PAGES = ("index", "prepare", *STAGES, "faq", "glossary", "about")
COPIES = "navigator.clipboard.writeText = (text) => { (window.copied = window.copied || []).push(text); return Promise.resolve(); };"
AXE = AXE_FILE_PATH.read_text(encoding="utf-8")
FINDINGS = """axe.run(document, { resultTypes: ["violations"], rules: { "target-size": { enabled: true } } })
  .then(found => found.violations.map(rule => [rule.id, rule.nodes.map(node => node.html)]))"""
Visit = Callable[..., Page]


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 375, "height": 812}, reduced_motion="reduce")
    yield made
    made.close()


@pytest.fixture
def visit(context: BrowserContext, demo: Path) -> Visit:
    """`visit("prepare.html")` → that page of the sample buyer's site, in the same browser as before."""
    page = context.new_page()

    def go(name: str, site: Path = demo) -> Page:
        page.goto("about:blank")
        page.goto((site / name.partition("#")[0]).as_uri() + "".join(name.partition("#")[1:]))
        return page

    return go


def fill(page: Page, keep: bool = True, **values: str) -> None:
    if keep:
        page.locator("[data-sheet-keep]").check()
    for row, value in values.items():
        page.locator(f"[data-sheet={row.replace('_', '-')}]").fill(value)


def kept(page: Page) -> str | None:
    found: str | None = page.evaluate("(key) => localStorage.getItem(key)", KEY)
    return found


# --------------------------------------------------------------------------------------------------
# What to prepare


@pytest.mark.parametrize("name", ["prepare.html", "en/prepare.html"])
def test_the_page_is_short_and_begins_with_the_boxes(visit: Visit, name: str) -> None:
    page = visit(name)
    assert page.evaluate("document.documentElement.scrollHeight") <= 812 * 7.2
    assert page.locator("[data-tick]").first.evaluate("box => box.getBoundingClientRect().top") < 700
    assert page.locator(".material [data-tick]").count() == 13
    assert page.locator(".material details[open]").count() == 0


def test_materials_stand_under_who_has_them(visit: Visit) -> None:
    page = visit("en/prepare.html")
    groups = {
        heading.text_content(): heading.evaluate("h => [...h.nextElementSibling.querySelectorAll('h3')].map(n => n.id)")
        for heading in page.locator("h2[id^=from_]").all()
    }
    assert list(groups) == [
        "Your finance staff",
        "Your sales staff",
        "Your legal representative",
        "The buyer’s purchasing agent",
    ]
    assert groups["Your sales staff"] == ["contact-mobile", "quotation-data"]
    assert groups["The buyer’s purchasing agent"] == ["buyer-main-account"]


def test_a_link_to_a_material_opens_it(visit: Visit) -> None:
    page = visit("prepare.html#uscc")
    assert page.locator("details:has(> summary > #uscc)").get_attribute("open") is not None
    assert page.locator("#uscc").evaluate("one => one.getBoundingClientRect().top") < 300
    assert page.locator(".material details[open]").count() == 1


def test_a_keyboard_ticks_and_unfolds(visit: Visit) -> None:
    page = visit("prepare.html")
    page.locator("[data-tick='material/uscc']").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("[data-tick='material/uscc']").is_checked()
    assert page.locator(".material details[open] h3").get_attribute("id") == "uscc"


def test_without_scripts_the_sheet_is_a_table_with_blanks(browser: Browser, demo: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((demo / "prepare.html").as_uri())
    assert page.locator(".sheet-input:visible").count() == 13
    for gone in ("[data-sheet-keep]", "[data-sheet-print]", "[data-forget]", ".material [data-tick]"):
        assert page.locator(gone).count() > 0, gone
        assert page.locator(f"{gone}:visible").count() == 0, gone
    context.close()


# --------------------------------------------------------------------------------------------------
# Typed once


def test_nothing_is_kept_before_the_reader_agrees(visit: Visit) -> None:
    page = visit("prepare.html")
    assert not page.locator("[data-sheet-keep]").is_checked()
    fill(page, keep=False, company_name=COMPANY)
    assert page.evaluate("localStorage.length") == 0
    assert page.evaluate("sessionStorage.length") == 0
    assert visit("prepare.html").locator("[data-sheet=company-name]").input_value() == ""


def test_what_is_kept_is_there_again_in_both_languages_and_beside_every_field_that_asks_for_it(visit: Visit) -> None:
    fill(visit("prepare.html"), company_name=COMPANY, mobile_number="13800000000")
    page = visit("en/prepare.html")
    assert page.locator("[data-sheet-keep]").is_checked()
    assert page.locator("[data-sheet=company-name]").input_value() == COMPANY
    for name in ("register", "verify", "taxpayer", "rongyishou"):
        page = visit(f"{name}.html")
        assert COMPANY in page.locator(".own-typed").all_text_contents(), name
    page = visit("en/register.html#field-company_name")
    row = page.locator("#field-company_name")
    assert row.locator(".own-value").inner_text() == f"Yours: {COMPANY}"
    assert row.locator(".own-typed").get_attribute("lang") == "zh-Hans"
    assert row.locator(".example").is_visible()
    page.evaluate(f"() => {{ {COPIES} }}")
    row.locator(".own-value .copy").click()
    expect(row.locator(".own-value .copy.is-done")).to_be_visible()
    assert page.evaluate("window.copied") == [COMPANY]


def test_secrets_and_what_the_buyer_has_decided_are_not_asked_for(visit: Visit) -> None:
    page = visit("prepare.html")
    rows = page.locator("[data-sheet]").evaluate_all("inputs => inputs.map(one => one.dataset.sheet)")
    assert not [row for row in rows if re.search("password|code", row)]
    assert "buyer-main-account" not in rows
    assert "shiliheavydemo" in page.locator(".sheet").inner_text()


def test_no_longer_kept_is_deleted_at_once_and_stays_on_the_page(visit: Visit) -> None:
    page = visit("prepare.html")
    fill(page, company_name=COMPANY)
    assert COMPANY in (kept(page) or "")
    page.locator("[data-sheet-keep]").uncheck()
    assert kept(page) is None
    assert page.locator("[data-sheet=company-name]").input_value() == COMPANY
    assert visit("register.html").locator(".own-value").count() == 0


def test_a_wrong_value_is_told_beside_it_with_what_to_write_instead(visit: Visit) -> None:
    page = visit("prepare.html")
    fill(page, registration_number="91350100m000100y43", company_bank_account="1234567890123456789")
    answer = page.locator(".sheet-cell:has([data-sheet=registration-number]) .check-answer")
    expect(answer).to_contain_text("小写")
    expect(answer.locator("code")).to_have_text("91350100M000100Y43")
    described = page.locator("[data-sheet=registration-number]").get_attribute("aria-describedby")
    assert described == answer.get_attribute("id")
    assert page.locator(".check-answer[data-tone]").count() == 1
    expect(visit("prepare.html").locator(".check-answer[data-tone]")).to_have_count(1)  # what was kept is checked too


def test_a_value_is_copied_from_the_sheet(visit: Visit) -> None:
    page = visit("prepare.html")
    page.evaluate(f"() => {{ {COPIES} }}")
    copy = page.locator(".sheet-cell:has([data-sheet=company-name]) .copy")
    assert copy.is_disabled()
    fill(page, keep=False, company_name=f" {COMPANY} ")
    copy.click()
    expect(page.locator(".sheet .copy.is-done")).to_be_visible()
    assert page.evaluate("window.copied") == [COMPANY]
    assert copy.get_attribute("aria-label") == "复制 “企业名称”"


def test_telephones_show_the_keys_that_are_needed(visit: Visit) -> None:
    page = visit("prepare.html")
    modes = {
        row: page.locator(f"[data-sheet={row}]").get_attribute("inputmode")
        for row in ("mobile-number", "company-bank-account", "registration-number", "amount-received", "effective-date")
    }
    assert modes == {
        "mobile-number": "tel",
        "company-bank-account": "numeric",
        "registration-number": "text",
        "amount-received": "decimal",
        "effective-date": "text",
    }


HOSTILE = '<img src=x onerror="document.title=1"><script>document.title=2</script>&amp;'


def test_a_hostile_value_is_text_everywhere(visit: Visit) -> None:
    fill(visit("prepare.html"), company_name=HOSTILE)
    page = visit("register.html")
    assert page.locator("#field-company_name .own-typed").text_content() == HOSTILE
    assert page.locator("#field-company_name .own-value img").count() == 0
    assert page.title() not in ("1", "2")


RUBBISH = (
    "",
    "1",
    "null",
    "[]",
    "{",
    '"x"',
    '{"company-name":{"a":1},"mobile-number":7}',
    '{"__proto__":"x","constructor":"y"}',
)


def test_what_others_have_written_into_the_storage_is_no_value(visit: Visit) -> None:
    for rubbish in RUBBISH:
        page = visit("index.html")
        page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, rubbish])
        assert visit("register.html").locator(".own-value").count() == 0, rubbish
        filled = visit("prepare.html").locator("[data-sheet]").evaluate_all("all => all.map(one => one.value).join('')")
        assert filled == "", rubbish


@pytest.mark.parametrize("trouble", [NO_STORAGE, FULL_STORAGE], ids=["forbidden", "full"])
def test_without_storage_the_sheet_works_on_its_page_and_says_so(
    context: BrowserContext, visit: Visit, trouble: str
) -> None:
    context.add_init_script(trouble)
    page = visit("en/prepare.html")
    fill(page, keep=False, company_name=COMPANY)
    page.locator("[data-sheet-keep]").click()
    assert not page.locator("[data-sheet-keep]").is_checked()
    assert "does not let the page keep anything" in page.locator("[data-sheet-kept]").inner_text()
    assert page.locator("[data-sheet=company-name]").input_value() == COMPANY
    assert page.locator(".sheet-cell:has([data-sheet=company-name]) .copy").is_enabled()


def test_two_tabs_that_keep_the_sheet_show_the_same(context: BrowserContext, demo: Path) -> None:
    first, second, stage = (context.new_page() for _ in range(3))
    for page, name in ((first, "prepare"), (second, "prepare"), (stage, "register")):
        page.goto((demo / f"{name}.html").as_uri())
    fill(first, company_name="甲公司")
    second.reload()
    fill(first, mobile_number="13800000000")
    expect(second.locator("[data-sheet=mobile-number]")).to_have_value("13800000000")
    fill(second, company_name=COMPANY)
    expect(first.locator("[data-sheet=company-name]")).to_have_value(COMPANY)
    expect(first.locator("[data-sheet=mobile-number]")).to_have_value("13800000000")
    expect(stage.locator("#field-company_name .own-typed")).to_have_text(COMPANY)
    first.locator("[data-sheet-keep]").uncheck()
    expect(second.locator("[data-sheet=company-name]")).to_have_value("")
    expect(stage.locator(".own-value")).to_have_count(0)


# --------------------------------------------------------------------------------------------------
# Forgotten


def test_another_buyers_guide_knows_nothing_of_it(visit: Visit, northstar: Path) -> None:
    fill(visit("prepare.html"), company_name=COMPANY)
    page = visit("prepare.html", northstar)
    assert page.locator("[data-sheet=company-name]").input_value() == ""
    assert visit("register.html", northstar).locator(".own-value").count() == 0


@pytest.mark.parametrize("name", ["prepare.html", "about.html#kept_"])
def test_forgetting_asks_first_and_takes_all_of_this_guide_and_buyer_alone(
    visit: Visit, northstar: Path, name: str
) -> None:
    fill(visit("prepare.html", northstar), company_name="北辰的供应商")
    page = visit("prepare.html")
    fill(page, company_name=COMPANY)
    page.locator("[data-tick='material/uscc']").check()
    page.evaluate("localStorage.setItem('guide/guide-1688/demo/choice/view', 'whole'); localStorage.setItem('x', 'y')")
    page.evaluate("localStorage.setItem('guide/guide-1688/demo-2/sheet', '{}')")
    others = {"guide/guide-1688/northstar/sheet", "guide/guide-1688/demo-2/sheet", "x"}
    page = visit(name)
    page.locator("[data-forget]").click()
    assert page.evaluate("document.activeElement.textContent") == "保留"
    page.keyboard.press("Enter")
    assert COMPANY in (kept(page) or "")
    page.locator("[data-forget]").click()
    page.get_by_role("button", name="全部删除").click()
    assert set(page.evaluate("Object.keys(localStorage)")) == others
    expect(page.locator(".progress-answer")).to_have_text("已全部删除。")
    if name == "prepare.html":
        assert page.locator("[data-sheet=company-name]").input_value() == ""
        assert not page.locator("[data-sheet-keep]").is_checked()
        assert not page.locator("[data-tick='material/uscc']").is_checked()
        fill(page, keep=False, company_name=COMPANY)
        assert set(page.evaluate("Object.keys(localStorage)")) == others


def test_clearing_progress_leaves_the_sheet(visit: Visit) -> None:
    fill(visit("prepare.html"), company_name=COMPANY)
    page = visit("register.html#end_")
    page.locator("[data-tick-stage=register]").check()
    page.locator("[data-progress-reset]").click()
    page.get_by_role("button", name="清除", exact=True).click()
    assert page.evaluate("Object.keys(localStorage)") == [KEY]


def test_every_page_leads_to_what_is_kept(visit: Visit) -> None:
    page = visit("index.html")
    page.locator(".site-footer a[href='about.html#kept_']").click()
    assert page.locator("[data-forget]").is_visible()


# --------------------------------------------------------------------------------------------------
# For everybody


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_a_sheet_in_use(visit: Visit, scheme: Literal["light", "dark"]) -> None:
    page = visit("en/prepare.html")
    page.emulate_media(color_scheme=scheme)
    fill(page, company_name=COMPANY, registration_number="91350100m000100y43")
    expect(page.locator(".check-answer[data-tone]")).to_be_visible()
    page.locator("[data-forget]").click()
    page.evaluate("scrollTo(0, 0)")
    page.evaluate(AXE)
    assert page.evaluate(FINDINGS) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    page = visit("en/register.html#field-company_name")
    assert page.locator(".own-value").first.is_visible()
    page.evaluate("scrollTo(0, 0)")
    page.evaluate(AXE)
    assert page.evaluate(FINDINGS) == []


def test_the_sheet_fits_a_narrow_screen(context: BrowserContext, visit: Visit) -> None:
    page = visit("en/prepare.html")
    page.set_viewport_size({"width": 320, "height": 640})
    fill(page, company_name="Averylongnamewithoutanyspace" * 4, registration_number="O" * 60)
    expect(page.locator(".check-answer[data-tone]").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page = visit("en/register.html#field-company_name")
    assert page.locator(".own-value").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


# --------------------------------------------------------------------------------------------------
# Never sent


def test_the_sheet_never_travels(context: BrowserContext, demo: Path) -> None:
    """A canary in every row is in no request, address, link, message, code or cookie of any page."""
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(f"{request.url} {request.post_data or ''} {request.all_headers()}")

    context.on("request", note)
    context.add_init_script(COPIES)
    page = context.new_page()
    page.goto((demo / "prepare.html").as_uri())
    page.locator("[data-sheet-keep]").check()
    for at, box in enumerate(page.locator("[data-sheet]").all()):
        box.fill(f"Canary{at}x")
    page.locator("[data-sheet]").first.press("Enter")
    said: list[str] = []
    for name in [f"{folder}{name}" for folder in ("", "en/") for name in PAGES]:
        page.goto((demo / f"{name}.html").as_uri())
        for box in page.locator("[data-tick]:visible").all()[:2]:
            box.check()
        if page.locator("[data-progress-tell]:visible").count():
            page.locator("[data-progress-tell]:visible").first.click()
            for blank in page.locator(".dialog [data-fills]").all():
                blank.fill("示例")
            for button in page.locator(".dialog [data-copy-message], .dialog [data-copy-code]").all():
                button.click()
            said.append(page.locator(".dialog").evaluate("dialog => dialog.outerHTML"))
        said += page.evaluate(
            """() => [location.href, document.cookie, document.title, window.name, JSON.stringify(history.state),
                      JSON.stringify(window.copied || []), JSON.stringify({ ...sessionStorage }),
                      ...Array.from(document.querySelectorAll("[href], [src], [action], [download]"), part =>
                        ["href", "src", "action", "download"].map(key => part.getAttribute(key)).join(" "))]"""
        )
    assert len(asked) > len(PAGES)
    assert any("示例" in text for text in said)
    assert [text for text in (*asked, *said) if "Canary" in text or "canary" in text] == []
    page.goto((demo / "register.html").as_uri())
    assert "Canary" in page.locator(".own-typed").first.inner_text()


# --------------------------------------------------------------------------------------------------
# On paper


def words_of(text: str) -> str:
    """Without spaces, and with the characters that look like others told apart."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize("filled", [True, False], ids=["filled in", "blank"])
def test_the_sheet_is_printed_alone_on_one_page(visit: Visit, tmp_path: Path, filled: bool) -> None:
    page = visit("prepare.html")
    page.evaluate("window.print = () => { window.printed = true; }")
    long = "泉州市" + "示例机电" * 12 + "有限公司"
    if filled:
        fill(page, keep=False, company_name=long)
    page.locator("[data-sheet-print]").click()
    assert page.evaluate("window.printed")
    page.pdf(path=tmp_path / "sheet.pdf", format="A4")
    pages = PdfReader(tmp_path / "sheet.pdf").pages
    text = words_of(pages[0].extract_text())
    assert len(pages) == 1
    assert text.startswith("资料单")
    assert "企业银行账号" in text
    assert (long in text) == filled
    for other in ("贵公司财务人员", "怎样用这张清单", "全部忘记", "上一页"):
        assert other not in text
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.pdf(path=tmp_path / "page.pdf", format="A4")
    assert "贵公司财务人员" in words_of(PdfReader(tmp_path / "page.pdf").pages[0].extract_text())
