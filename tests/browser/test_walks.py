"""Walks through the guide as readers take them: by keys alone, without scripts, from the unpacked ZIP, past intruders."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import cycle
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from pypdf import PdfReader

from guide.loading.loader import load_buyer
from guide.publishing.builder import BuildContext, BuildOptions
from support.real import BUYERS

pytest_plugins = ["support.browsers", "support.sites"]

STAGES = ("register", "verify", "taxpayer", "rongyishou", "credit-terms", "quote")
PAGES = ("index", "prepare", *STAGES, "faq", "glossary", "about")
EACH = [f"{folder}{name}.html" for name, folder in zip(PAGES, cycle(("", "en/")), strict=False)]
"""Every page, in Chinese or in English: what is looked at here does not depend on the language."""


@pytest.fixture(scope="module")
def unpacked(guide_context: BuildContext, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a reader has on the disk who was sent the ZIP: the PDFs too."""
    folder = tmp_path_factory.mktemp("sent")
    made = guide_context.build(load_buyer(BUYERS / "demo.yaml", guide_context.loaded), BuildOptions(folder / "site"))
    with zipfile.ZipFile(folder / "site" / "demo.zip") as archive:
        archive.extractall(folder / "下载 (1)")  # a folder as people have them
    assert made.site.is_dir()
    return next((folder / "下载 (1)").rglob("index.html")).parent


@dataclass
class Visit:
    """A page, what went wrong on it, and whom it asked."""

    page: Page
    wrong: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)


VIOLATIONS = """window.violations = [];
document.addEventListener("securitypolicyviolation", event => {
  window.violations.push(event.effectiveDirective + " " + event.blockedURI);
});"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    made.add_init_script(VIOLATIONS)
    yield made
    made.close()


@pytest.fixture
def visit(context: BrowserContext) -> Iterator[Visit]:
    made = Visit(context.new_page())
    made.page.on("console", lambda said: made.wrong.append(said.text) if said.type in ("error", "warning") else None)
    made.page.on("pageerror", lambda error: made.wrong.append(str(error)))
    made.page.on(
        "request", lambda asked: made.hosts.add(urlsplit(asked.url).scheme + "://" + urlsplit(asked.url).netloc)
    )
    yield made
    assert made.wrong == []
    assert made.hosts <= {"file://", "data://"}


# --------------------------------------------------------------------------------------------------
# From the unpacked ZIP


def test_from_the_unpacked_zip_everything_works(visit: Visit, unpacked: Path) -> None:
    page = visit.page
    page.goto((unpacked / "index.html").as_uri())

    page.locator("[data-search-open]").click()  # the search
    page.locator(".search-input").press_sequentially("dakuan")
    page.locator(".search-result").first.click()
    expect(page).to_have_url(re.compile(r"verify\.html"))

    shots = page.locator("figure .shot img")  # figures
    for shot in shots.all():
        shot.scroll_into_view_if_needed()
        expect(shot).to_have_js_property("complete", value=True)
        assert shot.evaluate("picture => picture.naturalWidth") > 0
    page.locator("figure .zoom").first.click()
    expect(page.locator(".lightbox img")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".lightbox")).to_be_hidden()

    page.locator(".check-open").first.click()  # checks of fields
    page.locator(".check-input").first.fill("x")
    expect(page.locator(".check-answer[data-tone]").first).to_be_visible()

    page.locator("[data-tick]").nth(-1).check()  # progress, on other pages and in the other language too
    page.locator("[data-language-switch]:visible").first.click()
    expect(page).to_have_url(re.compile(r"/en/verify\.html"))
    expect(page.locator("[data-tick]:checked")).to_have_count(1)
    page.goto((unpacked / "index.html").as_uri())
    expect(page.locator("[data-count=steps]")).to_contain_text("1 / 20")

    for link in page.locator('a[href$=".pdf"]').all():  # handouts
        assert (unpacked / (link.get_attribute("href") or "")).is_file()
    assert len(PdfReader(unpacked / "handout.en.pdf").pages) > 5
    assert page.evaluate("window.violations") == []


@pytest.mark.parametrize("path", EACH)
def test_no_page_breaks_its_own_policy(visit: Visit, unpacked: Path, path: str) -> None:
    page = visit.page
    page.goto((unpacked / path).as_uri())
    page.locator("[data-search-open]").click()
    page.locator(".search-input").press_sequentially("a")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    for button in page.locator(".check-open, [data-progress-tell]").all()[:2]:
        button.click()
        page.keyboard.press("Escape")
    assert page.evaluate("window.violations") == []


# --------------------------------------------------------------------------------------------------
# By keys alone


def tab_to(page: Page, selector: str, most: int = 250) -> None:
    """Presses Tab until the focus is on what the selector means."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{most} presses of Tab do not lead to {selector}")


