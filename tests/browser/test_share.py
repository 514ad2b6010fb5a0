"""To another device and to other people: links with progress, QR codes, each person's steps. In a real browser, from files."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from guide.core.paths import DOCS
from support.pages import collect_errors

pytest_plugins = ["support.browsers", "support.sites"]

QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
HOST = "https://suppliers.example.com/demo/"
Visit = Callable[..., Page]


class Device:
    """A browser of its own, on the site of the sample buyer; errors of its scripts are collected."""

    def __init__(self, context: BrowserContext, site: Path) -> None:
        self.page = context.new_page()
        self.site = site
        self.errors: list[str] = []
        collect_errors(self.page, self.errors)

    def open(self, name: str, width: int = 1280, site: Path | None = None) -> Page:
        self.page.set_viewport_size({"width": width, "height": 812})
        self.page.goto("about:blank")
        self.page.goto(f"{(site or self.site).as_uri()}/{name}")
        return self.page

    def ticks(self) -> dict[str, dict[str, str]]:
        """What is stored, by name."""
        stored: dict[str, str] = self.page.evaluate("Object.assign({}, localStorage)")
        return {
            key.split("/", 3)[-1]: json.loads(text)
            for key, text in stored.items()
            if key.startswith("guide/guide-1688/demo/") and "choice" not in key
        }

    def store(self, name: str, day: str | None, digest: str) -> None:
        tick = {"edition": "2026.2", "digest": digest} | ({"on": day} if day else {})
        self.page.evaluate(
            "([name, tick]) => localStorage.setItem(name, tick)", [f"guide/guide-1688/demo/{name}", json.dumps(tick)]
        )

    def digest(self, name: str) -> str:
        return str(self.page.locator(f"[data-tick='{name}']").first.get_attribute("data-digest"))

    def link(self) -> str:
        """The link that the dialog offers."""
        self.page.locator("[data-share]:visible").first.click()
        return self.page.locator("[data-share-link]").inner_text()


@pytest.fixture
def device(browser: Browser, demo: Path) -> Iterator[Callable[[], Device]]:
    """`device()` → another device."""
    devices: list[tuple[BrowserContext, Device]] = []

    def make() -> Device:
        context = browser.new_context(reduced_motion="reduce")
        devices.append((context, Device(context, demo)))
        return devices[-1][1]

    yield make
    for context, made in devices:
        context.close()
        assert made.errors == []


def local(link: str) -> str:
    """The page and #part of a link to the buyer's host, to be opened from files."""
    assert link.startswith(HOST)
    return link[len(HOST) :]


# ---- progress by link --------------------------------------------------------------------------------


def test_ticks_travel_with_their_days_and_lead_to_the_step(device: Callable[[], Device]) -> None:
    phone, computer = device(), device()
    phone.open("verify.html")
    ours = phone.digest("step/verify/open-workbench")
    phone.store("step/verify/open-workbench", "2026-11-02", ours)
    phone.store("material/business-licence", None, "00000000")
    phone.open("en/verify.html#enter-amount", width=375)
    link = phone.link()
    assert link.startswith(f"{HOST}en/verify.html#enter-amount&p=1")
    page = computer.open(local(link))
    assert computer.ticks() == {
        "step/verify/open-workbench": {"edition": "2026.2", "digest": ours, "on": "2026-11-02"},
        "material/business-licence": {"edition": "2026.2", "digest": "00000000"},
    }
    assert page.url.endswith("en/verify.html#enter-amount")
    expect(page.locator(".arrival")).to_have_text(
        "Progress from your other device: 2 added; everything ticked here stays."
    )
    expect(page.locator("#enter-amount")).to_be_in_viewport()


def test_what_arrives_joins_what_is_there_and_the_earlier_day_stays(device: Callable[[], Device]) -> None:
    phone, computer = device(), device()
    names = ["step/verify/open-workbench", "step/verify/choose-name-verification", "step/verify/return-to-desktop"]
    for one, days in (
        (phone, ("2026-11-02", "2026-11-09", None)),
        (computer, ("2026-11-05", "2026-11-03", "2026-11-04")),
    ):
        one.open("verify.html")
        for name, day in zip(names, days, strict=True):
            one.store(name, day, one.digest(name))
    computer.store("step/verify/enter-amount", "2026-11-20", "11111111")
    before = computer.ticks()
    phone.open("verify.html")
    page = computer.open(local(phone.link()))
    after = computer.ticks()
    assert [after[name]["on"] for name in names] == ["2026-11-02", "2026-11-03", "2026-11-04"]
    assert after["step/verify/enter-amount"] == before["step/verify/enter-amount"]
    expect(page.locator(".arrival")).to_have_text("另一台设备上的进度，这里都已经有了。")
    page.reload()
    assert computer.ticks() == after
    expect(page.locator(".arrival")).to_have_count(0)


