"""Values in their places: as if they had stood in the source, and never read as markup."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guide.content.substitutions import Substitutions, substitutions_for
from guide.content.tailor import Structure
from guide.content.views.texts import Condition, Form, Value
from guide.core.errors import InputError
from guide.loading.loader import load_buyer
from guide.model.buyer import Buyer
from guide.model.markup import foreign_markup
from guide.publishing.builder import BuildContext
from guide.site import placeholders
from guide.site.html import escape
from guide.site.mkdocs import build_site
from guide.site.placeholders import PLACEHOLDER
from guide.site.template import Conditional, Parts, Placeholder, escape_for, parse, render
from support.htmls import Event, events
from support.small import BUYERS, buyer_of, replaced

BOTH = Structure(("zh", "en"), frozenset())


def value(key: str) -> str:
    return placeholders.value(Value(key))


def opens(key: str) -> str:
    return placeholders.opens(Condition(key.removeprefix("!"), negated=key.startswith("!")))


def closes(key: str) -> str:
    return placeholders.closes(Condition(key.removeprefix("!"), negated=key.startswith("!")))


def text_of(page: str, texts: dict[str, str], *conditions: str) -> str:
    substitutions = Substitutions({Value(key): text for key, text in texts.items()}, frozenset(conditions))
    return parse(page, escape).render(substitutions).decode()


# --------------------------------------------------------------------------------------------------
# Placeholders and regions

KEYS = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,40}", fullmatch=True)


@given(st.builds(Value, KEYS, st.sampled_from([None, "zh", "en"]), st.sampled_from(get_args(Form))))
def test_a_placeholder_carries_its_value_in_private_use_characters_alone(value: Value) -> None:
    made = placeholders.value(value)
    found = PLACEHOLDER.fullmatch(made)
    assert found is not None
    assert (found[1], placeholders.value_of(found[2])) == (placeholders.VALUE, value)
    assert all("\ue000" <= character <= "\uf8ff" for character in made)


@given(st.builds(Condition, KEYS, st.booleans()))
def test_a_region_carries_its_condition_in_private_use_characters_alone(condition: Condition) -> None:
    for made, kind in (
        (placeholders.opens(condition), placeholders.OPENS),
        (placeholders.closes(condition), placeholders.CLOSES),
    ):
        found = PLACEHOLDER.fullmatch(made)
        assert found is not None
        assert (found[1], placeholders.condition_of(found[2])) == (kind, condition)
        assert all("\ue000" <= character <= "\uf8ff" for character in made)


@pytest.mark.parametrize("key", ["two words", "名", "a\nb", "\x00"])
def test_a_name_that_no_placeholder_can_carry_is_refused(key: str) -> None:
    for write in (value, opens, closes):
        with pytest.raises(ValueError, match="not a placeholder's name"):
            write(key)


def test_a_value_is_put_in_and_escaped() -> None:
    page = f'<a title="{value("x")}">{value("x")}{value("y")}</a>'
    assert text_of(page, {"x": '<"&>', "y": "'"}) == '<a title="&lt;&quot;&amp;&gt;">&lt;&quot;&amp;&gt;\'</a>'


def test_a_value_that_looks_like_a_placeholder_is_not_filled_again() -> None:
    assert text_of(value("x"), {"x": value("y"), "y": "never"}) == value("y")


def test_a_placeholder_without_a_text_is_an_error() -> None:
    with pytest.raises(KeyError, match="x"):
        text_of(value("x"), {})


@pytest.mark.parametrize("slug", ["willow", None])
def test_rendering_all_pages_gives_what_rendering_each_one_gives(slug: str | None, small: BuildContext) -> None:
    """Pages share what has been escaped for one buyer, and nothing of it reaches the next."""
    pages = small.site_template(BOTH).pages
    for turn in (None, slug, "willow", slug):
        buyer = load_buyer(BUYERS / f"{turn}.yaml", small.loaded) if turn else None
        substitutions = substitutions_for(small.loaded.guide, buyer, BOTH.languages)
        assert render(pages, substitutions) == {name: page.render(substitutions) for name, page in pages.items()}


def test_a_region_stays_where_its_condition_holds() -> None:
    page = f"a{opens('c')}b{value('x')}{closes('c')}d{opens('!c')}e{closes('!c')}"
    assert text_of(page, {"x": "X"}, "c") == "abXd"
    assert text_of(page, {}) == "ade"


def test_regions_nest() -> None:
    page = f"{opens('a')}1{opens('b')}2{opens('a')}3{closes('a')}{closes('b')}4{closes('a')}5"
    assert [text_of(page, {}, *held) for held in ((), ("a",), ("b",), ("a", "b"))] == ["5", "145", "5", "12345"]


def test_a_region_that_markdown_has_made_a_paragraph_loses_the_paragraph() -> None:
    page = f"<p>{opens('a')}</p>\n<p>words</p>\n<p>{closes('a')} {opens('b')}</p>x{closes('b')}"
    assert text_of(page, {}, "a", "b") == "\n<p>words</p>\n x"


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (opens("a"), "the region a does not end"),
        (closes("a"), "the region a ends, but none has begun"),
        (opens("a") + closes("b"), "the region b ends, but a has begun"),
        (
            opens("a") + opens("b") + closes("a") + closes("b"),
            "the region a ends, but b has begun",
        ),
    ],
)
def test_regions_that_cross_are_an_error(page: str, said: str) -> None:
    with pytest.raises(ValueError, match=f"^{said}$"):
        parse(page, escape)


CONDITIONS = st.sampled_from(["a", "b", "!a"])
TREES: st.SearchStrategy[list[Any]] = st.recursive(
    st.lists(st.text("xy<&\n", min_size=1) | st.sampled_from([("value", "v"), ("value", "w")]), max_size=4),
    lambda inner: st.lists(st.text("xy", min_size=1) | st.tuples(CONDITIONS, inner), max_size=4),
    max_leaves=12,
)


def _source_of(tree: list[Any]) -> str:
    """A page's text, from words, `("value", key)` and `(condition, tree)`."""
    parts = []
    for part in tree:
        if isinstance(part, str):
            parts.append(part)
        elif part[0] == "value":
            parts.append(value(part[1]))
        else:
            parts.append(opens(part[0]) + _source_of(part[1]) + closes(part[0]))
    return "".join(parts)


