"""The little markup of a text: what it says, and what is told where it can't be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.content.plain_text import lines_of, plain_text
from guide.content.views.texts import Line, Link, PortalLabel, Rich, Target, Value
from guide.model.markup import (
    LabelMention,
    LinkMention,
    Listing,
    MarkupError,
    Mention,
    Paragraph,
    ValueMention,
    Words,
    parse,
    parse_line,
)
from guide.site.html import brief_html, rich_html

READ: list[tuple[str, tuple[Mention, ...]]] = [
    ("plain words", (Words("plain words"),)),
    ("a **bold** word", (Words("a "), Words("bold", bold=True), Words(" word"))),
    ("**注意：**请", (Words("注意：", bold=True), Words("请"))),
    ("“**必填**”。", (Words("“"), Words("必填", bold=True), Words("”。"))),
    ("**all `code` bold**", (Words("all ", bold=True), Words("code", bold=True, code=True), Words(" bold", bold=True))),
    ("`**not bold** [[x]] {{ y }}`", (Words("**not bold** [[x]] {{ y }}", code=True),)),
    ("`a < b & c`", (Words("a < b & c", code=True),)),
    ("[[go]]", (LabelMention("go"),)),
    ("[[ go ]]", (LabelMention("go"),)),
    ("**[[go]]**", (LabelMention("go"),)),
    ("{{ buyer.name }}", (ValueMention("name"),)),
    ("{{buyer.name}}", (ValueMention("name"),)),
    ("{{ buyer.line.typed }}", (ValueMention("line", typed=True),)),
    ("[words](https://a.example/b)", (LinkMention("words", "https://a.example/b"),)),
    ("[words](https://a.example/b_(c)?d=e&f#g)", (LinkMention("words", "https://a.example/b_(c)?d=e&f#g"),)),
    ("[上一步](step:a/b)，再来", (LinkMention("上一步", "step:a/b"), Words("，再来"))),
    (r"\*\*not bold\*\*", (Words("**not bold**"),)),
    (r"\[\[not a label\]\]", (Words("[[not a label]]"),)),
    (r"\{\{ not a value \}\}", (Words("{{ not a value }}"),)),
    (r"a \` b \\ c", (Words("a ` b \\ c"),)),
    ("2 * 3 = 6, a_b_c, <b>, &amp;, # no heading", (Words("2 * 3 = 6, a_b_c, <b>, &amp;, # no heading"),)),
    ("[brackets] and (round ones)", (Words("[brackets] and (round ones)"),)),
    ("one { alone", (Words("one { alone"),)),
]


@pytest.mark.parametrize(("text", "parts"), READ, ids=[text for text, _ in READ])
def test_a_line_is_read_as_it_looks(text: str, parts: tuple[Mention, ...]) -> None:
    assert parse_line(text) == parts


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a **b", "** opens and does not close, expected **bold**; close it, or write \\*\\* for two asterisks"),
        ("a `b", "` stands alone, expected `code`; complete it, or write \\` before each of its characters"),
        ("a [[b", "[[ stands alone, expected [[label_key]]; complete it, or write \\[ before each of its characters"),
        ("a b]]", "]] stands alone, expected [[label_key]]; complete it, or write \\] before each of its characters"),
        ("a {{ b", "{{ stands alone, expected {{ buyer.key }}; complete it, or write \\{ before each of its characters"),
        ("a b }}", "}} stands alone, expected {{ buyer.key }}; complete it, or write \\} before each of its characters"),
        ("{{ name }}", "{{ name }} is not a buyer's value, expected {{ buyer.key }} or {{ buyer.key.typed }}"),
        ("{{ 7*7 }}", "{{ 7*7 }} is not a buyer's value, expected {{ buyer.key }} or {{ buyer.key.typed }}"),
        ("{{ buyer.name.shown }}", "{{ buyer.name.shown }} is not a buyer's value, expected {{ buyer.key }} or {{ buyer.key.typed }}"),
        ("- a\nb", "a line follows a list without a blank line between, expected a new item or a blank line"),
    ],
)  # fmt: skip
def test_what_can_not_be_read_is_told(text: str, said: str) -> None:
    with pytest.raises(MarkupError) as raised:
        parse(text)
    assert str(raised.value) == said


def test_a_blank_line_parts_paragraphs() -> None:
    assert parse("a\n\nb\n \nc") == (Paragraph((Words("a"),)), Paragraph((Words("b"),)), Paragraph((Words("c"),)))


def test_a_line_end_in_a_paragraph_is_a_blank_between_latin_words_and_nothing_between_chinese_ones() -> None:
    assert parse("one\ntwo") == (Paragraph((Words("one two"),)),)
    assert parse("请先\n登录。\n然后") == (Paragraph((Words("请先登录。然后"),)),)
    assert parse("请先 登录") == (Paragraph((Words("请先登录"),)),)
    assert parse("请先 log in 再 继续") == (Paragraph((Words("请先 log in 再继续"),)),)


def test_lines_that_begin_with_a_mark_or_a_number_are_a_list() -> None:
    assert parse("- a\n- **b**") == (Listing(False, ((Words("a"),), (Words("b", bold=True),))),)
    assert parse("1. a\n2. b") == (Listing(True, ((Words("a"),), (Words("b"),))),)
    assert parse("* a") == (Listing(False, ((Words("a"),),)),)
    assert parse("2) a") == (Listing(True, ((Words("a"),),)),)


def test_a_list_may_follow_its_introduction_and_another_list() -> None:
    assert parse("See:\n- a\n1. b\n\nEnd") == (
        Paragraph((Words("See:"),)),
        Listing(False, ((Words("a"),),)),
        Listing(True, ((Words("b"),),)),
        Paragraph((Words("End"),)),
    )


def test_a_number_that_begins_a_sentence_is_no_list() -> None:
    assert parse("2018 年") == (Paragraph((Words("2018 年"),)),)
    assert parse("3.5 kg") == (Paragraph((Words("3.5 kg"),)),)
    assert parse("-5 degrees") == (Paragraph((Words("-5 degrees"),)),)


PLAIN = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="\\*`[]{}"), min_size=1, max_size=40)


@given(PLAIN)
def test_text_without_marks_is_words(text: str) -> None:
    assert parse_line(text) == (Words(text),)


def refused(text: str) -> str | None:
    """Why the text can't be read; None if it can."""
    try:
        parse(text)
    except MarkupError as error:
        return str(error)
    return None


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused_with_a_reason(text: str) -> None:
    assert "expected" in (refused(text) or "as expected")