def test_keys_alone_do_everything(visit: Visit, unpacked: Path) -> None:
    page = visit.page
    page.goto((unpacked / "en/index.html").as_uri())
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()

    page.keyboard.press("/")  # search, and on to what is found
    page.keyboard.type("bank transfer")
    expect(page.locator(".search-result.is-active")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/en/(?!index)"))
    page.goto((unpacked / "en/verify.html").as_uri())

    tab_to(page, "[data-scheme-switch]")
    page.keyboard.press("Enter")
    assert page.locator("html").get_attribute("data-scheme") == "dark"

    tab_to(page, "figure .zoom")  # a picture, there and back
    page.keyboard.press("Enter")
    expect(page.locator(".lightbox")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".lightbox-line")).not_to_be_empty()
    page.keyboard.press("Escape")
    expect(page.locator("figure .zoom").first).to_be_focused()

    tab_to(page, "details.trouble > summary")
    page.keyboard.press("Enter")
    expect(page.locator("details.trouble[open]")).to_have_count(1)

    tab_to(page, ".check-open")
    page.keyboard.press("Enter")
    page.keyboard.type("123")
    expect(page.locator(".check-answer[data-tone]").first).to_be_visible()

    tab_to(page, "input[data-tick^='step/']")
    page.keyboard.press("Space")
    expect(page.locator("[data-tick^='step/']:checked")).to_have_count(1)

    tab_to(page, "[data-progress-tell]")  # the message to the desk
    page.keyboard.press("Enter")
    tab_to(page, ".dialog [data-fills]", 10)
    page.keyboard.type("示例五金2026")
    expect(page.locator(".dialog [data-sent] .is-filled").first).to_be_visible()
    tab_to(page, ".dialog [data-copy-message]", 20)
    page.keyboard.press("Escape")
    expect(page.locator("[data-progress-tell]").first).to_be_focused()

    tab_to(page, "[data-language-switch]", 400)  # round the end of the page, or in the footer
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"(?<!/en)/verify\.html"))


SEEN = """() => {
  const part = document.activeElement;
  if (!part || part === document.body) return null;
  if (part === document.querySelector("main")) return "";
  const name = part.outerHTML.slice(0, 120), box = part.getBoundingClientRect(), style = getComputedStyle(part);
  if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) return "no outline: " + name;
  if (box.width < 1 || box.height < 1) return "no size: " + name;
  const bottom = Math.min(box.bottom, innerHeight), x = Math.min(Math.max(box.left + Math.min(box.width / 2, 12), 0), innerWidth - 1);
  if (box.top >= innerHeight || box.bottom <= 0) return "out of sight: " + name;
  const top = document.elementFromPoint(x, Math.max(box.top + Math.min(box.height / 2, 12), bottom - Math.min(box.height / 2, 12)));
  if (top && top.closest(".site-header") && !part.closest(".site-header")) return "under the header: " + name;
  return "";
}"""


@pytest.mark.parametrize(
    ("path", "width"),
    [("index.html", 1280), ("en/rongyishou.html", 1280), ("register.html", 375), ("register.html#fill-form", 375)],
)
def test_the_focus_is_always_to_be_seen(context: BrowserContext, unpacked: Path, path: str, width: int) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(f"{unpacked.as_uri()}/{path}")
    stops = 0
    hidden = []
    for _ in range(600):
        page.keyboard.press("Tab")
        seen = page.evaluate(SEEN)
        if seen is None:
            break
        stops += 1
        hidden += [seen] if seen else []
    assert hidden == []
    assert 15 < stops < 600


# --------------------------------------------------------------------------------------------------
# Without scripts


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.places: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.places.add(given.get("id") or "")
        self.links += [link for name in ("href", "src") if (link := given.get(name)) and tag != "use"]


def _links(path: Path) -> _Links:
    made = _Links()
    made.feed(path.read_text(encoding="utf-8"))
    return made


def test_every_link_leads_to_a_file_and_a_place_in_it(unpacked: Path) -> None:
    read = {path: _links(path) for path in unpacked.rglob("*.html")}
    broken = []
    for path, page in read.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme in ("http", "https", "mailto", "tel", "data"):
                continue
            target, place = urldefrag(link)
            file = (path.parent / unquote(target)).resolve() if target else path
            if not file.is_file() or (place and place not in read[file].places):
                broken.append((path.name, link))
    assert broken == []


SHOWN = """() => {
  const hidden = Array.from(document.querySelectorAll("main :is(p, li, td:not(:empty), dd, dt, th, h1, h2, h3, figcaption)"))
    .filter(part => part.textContent.trim() && !part.checkVisibility({ contentVisibilityAuto: true }))
    .filter(part => !part.closest("[hidden], [data-progress], [data-automatic], .message-private, .message-fields, .message-actions, .view-choice, .card-line, .sheet-keep"))
    .map(part => part.textContent.trim().slice(0, 60));
  const blank = Array.from(document.images).filter(picture => !picture.complete || !picture.naturalWidth).map(picture => picture.src);
  return [hidden, blank];
}"""


