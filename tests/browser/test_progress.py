"""Progress, the code for it, and the message to the buyer's desk: in a real browser, from files."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from typer.testing import CliRunner

from guide.cli.app import app
from guide.content.progress_code import Progress, describe_progress, progress_code, read_progress_code
from guide.content.tailor import Structure, tailor
from guide.core.errors import InputError, UsageError
from guide.core.paths import guide_folder
from guide.loading.loader import load_guide
from guide.model.guide import Guide
from guide.publishing.builder import BuildContext, load_context
from support.pages import FULL_STORAGE, NO_STORAGE
from support.real import CAPTURES, STEPS

pytest_plugins = ["support.browsers", "support.sites"]

ID = "guide-1688"


# ---- the code ------------------------------------------------------------------------------------


def test_the_code_says_which_stages_are_done_to_people_too() -> None:
    assert progress_code(ID, [4, 1, 2], 6).startswith("1+2+4/6-")
    assert progress_code(ID, [], 6).startswith("0/6-")


@pytest.mark.parametrize("count", range(7))
def test_every_code_is_read_back(count: int) -> None:
    for done in itertools.combinations(range(1, 7), count):
        assert read_progress_code(ID, progress_code(ID, done, 6)) == Progress(done, 6)


def test_no_slip_of_one_character_goes_unnoticed() -> None:
    code = progress_code(ID, [1, 2, 4], 6)
    for at, other in itertools.product(range(len(code)), "0123456789+-/ABCDEFGHIJKLMNOPQRSTUVWXYZ"):
        slipped = code[:at] + other + code[at + 1 :]
        if slipped != code:
            with pytest.raises(UsageError):
                read_progress_code(ID, slipped)


def test_a_code_of_another_guide_is_refused() -> None:
    code = progress_code("another-guide", [1], 6)
    with pytest.raises(UsageError, match="does not add up: miscopied, or of another guide; ask for it again"):
        read_progress_code(ID, code)


def test_a_code_is_read_however_it_was_typed() -> None:
    code = progress_code(ID, [1, 2], 6)
    sloppy = f" {code.lower().replace('/', '／').replace('+', '＋').replace('-', '–')} "
    assert read_progress_code(ID, sloppy) == Progress((1, 2), 6)


def test_what_is_no_code_is_told_what_one_looks_like() -> None:
    with pytest.raises(
        UsageError, match=r"^hello is not a progress code, expected one such as 1\+2/6-\w\w; ask for it again$"
    ):
        read_progress_code(ID, "hello")


def test_the_desk_is_told_every_stage_by_name(guide_context: BuildContext) -> None:
    told = describe_progress(guide_context.loaded.guide, None, progress_code(ID, [1, 3], 6))
    assert told.splitlines()[:3] == [
        "2 of 6 stages done",
        "  done  1 注册账号 / Register (register)",
        "  open  2 企业认证 / Verify (verify)",
    ]


def test_a_code_of_a_buyer_with_fewer_stages_asks_for_its_name(guide_context: BuildContext) -> None:
    with pytest.raises(
        UsageError, match="comes from a guide of 5 stages, but the neutral edition has 6; name its buyer with --buyer"
    ):
        describe_progress(guide_context.loaded.guide, None, progress_code(ID, [1], 5))


def test_a_code_of_another_edition_does_not_ask_for_a_buyer_who_was_named() -> None:
    told = CliRunner().invoke(app, ["read-code", progress_code(ID, [], 6), "--buyer", "northstar"])
    assert told.exit_code == 2
    assert told.output == (
        f"{progress_code(ID, [], 6)} comes from a guide of 6 stages, but this buyer's has 5: "
        "another buyer's or an older edition; ask the supplier which guide it has\n"
    )


def test_the_command_reads_a_code_and_refuses_what_is_none() -> None:
    told = CliRunner().invoke(app, ["read-code", progress_code(ID, [1], 5), "--buyer", "northstar"])
    assert (told.exit_code, told.stdout.splitlines()[0]) == (0, "1 of 5 stages done")
    assert CliRunner().invoke(app, ["read-code", "1/6-AA"]).exit_code == 2


# ---- what changes a step -------------------------------------------------------------------------


def digests(guide: Guide, language: str = "zh") -> dict[str, str]:
    view = tailor(guide, Structure(("zh", "en"), frozenset()), language)  # type: ignore[arg-type]
    return {f"{stage.id}/{step.id}": step.digest for stage in view.stages for step in stage.steps}


def test_a_digest_is_the_same_in_every_language(guide_context: BuildContext) -> None:
    assert digests(guide_context.loaded.guide, "zh") == digests(guide_context.loaded.guide, "en")


def test_a_word_changes_the_digest_of_its_step_alone(edition_after: Path, guide_context: BuildContext) -> None:
    before, after = digests(guide_context.loaded.guide), digests(load_guide(edition_after).guide)
    assert {step for step, digest in before.items() if after[step] != digest} == {"register/tell-buyer"}


@pytest.fixture(scope="module")
def edition_after(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The guide's next edition, in which one step has changed."""
    written = STEPS.read_text(encoding="utf-8")
    assert 'edition: "2026.2"' in written
    assert written.count("采购员回复：已添加到供应商管理名录。") == 1
    written = written.replace('edition: "2026.2"', 'edition: "2026.3"')
    written = written.replace("采购员回复：已添加到供应商管理名录。", "采购员回复：已添加，请查收。")
    path = tmp_path_factory.mktemp("after") / "steps.yaml"
    path.write_text(written, encoding="utf-8")
    return path