def test_a_step_read_as_it_is_now_on_either_device_counts_as_read(device: Callable[[], Device]) -> None:
    phone, computer = device(), device()
    name = "step/verify/open-workbench"
    phone.open("verify.html")
    ours = phone.digest(name)
    phone.store(name, "2026-11-09", ours)
    phone.open("verify.html")
    computer.open("verify.html")
    computer.store(name, "2026-11-02", "00000000")
    computer.open(local(phone.link()))
    assert computer.ticks()[name] == {"edition": "2026.2", "digest": ours, "on": "2026-11-02"}


def test_a_link_opened_where_the_page_is_open_already_is_taken_over_too(device: Callable[[], Device]) -> None:
    phone, computer = device(), device()
    phone.open("verify.html").locator("[data-tick='step/verify/open-workbench']").check()
    link = local(phone.link())
    page = computer.open("verify.html")
    page.evaluate("(hash) => { location.hash = hash; }", link.split("#")[1])
    expect(page.locator("[data-tick='step/verify/open-workbench']")).to_be_checked()
    assert "p=" not in page.url


def test_every_tick_of_the_guide_fits_into_a_code(device: Callable[[], Device]) -> None:
    phone, computer = device(), device()
    page = phone.open("index.html")
    names: list[str] = page.evaluate(
        "[...guide.progress.data.stages.flatMap((stage) => guide.progress.names(stage)),"
        " ...guide.progress.data.materials.map(([id]) => `material/${id}`)]"
    )
    for number, name in enumerate(names):
        phone.store(name, f"2026-{number % 11 + 1:02}-{number % 27 + 1:02}", "00000000")
    page = phone.open("index.html")
    link = phone.link()
    computer.open(local(link))
    assert set(computer.ticks()) == set(names)
    assert decoded(page).startswith(HOST)


@pytest.mark.parametrize(
    "part",
    [
        "p=",
        "p=1",
        "p=1AAAAAAAA",
        "p=2AAAAAAAABAAAA",
        "p=%3Cimg%20src=x%20onerror=alert(1)%3E",
        "p=<script>alert(1)</script>",
        "p=1" + "A" * 4000,
        "p=__proto__",
        "register&p=constructor",
    ],
)
def test_what_can_not_be_read_is_no_progress(device: Callable[[], Device], part: str) -> None:
    computer = device()
    page = computer.open(f"en/index.html#{part}")
    expect(page.locator(".arrival")).to_contain_text("nothing here has changed")
    assert computer.ticks() == {}
    assert "p=" not in page.url
    assert page.locator(".arrival *").count() == 0


def test_any_slip_in_a_link_is_noticed(device: Callable[[], Device]) -> None:
    computer = device()
    page = computer.open("verify.html")
    page.locator("[data-tick='step/verify/open-workbench']").check()
    word = page.evaluate("guide.progress.payload(true)")
    page.evaluate("guide.progress.clear()")
    for at in range(1, len(word)):
        other = "A" if word[at] != "A" else "B"
        assert page.evaluate("(word) => guide.progress.merge(word)", word[:at] + other + word[at + 1 :]) is None
        assert page.evaluate("(word) => guide.progress.merge(word)", word[:at]) is None
    assert page.evaluate("(word) => guide.progress.merge(word)", word) == 1


def test_progress_of_another_buyers_guide_is_not_taken_over(device: Callable[[], Device], northstar: Path) -> None:
    phone, computer = device(), device()
    page = phone.open("register.html")
    page.locator("[data-tick='step/register/fill-form']").check()
    word = page.evaluate("guide.progress.payload(true)")
    page = computer.open(f"register.html#p={word}", site=northstar)
    expect(page.locator(".arrival")).to_be_visible()
    assert page.locator("[data-tick]:checked").count() == 0


def test_a_day_to_come_is_no_day(device: Callable[[], Device]) -> None:
    computer = device()
    page = computer.open("verify.html")
    word = page.evaluate(
        "guide.payload.encode('guide-1688/demo', [{ name: 'step/verify/open-workbench', digest: '00000000', on: '2099-01-01' }])"
    )
    page.evaluate("(word) => guide.progress.merge(word)", word)
    assert computer.ticks() == {"step/verify/open-workbench": {"edition": "2026.2", "digest": "00000000"}}


def test_no_request_carries_progress_and_nothing_typed_travels(device: Callable[[], Device]) -> None:
    phone = device()
    page = phone.open("register.html")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.locator("[data-tick='step/register/fill-form']").check()
    page.locator(".message [data-fills=company_name]").fill("示例五金制品有限公司")
    link = phone.link()
    assert re.fullmatch(rf"{re.escape(HOST)}register\.html#p=1[\w-]+", link)
    assert [url for url in requests if "/assets/" not in url or "?" in url or "#" in url] == []
    assert sum("share.js" in url for url in requests) == 1


# ---- the code ----------------------------------------------------------------------------------------


def decoded(page: Page) -> str:
    """What a phone reads from the code on the screen."""
    picture = Image.open(io.BytesIO(page.locator(".qr").screenshot()))
    [code] = zxingcpp.read_barcodes(picture, QR)
    return code.text