@pytest.mark.parametrize("path", EACH)
def test_without_scripts_all_words_and_pictures_are_there(browser: Browser, unpacked: Path, path: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 375, "height": 740})
    page = context.new_page()
    page.goto((unpacked / path).as_uri())
    folded = page.locator("main details:not([open]) > summary")
    for _ in range(folded.count()):
        folded.first.click()  # they open without scripts
    assert folded.count() == 0
    page.wait_for_load_state("load")
    assert page.evaluate(SHOWN) == [[], []]
    assert not page.locator("button:visible").all(), "a button that does nothing without scripts"
    for name in STAGES:
        assert page.locator(f'.site-footer a[href="{name}.html"]').is_visible()
    for document in ("handout", "handbook", "card"):
        assert page.locator(f'.site-footer a[href*="{document}."][href$=".pdf"]').is_visible()
    context.close()


# --------------------------------------------------------------------------------------------------
# Past intruders

SLIPPED = """
<script>window.ran = "inline"</script><img id="handler" src="gone.png" onerror="window.ran = 'handler'">
<a id="link" href="javascript:void(window.ran = 'link')">x</a><p id="styled" style="color: rgb(1, 2, 3)">x</p>
<style>#styled { background-color: rgb(4, 5, 6) }</style><link rel="stylesheet" href="https://elsewhere.example/x.css">
<script src="https://elsewhere.example/x.js"></script><img src="https://elsewhere.example/x.png">
<iframe src="https://elsewhere.example/x.html"></iframe><object data="https://elsewhere.example/x.swf"></object>
<video src="https://elsewhere.example/x.mp4"></video><base href="https://elsewhere.example/">
<form id="form" action="https://elsewhere.example/"><input name="a"></form>
"""
BLOCKED = {
    "script-src-elem", "script-src-attr", "style-src-attr", "style-src-elem", "img-src", "frame-src", "object-src", "media-src", "base-uri",
    "form-action", "connect-src",
}  # fmt: skip


@pytest.mark.parametrize("path", ["index.html", "en/verify.html", "404.html"])
def test_what_others_slip_into_a_page_neither_runs_nor_shows_nor_calls(
    context: BrowserContext, unpacked: Path, path: str
) -> None:
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body="", content_type="text/plain")

    def with_it(route: Route) -> None:
        page = (unpacked / path).read_text(encoding="utf-8")
        route.fulfill(body=page.replace("</main>", f"{SLIPPED}</main>"), content_type="text/html; charset=utf-8")

    context.route("**/*", answer)
    context.route(f"https://guide.example/{path}", with_it)
    page = context.new_page()
    page.goto(f"https://guide.example/{path}")
    page.locator("#link").click()
    page.evaluate("document.getElementById('form').submit()")
    page.evaluate("fetch('https://elsewhere.example/told').catch(() => {})")
    page.wait_for_function("window.violations.some(one => one.startsWith('connect-src'))")
    assert page.evaluate("window.ran") is None
    style = page.evaluate(
        "() => { const seen = getComputedStyle(document.getElementById('styled')); return [seen.color, seen.backgroundColor]; }"
    )
    assert style[0] != "rgb(1, 2, 3)"
    assert style[1] != "rgb(4, 5, 6)"
    assert page.url == f"https://guide.example/{path}"
    assert {one.split(" ")[0] for one in page.evaluate("window.violations")} >= BLOCKED
    assert not [url for url in asked if "elsewhere" in url]


# --------------------------------------------------------------------------------------------------
# Nothing moves

SHIFTS = """window.shifts = [];
new PerformanceObserver(list => list.getEntries().forEach(entry => { window.shifts.push([entry.startTime, entry.value]); }))
  .observe({ type: "layout-shift", buffered: true });"""
READ = "performance.getEntriesByType('navigation')[0].domContentLoadedEventStart"
"""When the whole page has come, in milliseconds: on a slow machine a browser shows the header before it has read all of it."""


@pytest.mark.parametrize("path", ["index.html", "en/index.html", "register.html", "en/verify.html", "prepare.html"])
@pytest.mark.parametrize("width", [375, 1280])
def test_nothing_moves_while_a_page_comes_and_is_scrolled(
    context: BrowserContext, unpacked: Path, path: str, width: int
) -> None:
    context.add_init_script(SHIFTS)
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 740})
    page.goto((unpacked / path).as_uri())
    for shot in page.locator("figure img:visible").all():
        shot.scroll_into_view_if_needed()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 100)))")
    shifts, read = page.evaluate("window.shifts"), page.evaluate(READ)
    assert [value for at, value in shifts if at > read] == []
    assert sum(value for _, value in shifts) < 0.03
