"""For everybody: what axe says of every page and state, dark without scripts, Chinese that says that it is Chinese."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, BrowserContext, Page, expect

from guide.content.colour import accent
from guide.loading.loader import load_buyer
from guide.publishing.builder import BuildContext, BuildOptions
from support.small import write

pytest_plugins = ["support.browsers", "support.sites"]

STAGES = ("register", "verify", "taxpayer", "rongyishou", "credit-terms", "quote")
PAGES = ("index", "prepare", *STAGES, "faq", "glossary", "about")
FOLDERS = ("", "en/")
EVERY = ["404.html", *(f"{folder}{name}.html" for folder in FOLDERS for name in PAGES)]

AXE = AXE_FILE_PATH.read_text(encoding="utf-8")
# Every rule that axe has by default, and that targets are large enough or far enough from each other.
RUN = "axe.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } })"
WAYS = [(375, "light"), (375, "dark"), (1280, "dark"), (1280, "light")]


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    yield made
    made.close()


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds wrong with the page as it is."""
    if not page.evaluate("!!window.axe"):
        page.evaluate(AXE)
    found = page.evaluate(RUN)
    assert found["passes"], "axe did not run"
    return [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found["violations"]]


def ground(page: Page) -> str:
    """The colour of the page's ground."""
    made: str = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    return made


PAPER, NIGHT = "rgb(255, 255, 255)", "rgb(21, 24, 29)"


@pytest.mark.parametrize("path", EVERY)
def test_axe_finds_nothing(context: BrowserContext, demo: Path, path: str) -> None:
    page = context.new_page()
    page.goto((demo / path).as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    # Styles are the same in every language and on every page of a kind: one of each is seen in all four ways.
    in_all = path in ("prepare.html", "verify.html")
    for width, scheme in WAYS if in_all else WAYS[1:2] if path.startswith("en/") else WAYS[::2]:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert violations(page) == [], (width, scheme)


# --------------------------------------------------------------------------------------------------
# The same while something is open


def search(page: Page) -> None:
    page.locator("[data-search-open]").click()
    page.locator(".search-input").press_sequentially("1688")
    expect(page.locator(".search-result").first).to_be_visible()


def menu(page: Page) -> None:
    if page.locator("[data-menu-switch]").is_visible():
        page.locator("[data-menu-switch]").click()
        expect(page.locator(".site-nav")).to_be_visible()


def to_card(page: Page, step: str) -> None:
    """Shows that step, if the stage is shown one step at a time."""
    page.evaluate("step => { location.hash = step; }", step)
    expect(page.locator(f"[id={step}]")).to_be_in_viewport()


def picture(page: Page) -> None:
    to_card(page, "choose-name-verification")
    page.locator("figure .zoom:visible").first.click()
    expect(page.locator(".lightbox")).to_be_visible()
    page.keyboard.press("ArrowRight")


def checks(page: Page) -> None:
    to_card(page, "fill-company-form")
    for number, typed in enumerate(("91350100M000100Y44", "000000000000001", "6217")):
        page.evaluate("number => { guide.dom.unfold(document.querySelectorAll('.check')[number]); }", number)
        page.locator(".check-open").nth(number).click()
        page.locator(".check-input").nth(number).fill(typed)
        expect(page.locator(".check-answer[data-tone]").nth(number)).to_be_visible()


def ticks(page: Page) -> None:
    for box in page.locator("[data-tick]:visible").all()[:4]:
        box.check()
    to_card(page, "end_")
    page.locator("[data-tick-stage]").check()
    page.locator("[data-progress-reset]:visible").first.click()
    expect(page.locator(".progress-ask").first).to_be_visible()


def message(page: Page) -> None:
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.resolve(); }")
    page.locator("[data-progress-tell]:visible, [data-stuck]:visible").first.click()
    for box in page.locator(".dialog [data-fills]").all():
        box.fill("深圳样例电子")
    page.locator(".dialog [data-copy-message]").first.click()
    expect(page.locator(".dialog .message .message-answer").first).not_to_be_empty()


def different(page: Page) -> None:
    page.locator("figcaption .moment-opener").first.evaluate("opener => opener.click()")
    page.locator(".dialog [data-fills]").first.fill("深圳样例电子")


def share(page: Page) -> None:
    page.locator("[data-share]").first.evaluate("opener => opener.click()")
    expect(page.locator(".qr")).to_be_visible()


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize(
    "opened", [menu, search, picture, checks, ticks, message, different, share], ids=lambda opened: opened.__name__
)
def test_axe_finds_nothing_while_something_is_open(
    context: BrowserContext, demo: Path, opened: Callable[[Page], None], folder: str
) -> None:
    width, scheme = WAYS[2] if folder else WAYS[0]
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto((demo / folder / "verify.html").as_uri())
    opened(page)
    page.evaluate("scrollTo(0, 0)")  # what lies half under the header is no small target
    assert violations(page) == []


# --------------------------------------------------------------------------------------------------
# Light and dark


