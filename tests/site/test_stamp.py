"""Values in their places: as if they had stood in the source, and never read as markup."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guide.content import placeholders
from guide.content.placeholders import PLACEHOLDER
from guide.content.substitutions import Substitutions, substitutions_for
from guide.content.tailor import Structure
from guide.core.errors import InputError
from guide.loading.loader import load_buyer
from guide.model.buyer import Buyer
from guide.publishing.builder import BuildContext
from guide.site import template
from guide.site.html import escape
from guide.site.mkdocs import build_site
from guide.site.template import cut, escape_for, filled, from_json, stamped, to_json
from support.htmls import Event, events
from support.small import BUYERS, buyer_of, replaced

BOTH = Structure(("zh", "en"), frozenset())


def text_of(site_template: str, values: dict[str, str], *conditions: str) -> str:
    return filled(cut(site_template), Substitutions(values, frozenset(conditions)), escape)


# --------------------------------------------------------------------------------------------------
# Slots and regions


@given(st.from_regex(r"!?[a-z0-9][a-z0-9:._-]{0,40}", fullmatch=True))
def test_a_slot_carries_its_name_in_private_use_characters_alone(name: str) -> None:
    for made, kind in (
        (placeholders.value(name), placeholders.VALUE),
        (placeholders.opens(name), placeholders.OPENS),
        (placeholders.closes(name), placeholders.CLOSES),
    ):
        found = PLACEHOLDER.fullmatch(made)
        assert found is not None
        assert (found[1], placeholders.name_of(found[2])) == (kind, name)
        assert all("\ue000" <= character <= "\uf8ff" for character in made)


@pytest.mark.parametrize("name", ["two words", "名", "a\nb", "\x00"])
def test_a_name_that_no_slot_can_carry_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not a slot's name"):
        placeholders.value(name)


def test_a_value_is_put_in_and_escaped() -> None:
    page = f'<a title="{placeholders.value("x")}">{placeholders.value("x")}{placeholders.value("y")}</a>'
    assert text_of(page, {"x": '<"&>', "y": "'"}) == '<a title="&lt;&quot;&amp;&gt;">&lt;&quot;&amp;&gt;\'</a>'


def test_a_value_that_looks_like_a_slot_is_not_filled_again() -> None:
    assert text_of(placeholders.value("x"), {"x": placeholders.value("y"), "y": "never"}) == placeholders.value("y")


def test_a_slot_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError, match="x"):
        text_of(placeholders.value("x"), {})


@pytest.mark.parametrize("slug", ["willow", None])
def test_a_stencil_gives_what_filling_each_page_gives(slug: str | None, small: BuildContext) -> None:
    """Regions are decided once for all buyers of whom the same holds: the second one and others between them too."""
    pages = small.site_template(BOTH).pages
    compiled = template.CompiledTemplate(pages)
    for turn in (None, slug, "willow", slug):
        buyer = load_buyer(BUYERS / f"{turn}.yaml", small.loaded) if turn else None
        substitutions = substitutions_for(small.loaded.guide, buyer, BOTH.languages)
        one_by_one = {name: filled(pieces, substitutions, escape_for(name)).encode() for name, pieces in pages.items()}
        assert compiled.stamped(substitutions) == one_by_one


def test_a_region_stays_where_its_condition_holds() -> None:
    page = f"a{placeholders.opens('c')}b{placeholders.value('x')}{placeholders.closes('c')}d{placeholders.opens('!c')}e{placeholders.closes('!c')}"
    assert text_of(page, {"x": "X"}, "c") == "abXd"
    assert text_of(page, {}) == "ade"


def test_regions_nest() -> None:
    page = f"{placeholders.opens('a')}1{placeholders.opens('b')}2{placeholders.opens('a')}3{placeholders.closes('a')}{placeholders.closes('b')}4{placeholders.closes('a')}5"
    assert [text_of(page, {}, *held) for held in ((), ("a",), ("b",), ("a", "b"))] == ["5", "145", "5", "12345"]


def test_a_region_that_markdown_has_made_a_paragraph_loses_the_paragraph() -> None:
    page = f"<p>{placeholders.opens('a')}</p>\n<p>words</p>\n<p>{placeholders.closes('a')} {placeholders.opens('b')}</p>x{placeholders.closes('b')}"
    assert text_of(page, {}, "a", "b") == "\n<p>words</p>\n x"


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (placeholders.opens("a"), "the region a does not end"),
        (placeholders.closes("a"), "the region a ends, but none has begun"),
        (placeholders.opens("a") + placeholders.closes("b"), "the region b ends, but a has begun"),
        (
            placeholders.opens("a") + placeholders.opens("b") + placeholders.closes("a") + placeholders.closes("b"),
            "the region a ends, but b has begun",
        ),
    ],
)
def test_regions_that_cross_are_an_error(page: str, said: str) -> None:
    with pytest.raises(ValueError, match=f"^{said}$"):
        cut(page)


CONDITIONS = st.sampled_from(["a", "b", "!a"])
TREES: st.SearchStrategy[list[Any]] = st.recursive(
    st.lists(st.text("xy<&\n", min_size=1) | st.sampled_from([("slot", "v"), ("slot", "w")]), max_size=4),
    lambda inner: st.lists(st.text("xy", min_size=1) | st.tuples(CONDITIONS, inner), max_size=4),
    max_leaves=12,
)


def _written(tree: list[Any]) -> str:
    """A shell's text, from words, `("slot", name)` and `(condition, tree)`."""
    parts = []
    for part in tree:
        if isinstance(part, str):
            parts.append(part)
        elif part[0] == "slot":
            parts.append(placeholders.value(part[1]))
        else:
            parts.append(placeholders.opens(part[0]) + _written(part[1]) + placeholders.closes(part[0]))
    return "".join(parts)