@given(st.text(st.sampled_from("ab*`[]{}\\() -1.\n春"), max_size=30))
def test_marks_in_any_order_are_read_or_refused_with_a_reason(text: str) -> None:
    assert "expected" in (refused(text) or "as expected")


@given(st.text(min_size=1, max_size=40).filter(lambda text: text.isprintable() and " " not in text))
def test_a_backslash_before_each_mark_gives_any_text_as_it_is(text: str) -> None:
    escaped = "".join(f"\\{character}" if character in "\\*`[]{}" else character for character in text)
    assert parse_line(escaped) == (Words(text),)


# --------------------------------------------------------------------------------------------------
# In HTML and in plain words


def test_words_are_escaped_on_a_page() -> None:
    text: Rich = (Paragraph((Words('<b> & "c"'), Words("x<y", code=True), Words("!", bold=True))),)
    assert rich_html(text) == "<p>&lt;b&gt; &amp; &quot;c&quot;<code>x&lt;y</code><strong>!</strong></p>"


def test_a_single_paragraph_stands_in_a_cell_without_its_element() -> None:
    assert brief_html((Paragraph((Words("a"),)),)) == "a"
    assert brief_html((Paragraph((Words("a"),)), Paragraph((Words("b"),)))) == "<p>a</p><p>b</p>"
    assert brief_html((Listing(True, ((Words("a"),),)),)) == "<ol><li>a</li></ol>"


def test_links_elsewhere_open_apart_and_those_inside_do_not() -> None:
    inside: Rich = (Paragraph((Link("there", Target("faq", "why")),)),)
    elsewhere: Rich = (Paragraph((Link("there", Target(url='https://a.example/?b="&c')),)),)
    assert brief_html(inside) == '<a href="faq.html#why">there</a>'
    assert brief_html(elsewhere) == (
        '<a href="https://a.example/?b=&quot;&amp;c" rel="noopener noreferrer" target="_blank">there</a>'
    )


def test_a_word_of_the_portal_stays_chinese_in_both_languages() -> None:
    chinese, english = (
        PortalLabel("go", "前进<", None, "qián jìn", "Go"),
        PortalLabel("go", "前进<", "Go", "qián jìn", "Go"),
    )
    assert brief_html((Paragraph((chinese,)),)) == '<span class="portal-label">“前进&lt;”</span>'
    assert brief_html((Paragraph((english,)),)) == (
        '<strong class="portal-label" lang="zh-Hans">前进&lt;</strong> <span class="gloss">(Go)</span>'
    )


def test_plain_text_has_no_markup() -> None:
    label = PortalLabel("go", "前进", "Go", None, "Go")
    parts: Line = (Words("a", bold=True), Link(" b", Target("faq")), Value("x"), label)
    rich: Rich = (Paragraph(parts), Listing(False, ((Words(" c"),),)))
    assert plain_text(*lines_of(rich)) == ("a b", Value("x"), "前进 (Go) c")
