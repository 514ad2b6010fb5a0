"""The little markup of a `Text`, read into a tree that pages and print both draw from.

Own grammar and not CommonMark, because CommonMark does not see the end of `**注意：**请` (a closing mark between
punctuation and a Han character), and because labels, buyer values and links inside the guide are words of its own.
What Markdown has beyond it would be shown as it stands: `foreign_markup` finds that.
"""

from __future__ import annotations

from guide.model.markup.blocks import parse
from guide.model.markup.errors import MarkupError
from guide.model.markup.foreign import foreign_markup
from guide.model.markup.inline import parse_line
from guide.model.markup.tree import (
    Block,
    CountMention,
    Item,
    LabelInPlace,
    LabelMention,
    LinkMention,
    Listing,
    Mention,
    Paragraph,
    Table,
    ValueMention,
    Words,
    map_lines,
)

__all__ = [
    "Block",
    "CountMention",
    "Item",
    "LabelInPlace",
    "LabelMention",
    "LinkMention",
    "Listing",
    "MarkupError",
    "Mention",
    "Paragraph",
    "Table",
    "ValueMention",
    "Words",
    "foreign_markup",
    "map_lines",
    "parse",
    "parse_line",
]
