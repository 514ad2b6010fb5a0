"""Finished parts of a view → HTML. All is escaped here but buyers' values: those when they are put in."""

from __future__ import annotations

from markupsafe import Markup

from guide.content.views.texts import Inline, Line, Link, PortalLabel, Rich, Value
from guide.model.markup import Paragraph, Words
from guide.site import placeholders


def escape(text: str) -> str:
    """For text and for attributes in double quotes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def rich_html(rich: Rich) -> Markup:
    """Paragraphs and lists."""
    parts: list[str] = []
    for block in rich:
        if isinstance(block, Paragraph):
            parts.append(f"<p>{line_html(block.parts)}</p>")
        else:
            tag = "ol" if block.ordered else "ul"
            items = "".join(f"<li>{line_html(item)}</li>" for item in block.items)
            parts.append(f"<{tag}>{items}</{tag}>")
    return Markup("".join(parts))


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