# ---- messages in the data --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{contact}\n        - 办理进度", "{phone}\n        - 办理进度", "{phone} is no blank of this message, expected some of {code}, {company_name}, {contact}, {member_account}, {progress}; correct it"),
        ("        - 联系人和电话：{contact}\n", "", "{contact} stands nowhere, expected it since the field is asked for; write it"),
        ("    step: tell-buyer\n", "    step: tell-nobody\n", "tell-nobody is not a step of register, expected one of choose-account-type, fill-form, tell-buyer"),
        ("      - id: contact\n        label", "      - id: code\n        label", "code is filled in by the page, expected another id; rename the field"),
    ],
)  # fmt: skip
def test_a_message_with_a_fault_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    written = STEPS.read_text(encoding="utf-8")
    assert written.count(old) == 1
    path = tmp_path / "steps.yaml"
    path.write_text(written.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        load_guide(path)
    assert said in str(refused.value)


def test_a_message_goes_out_in_the_guides_main_language(guide_context: BuildContext) -> None:
    guide = guide_context.loaded.guide
    [chinese] = tailor(guide, Structure(("zh", "en"), frozenset()), "zh").messages
    [english] = tailor(guide, Structure(("zh", "en"), frozenset()), "en").messages
    [english_only] = tailor(guide, Structure(("en",), frozenset()), "en").messages
    assert (chinese.sent.language, chinese.reading) == ("zh", None)
    assert english.sent == chinese.sent
    assert english.reading is not None
    assert english.reading.language == "en"
    assert (english_only.sent.language, english_only.reading) == ("en", None)


def test_a_message_goes_with_its_stage(guide_context: BuildContext) -> None:
    assert tailor(guide_context.loaded.guide, Structure(("zh",), frozenset({"register"})), "zh").messages == ()


# ---- in the browser --------------------------------------------------------------------------------

Visit = Callable[..., Page]


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    yield made
    made.close()


@pytest.fixture
def visit(context: BrowserContext, demo: Path) -> Iterator[Visit]:
    """`visit("en/register.html", site=…)` → the page; errors of scripts, and of the page's policy, fail the test."""
    errors: list[str] = []

    def open_page(name: str, site: Path = demo) -> Page:
        page = context.pages[0] if context.pages else context.new_page()
        if not page.url.startswith("file:"):
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.on(
                "console", lambda line: errors.append(line.text) if "Content Security Policy" in line.text else None
            )
        page.goto(f"{site.as_uri()}/{name}")
        return page

    yield open_page
    assert errors == []


def read(page: Page, selector: str) -> str:
    """What a screen reader finds there: hidden words too."""
    return page.locator(selector).first.text_content() or ""


def box(page: Page, name: str) -> Any:
    return page.locator(f'[data-tick="{name}"]').first


def stored(page: Page) -> dict[str, str]:
    kept: dict[str, str] = page.evaluate(
        "Object.fromEntries(Object.entries(localStorage).filter(([key]) => key.startsWith('guide/')))"
    )
    return kept


REGISTER = ("choose-account-type", "fill-form", "tell-buyer")


def test_a_tick_is_kept_with_edition_and_digest_under_guide_buyer_and_step(
    visit: Visit, guide_context: BuildContext
) -> None:
    page = visit("register.html")
    box(page, "step/register/fill-form").check()
    [(key, tick)] = stored(page).items()
    assert key == "guide/guide-1688/demo/step/register/fill-form"
    assert json.loads(tick) == {
        "on": page.evaluate("guide.dates.today()"),
        "edition": "2026.2",
        "digest": digests(guide_context.loaded.guide)["register/fill-form"],
    }


def test_a_tick_is_there_after_a_reload_and_in_the_other_language(visit: Visit) -> None:
    box(visit("register.html"), "step/register/fill-form").check()
    assert box(visit("register.html"), "step/register/fill-form").is_checked()
    page = visit("en/register.html")
    assert box(page, "step/register/fill-form").is_checked()
    box(page, "step/register/fill-form").uncheck()
    assert stored(page) == {}


def test_another_buyers_guide_knows_nothing_of_it(visit: Visit, northstar: Path) -> None:
    box(visit("register.html"), "step/register/fill-form").check()
    page = visit("register.html", northstar)
    assert not box(page, "step/register/fill-form").is_checked()
    assert "/northstar/" in page.evaluate(
        "Object.keys(localStorage).concat('/' + document.getElementById('guide-data').dataset.buyer + '/').join()"
    )


def test_a_material_ticked_on_its_stage_is_ticked_where_it_is_described(visit: Visit) -> None:
    box(visit("register.html"), "material/business-licence").check()
    page = visit("prepare.html")
    assert box(page, "material/business-licence").is_checked()
    assert page.locator("[data-count=materials]").inner_text() == "已备好 1 / 13 项材料"


def test_a_stage_is_done_when_its_steps_are(visit: Visit) -> None:
    page = visit("en/register.html")
    whole = page.locator("[data-tick-stage=register]")
    for step in REGISTER:
        assert not whole.is_checked()
        box(page, f"step/register/{step}").check()
    assert whole.is_checked()
    assert page.locator("[data-count=stages]").inner_text() == "1 of 6 stages done"
    assert page.locator("[data-count=steps]").inner_text() == "steps 3 of 20"
    assert "(done)" in read(page, "[data-nav-stage=register] > a")
    box(page, "step/register/fill-form").uncheck()
    assert whole.evaluate("(one) => one.indeterminate")
    assert "(2 of 3 steps done)" in read(page, "[data-nav-stage=register] > a")


def test_a_whole_stage_can_be_ticked_at_once_and_shows_on_the_home_page(visit: Visit) -> None:
    page = visit("register.html")
    page.locator("[data-tick-stage=register]").check()
    assert all(box(page, f"step/register/{step}").is_checked() for step in REGISTER)
    box(visit("verify.html"), "step/verify/open-workbench").check()
    page = visit("index.html")
    assert page.locator("[data-count=stages]").inner_text() == "已完成 1 / 6 个阶段"
    for place in ("path", "overview"):
        assert "已完成" in read(page, f"[data-{place}-stage=register] a")
        assert "1/6" in read(page, f"[data-{place}-stage=verify] a")
        assert page.locator(f"[data-{place}-stage=quote] a .progress-mark").count() == 0


def test_a_new_edition_keeps_ticks_and_flags_the_step_that_has_changed(
    visit: Visit, edition_after: Path, site_of: Callable[[BuildContext, str], Path]
) -> None:
    visit("register.html").locator("[data-tick-stage=register]").check()
    page = visit("register.html", site_of(load_context(guide_folder(steps=edition_after, captures=CAPTURES)), "demo"))
    assert all(box(page, f"step/register/{step}").is_checked() for step in REGISTER)
    notes = page.locator(".tick-note")
    assert notes.count() == 1
    assert notes.inner_text().startswith(
        "您勾选之后，这里的内容有更新（当时是 2026.2 版，现在是 2026.3 版），请再看一遍。"
    )
    assert "勾选后有更新" in read(page, "[data-nav-stage=register] > a")
    assert page.locator("[data-warning=changed]").inner_text() == "您勾选之后有更新：1 处"
    notes.get_by_role("button").click()
    assert notes.count() == 0
    assert page.locator("[data-warning=changed]").count() == 0
    assert json.loads(stored(page)["guide/guide-1688/demo/step/register/tell-buyer"])["edition"] == "2026.3"


RUBBISH = ("", "1", "null", "{", "[]", '{"edition": 1}', '{"edition":"x","digest":"<b>"}', '"' + "x" * 9999 + '"')


def test_what_others_have_written_into_the_storage_is_no_tick(visit: Visit) -> None:
    page = visit("register.html")
    page.evaluate("localStorage.setItem('guide/guide-1688/demo/', 'x'); localStorage.setItem('somebody', 'else')")
    for rubbish in RUBBISH:
        page.evaluate("(text) => localStorage.setItem('guide/guide-1688/demo/step/register/fill-form', text)", rubbish)
        page.reload()
        assert not box(page, "step/register/fill-form").is_checked(), rubbish
    box(page, "step/register/fill-form").check()
    page.reload()
    assert box(page, "step/register/fill-form").is_checked()


@pytest.mark.parametrize("trouble", [NO_STORAGE, FULL_STORAGE], ids=["forbidden", "full"])
def test_without_storage_ticks_hold_for_the_page_and_say_so(
    context: BrowserContext, visit: Visit, trouble: str
) -> None:
    context.add_init_script(trouble)
    page = visit("en/register.html")
    box(page, "step/register/fill-form").check()
    assert box(page, "step/register/fill-form").is_checked()
    assert page.locator("[data-count=steps]").inner_text() == "steps 1 of 20"
    assert "does not let the page keep anything" in page.locator("[data-warning=unkept]").inner_text()
    assert not box(visit("en/register.html"), "step/register/fill-form").is_checked()


def test_clearing_asks_first_and_touches_nothing_else(visit: Visit, northstar: Path) -> None:
    box(visit("register.html", northstar), "step/register/fill-form").check()
    page = visit("register.html")
    page.evaluate("localStorage.setItem('somebody', 'else')")
    page.locator("[data-tick-stage=register]").check()
    page.locator("[data-progress-reset]").click()
    assert page.evaluate("document.activeElement.textContent") == "保留"
    page.keyboard.press("Enter")
    assert len(stored(page)) == 4
    page.locator("[data-progress-reset]").click()
    page.get_by_role("button", name="清除", exact=True).click()
    assert list(stored(page)) == ["guide/guide-1688/northstar/step/register/fill-form"]
    assert page.evaluate("localStorage.getItem('somebody')") == "else"
    assert not page.locator("[data-tick-stage=register]").is_checked()
    assert page.locator(".progress-answer").inner_text() == "已清除全部勾选。"


def test_a_tick_in_one_tab_shows_in_the_other(context: BrowserContext, demo: Path) -> None:
    first, second = context.new_page(), context.new_page()
    for page in (first, second):
        page.goto((demo / "register.html").as_uri())
    box(first, "step/register/fill-form").check()
    second.locator('[data-tick="step/register/fill-form"]:checked').wait_for(state="attached")
    assert second.locator("[data-count=steps]").inner_text() == "步骤 1 / 20"


def test_a_keyboard_is_enough(visit: Visit) -> None:
    page = visit("register.html")
    box(page, "step/register/choose-account-type").focus()
    page.keyboard.press("Space")
    assert box(page, "step/register/choose-account-type").is_checked()
    outline = box(page, "step/register/choose-account-type").evaluate("(one) => getComputedStyle(one).outlineStyle")
    assert outline != "none"


# ---- the message -------------------------------------------------------------------------------------


def test_the_code_on_the_page_is_the_one_that_the_desk_reads(visit: Visit, northstar: Path) -> None:
    for site, total in ((None, 6), (northstar, 5)):
        page = visit("register.html", site) if site else visit("register.html")
        page.locator("[data-tick-stage=register]").check()
        page.locator("[data-progress-tell]").click()
        code = page.locator(".dialog [data-code]").inner_text()
        assert read_progress_code(ID, code) == Progress((1,), total)


def fill_message(page: Page, root: str) -> None:
    page.locator(f"{root} [data-fills=member_account]").fill("示例五金2026")
    page.locator(f"{root} [data-fills=company_name]").fill("示例<b>五金</b>制品有限公司")


def copied(page: Page, root: str) -> str:
    """What the button puts on the clipboard."""
    page.evaluate(
        "() => { navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }; }"
    )
    page.locator(f"{root} [data-copy-message]").click()
    page.locator(f"{root} .message-answer:not(:empty)").wait_for()
    text: str = page.evaluate("window.copied")
    return text


@pytest.mark.parametrize("name", ["register.html", "en/register.html"])
def test_the_message_is_copied_in_chinese_with_what_was_typed(visit: Visit, name: str) -> None:
    page = visit(name)
    fill_message(page, ".step .message")
    page.locator("[data-tick='step/register/fill-form']").check()
    code = page.locator(".step [data-sent] [data-blank=code]").inner_text()
    greeting, *lines = copied(page, ".step .message").splitlines()
    assert "示例重工集团有限公司（虚构）" in greeting
    assert lines == [
        "1688 会员账号：示例五金2026",
        "公司名称：示例<b>五金</b>制品有限公司",
        "办理进度：正在办理第 1 阶段（注册账号），已完成 1/3 步",
        f"进度码：{code}",
    ]


def test_a_blank_that_looks_wrong_is_spoken_of_and_a_right_one_is_not(visit: Visit) -> None:
    page = visit("en/register.html")
    blank = page.locator(".step .message-field").first
    blank.locator("input").fill("示例 五金")
    blank.get_by_text("Please look again").wait_for()
    assert "Character 3 is a space: leave spaces out." in blank.inner_text()
    blank.locator("input").fill("示例五金")
    blank.locator(".check-answer:empty").wait_for(state="attached")


def test_an_optional_blank_brings_its_line_along(visit: Visit) -> None:
    page = visit("register.html")
    fill_message(page, ".step .message")
    page.locator(".step [data-fills=contact]").fill("张三 13800000000")
    assert "联系人和电话：张三 13800000000" in copied(page, ".step .message")


def test_an_english_page_shows_what_the_chinese_message_says(visit: Visit) -> None:
    page = visit("en/register.html")
    page.locator("[data-tick-stage=register]").check()
    fill_message(page, ".step .message")
    reading = page.locator(".step .message-text:not([data-sent])")
    assert "Company name: 示例<b>五金</b>制品有限公司" in reading.inner_text()
    assert "Progress: 1 of 6 stages done: 1 Register" in reading.inner_text()
    assert page.locator(".step [data-sent]").get_attribute("lang") == "zh-Hans"


def test_an_empty_blank_is_asked_for_before_copying(visit: Visit) -> None:
    page = visit("en/register.html")
    page.locator(".step [data-copy-message]").click()
    answer = page.locator(".step .message-answer")
    assert answer.inner_text() == "Please fill in first: 1688 member account (the main account’s member name)"
    assert page.evaluate("document.activeElement.dataset.fills") == "member_account"


def test_what_is_typed_is_neither_stored_nor_sent_and_stays_while_the_page_is_open(visit: Visit) -> None:
    page = visit("register.html")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    fill_message(page, ".step .message")
    page.locator("[data-progress-tell]").click()
    page.locator(".dialog [data-fills=company]").fill("示例五金制品有限公司")
    copied(page, ".dialog .message")
    page.keyboard.press("Escape")
    page.locator("[data-progress-tell]").click()
    assert page.locator(".dialog [data-fills=company]").input_value() == "示例五金制品有限公司"
    everything = page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie, location.href])")
    assert "示例五金" not in everything
    assert [address for address in sent if "/assets/" not in address] == []
    assert visit("register.html").locator(".step [data-fills=member_account]").input_value() == ""