def _decided(tree: list[Any], values: dict[str, str], held: set[str]) -> str:
    """What must come of it."""
    parts = []
    for part in tree:
        if isinstance(part, str):
            parts.append(part)
        elif part[0] == "slot":
            parts.append(escape(values[part[1]]))
        elif (part[0].removeprefix("!") in held) != part[0].startswith("!"):
            parts.append(_decided(part[1], values, held))
    return "".join(parts)


@given(TREES, st.text(max_size=5), st.sets(st.sampled_from(["a", "b"])))
def test_any_nesting_is_cut_and_filled(tree: list[Any], value: str, held: set[str]) -> None:
    values = {"v": value, "w": f"<{value}>"}
    pieces = cut(_written(tree))
    assert filled(pieces, Substitutions(values, frozenset(held)), escape) == _decided(tree, values, held)
    assert from_json(json.loads(json.dumps(to_json(pieces)))) == pieces


# --------------------------------------------------------------------------------------------------
# Each file has its own way to escape


def test_a_page_escapes_for_text_and_attributes() -> None:
    assert escape_for("en/index.html")("""<a b="c">&amp;'""") == "&lt;a b=&quot;c&quot;&gt;&amp;amp;'"


@given(st.text())
def test_the_search_index_holds_any_value_as_a_part_of_a_json_string(value: str) -> None:
    made = escape_for("search/search_index.js")(value)
    assert json.loads(f'"before {made} behind"') == f"before {value} behind"
    assert "</" not in made
    assert "\n" not in made


def test_a_style_sheet_takes_colours_alone() -> None:
    assert escape_for("assets/css/buyer.css")("#1f4e8c") == "#1f4e8c"
    for value in ("red", "#1f4e8c;}body{display:none", "#1F4E8C", ""):
        with pytest.raises(ValueError, match="not a colour"):
            escape_for("assets/css/buyer.css")(value)


def test_no_other_file_can_hold_a_value() -> None:
    with pytest.raises(ValueError, match=r"assets/js/guide\.js can't hold a buyer's values"):
        escape_for("assets/js/guide.js")


# --------------------------------------------------------------------------------------------------
# Plain values: the same bytes as if they had stood in the source


def plain_value(seed: int) -> str:
    """Some words that mean nothing to Markdown or HTML, Chinese ones among them."""
    chosen = random.Random(seed)  # noqa: S311
    return " ".join("".join(chosen.choices("柳溪茶庄旧仓AbcXyz0189（）、", k=chosen.randint(1, 6))) for _ in range(3))


