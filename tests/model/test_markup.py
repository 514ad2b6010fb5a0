"""The little markup of a text: what it says, and what is told where it can't be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.content.plain_text import lines_of, plain_text
from guide.content.views.texts import Inline, Line, Link, PortalLabel, Rich, Target, Value
from guide.model.markup import (
    Block,
    CountMention,
    Item,
    LabelInPlace,
    LabelMention,
    LinkMention,
    Listing,
    MarkupError,
    Mention,
    Paragraph,
    Table,
    ValueMention,
    Words,
    foreign_markup,
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
    ("2 * 3 = 6, a_b_c, <name>, A&B, # no heading", (Words("2 * 3 = 6, a_b_c, <name>, A&B, # no heading"),)),
    ("[[账号|Account]]", (LabelInPlace("账号", "Account"),)),
    (r"[[ 账号 \| Account ]]", (LabelInPlace("账号", "Account"),)),
    ("**{{ guide.stages }}**个阶段", (CountMention(bold=True), Words("个阶段"))),
    ("{{ guide.stages.words }}步", (CountMention(in_words=True), Words("步"))),
    ("注意！[见此](page:faq)", (Words("注意！"), LinkMention("见此", "page:faq"))),
    (r"Now \![see](page:faq)", (Words("Now !"), LinkMention("see", "page:faq"))),
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
        ("{{ name }}", "{{ name }} is not a buyer's value, expected {{ buyer.key }}, {{ buyer.key.typed }}, {{ guide.stages }} or {{ guide.stages.words }}"),
        ("{{ 7*7 }}", "{{ 7*7 }} is not a buyer's value, expected {{ buyer.key }}, {{ buyer.key.typed }}, {{ guide.stages }} or {{ guide.stages.words }}"),
        ("{{ buyer.name.shown }}", "{{ buyer.name.shown }} is not a buyer's value, expected {{ buyer.key }}, {{ buyer.key.typed }}, {{ guide.stages }} or {{ guide.stages.words }}"),
        ("[[a|]]", "[[a|]] is no label, expected [[label_key]], or [[words|meaning]] for one that stands here alone; write it so"),
        ("[[a|b|c]]", "[[a|b|c]] is no label, expected [[label_key]], or [[words|meaning]] for one that stands here alone; write it so"),
        ("{{ buyer．name }}", "{{ buyer．name }} has full-width characters, expected {{ buyer.name }}; write it so"),
        ("- a\n  - b\n    - c\n      - d", "- d is a list in 3 others, expected at most 3 within each other; make it flatter"),
        ("| a | b |\n|---|---|\n| 1 |", "| 1 | has 1 cells, expected 2, as many as the head; correct the row, or write \\| for a bar in a cell"),
        ("| a | b |\n|---|\n| 1 | 2 |", "|---| has 1 cells, expected 2, as many as the head; correct the row, or write \\| for a bar in a cell"),
        ("| a |\n|---|", "a table without rows (| a |), expected some; write them below |---|"),
        ("|a|b|c|d|e|f|g|\n|-|-|-|-|-|-|-|\n|1|2|3|4|5|6|7|", "a table of 7 columns (|a|b|c|d|e|f|g|), expected at most 6; split it up"),
        ("| a |\n|---|\n| 1 |\nb", "b follows a table without a blank line between, expected another row or a blank line; write one of them"),
        ("| a | b |\n\n| 1 | 2 |", "| a | b | begins like a row of a table, expected a head and below it a line of |---|---|; write them, with no blank line between, or \\| for the sign itself\n"
                                    "| 1 | 2 | begins like a row of a table, expected a head and below it a line of |---|---|; write them, with no blank line between, or \\| for the sign itself"),
        ("- a\nb", "b follows a list without a blank line between, expected a new item or a blank line; write one of them, or indent the line to go on with the item"),
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
    assert parse("- a\n- **b**") == (Listing(False, (Item((Words("a"),)), Item((Words("b", bold=True),)))),)
    assert parse("1. a\n2. b") == (Listing(True, (Item((Words("a"),)), Item((Words("b"),)))),)
    assert parse("* a") == (Listing(False, (Item((Words("a"),)),)),)
    assert parse("2) a") == (Listing(True, (Item((Words("a"),)),), 2),)


def test_a_list_may_follow_its_introduction_and_another_list() -> None:
    assert parse("See:\n- a\n1. b\n\nEnd") == (
        Paragraph((Words("See:"),)),
        Listing(False, (Item((Words("a"),)),)),
        Listing(True, (Item((Words("b"),)),)),
        Paragraph((Words("End"),)),
    )


def item(text: str, *blocks: Block[Mention]) -> Item[Mention]:
    return Item((Words(text),), blocks)


def test_an_indented_list_stands_in_the_item_above_it() -> None:
    assert parse("- a\n  - b\n  - c\n    1. d\n- e") == (
        Listing(False, (item("a", Listing(False, (item("b"), item("c", Listing(True, (item("d"),)))))), item("e"))),
    )
    assert parse("1. 一\n   - 二\n2. 三") == (Listing(True, (item("一", Listing(False, (item("二"),))), item("三"))),)
    assert parse("- a\n\n  - b\n\n- c") == parse("- a\n  - b\n- c")


def test_what_is_indented_below_an_item_belongs_to_it() -> None:
    assert parse("- 请先\n  登录\n\n  再看") == (Listing(False, (item("请先登录", Paragraph((Words("再看"),))),)),)
    table = Table[Mention](((Words("a"),),), (((Words("1"),),),), ("start",))
    assert parse("1. x\n\n   | a |\n   |---|\n   | 1 |\n2. y") == (Listing(True, (item("x", table), item("y"))),)


def test_a_blank_line_between_items_ends_no_list_and_one_that_goes_on_keeps_its_numbers() -> None:
    assert parse("1. a\n\n2. b") == (Listing(True, (item("a"), item("b"))),)
    assert parse("1. a\n\nx\n\n2. b") == (
        Listing(True, (item("a"),)),
        Paragraph((Words("x"),)),
        Listing(True, (item("b"),), 2),
    )


TABLE = """见下表：
| 项目 | [[fee]] | c |
|:-----|:---:|---:|
| **甲** | `a|b` [[词|a word]] | 1 \\| 2 |
|  | [见](page:faq) | {{ buyer.name }} |

