"""Words to send, one for each moment: how far we are, stuck at a step, a screen that looks different. In a real browser, from files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

if TYPE_CHECKING:
    from support.browsers import Visit

pytest_plugins = ["support.browsers", "support.sites"]

GUIDE = {"": "1688 供应商入驻指南", "en/": "1688 Supplier Onboarding Guide"}


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1280, "height": 812}, reduced_motion="reduce")
    yield made
    made.close()


def copied(page: Page) -> list[str]:
    """The lines that the dialog's button puts on the clipboard."""
    page.evaluate("() => { navigator.clipboard.writeText = async (text) => { window.copied = text; }; }")
    page.locator(".dialog [data-copy-message]").click()
    expect(page.locator(".dialog .message-answer").last).not_to_be_empty()
    text: str = page.evaluate("window.copied")
    return text.splitlines()


def different(page: Page, step: str) -> Locator:
    """What is below the first picture of a step."""
    return page.locator(f"[data-step={step}] figcaption .moment-opener").first


# ---- how far we are --------------------------------------------------------------------------------


def test_telling_how_far_one_is_asks_for_nothing_else(visit: Visit) -> None:
    page = visit("index.html")
    page.locator("[data-progress-tell]").first.click()
    assert copied(page) == ["您好！我司正在按《1688 供应商入驻指南》（2026.2 版）办理。", "进度：还没有勾选任何步骤"]
    page = visit("verify.html")
    for box in page.locator("[data-tick^='step/verify/']").all()[:2]:
        box.check()
    page.locator("[data-progress-tell]").first.click()
    page.locator(".dialog [data-fills=company]").fill("示例五金制品有限公司")
    code = page.locator(".dialog .code-box [data-code]").inner_text()
    assert copied(page)[1:] == [
        "公司：示例五金制品有限公司",
        "进度：正在办理第 2 阶段（企业认证），已完成 2/6 步",
        f"进度码：{code}",
    ]


def test_who_asks_to_be_added_says_nothing_of_progress_that_was_not_ticked(visit: Visit) -> None:
    page = visit("register.html")
    lines = page.locator(".step .message [data-sent] .message-line")
    expect(lines.filter(has_text="办理进度")).to_be_hidden()
    page.locator("[data-tick='step/register/fill-form']").check()
    expect(lines.filter(has_text="办理进度")).to_have_text("办理进度：正在办理第 1 阶段（注册账号），已完成 1/3 步")


# ---- stuck -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["", "en/"])
def test_who_is_stuck_sends_step_edition_and_what_is_seen_in_chinese(visit: Visit, folder: str) -> None:
    page = visit(f"{folder}verify.html#enter-amount")
    page.locator("[data-step=enter-amount] .troubles .moment-opener").click()
    page.locator(".dialog [data-fills=seen]").fill("金额错误，\n还可以输入 2 次")
    assert copied(page) == [
        "您好！我司按《1688 供应商入驻指南》（2026.2 版）办理，在“2.6 填写收到的金额”卡住了，请指点。",
        "屏幕显示：金额错误， 还可以输入 2 次",
        f"这一步的说明：https://suppliers.example.com/demo/{folder}verify.html#enter-amount",
    ]
    reading = page.locator(".dialog .message-text:not([data-sent])")
    if folder:
        expect(reading).to_contain_text(
            "we are stuck at “2.6 Enter the amount received” of “1688 Supplier Onboarding Guide”"
        )
    else:
        expect(reading).to_have_count(0)


def test_what_is_seen_is_asked_for_before_copying(visit: Visit) -> None:
    page = visit("en/verify.html")
    page.locator(".troubles .moment-opener").first.click()
    page.locator(".dialog [data-copy-message]").click()
    expect(page.locator(".dialog .message-answer")).to_contain_text("Please fill in first: What you see")
    expect(page.locator(".dialog [data-fills=seen]")).to_be_focused()


def test_what_was_seen_at_one_step_is_not_said_of_another(visit: Visit) -> None:
    page = visit("verify.html")
    page.locator("[data-step=enter-amount] .troubles .moment-opener").click()
    page.locator(".dialog [data-fills=seen]").fill("金额错误")
    page.keyboard.press("Escape")
    page.locator("[data-step=open-workbench] .troubles .moment-opener").click()
    expect(page.locator(".dialog [data-fills=seen]")).to_have_value("")
    expect(page.locator(".dialog [data-sent]")).to_contain_text("“2.1 打开卖家工作台的认证入口”")
    page.keyboard.press("Escape")
    page.locator("[data-step=enter-amount] .troubles .moment-opener").click()
    expect(page.locator(".dialog [data-fills=seen]")).to_have_value("金额错误")


def test_a_step_without_problems_leads_from_its_card_to_the_message(visit: Visit) -> None:
    page = visit("en/verify.html#enter-amount", width=375)
    page.evaluate("document.querySelectorAll('.troubles').forEach((one) => one.remove())")
    page.evaluate("location.hash = 'choose-bank-transfer'")
    expect(page.locator("#choose-bank-transfer")).to_be_visible()
    page.locator("[data-card-stuck]").click()
    expect(page.get_by_role("dialog", name="We are stuck at this step")).to_contain_text("2.4")
    page.keyboard.press("Escape")
    expect(page.locator("[data-card-stuck]")).to_be_focused()


# ---- another screen --------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["", "en/"])
def test_below_each_picture_one_can_say_that_the_screen_looks_different(visit: Visit, folder: str) -> None:
    page = visit(f"{folder}verify.html")
    pictures = page.locator("figure.annotated")
    assert page.locator("figcaption .moment-opener").count() == pictures.count() > 0
    different(page, "choose-name-verification").click()
    page.locator(".dialog [data-fills=seen]").fill("没有“企业名称认证”")
    first, seen, link = copied(page)
    assert first == (
        "您好！《1688 供应商入驻指南》（2026.2 版）“2.2 选择企业名称认证”里的图片“我的认证：三种企业认证”和实际页面不一样。"
    )
    assert seen == "实际看到的：没有“企业名称认证”"
    assert link.endswith("verify.html#choose-name-verification")
    page.keyboard.press("Escape")
    expect(different(page, "choose-name-verification")).to_be_focused()


def test_no_message_asks_for_a_secret_and_none_is_sent_by_the_page(visit: Visit) -> None:
    page = visit("verify.html")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    different(page, "open-workbench").click()
    page.locator(".dialog [data-fills=seen]").fill("<img src=x onerror=alert(1)>")
    expect(page.locator(".dialog [data-sent]")).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator(".dialog img, .dialog input[type=password]").count() == 0
    copied(page)
    assert [url for url in requests if "/assets/" not in url or "?" in url] == []
    assert "onerror" not in page.evaluate("JSON.stringify([localStorage, sessionStorage, location.href])")
    labels = page.locator(".message-field label").all_inner_texts()
    assert not any(re.search("密码|验证码", label) and "不要写" not in label for label in labels)


def test_without_javascript_and_on_paper_there_is_nothing_that_does_not_work(
    browser: Browser, demo: Path, visit: Visit
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((demo / "verify.html").as_uri())
    assert page.locator(".moment-opener").count() == 0
    context.close()
    page = visit("verify.html")
    page.emulate_media(media="print")
    assert page.locator(".moment-opener:visible").count() == 0