def test_the_dialog_keeps_the_focus_and_gives_it_back(visit: Visit) -> None:
    page = visit("index.html")
    opener = page.locator("[data-progress-tell]")
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="把进度告诉采购商")
    assert dialog.is_visible()
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('.dialog').contains(document.activeElement)")
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        assert page.evaluate("document.querySelector('.dialog').contains(document.activeElement)")
    page.keyboard.press("Escape")
    assert dialog.count() == 0
    assert opener.evaluate("(one) => one === document.activeElement")


def test_a_browser_without_a_clipboard_copies_the_old_way(visit: Visit) -> None:
    page = visit("register.html")
    fill_message(page, ".step .message")
    page.evaluate("() => { Object.defineProperty(navigator, 'clipboard', { value: undefined }); }")
    page.evaluate(
        "() => { document.execCommand = () => { window.copied = document.activeElement.value; return true; }; }"
    )
    page.locator(".step [data-copy-message]").click()
    assert "1688 会员账号：示例五金2026\n" in page.evaluate("window.copied")
    assert page.evaluate("document.activeElement.matches('[data-copy-message]')")
    assert page.locator("textarea").count() == 0


def test_a_browser_that_copies_nothing_leaves_the_text_selected(visit: Visit) -> None:
    page = visit("register.html")
    fill_message(page, ".step .message")
    page.evaluate("() => { Object.defineProperty(navigator, 'clipboard', { value: undefined }); }")
    page.evaluate("() => { document.execCommand = () => false; }")
    page.locator(".step [data-copy-message]").click()
    assert page.locator(".step .message-answer").inner_text() == "没能自动复制，文字已经选中，请手动复制。"
    assert "示例五金2026" in page.evaluate("getSelection().toString()")


