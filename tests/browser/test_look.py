"""The pages as readers meet them, in a real browser: every width, both languages, on paper, and what they weigh."""

from __future__ import annotations

import gzip
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, BrowserContext, Page, expect

from guide.content.colour import NIGHT, PAPER, READABLE, accent, contrast
from guide.loading.loader import load_buyer
from guide.publishing.builder import BuildContext, BuildOptions
from support.real import BUYERS
from support.small import replaced, write

pytest_plugins = ["support.browsers", "support.sites"]

STAGES = ("register", "verify", "taxpayer", "rongyishou", "credit-terms", "quote")
PAGES = ("index", "prepare", *STAGES, "faq", "glossary", "about")
FOLDERS = ("", "en/")
EVERY = [f"{folder}{name}.html" for folder in FOLDERS for name in PAGES]
FIRST_VIEW = 250_000
"""Bytes, compressed, of all that a page loads before anybody scrolls or opens the search."""


@dataclass(frozen=True)
class Served:
    """A site behind a plain server, which answers wrong addresses with the site's own page, as the recipe does."""

    site: Path
    address: str

    def page(self, path: str) -> str:
        return f"{self.address}/{path}"


@pytest.fixture(scope="module")
def served(demo: Path) -> Iterator[Served]:
    class Handler(SimpleHTTPRequestHandler):
        def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
            body = (demo / "404.html").read_bytes()
            self.send_response(code)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def log_message(self, format: str, *arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(demo.parent)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Served(demo, f"http://127.0.0.1:{server.server_address[1]}/{demo.name}")
    server.shutdown()
    server.server_close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    yield made
    made.close()


@dataclass
class Witness:
    """A page, and what it said and asked for."""

    page: Page
    said: list[str]
    asked: list[str]


@pytest.fixture
def witness(context: BrowserContext) -> Witness:
    page = context.new_page()
    seen = Witness(page, [], [])
    page.on("console", lambda message: seen.said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: seen.said.append(str(error)))
    page.on("request", lambda request: seen.asked.append(request.url))
    return seen


# --------------------------------------------------------------------------------------------------
# For everybody


@pytest.mark.parametrize("path", EVERY)
def test_pages_fit_every_screen_quietly_and_ask_nobody_else(witness: Witness, served: Served, path: str) -> None:
    page = witness.page
    page.goto(served.page(path))
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    for width in (320, 375, 768, 1100, 1280, 2560)[EVERY.index(path) % 2 :: 1 if path == "verify.html" else 2]:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{path} at {width} px"
    assert witness.said == []
    hosts = {urlsplit(url).netloc for url in witness.asked if not url.startswith("data:")}
    assert hosts == {urlsplit(served.address).netloc}


@pytest.mark.parametrize("path", [path for path in EVERY if not path.endswith(("glossary.html", "about.html"))])
def test_the_first_view_is_light(witness: Witness, served: Served, path: str) -> None:
    witness.page.set_viewport_size({"width": 375, "height": 740})
    witness.page.goto(served.page(path), wait_until="networkidle")
    loaded = {
        urlsplit(url).path.removeprefix(f"/{served.site.name}/") for url in witness.asked if url.startswith("http")
    }
    sizes = {name: compressed(served.site / name) for name in loaded}
    assert sum(sizes.values()) <= FIRST_VIEW, sizes


def compressed(file: Path) -> int:
    data = file.read_bytes()
    return len(data) if file.suffix == ".png" else len(gzip.compress(data))


@pytest.mark.parametrize("path", ["index.html", "en/rongyishou.html"])
def test_pages_open_from_a_file_system_too(witness: Witness, demo: Path, path: str) -> None:
    witness.page.goto((demo / path).as_uri())
    assert witness.said == []
    expect(witness.page.locator("html.js")).to_have_count(1)
    assert witness.page.evaluate("getComputedStyle(document.body).marginTop") == "0px"  # the style sheet is there


def test_keys_alone_reach_content_menu_and_copying(context: BrowserContext, served: Served) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 375, "height": 740})
    page.goto(served.page("verify.html"))
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()

    menu = page.locator("[data-menu-switch]")
    menu.focus()
    expect(menu).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Tab")
    expect(page.locator(".site-nav a:visible").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(page.locator(".site-nav")).to_be_hidden()


def test_values_are_copied_by_a_button(context: BrowserContext, served: Served) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(served.page("index.html"))
    page.get_by_role("button", name="复制 5000000").click()
    expect(page.get_by_role("status").filter(has_text="已复制")).to_have_count(1)
    assert page.evaluate("navigator.clipboard.readText()") == "5000000"


@pytest.mark.parametrize("path", ["credit-terms.html", "en/quote.html", "faq.html"])
def test_no_closing_mark_stands_behind_a_copy_button(context: BrowserContext, served: Served, path: str) -> None:
    page = context.new_page()
    page.goto(served.page(path))
    behind = page.evaluate(
        "Array.from(document.querySelectorAll('main .copy'), (each) => (each.nextSibling || {}).data || '')"
    )
    assert len(behind) > 2
    assert not [words for words in behind if words[:1] in set("，。；：、）.,;:)")]


# --------------------------------------------------------------------------------------------------
# Languages


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("verify.html#field-bank_account", "en/verify.html#field-bank_account"),
        ("en/faq.html", "faq.html"),
        ("en/glossary.html#micro-deposit", "glossary.html#micro-deposit"),
    ],
)
def test_the_language_switch_leads_to_the_same_place(
    context: BrowserContext, served: Served, here: str, there: str
) -> None:
    page = context.new_page()
    page.goto(served.page(here))
    page.locator(".site-header [data-language-switch]").click()
    expect(page).to_have_url(served.page(there))