@pytest.mark.parametrize("code", ["柳溪 42760", *map(plain_value, range(3))])
def test_stamped_pages_are_what_mkdocs_makes_of_pages_with_the_values_in_them(
    small: BuildContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    plain = replaced(
        (BUYERS / "willow.yaml").read_text(encoding="utf-8"),
        ('stall_code: "0042760"', f"stall_code: {json.dumps(code, ensure_ascii=False)}"),
        ("en: Please send a sample first.", "en: Please send a sample (样茶) first."),
        ('brand: {color: "#356b2f", logo: leaf.svg}', 'brand: {color: "#356b2f"}'),
    )
    substitutions = substitutions_for(small.loaded.guide, buyer_of(tmp_path, small.loaded, plain), BOTH.languages)
    made = stamped(small.site_template(BOTH).pages, substitutions)
    monkeypatch.setattr(
        placeholders, "value", lambda name: substitutions.values[name]
    )  # regions stay: they are decided afterwards
    build_site(small.loaded.guide, BOTH, small.gallery, tmp_path)
    pages = {path.relative_to(tmp_path / "site").as_posix(): path for path in (tmp_path / "site").rglob("*.html")}
    assert {name for name in made if name.endswith(".html")} == set(pages)
    for name, path in sorted(pages.items()):
        assert filled(cut(path.read_text(encoding="utf-8")), substitutions, escape) == made[name].decode(), name
    colours = tmp_path / "site" / "assets" / "css" / "buyer.css"
    assert colours.read_bytes() == made["assets/css/buyer.css"]


# --------------------------------------------------------------------------------------------------
# Hostile values: the same elements, and the value as it was written


NASTY = (
    "</script><script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'\" onmouseover=alert(1) x='", "{{7*7}}", "{% raw %}",
    "**bold** _em_ `code` [a](b) # heading", "<!-- comment", "]]>", "&lt;b&gt; &amp;amp; &#60;", "\\u003cscript\\u003e", "${1+1}",
    "javascript:alert(1)", "</title></textarea></style>", "<svg/onload=alert(1)>", "😀👩‍👩‍👧‍👦🇨🇳", "e\u0301\u0302\u0303", "شركة\u200f", "a\u00a0b", "‘’“”…",
    "x" * 100, "\\", "%00%0a", "..\\..\\", "$(id)", "`id`", "<a href='//x'>", "\u200b零宽\u200d", "A&B <Co>, \"Ltd\"", "]]", "}}",
)  # fmt: skip
HOSTILE = st.sampled_from(NASTY) | st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)


def _hostile_buyer(folder: Path, guide_context: BuildContext, value: str) -> Buyer | None:
    """A buyer that gives `value` wherever it may write something; None if it is refused, with a message."""
    quoted = json.dumps(value, ensure_ascii=False)
    text = f"""\
name: {{zh: {quoted}, en: {quoted}}}
stall_code: {quoted}
advance_cny: 1000
tasting_days: 3
contact: {{person: {quoted}, email: a@b.example, wecom: {quoted}, hours: {quoted}}}
site_url: https://a.example/?b=c&d=e
notes: {{open-stall: {{zh: {quoted}, en: {quoted}}}, offer-tea: {{zh: {quoted}, en: {quoted}}}}}
"""
    try:
        return buyer_of(folder, guide_context.loaded, text)
    except InputError as error:
        if all("expected" in problem.message for problem in error.problems):
            return None
        raise


def _marked(substitutions: Substitutions) -> tuple[Substitutions, dict[str, str]]:
    """The same with a plain word for each value, and the value by that word."""
    words = {name: f"plain{number}word" for number, name in enumerate(substitutions.values)}
    colours = {name: value for name, value in substitutions.values.items() if name.startswith("accent.")}
    return replace(substitutions, values={**words, **colours}), {
        words[name]: value for name, value in substitutions.values.items()
    }


_SPOKEN = re.compile(r"[\u3001-\u303f\uff01-\uff5e\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_MARK = ("start", {"span", "tspan"}, (("lang", "zh-Hans"),))


def _without_language(found: list[Event]) -> list[Event]:
    """The events without the elements that say of Chinese words that they are Chinese; those may hold nothing else."""
    made: list[Event] = []
    marks: list[bool] = []
    for at, (kind, said, given_attributes) in enumerate(found):
        if kind == "start" and said in _MARK[1]:
            marks.append(given_attributes == _MARK[2] and found[at + 2][:2] == ("end", said))
            if marks[-1]:
                assert _SPOKEN.fullmatch(found[at + 1][1]), found[at + 1]
                continue
        elif kind == "end" and said in _MARK[1] and marks.pop():
            continue
        if kind == "text" and made and made[-1][0] == "text":
            said = made.pop()[1] + said
        made.append((kind, said, given_attributes))
    return made


def _with_values(text: str, by_word: dict[str, str]) -> str:
    return re.sub(r"plain\d+word", lambda found: by_word[found[0]], text)


def _expected(found: list[Event], by_word: dict[str, str]) -> Iterator[Event]:
    """The events of a page with plain words, each word replaced by its value; no text where nothing is left of it."""
    for kind, said, given_attributes in found:
        text = _with_values(said, by_word)
        if kind != "text" or text:
            yield kind, text, tuple((name, value and _with_values(value, by_word)) for name, value in given_attributes)


PAGES = ("index.html", "open-stall.html", "en/index.html", "en/offer-tea.html")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HOSTILE)
def test_no_value_adds_an_element_or_an_attribute_and_each_is_shown_as_typed(
    small: BuildContext, tmp_path: Path, value: str
) -> None:
    buyer = _hostile_buyer(tmp_path, small, value)
    if buyer is None:
        return
    pages = small.site_template(BOTH).pages
    substitutions = substitutions_for(small.loaded.guide, buyer, BOTH.languages)
    marked, by_word = _marked(substitutions)
    for name in PAGES:
        plain = events(filled(pages[name], marked, escape))
        assert any("plain" in said for _, said, _ in plain)
        found = _without_language(events(filled(pages[name], substitutions, escape)))
        assert found == list(_expected(_without_language(plain), by_word)), name


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HOSTILE)
def test_no_value_breaks_out_of_the_search_index(small: BuildContext, tmp_path: Path, value: str) -> None:
    buyer = _hostile_buyer(tmp_path, small, value)
    if buyer is None:
        return
    pages = small.site_template(BOTH).pages
    substitutions = substitutions_for(small.loaded.guide, buyer, BOTH.languages)
    marked, by_word = _marked(substitutions)
    for name in ("search/search_index.js", "en/search/search_index.js"):
        made, plain = (filled(pages[name], one, escape_for(name)) for one in (substitutions, marked))
        assert made.count("\n") == plain.count("\n")
        assert _index(made) == _replaced(_index(plain), by_word)
        assert "plain" in plain


