"""Finished parts of a view → HTML. All is escaped here but buyers' values: those when they are put in."""

from __future__ import annotations

from markupsafe import Markup

from guide.content.views.texts import Inline, Line, Link, PortalLabel, Rich, Value
from guide.model.markup import Block, Item, Listing, Paragraph, Table, Words
from guide.site import placeholders


def escape(text: str) -> str:
    """For text and for attributes in double quotes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def rich_html(rich: Rich) -> Markup:
    """Paragraphs, lists and tables."""
    return Markup("".join(map(_block, rich)))


def brief_html(rich: Rich) -> Markup:
    """As `rich_html`, but a single paragraph comes without its `<p>`: for table cells and list items."""
    if len(rich) == 1 and isinstance(rich[0], Paragraph):
        return line_html(rich[0].parts)
    return rich_html(rich)


def line_html(line: Line) -> Markup:
    """Inline parts."""
    return Markup("".join(_inline(part) for part in line))


def label_html(label: PortalLabel) -> Markup:
    """A word of the portal, Chinese in every language; in the English edition with its meaning behind it."""
    if label.gloss is None:
        return Markup(f'<span class="portal-label">“{escape(label.zh)}”</span>')
    chinese = f'<strong class="portal-label" lang="zh-Hans">{escape(label.zh)}</strong>'
    return Markup(f'{chinese} <span class="gloss">({escape(label.gloss)})</span>')


def _block(block: Block[Inline]) -> str:
    if isinstance(block, Paragraph):
        return f"<p>{line_html(block.parts)}</p>"
    return _listing(block) if isinstance(block, Listing) else _table(block)


def _listing(listing: Listing[Inline]) -> str:
    items = "".join(f"<li>{_item(item)}</li>" for item in listing.items)
    if not listing.ordered:
        return f"<ul>{items}</ul>"
    start = f' start="{listing.start}"' if listing.start != 1 else ""
    return f"<ol{start}>{items}</ol>"


def _item(item: Item[Inline]) -> str:
    return line_html(item.parts) + rich_html(item.blocks)


def _table(table: Table[Inline]) -> str:
    """A table that scrolls by itself where there is no room for it, and can be reached by keyboard then."""
    head = "".join(_cell("th", cell, at) for cell, at in zip(table.head, table.alignments, strict=True))
    rows = "".join(
        "<tr>" + "".join(_cell("td", cell, at) for cell, at in zip(row, table.alignments, strict=True)) + "</tr>"
        for row in table.rows
    )
    return f'<div class="text-table"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _cell(tag: str, line: Line, alignment: str) -> str:
    """A cell; one of the head without words heads nothing."""
    tag = tag if line else "td"
    scope = ' scope="col"' if tag == "th" else ""
    aligned = "" if alignment == "start" else f' class="to-{alignment}"'
    return f"<{tag}{scope}{aligned}>{line_html(line)}</{tag}>"


def _inline(part: Inline) -> str:
    if isinstance(part, Words):
        text = escape(part.text)
        text = f"<code>{text}</code>" if part.code else text
        return f"<strong>{text}</strong>" if part.bold else text
    if isinstance(part, PortalLabel):
        return label_html(part)
    if isinstance(part, Value):
        copied = placeholders.value(part.spelt("copy"))
        return f'<span class="buyer-value" data-copy="{copied}">{placeholders.value(part)}</span>'
    return _link(part)


def _link(link: Link) -> str:
    elsewhere = ' rel="noopener noreferrer" target="_blank"' if link.target.page is None else ""
    return f'<a href="{escape(link.target.href)}"{elsewhere}>{escape(link.words)}</a>'