def _decided(tree: list[Any], values: dict[str, str], held: set[str]) -> str:
    """What must come of it."""
    parts = []
    for part in tree:
        if isinstance(part, str):
            parts.append(part)
        elif part[0] == "value":
            parts.append(escape(values[part[1]]))
        elif (part[0].removeprefix("!") in held) != part[0].startswith("!"):
            parts.append(_decided(part[1], values, held))
    return "".join(parts)


@given(TREES, st.text(max_size=5), st.sets(st.sampled_from(["a", "b"])))
def test_any_nesting_is_parsed_and_rendered(tree: list[Any], text: str, held: set[str]) -> None:
    values = {"v": text, "w": f"<{text}>"}
    assert text_of(_source_of(tree), values, *held) == _decided(tree, values, held)


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
def test_rendered_pages_are_what_mkdocs_makes_of_pages_with_the_values_in_them(
    small: BuildContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    plain = replaced(
        (BUYERS / "willow.yaml").read_text(encoding="utf-8"),
        ('stall_code: "0042760"', f"stall_code: {json.dumps(code, ensure_ascii=False)}"),
        ("en: Please send a sample first.", "en: Please send a sample (样茶) first."),
        ('brand: {color: "#356b2f", logo: leaf.svg}', 'brand: {color: "#356b2f"}'),
    )
    substitutions = substitutions_for(small.loaded.guide, buyer_of(tmp_path, small.loaded, plain), BOTH.languages)
    made = render(small.site_template(BOTH).pages, substitutions)
    monkeypatch.setattr(
        placeholders, "value", lambda value: substitutions.values[value]
    )  # regions stay: they are decided afterwards
    build_site(small.loaded.guide, BOTH, small.gallery, tmp_path)
    pages = {path.relative_to(tmp_path / "site").as_posix(): path for path in (tmp_path / "site").rglob("*.html")}
    assert {name for name in made if name.endswith(".html")} == set(pages)
    for name, path in sorted(pages.items()):
        assert parse(path.read_text(encoding="utf-8"), escape).render(substitutions) == made[name], name
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
    note = '"plain"' if any(foreign_markup(value, has_marks=False)) else quoted  # a note has no marks, as others test
    text = f"""\
name: {{zh: {quoted}, en: {quoted}}}
stall_code: {quoted}
advance_cny: 1000
tasting_days: 3
contact: {{person: {quoted}, email: a@b.example, wecom: {quoted}, hours: {quoted}}}
site_url: https://a.example/?b=c&d=e
notes: {{open-stall: {{zh: {note}, en: {note}}}, offer-tea: {{zh: {note}, en: {note}}}}}
"""
    try:
        return buyer_of(folder, guide_context.loaded, text)
    except InputError as error:
        if all("expected" in problem.message for problem in error.problems):
            return None
        raise


def _marked(substitutions: Substitutions) -> tuple[Substitutions, dict[str, str]]:
    """The same with a plain word for each value, and the value by that word."""
    words = {value: f"plain{number}word" for number, value in enumerate(substitutions.values)}
    colours = {value: text for value, text in substitutions.values.items() if value.key.startswith("accent.")}
    return replace(substitutions, values={**words, **colours}), {
        words[value]: text for value, text in substitutions.values.items()
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
        plain = events(pages[name].render(marked).decode())
        assert any("plain" in said for _, said, _ in plain)
        found = _without_language(events(pages[name].render(substitutions).decode()))
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
        made, plain = (pages[name].render(one).decode() for one in (substitutions, marked))
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
    made = render(small.site_template(BOTH).pages, substitutions_for(small.loaded.guide, buyer, BOTH.languages))
    found = events(made["index.html"].decode())
    assert any(value in said for kind, said, _ in found if kind == "text")
    assert sum(said == "script" for kind, said, _ in found if kind == "start") == _scripts(small)


def test_chinese_in_the_values_of_an_english_page_is_marked_and_nothing_else_is(
    small: BuildContext, tmp_path: Path
) -> None:
    buyer = _hostile_buyer(tmp_path, small, "<i>柳溪（茶）</i> & Co, 有限公司")
    assert buyer is not None
    made = render(small.site_template(BOTH).pages, substitutions_for(small.loaded.guide, buyer, BOTH.languages))
    marked = '&lt;i&gt;<span lang="zh-Hans">柳溪（茶）</span>&lt;/i&gt; &amp; Co, <span lang="zh-Hans">有限公司</span>'
    assert f'<p class="card-name">{marked}</p>' in made["en/index.html"].decode()
    assert '<p class="card-name">&lt;i&gt;柳溪（茶）&lt;/i&gt; &amp; Co, 有限公司</p>' in made["index.html"].decode()


def _scripts(guide_context: BuildContext) -> int:
    neutral = render(
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


def test_no_placeholder_is_left_in_any_file(small: BuildContext) -> None:
    for slug in ("willow", None):
        buyer = load_buyer(BUYERS / f"{slug}.yaml", small.loaded) if slug else None
        made = render(small.site_template(BOTH).pages, substitutions_for(small.loaded.guide, buyer, BOTH.languages))
        assert not [name for name, data in made.items() if re.search("[\ue000-\uf8ff]", data.decode())]


def test_what_a_placeholder_is_called_never_depends_on_a_buyer(small: BuildContext) -> None:
    values = {part.value for page in small.site_template(BOTH).pages.values() for part in _placeholders(page.parts)}
    assert values
    assert values <= set(substitutions_for(small.loaded.guide, None, BOTH.languages).values)


def _placeholders(parts: Parts) -> Iterator[Placeholder]:
    for part in parts:
        if isinstance(part, Placeholder):
            yield part
        elif isinstance(part, Conditional):
            yield from _placeholders(part.parts)
