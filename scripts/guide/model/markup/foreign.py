"""What looks like markup and is none: Markdown beyond the grammar of texts, HTML, and our own marks in full-width characters.

Everywhere it would be shown as it stands, so that the loader refuses it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5

from guide.model.markup.errors import excerpt_of
from guide.model.markup.inline import CODE, ESCAPED, LABEL, TARGET

_ELEMENTS = (
    "a|abbr|address|article|aside|audio|b|big|blockquote|br|button|caption|center|cite|code|dd|del|details|div|dl|dt|em|figcaption|"
    "figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|label|li|link|mark|meta|nav|noscript|object|ol|"
    "option|p|picture|pre|q|ruby|rt|s|samp|script|section|select|small|source|span|strike|strong|style|sub|summary|sup|svg|table|"
    "tbody|td|textarea|tfoot|th|thead|tr|tt|u|ul|var|video"
)
_ATTRIBUTES = r"""(?:\s+[a-z][\w:-]*\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>=]+))*"""
_MASK = "\ufdd1"
"""In the place of each character that is no one's mark; no text holds it."""
_FILLER = "x"
"""In the place of each character of a word that is no mark."""
_OPAQUE = re.compile(
    rf"(?P<mark>{ESCAPED}|{CODE}|\*\*)|{LABEL}|\{{\{{[^{{}}\n]*\}}\}}|(?<=\]\(){TARGET}(?=\))|(?<![<\"'=])https?://[!-~]+"
)
_HIDDEN = re.compile(f"{ESCAPED}|{CODE}")
_HALF_WIDTH = str.maketrans("｛｝［］【】．＊｀　", "{}[][].*` ")
_OPENS = r"(?=[^\W_]|[\"'“‘「《（(\[])"


@dataclass(frozen=True)
class _Kind:
    """A kind of mark that texts don't have."""

    pattern: re.Pattern[str]
    name: str
    expected: str
    cure: str
    escape: str = ""
    """How the sign itself is written in a text that has marks."""


def _kind(pattern: str, name: str, expected: str, cure: str, escape: str = "") -> _Kind:
    return _Kind(re.compile(pattern, re.MULTILINE | re.IGNORECASE), name, expected, cure, escape)