# ---- without JavaScript, on paper, on small screens ------------------------------------------------------


def test_without_javascript_there_is_a_message_with_blanks_and_nothing_that_does_not_work(
    browser: Browser, demo: Path
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((demo / "register.html").as_uri())
    assert page.locator(".step .message-text").is_visible()
    assert "1688 会员账号：＿＿" in page.locator(".step .message-text").inner_text()
    assert "进度码" not in page.locator(".step .message-text").inner_text()
    for part in ("[data-tick]", ".progress", ".message-fields", "[data-copy-message]", "[data-progress-reset]"):
        assert not page.locator(part).first.is_visible(), part
    page.emulate_media(media="print")
    assert box(page, "step/register/fill-form").is_visible()
    context.close()


def test_paper_has_empty_boxes_whatever_is_ticked(visit: Visit) -> None:
    page = visit("register.html")
    box(page, "step/register/fill-form").check()
    page.emulate_media(media="print")
    drawn = box(page, "step/register/fill-form").evaluate(
        "(one) => [getComputedStyle(one).backgroundColor, getComputedStyle(one, '::after').content]"
    )
    assert drawn == ["rgb(255, 255, 255)", "none"]
    assert not page.locator(".progress").first.is_visible()


@pytest.mark.parametrize("name", ["index.html", "prepare.html", "en/register.html#end_"])
def test_a_small_screen_holds_it_all(visit: Visit, name: str) -> None:
    page = visit("register.html")
    page.locator("[data-tick-stage=register]").check()
    box(page, "material/business-licence").check()
    page.set_viewport_size({"width": 320, "height": 640})
    page.evaluate(
        'Object.keys(localStorage).forEach((key) => localStorage.setItem(key, \'{"edition":"1999.12","digest":"00000000"}\'))'
    )
    page = visit(name)
    if page.locator("[data-progress-tell]").count():
        page.locator("[data-progress-reset]").click()
        page.locator(".progress-ask button").last.click()
        page.locator("[data-progress-tell]").click()
        page.locator(".dialog [data-fills=company]").fill("示例五金制品有限公司" * 6)
        assert page.evaluate(
            "document.querySelector('.dialog-body').scrollWidth <= document.querySelector('.dialog-body').clientWidth"
        )
    assert page.evaluate("document.documentElement.scrollWidth") == 320