def test_the_language_switch_leads_to_the_step_that_is_read(context: BrowserContext, served: Served) -> None:
    page = context.new_page()
    page.goto(served.page("verify.html"), wait_until="networkidle")
    page.locator("#choose-bank-transfer").evaluate("heading => heading.scrollIntoView()")
    expect(page.locator('.nav-steps a[href="#choose-bank-transfer"]')).to_have_attribute("aria-current", "location")
    page.locator(".site-header [data-language-switch]").click()
    expect(page).to_have_url(served.page("en/verify.html#choose-bank-transfer"))


@pytest.mark.parametrize("name", PAGES)
def test_both_languages_have_the_same_places(demo: Path, name: str) -> None:
    one, other = (re.findall(r'\sid="([^"]+)"', (demo / folder / f"{name}.html").read_text()) for folder in FOLDERS)
    assert sorted(one) == sorted(other)
    assert len(one) == len(set(one))


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_bears_the_contracts_marks(context: BrowserContext, served: Served, stage: str) -> None:
    page = context.new_page()
    page.goto(served.page(f"{stage}.html"))  # the English page has the same places, as is tested above
    within = page.locator(f'[data-stage="{stage}"]')
    expect(within).to_have_count(1)
    steps = page.locator("[data-step]").evaluate_all("all => all.map(one => one.dataset.step)")
    assert steps == within.locator("h2[id]").evaluate_all("all => all.map(one => one.id)")
    fields = page.locator("[data-field]:is(tr)").evaluate_all("all => all.map(one => [one.id, one.dataset.field])")
    assert all(name == f"field-{field}" for name, field in fields)


# --------------------------------------------------------------------------------------------------
# On paper


@pytest.mark.parametrize("path", ["verify.html", "en/index.html"])
def test_paper_has_all_of_the_content_and_no_navigation(context: BrowserContext, served: Served, path: str) -> None:
    page = context.new_page()
    page.goto(served.page(path))
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    for gone in (".site-nav", ".tools", ".pager", ".copy", ".skip"):
        assert all(not part.is_visible() for part in page.locator(gone).all()), gone
    assert page.locator("main details:not([open])").count() == 0
    assert page.locator("main [data-stage], main.page, .page").first.is_visible()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert path == "en/index.html" or page.locator("main details:not([open])").count() > 0