_KINDS = (
    _kind(r"^ *(?:[#＃]{1,6}(?=[ 　]+\S)|#{2,6}(?=[^#\s])).*$", "a heading of Markdown", "a paragraph", "make its words **bold** if they must stand out", "\\#"),
    _kind(r"^ *>.*$", "a quotation of Markdown", "a paragraph", "delete the >", "\\>"),
    _kind(r"^ *(?:={3,}|(?:- ?){3,}|(?:\* ?){3,}|(?:_ ?){3,}) *$", "a ruled line of Markdown", "a blank line between paragraphs", "delete it", "a backslash before each sign"),
    _kind(r"```.*$|^ *~~~.*$", "a block of code of Markdown", "`code` within a line", "write it so"),
    _kind(r"^ *(?:!!!|\?\?\?\+?) +\w.*$", "a box of Markdown", "a paragraph", "delete its first line"),
    _kind(r"^ *[-*+] \[[ xX]\].*$", "a check box of Markdown", "an item of a list", "delete the [ ]"),
    _kind(r"^ *\[[^\[\]\n]+\]: +\S+$", "an address of Markdown that stands apart", "[words](address) where it is mentioned", "write it so"),
    _kind(r"^ *[-*+] *$", "an item without words", "words behind the mark", "write them or delete the line"),
    _kind(r"!\[[^\[\]\n]*\]\([^\n)]*\)", "a picture of Markdown", "pictures at a step's screen:", "describe it under screens:", "\\!"),
    _kind(r"\[\^[^\[\]\s]+\]", "a footnote of Markdown", "the words themselves", "write them here", "\\["),
    _kind(r"~~(?=\S)[^~\n]+~~", "struck-out words of Markdown", "the words that hold", "delete what no longer holds", "\\~"),
    _kind(r"==(?=[^\s=])[^=\n]+(?<=\S)==", "marked words of Markdown", "**bold**", "write them so", "\\="),
    _kind(rf"(?<![A-Za-z0-9*])\*(?!\*){_OPENS}[^*\n]*(?<=\S)\*(?![A-Za-z0-9*])", "words in italics of Markdown", "**bold** or plain words", "write them so", "\\*"),
    _kind(rf"(?<![A-Za-z0-9_])(?:_(?!_){_OPENS}[^_\n]*(?<=\S)_|__(?!_){_OPENS}[^_\n]*(?<=\S)__)(?![A-Za-z0-9_])", "words in italics or bold of Markdown", "**bold** or plain words", "write them so", "\\_"),
    _kind(r"<(?:https?://|mailto:)[^\s<>]+>", "an address in angle brackets", "[words](address)", "write it so", "\\<"),
    _kind(rf"<(?P<tag>{_ELEMENTS}){_ATTRIBUTES}\s*/?>(?:[^<>\n]*</(?P=tag)>)?|</(?:{_ELEMENTS})\s*>", "HTML", "words, and a blank line between paragraphs", "delete the tag", "\\<"),
    _kind(r"<!--(?:(?!-->).)*(?:-->)?|<!doctype[^>\n]*>?", "HTML", "words alone", "delete it, or begin the line of the file with # for a remark", "\\<"),
    _kind(r"^ *｜.*｜ *$", "a row of a table in full-width characters", "| between cells", "write it so"),
    _kind(r"(?<=[^\\\n])\\$", "the end of a line in Markdown", "a blank line between paragraphs", "write one", "\\\\"),
)  # fmt: skip
_ENTITY = re.compile(r"&(?:[a-z][a-z0-9]{1,31}|#\d{1,7}|#x[0-9a-f]{1,6});", re.IGNORECASE)
_KINDS_OF_LINKS = "stage|step|page|term|material|mailto|https?"
_FULL_WIDTH = (
    re.compile(r"(?:[{｛]｛|｛\{)[^{}｛｝\n]*[}｝]{0,2}|\{\{[^{}｛｝\n]*(?:｝[}｝]|\}｝)"),
    re.compile(r"(?:[\[［【][［【]|[［【]\[)[^\[\]［］【】\n]*[\]］】]{0,2}|\[\[[^\[\]［］【】\n]*(?:[］】][\]］】]|\][］】])"),
    re.compile(r"(?<!＊)＊＊(?=[^\s＊])[^＊\n]*(?<=\S)＊＊(?!＊)"),
    re.compile(r"｀[^｀\n]+｀"),
)  # fmt: skip
"""Our own marks, each with one full-width character in it at least."""
_LINK = re.compile(
    rf"(?:[\[［](?P<words>[^\[\]［］\n]+)[\]］]|【(?P<framed>[^\[\]【】\n]+)】(?=[ 　]*[(（] *(?:stage|step|page|term|material)))"
    rf"[ 　]*[(（] *(?P<kind>{_KINDS_OF_LINKS}) *[:：](?P<rest>[^()（）\n]*)[)）]"
)
_LIST_LINE = re.compile(
    r" *(?:[•●○◦▪‣·–—－]|[0-9０-９]{1,2}[、．]|[０-９]{1,2}[.)）]|[（(][0-9一二三四五六七八九十]{1,2}[)）]|[①-⑳]) *\S"
)
_SUSPECT = re.compile(
    rf"[*_~=<>#＃&!?^\\|`｛｝【［＊｀｜]|\][ 　]*[（(]|^ *(?:[-+]|\[)|{_LIST_LINE.pattern}", re.MULTILINE
)
"""What any of these has in it: most texts have nothing of the kind, and are looked at no further."""
_OWN = re.compile(
    rf"\*\*(?:[^*\n]+\*\*)?|{CODE}|\[\[(?:[^\[\]\n]*\]\])?|\{{\{{(?:[^{{}}\n]*\}}\}})?|\[[^\[\]\n]+\]\((?:{_KINDS_OF_LINKS}):[^()\s]+\)"
)
_TABLE = re.compile(r"^ *\|?.*\|.*\n *\|?\s*:?-{2,}:?\s*(?:\|\s*:?-+:?\s*)*\|? *$", re.MULTILINE)


