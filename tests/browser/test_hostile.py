"""A buyer whose every value is hostile: each is shown as typed or refused with its place, and nothing of it runs in a browser."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from guide.core.errors import InputError
from guide.model.buyer import Buyer
from guide.publishing.builder import BuildContext, BuildOptions
from support.prints import page_texts
from support.small import buyer_of, write

pytest_plugins = ["support.browsers"]

NAME = {
    "zh": "</script><script>hacked=1</script>{{7*7}}“引号”公司",
    "en": "\"'><img src=x onerror=hacked=2>**{{7*7}}** \u200fشركة 🍃 Co",
}
ACCOUNT = "'\"--></title><svg/onload=hacked=3>${7*7}"
PERSON = {"zh": "<b onmouseover=hacked=4>张\u200f三</b>", "en": "`code` [link](javascript:hacked=5) # &lt;b&gt;"}
HOURS = "]]><iframe srcdoc='<script>parent.hacked=6</script>'>"
EMAIL = "a&b;{{7*7}}=%22(hacked=7)@x.example"
WECOM = "javascript:hacked=8//\\u003cscript>"
SITE_URL = "https://a.example/?q=%3Cscript%3E&x=(hacked=9)&y=;//#javascript:hacked=9"
NOTES = (
    "</x><x onmouseover=hacked=10><image src=x onerror=hacked=12>",
    "<marquee onstart=hacked=13></template><plaintext>",
    "{% raw %}{# x #}{% endraw %}",
    "2 * 3 * 4, a_b_c, #1",
    "| no | table |",
    "]]> & &nothing; ${7*7}",
    "x" * 500,
    "\u200f\u200eשלום 👩‍👩‍👧‍👦 e\u0301\u0302",
)
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>&lt;script&gt;hacked=11&lt;/script&gt;</title>'
    '<path d="M1 1h7v7z"/></svg>'
)
WATCH = """
window.hacked = 0; window.refused = [];
document.addEventListener('securitypolicyviolation', event => window.refused.push(event.violatedDirective + ' ' + event.blockedURI));
"""


@pytest.fixture(scope="module")
def site(real: BuildContext, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of that buyer in the real guide, handouts and ZIP included."""
    folder = tmp_path_factory.mktemp("hostile")
    write(folder / "buyers" / "mallory" / "logo.svg", LOGO)
    said = {
        "name": NAME, "account_1688": ACCOUNT, "credit_line_cny": 10**12, "settlement_days": 3650,
        "vat_rates": ["0", "99.999", "100"],
        "contact": {"person": PERSON, "phone": "+0 (-/-) ///", "email": EMAIL, "wecom": WECOM, "hours": HOURS},
        "deadline": "9999-12-31", "site_url": SITE_URL, "brand": {"color": "#FFFFFF", "logo": "logo.svg"},
        "notes": {stage.id: dict.fromkeys(("zh", "en"), "\n".join(NOTES)) for stage in real.loaded.guide.stages},
    }  # fmt: skip
    buyer = buyer_of(folder, real.loaded, json.dumps(said, ensure_ascii=False), slug="mallory")
    # Print has no emoji and no right-to-left scripts, and refuses them: see below.
    return real.build(buyer, BuildOptions(folder / "site", handouts=False, make_zip=True)).site


