"""What a buyer may give: regions that stay only where it does, and slots."""

from __future__ import annotations

from guide.content import placeholders
from guide.content.resolve.wording import Wording
from guide.content.views.guide import BuyerView


def buyer_view(wording: Wording) -> BuyerView:
    """The slots for a buyer's own, in the language of an edition."""
    numbers, language = wording.edition.numbers, wording.language
    facts = [
        (wording.words(value.label), wording.value(key))
        for key, value in wording.guide.buyer_values.items()
        if not isinstance(value.required, tuple) or set(value.required) & set(numbers)
    ]
    plain = {name: wording.region(name, f"{language}:{name}") for name in (
        "contact", "contact.person", "contact.phone", "contact.email", "contact.wecom", "contact.hours",
        "deadline", "site_url", "logo", "named", "!named",
    )}  # fmt: skip
    return BuyerView(
        name=placeholders.value(f"{language}:name"),
        named=plain["named"],
        unnamed=plain["!named"],
        values=tuple(facts),
        contact=plain["contact"],
        person=plain["contact.person"],
        phone=plain["contact.phone"],
        phone_href=placeholders.value("contact.phone:href"),
        email=plain["contact.email"],
        email_href=placeholders.value("contact.email:href"),
        wecom=plain["contact.wecom"],
        hours=plain["contact.hours"],
        deadline=plain["deadline"],
        site_url=plain["site_url"],
        logo=plain["logo"],
    )