def _index(script: str) -> Any:
    found = re.fullmatch(r"var guideSearchIndex = (.*);\n", script, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def _replaced(data: Any, by_word: dict[str, str]) -> Any:
    if isinstance(data, dict):
        return {key: _replaced(value, by_word) for key, value in data.items()}
    if isinstance(data, list):
        return [_replaced(value, by_word) for value in data]
    return _with_values(data, by_word) if isinstance(data, str) else data


@pytest.mark.parametrize("value", NASTY)
def test_a_hostile_name_is_either_refused_or_in_the_page_as_typed(
    value: str, small: BuildContext, tmp_path: Path
) -> None:
    buyer = _hostile_buyer(tmp_path, small, value)
    assert buyer is not None
    made = stamped(small.site_template(BOTH).pages, substitutions_for(small.loaded.guide, buyer, BOTH.languages))
    found = events(made["index.html"].decode())
    assert any(value in said for kind, said, _ in found if kind == "text")
    assert sum(said == "script" for kind, said, _ in found if kind == "start") == _scripts(small)


def test_chinese_in_the_values_of_an_english_page_is_marked_and_nothing_else_is(
    small: BuildContext, tmp_path: Path
) -> None:
    buyer = _hostile_buyer(tmp_path, small, "<i>柳溪（茶）</i> & Co, 有限公司")
    assert buyer is not None
    made = stamped(small.site_template(BOTH).pages, substitutions_for(small.loaded.guide, buyer, BOTH.languages))
    marked = '&lt;i&gt;<span lang="zh-Hans">柳溪（茶）</span>&lt;/i&gt; &amp; Co, <span lang="zh-Hans">有限公司</span>'
    assert f'<p class="card-name">{marked}</p>' in made["en/index.html"].decode()
    assert '<p class="card-name">&lt;i&gt;柳溪（茶）&lt;/i&gt; &amp; Co, 有限公司</p>' in made["index.html"].decode()


def _scripts(guide_context: BuildContext) -> int:
    neutral = stamped(
        guide_context.site_template(BOTH).pages, substitutions_for(guide_context.loaded.guide, None, BOTH.languages)
    )
    return sum(said == "script" for kind, said, _ in events(neutral["index.html"].decode()) if kind == "start")


@pytest.mark.parametrize(
    "value",
    [
        "x" * 500,
        "two\nlines",
        "null\x00",
        "bell\x07",
        "\ue000",
        "\u202eright to left",
        "a\u2028b",
        " blank",
        "a\rb",
        "a\u0085b",
    ],
)
def test_a_name_that_can_not_be_shown_as_typed_is_refused(value: str, small: BuildContext, tmp_path: Path) -> None:
    assert _hostile_buyer(tmp_path, small, value) is None


def test_no_slot_is_left_in_any_file(small: BuildContext) -> None:
    for slug in ("willow", None):
        buyer = load_buyer(BUYERS / f"{slug}.yaml", small.loaded) if slug else None
        made = stamped(small.site_template(BOTH).pages, substitutions_for(small.loaded.guide, buyer, BOTH.languages))
        assert not [name for name, data in made.items() if re.search("[\ue000-\uf8ff]", data.decode())]


def test_what_a_slot_is_called_never_depends_on_a_buyer(small: BuildContext) -> None:
    names = {piece.name for pieces in small.site_template(BOTH).pages.values() for piece in _slots(pieces)}
    assert names <= set(substitutions_for(small.loaded.guide, None, BOTH.languages).values)


def _slots(pieces: template.Pieces) -> Iterator[template.Placeholder]:
    for piece in pieces:
        if isinstance(piece, template.Placeholder):
            yield piece
        elif isinstance(piece, template.Conditional):
            yield from _slots(piece.parts)