@pytest.mark.parametrize("path", ["index.html", "en/verify.html", "404.html"])
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_page_is_dark_where_the_device_is(browser: Browser, demo: Path, path: str, scripts: bool) -> None:
    context = browser.new_context(java_script_enabled=scripts, color_scheme="dark")
    page = context.new_page()
    page.goto((demo / path).as_uri())
    dark = ground(page)
    channels = [int(part) for part in dark.removeprefix("rgb(").removesuffix(")").split(",")]
    assert max(channels) < 60
    page.emulate_media(color_scheme="light")
    assert ground(page) == PAPER
    page.emulate_media(color_scheme="dark", media="print")
    assert path == "404.html" or ground(page) == PAPER
    context.close()


def test_the_accent_is_the_one_for_the_ground_without_scripts_too(browser: Browser, demo: Path) -> None:
    context = browser.new_context(java_script_enabled=False, color_scheme="dark")
    page = context.new_page()
    page.goto((demo / "verify.html").as_uri())
    colours = accent("#1f4e8c")
    for scheme, colour in (("dark", colours.on_night), ("light", colours.on_paper)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        shown = page.locator(".page a[href]").first.evaluate("link => getComputedStyle(link).color")
        assert shown == f"rgb({', '.join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))})"
    context.close()


def test_the_readers_choice_is_kept_and_given_up_again(browser: Browser, demo: Path) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto((demo / "index.html").as_uri())
    page.locator("[data-scheme-switch]").click()
    assert ground(page) == PAPER
    page.goto((demo / "en/faq.html").as_uri())
    assert ground(page) == PAPER
    page.locator("[data-scheme-switch]").click()  # as the device has it: from now on the device decides
    assert ground(page) == NIGHT
    page.emulate_media(color_scheme="light")
    assert ground(page) == PAPER
    page.locator("[data-scheme-switch]").click()
    assert ground(page) == NIGHT
    context.close()


# --------------------------------------------------------------------------------------------------
# Languages

WALK = """() => {
  const unmarked = [], idle = [], han = /[\\u3400-\\u9fff]/;
  const roots = [document.body, ...Array.from(document.querySelectorAll("template"), part => part.content)];
  for (const root of roots) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      const spoken = text.parentElement.closest("[lang]");
      if (text.parentElement.closest("script")) continue;
      if (han.test(text.data) && !(spoken && spoken.getAttribute("lang") === "zh-Hans")) unmarked.push(text.data.trim());
    }
    for (const part of root.querySelectorAll("[lang=zh-Hans]:not(.term-names > *)")) if (!han.test(part.textContent)) idle.push(part.outerHTML);
  }
  return [unmarked, idle];
}"""

CHINESE = """\
name: {zh: 海棠演示纺织（虚构）, en: "海棠演示 (Haitang Sample)"}
account_1688: 海棠演示采购2026
credit_line_cny: 1200000
settlement_days: 60
contact: {person: 林女士 (Ms Lin), phone: 0571-0000-0000, email: a@haitang.example, wecom: 海棠-desk, hours: 工作日 8:30–17:00}
languages: [zh, en]
notes:
  register: {zh: 请先来电。, en: "Write “会员名” in the subject, and 发票 < & > in the text; 谢谢！"}
  quote: {zh: 含税。, en: Prices with tax (含税价).}
"""


@pytest.fixture(scope="module")
def english(
    demo: Path, northstar: Path, guide_context: BuildContext, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """Sites with English pages, by name: of sample buyers, of one whose every value is Chinese, and the neutral one."""
    folder = tmp_path_factory.mktemp("chinese")
    order = BuildOptions(folder / "site", handouts=False, make_zip=False)
    buyer = load_buyer(write(folder / "chinese.yaml", CHINESE), guide_context.loaded)
    return {
        "demo": demo,
        "northstar": northstar,
        "chinese": guide_context.build(buyer, order).site,
        "generic": guide_context.build(None, order).site,
    }


@pytest.mark.parametrize("slug", ["demo", "northstar", "chinese", "generic"])
def test_chinese_on_english_pages_says_so_and_nothing_else_does(
    context: BrowserContext, english: dict[str, Path], slug: str
) -> None:
    page = context.new_page()
    paths = sorted((english[slug] / "en").glob("*.html"))
    assert len(paths) >= 10
    for path in paths:
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.lang") == "en"
        assert page.evaluate(WALK) == [[], []], path.name


def test_chinese_values_of_a_buyer_stand_in_english_pages_as_chinese(
    context: BrowserContext, english: dict[str, Path]
) -> None:
    page = context.new_page()
    page.goto((english["chinese"] / "en/index.html").as_uri())
    spoken = page.locator(".buyer-card [lang=zh-Hans]")
    assert {"海棠演示", "海棠演示采购", "林女士", "海棠", "工作日"} <= set(spoken.all_inner_texts())
    page.goto((english["chinese"] / "en/register.html").as_uri())
    assert page.locator(".buyer-note [lang=zh-Hans]").all_inner_texts() == ["会员名", "发票", "谢谢！"]
    assert "发票 < & > in the text" in page.locator(".buyer-note").inner_text()
    page.goto((english["chinese"] / "en/credit-terms.html").as_uri())
    typed = page.locator(".shot .typed tspan[lang=zh-Hans]")
    assert typed.first.text_content() == "海棠演示采购"
