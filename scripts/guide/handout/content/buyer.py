"""What a handout says of the buyer, and where its QR codes lead."""

from __future__ import annotations

from guide.content.substitutions import Substitutions
from guide.content.views.guide import GuideView
from guide.handout.deferred import Data
from guide.handout.qr import Code
from guide.handout.text_runs import breakable, length_of

_LONG = 48
"""Latin letters from which on a text of the buyer's takes more lines than the card has for it."""


def buyer_data(view: GuideView, substitutions: Substitutions) -> Data:
    """What the cover, the running head and the first pages say of the buyer."""
    buyer = view.buyer
    name = substitutions.values[buyer.name]
    named = substitutions.holds(buyer.named)
    site_url = substitutions.text_in(buyer.site_url)
    contact = {part: substitutions.text_in(region) for part, region in buyer.contact_parts.items()}
    told = [*(substitutions.values[value] for _, value in buyer.values), *contact.values()]
    return {
        "named": named,
        "name": breakable(name),
        "plain_name": name,
        "length": length_of(name),
        "is_long": length_of(name) > _LONG or any(length_of(text) > _LONG for text in told if text),
        "full_title": f"{view.title} · {name}" if named else view.title,
        "author": name if named else view.title,
        "values": [[label, breakable(substitutions.values[value])] for label, value in buyer.values],
        "contact": {part: breakable(text) for part, text in contact.items() if text} or None,
        "email_href": substitutions.values[buyer.email_href],
        "phone_href": substitutions.values[buyer.phone_href],
        "deadline": substitutions.text_in(buyer.deadline),
        "site_url": site_url,
        "site_line": breakable(site_url or ""),
    }


def codes_of(view: GuideView, substitutions: Substitutions, alt: str) -> dict[str, Code]:
    """The QR codes that lead to the buyer's hosted guide in this language: by stage, and `index` to its first page; none where
    that has no address.

    `alt` is the alternative text, with `{title}` and `{url}`.
    """
    site_url = substitutions.text_in(view.buyer.site_url)
    if not site_url:
        return {}
    start = site_url.rstrip("/") + ("/" if view.language == view.languages[0] else f"/{view.language}/")
    pages = [(stage.id, stage.title, f"{start}{stage.id}.html") for stage in view.stages]
    return {
        name: Code(address, alt.replace("{title}", title).replace("{url}", address))
        for name, title, address in (*pages, ("index", view.title, start))
    }