@pytest.mark.parametrize(("name", "width", "scheme"), [("index.html", 1280, "light"), ("en/index.html", 375, "dark")])
def test_a_phone_reads_from_the_screen_what_the_link_says(
    device: Callable[[], Device], name: str, width: int, scheme: str
) -> None:
    computer = device()
    computer.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page = computer.open(name, width=width)
    page.evaluate("guide.progress.tick('step/verify/open-workbench', true)")
    link = computer.link()
    assert "#p=" in link
    assert decoded(page) == link
    page.keyboard.press("Escape")
    expect(page.locator("[data-share]:focus")).to_have_count(1)


def test_codes_of_every_size_are_read(browser: Browser) -> None:
    """Versions 1 to 12, at level M and, for the longest texts, L."""
    page = browser.new_page()
    page.evaluate(
        "(source) => { window.guide = {}; new Function(source)(); }",
        (DOCS / "assets/src/js/share/qr.js").read_text(encoding="utf-8"),
    )
    sizes = set()
    for length in (1, 14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 288, 367):
        text = ("abcdefghijklmnopqrstuvwxyz0123456789/#=&-_.:é汉" * 10)[:length]
        while len(text.encode()) > length:
            text = text[:-1]
        rows: list[list[bool]] = page.evaluate("(text) => guide.qr.encode(text)", text)
        sizes.add(len(rows))
        picture = Image.new("L", (len(rows) + 8,) * 2, 255)
        for y, row in enumerate(rows):
            for x, dark in enumerate(row):
                picture.putpixel((x + 4, y + 4), 0 if dark else 255)
        [code] = zxingcpp.read_barcodes(picture.resize((picture.width * 4,) * 2, 0), QR)
        assert code.text == text
    assert {(size - 17) // 4 for size in sizes} >= {1, 3, 5, 8, 12}
    assert page.evaluate("guide.qr.encode('x'.repeat(368))") is None
    page.close()


# ---- a computer, and who does what -------------------------------------------------------------------


@pytest.mark.parametrize("name", ["index.html", "prepare.html", "en/index.html", "en/prepare.html"])
def test_home_and_prepare_say_up_front_that_a_computer_is_needed(device: Callable[[], Device], name: str) -> None:
    page = device().open(name)
    expect(page.locator(".device")).to_contain_text("computer" if "en/" in name else "电脑")
    assert page.evaluate(
        "document.querySelector('.device').compareDocumentPosition(document.querySelector('main h2')) & Node.DOCUMENT_POSITION_FOLLOWING"
    )


def test_a_phone_offers_the_steps_link_where_the_step_happens_on_the_portal(device: Callable[[], Device]) -> None:
    phone = device()
    page = phone.open("verify.html#enter-amount", width=375)
    page.locator("[data-step=enter-amount] .share-step").click()
    expect(page.locator("[data-share-link]")).to_have_text(f"{HOST}verify.html#enter-amount")
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 1280, "height": 812})
    expect(page.locator(".share-step").first).to_be_hidden()


def test_the_link_for_finance_opens_on_the_steps_of_finance(device: Callable[[], Device]) -> None:
    ours, theirs = device(), device()
    page = ours.open("en/index.html")
    page.locator("details.person", has_text="Your finance staff").locator("summary").click()
    page.evaluate("() => { navigator.clipboard.writeText = async (text) => { window.copied = text; }; }")
    page.get_by_role("button", name="Copy the link for: Your finance staff").click()
    expect(page.locator(".person-share [role=status]", has_text="The link is copied.")).to_be_visible()
    link = page.evaluate("window.copied")
    assert link == f"{HOST}en/index.html#who=finance"
    page = theirs.open(local(link))
    person = page.locator("details.person[open]")
    expect(person).to_have_count(1)
    expect(person.locator("summary")).to_be_in_viewport()
    expect(person.get_by_role("link", name=re.compile("^2.6 Enter the amount received"))).to_be_visible()
    assert person.locator("a[href*='fill-company-form']").count() == 0


def test_a_persons_list_shows_what_is_done(device: Callable[[], Device]) -> None:
    ours = device()
    page = ours.open("index.html#who=finance")
    page.evaluate("guide.progress.tick('step/verify/enter-amount', true)")
    expect(page.locator(".person[open] [data-step-name='step/verify/enter-amount'] .progress-mark")).to_have_attribute(
        "data-state", "done"
    )


def test_who_is_nobody_opens_nothing(device: Callable[[], Device]) -> None:
    page = device().open("index.html#who=nobody")
    expect(page.locator("details.person[open]")).to_have_count(0)


def test_a_guide_without_an_address_says_so(device: Callable[[], Device]) -> None:
    ours = device()
    page = ours.open("index.html")
    page.evaluate("document.getElementById('guide-data').dataset.site = ''")
    page.locator("[data-share]").first.click()
    expect(page.locator("[data-share-nowhere]")).to_be_visible()
    expect(page.locator("[data-share-ways]")).to_be_hidden()