完"""


def test_a_line_of_bars_and_dashes_makes_a_table() -> None:
    table = Table[Mention](
        ((Words("项目"),), (LabelMention("fee"),), (Words("c"),)),
        (
            ((Words("甲", bold=True),), (Words("a|b", code=True), Words(" "), LabelInPlace("词", "a word")), (Words("1 | 2"),)),
            ((), (LinkMention("见", "page:faq"),), (ValueMention("name"),)),
        ),
        ("start", "center", "end"),
    )  # fmt: skip
    assert parse(TABLE.replace("\\\\", "\\")) == (Paragraph((Words("见下表："),)), table, Paragraph((Words("完"),)))
    assert parse("a | b\n--|--\n1 | 2") == parse("| a | b |\n|---|---|\n| 1 | 2 |")


def test_everything_that_can_not_be_read_is_told_at_once() -> None:
    with pytest.raises(MarkupError) as raised:
        parse("a **b\n\n- `c\n\n| d |\n|---|\n| 1 | 2 |")
    assert [message.split(",")[0] for message in raised.value.messages] == [
        "** opens and does not close",
        "` stands alone",
        "| 1 | 2 | has 2 cells",
    ]


FOREIGN = [
    ("## 标题", "## 标题 is a heading of Markdown, expected a paragraph; make its words **bold** if they must stand out, or \\# for the sign itself"),
    ("请看：\n# Heading", "# Heading is a heading of Markdown, expected a paragraph; make its words **bold** if they must stand out, or \\# for the sign itself"),
    ("＃ 标题", "＃ 标题 is a heading of Markdown, expected a paragraph; make its words **bold** if they must stand out, or \\# for the sign itself"),
    ("> 引文", "> 引文 is a quotation of Markdown, expected a paragraph; delete the >, or \\> for the sign itself"),
    ("请*斜体*看", "*斜体* is words in italics of Markdown, expected **bold** or plain words; write them so, or \\* for the sign itself"),
    ("***both***", "*both*** is words in italics of Markdown, expected **bold** or plain words; write them so, or \\* for the sign itself"),
    ("an _important_ word", "_important_ is words in italics or bold of Markdown, expected **bold** or plain words; write them so, or \\_ for the sign itself"),
    ("__必填__", "__必填__ is words in italics or bold of Markdown, expected **bold** or plain words; write them so, or \\_ for the sign itself"),
    ("~~删除~~", "~~删除~~ is struck-out words of Markdown, expected the words that hold; delete what no longer holds, or \\~ for the sign itself"),
    ("==高亮==", "==高亮== is marked words of Markdown, expected **bold**; write them so, or \\= for the sign itself"),
    ("<b>粗体", "<b> is HTML, expected words, and a blank line between paragraphs; delete the tag, or \\< for the sign itself"),
    ("<b>粗体</b>", "<b>粗体</b> is HTML, expected words, and a blank line between paragraphs; delete the tag, or \\< for the sign itself"),
    ('<a href="x">', '<a href="x"> is HTML, expected words, and a blank line between paragraphs; delete the tag, or \\< for the sign itself'),
    ("一<br/>二", "<br/> is HTML, expected words, and a blank line between paragraphs; delete the tag, or \\< for the sign itself"),
    ("a <!-- b", "<!-- b is HTML, expected words alone; delete it, or begin the line of the file with # for a remark, or \\< for the sign itself"),
    ("<https://a.example>", "<https://a.example> is an address in angle brackets, expected [words](address); write it so, or \\< for the sign itself"),
    ("A&nbsp;B", "&nbsp; is HTML, expected the character itself; write \u00a0"),
    ("A &#38; B", "&#38; is HTML, expected the character itself; write &"),
    ("![图](x.png)", "![图](x.png) is a picture of Markdown, expected pictures at a step's screen:; describe it under screens:, or \\! for the sign itself"),
    ("一\n\n---\n\n二", "--- is a ruled line of Markdown, expected a blank line between paragraphs; delete it, or a backslash before each sign for the sign itself"),
    ("标题\n====", "==== is a ruled line of Markdown, expected a blank line between paragraphs; delete it, or a backslash before each sign for the sign itself"),
    ("- [ ] 一", "- [ ] 一 is a check box of Markdown, expected an item of a list; delete the [ ]"),
    ("- a\n-", "- is an item without words, expected words behind the mark; write them or delete the line"),
    ("!!! note", "!!! note is a box of Markdown, expected a paragraph; delete its first line"),
    ("注[^1]", "[^1] is a footnote of Markdown, expected the words themselves; write them here, or \\[ for the sign itself"),
    ("[a]: https://a.example", "[a]: https://a.example is an address of Markdown that stands apart, expected [words](address) where it is mentioned; write it so"),
    ("一\\\n二", "\\ is the end of a line in Markdown, expected a blank line between paragraphs; write one, or \\\\ for the sign itself"),
    ("请看｛｛ buyer.name ｝｝的", "｛｛ buyer.name ｝｝ is no mark, expected {{ buyer.name }}; write it so"),
    ("请填【【member_name】】", "【【member_name】】 is no mark, expected [[member_name]]; write it so"),
    ("［［go］］", "［［go］］ is no mark, expected [[go]]; write it so"),
    ("＊＊必填＊＊", "＊＊必填＊＊ is no mark, expected **必填**; write it so"),
    ("｀a｀", "｀a｀ is no mark, expected `a`; write it so"),
    ("见[注册]（stage:register）", "[注册]（stage:register） is no link, expected [注册](stage:register); write it so"),
    ("见【注册】(stage：register)", "【注册】(stage：register) is no link, expected [注册](stage:register); write it so"),
    ("[注册] (page:faq)", "[注册] (page:faq) is no link, expected [注册](page:faq); write it so"),
    ("[a](https://a.example/b c)", "[a](https://a.example/b c) is no link, expected an address without blanks; write %20 for each, and no title"),
    ("```\nx\n\n2", "``` is a block of code of Markdown, expected `code` within a line; write it so"),
    ("｜一｜二｜", "｜一｜二｜ is a row of a table in full-width characters, expected | between cells; write it so"),
    ("1、先填\n2、再交", "2、再交 would go on in the line above, expected - or 1. before each item of a list; write them so"),
    ("• a\n• b", "• b would go on in the line above, expected - or 1. before each item of a list; write them so"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), FOREIGN, ids=[text for text, _ in FOREIGN])
def test_markup_that_does_nothing_is_told(text: str, said: str) -> None:
    [(mark, message)] = foreign_markup(text)
    assert message == said
    assert mark in text


NOTHING_FOREIGN = (
    "2 * 3 * 4, 5*3*2, a_b_c, 10~20~, <name>, A&B; a<b and c>d, #1, C#, 必填*、选填*",
    "密码＊＊＊＊，【注意】（https://a.example），注意！[见此](page:faq)",
    r"\# a, \> b, \*c\*, \_d\_, \~~e\~~, \<b>, \&amp; \![f](page:faq), \[^1]".replace("\\\\", "\\"),
    "`<b>` `*a*` `&amp;` `｛｛ a ｝｝` **[[a]]** **{{ buyer.x }}** [_a](https://a.example/_b_/~~c~~/*d*)",
    "- a\n- b\n\n1. c\n2. d\n\n| a |\n|---|\n| - |",
    "见 https://a.example/_x_/~~y~~/*z* 和 **b**",
    "姓名：____，2018 年；1、只有一行",
    "[先看：这里](page:prepare)（见下）",
)


@pytest.mark.parametrize("text", NOTHING_FOREIGN)
def test_signs_that_mean_nothing_in_markdown_are_words(text: str) -> None:
    assert list(foreign_markup(text)) == []


@pytest.mark.parametrize("text", ["**a**", "`a`", "[[a]]", "{{ buyer.a }}", "[a](page:faq)", "| a |\n|---|", "## a"])
def test_a_text_that_is_shown_as_written_has_no_marks(text: str) -> None:
    assert len(list(foreign_markup(text, has_marks=False))) == 1
    assert len(list(foreign_markup(text))) == (text == "## a")


def test_a_number_that_begins_a_sentence_is_no_list() -> None:
    assert parse("2018 年") == (Paragraph((Words("2018 年"),)),)
    assert parse("3.5 kg") == (Paragraph((Words("3.5 kg"),)),)
    assert parse("-5 degrees") == (Paragraph((Words("-5 degrees"),)),)


PLAIN = st.text(
    st.characters(exclude_categories=["C", "Z"], exclude_characters="\\*`[]{}()#<>~|!_&.+=-"), min_size=1, max_size=40
)


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
    escaped = "".join(f"\\{character}" if character in "\\*`[]{}()#<>~|!_&.+=-" else character for character in text)
    assert parse_line(escaped) == (Words(text),)


# --------------------------------------------------------------------------------------------------
# In HTML and in plain words


def test_words_are_escaped_on_a_page() -> None:
    text: Rich = (Paragraph((Words('<b> & "c"'), Words("x<y", code=True), Words("!", bold=True))),)
    assert rich_html(text) == "<p>&lt;b&gt; &amp; &quot;c&quot;<code>x&lt;y</code><strong>!</strong></p>"


def test_a_single_paragraph_stands_in_a_cell_without_its_element() -> None:
    assert brief_html((Paragraph((Words("a"),)),)) == "a"
    assert brief_html((Paragraph((Words("a"),)), Paragraph((Words("b"),)))) == "<p>a</p><p>b</p>"
    assert brief_html((Listing(True, (Item((Words("a"),)),)),)) == "<ol><li>a</li></ol>"


def test_a_list_in_a_list_and_a_table_stand_on_a_page_as_such() -> None:
    inner: Listing[Inline] = Listing(True, (Item((Words("b"),)),), 3)
    nested: Rich = (Listing(False, (Item((Words("a"),), (inner, Paragraph((Words("c"),)))),)),)
    assert rich_html(nested) == '<ul><li>a<ol start="3"><li>b</li></ol><p>c</p></li></ul>'
    table: Rich = (Table(((), (Words("h"),)), (((Words("<"),), (Words("1"),)),), ("start", "end")),)
    assert rich_html(table) == (
        '<div class="text-table"><table><thead><tr><td></td><th scope="col" class="to-end">h</th></tr></thead>'
        '<tbody><tr><td>&lt;</td><td class="to-end">1</td></tr></tbody></table></div>'
    )
    assert plain_text(*lines_of(nested)) == ("abc",)


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
    rich: Rich = (Paragraph(parts), Listing(False, (Item((Words(" c"),)),)))
    assert plain_text(*lines_of(rich)) == ("a b", Value("x"), "前进 (Go) c")