def foreign_markup(text: str, *, has_marks: bool = True) -> Iterator[tuple[str, str]]:
    """Yields each mark in `text` that would be shown as it stands, up to its line's end, and what to say of it.

    `has_marks` says whether the text is read for our own marks: where it is not, those are foreign too.
    """
    if has_marks and not _SUSPECT.search(text):
        return
    hidden = _HIDDEN.sub(lambda match: _MASK * len(match[0]), text) if has_marks else text
    masked = _OPAQUE.sub(_mask, text) if has_marks else text
    findings = [*_of_kinds(text, masked, has_marks), *_entities(hidden)]
    findings += [*_full_width(hidden), *_lists(hidden)] if has_marks else [*_own(text)]
    said: set[str] = set()
    for at, message in sorted(findings):
        if message not in said:
            said.add(message)
            yield text[at:].lstrip().split("\n", 1)[0], message


def _mask(match: re.Match[str]) -> str:
    return (_MASK if match["mark"] else _FILLER) * len(match[0])


_Finding = tuple[int, str]
"""Where it begins, and what to say."""


def _of_kinds(text: str, masked: str, has_marks: bool) -> Iterator[_Finding]:
    for kind in _KINDS:
        for match in kind.pattern.finditer(masked):
            excerpt = excerpt_of(text[match.start() : match.end()])
            itself = f", or {kind.escape} for the sign itself" if has_marks and kind.escape else ""
            yield match.start(), f"{excerpt} is {kind.name}, expected {kind.expected}; {kind.cure}{itself}"


def _entities(text: str) -> Iterator[_Finding]:
    for match in _ENTITY.finditer(text):
        if match[0][1] == "#" or match[0][1:] in html5:
            yield match.start(), f"{match[0]} is HTML, expected the character itself; write {html.unescape(match[0])}"


def _full_width(text: str) -> Iterator[_Finding]:
    for pattern in _FULL_WIDTH:
        for match in pattern.finditer(text):
            half_width = match[0].translate(_HALF_WIDTH)
            yield match.start(), f"{excerpt_of(match[0])} is no mark, expected {half_width}; write it so"
    for match in _LINK.finditer(text):
        half_width = f"[{match['words'] or match['framed']}]({match['kind']}:{match['rest'].strip()})"
        if match[0].replace("：", ":") != half_width.replace("：", ":"):  # a link with a wide colon alone leads nowhere
            yield match.start(), f"{excerpt_of(match[0])} is no link, expected {half_width}; write it so"
        elif re.search(r"\s", match["rest"]):
            yield (
                match.start(),
                f"{excerpt_of(match[0])} is no link, expected an address without blanks; write %20 for each, and no title",
            )


def _lists(text: str) -> Iterator[_Finding]:
    """Two lines after each other that begin as a list does in print."""
    start, before = 0, False
    for line in text.split("\n"):
        is_item = bool(_LIST_LINE.match(line))
        if is_item and before:
            yield (
                start,
                f"{excerpt_of(line)} would go on in the line above, expected - or 1. before each item of a list; write them so",
            )
        start, before = start + len(line) + 1, is_item


def _own(text: str) -> Iterator[_Finding]:
    for pattern, name in ((_OWN, "a mark"), (_TABLE, "a table")):
        for match in pattern.finditer(text):
            yield (
                match.start(),
                f"{excerpt_of(match[0])} is {name}, and this text is shown as it stands, expected plain words; write them so",
            )