# --------------------------------------------------------------------------------------------------
# What is not there


@pytest.mark.parametrize(
    ("path", "locale", "language", "home"),
    [
        ("gone.html", "zh-CN", "zh-Hans", "index.html"),
        ("en/gone.html", "zh-CN", "en", "en/index.html"),
        ("deep/er/still", "en-GB", "en", "en/index.html"),
        ("en/deep/er/", "fr-FR", "en", "en/index.html"),
        ("gone.html", "fr-FR", "zh-Hans", "index.html"),
    ],
)
def test_a_wrong_address_is_answered_in_the_readers_language(
    browser: Browser, served: Served, path: str, locale: str, language: str, home: str
) -> None:
    context = browser.new_context(locale=locale)
    page = context.new_page()
    page.goto(served.page(path))
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("section:visible .home")).to_have_attribute("href", urlsplit(served.page(home)).path)
    expect(page.locator("section:visible h1")).to_have_count(1)
    page.locator("section:visible .home").click()
    expect(page).to_have_url(served.page(home))
    context.close()


# --------------------------------------------------------------------------------------------------
# The buyer's colour


@given(st.from_regex(r"\A#[0-9a-f]{6}\Z"))
def test_any_accent_can_be_read(colour: str) -> None:
    made = accent(colour)
    assert made.plain == colour
    assert contrast(made.on_plain, made.plain) >= READABLE
    assert min(contrast(made.on_paper, PAPER), contrast(made.on_paper, "#ffffff")) >= READABLE
    assert contrast(made.on_night, NIGHT) >= READABLE


# --------------------------------------------------------------------------------------------------
# The buyer's logo

WIDE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 100" width="400" height="100"><rect width="400" height="100"/></svg>"""


@pytest.fixture(scope="module")
def wide(guide_context: BuildContext, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample buyer's site with a logo four times as wide as it is high."""
    folder = tmp_path_factory.mktemp("wide")
    write(folder / "demo" / "wide.svg", WIDE)
    text = replaced((BUYERS / "demo.yaml").read_text(encoding="utf-8"), ("brand:\n", "brand:\n  logo: wide.svg\n"))
    buyer = load_buyer(write(folder / "demo.yaml", text), guide_context.loaded)
    return guide_context.build(buyer, BuildOptions(folder / "site", handouts=False, make_zip=False)).site


@pytest.mark.parametrize("width", [360, 375, 412, 470, 600])
@pytest.mark.parametrize("path", ["index.html", "en/index.html"])
def test_a_wide_logo_leaves_room_for_the_buyers_whole_name(
    path: str, width: int, wide: Path, opened: Callable[..., Page]
) -> None:
    page = opened(wide / path, width=width)
    logo, name = page.locator(".brand-logo img").bounding_box(), page.locator(".brand-name").bounding_box()
    bar, tools = page.locator(".bar").bounding_box(), page.locator(".tools").bounding_box()
    assert logo
    assert name
    assert bar
    assert tools
    assert logo["width"] >= 60, "the logo itself is to be seen"
    assert logo["x"] + logo["width"] <= name["x"]
    assert name["x"] + name["width"] <= tools["x"]
    assert bar["y"] <= name["y"]
    assert name["y"] + name["height"] <= bar["y"] + bar["height"]
    cut_off = page.locator(".brand-name").evaluate(
        "name => [name.scrollWidth - name.clientWidth, name.scrollHeight - name.clientHeight]"
    )
    assert max(cut_off) <= 3, "no line and no letter of it is cut off"
    assert page.locator(".brand-name").evaluate("name => parseFloat(getComputedStyle(name).fontSize)") >= 12
    assert page.locator(".brand").evaluate("brand => brand.textContent").count("1688") == 1