@pytest.fixture
def page(browser: Browser) -> Any:
    """A page on which anything that speaks up, asks another host or breaks the policy is an error."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(WATCH)
    shown, errors = context.new_page(), []
    shown.on("dialog", lambda dialog: errors.append(dialog.message))
    shown.on("pageerror", lambda error: errors.append(str(error)))
    shown.on("console", lambda message: errors.append(message.text))
    shown.on("popup", lambda popup: errors.append(popup.url))
    context.on("request", lambda asked: None if asked.url.startswith("file:") else errors.append(asked.url))
    yield shown
    context.close()
    assert errors == []


def _harmless(page: Page) -> bool:
    return bool(page.evaluate("window.hacked === 0 && window.refused.length === 0"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_page_runs_anything_of_a_buyers_and_each_shows_it_as_typed(language: str, site: Path, page: Page) -> None:
    folder = site / "en" if language == "en" else site
    pages = sorted(folder.glob("*.html"))
    assert len(pages) >= 10
    shown = ""
    for path in pages:
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        for element in page.query_selector_all(".buyer-value, .buyer-note")[:6]:
            element.hover(force=True)
        assert page.locator("img[src=x], iframe, body style, b[onmouseover], a[href^='javascript' i]").count() == 0
        assert _harmless(page), path
        shown += page.evaluate("document.body.textContent + document.title")
    for said in (NAME[language], ACCOUNT, PERSON[language], HOURS, EMAIL, WECOM, *NOTES):
        assert said in shown, said
    assert "49" not in re.sub(r"\s", "", "".join(re.findall(r"(?<![\d,.])49(?![\d,.%])", shown)))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_search_shows_a_buyers_words_as_typed(language: str, site: Path, page: Page) -> None:
    page.goto((site / ("en" if language == "en" else "") / "index.html").as_uri())
    page.keyboard.press("/")
    box = page.get_by_role("combobox")
    for query, said in (("script", "</script>"), ("hacked", "hacked="), ("{{7*7}}", "{{7*7}}")):
        box.fill(query)
        expect(page.get_by_role("option").first).to_be_visible()
        expect(page.locator(".search-results")).to_contain_text(said)
        assert page.locator(".search-results :is(script, img, svg[onload], iframe, style)").count() == 0
    assert _harmless(page)


def test_a_printed_guide_shows_what_it_can_as_typed_and_refuses_the_rest(real: BuildContext, tmp_path: Path) -> None:
    base = {"account_1688": ACCOUNT, "credit_line_cny": 5, "settlement_days": 5, "languages": ["zh"]}

    def buyer_with(**more: object) -> Buyer:
        return buyer_of(tmp_path, real.loaded, json.dumps({**base, **more}, ensure_ascii=False))

    name = {"zh": NAME["zh"]}
    note = "\n".join(line for line in NOTES if line.isascii())
    site = real.build(
        buyer_with(name=name, notes={"register": {"zh": note}}),
        BuildOptions(tmp_path / "site", handouts=True, make_zip=False),
    ).site
    text = "".join(page_texts((site / "handout.zh.pdf").read_bytes()))
    squeezed = re.sub(r"\s", "", text)
    for said in (NAME["zh"], ACCOUNT, *(line for line in NOTES if line.isascii())):
        assert re.sub(r"\s", "", said) in squeezed, said
    for said in ("شركة", "🍃"):
        buyer = buyer_with(name={"zh": f"公司 {said}"})
        with pytest.raises(InputError, match=r"someone\.yaml:\d+:\d+: name\.zh: the font has no "):
            real.build(buyer, BuildOptions(tmp_path / "site", handouts=True, make_zip=False))
    assert "hacked" in (tmp_path / "site" / "someone" / "index.html").read_text(encoding="utf-8")  # the last good one


@pytest.mark.parametrize(
    "mark",
    ["<script>hacked=10</script>", "<!-- x", "{{ buyer.name }}", "# heading", "**bold**", "</textarea>", "&lt;b&gt;"],
)
def test_marks_in_a_note_are_refused_rather_than_shown(mark: str, real: BuildContext, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"someone\.yaml:\d+:\d+: notes\.register\.zh: .* expected "):
        buyer_of(tmp_path, real.loaded, _file("notes.register.zh", mark))


# --------------------------------------------------------------------------------------------------
# Refused, for each key that a buyer may give, with its place

KEYS = (
    "name.zh", "name.en", "account_1688", "contact.person", "contact.person.zh", "contact.phone", "contact.email",
    "contact.wecom", "contact.hours", "contact.hours.en", "deadline", "site_url", "notes.register.zh", "brand.color",
    "brand.logo", "credit_line_cny", "settlement_days", "vat_rates", "languages", "skip_stages",
)  # fmt: skip
NEVER = {
    "a control character": "a\x07b", "a null": "a\x00b", "an override": "a\u202eb", "an isolate": "a\u2067b",
    "a slot's character": "a\ue000b", "a line separator": "a\u2028b", "a noncharacter": "a\uffffb",
}  # fmt: skip


def _file(key: str, value: str) -> str:
    """A buyer's file as YAML, one key a line, with `value` under `key`."""
    said: dict[str, Any] = {
        "name": {"zh": "公司", "en": "Company"},
        "account_1688": "company",
        "credit_line_cny": 5,
        "settlement_days": 5,
    }
    *above, last = key.split(".")
    place = said
    for part in above:
        place = place.setdefault(part, {})
    if last == "zh" and key != "name.zh":
        place["en"] = "x"
    elif last == "en" and key != "name.en":
        place["zh"] = "x"
    place[last] = value
    return json.dumps(said, indent=1, ensure_ascii=True)


@pytest.mark.parametrize("what", NEVER)
@pytest.mark.parametrize("key", KEYS)
def test_what_can_not_be_shown_is_refused_with_its_place(
    key: str, what: str, real: BuildContext, tmp_path: Path
) -> None:
    text = _file(key, NEVER[what])
    line = next(number for number, one in enumerate(text.splitlines(), 1) if "a\\u" in one)
    with pytest.raises(InputError) as raised:
        buyer_of(tmp_path, real.loaded, text)
    assert any(
        re.search(rf"someone\.yaml:{line}:\d+: ({re.escape(key)}: )?.*expected .*", str(problem))
        for problem in raised.value.problems
    ), [str(problem) for problem in raised.value.problems]


@pytest.mark.parametrize("key", [key for key in KEYS if not key.startswith(("notes", "site_url"))])
def test_500_characters_are_refused_where_they_have_no_room(key: str, real: BuildContext, tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised:
        buyer_of(tmp_path, real.loaded, _file(key, "x" * 500))
    assert any(
        re.search(rf"someone\.yaml:\d+:\d+: {re.escape(key)}: ", str(problem)) for problem in raised.value.problems
    )
