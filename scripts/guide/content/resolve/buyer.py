"""Where what a buyer gives will stand: on the first page and the cover, beside the texts that mention it."""

from __future__ import annotations

from guide.content.resolve.wording import Wording
from guide.content.views.guide import BuyerView
from guide.content.views.texts import Condition, Value
from guide.model.buyer import CONTACT_PARTS


def buyer_view(wording: Wording) -> BuyerView:
    """The places of a buyer's own, in the language of an edition.

    A value that only stages left out ask for is not among its facts.
    """
    facts = tuple(
        (wording.words(value.label), wording.value(key))
        for key, value in wording.guide.buyer_values.items()
        if not isinstance(value.required, tuple) or set(value.required) & set(wording.edition.numbers)
    )
    return BuyerView(
        name=wording.value("name"),
        named=Condition("named"),
        unnamed=Condition("named", negated=True),
        values=facts,
        contact=Condition("contact"),
        contact_parts={part: wording.region(f"contact.{part}") for part in CONTACT_PARTS},
        phone_href=Value("contact.phone", form="href"),
        email_href=Value("contact.email", form="href"),
        deadline=wording.region("deadline"),
        site_url=wording.region("site_url"),
        logo=wording.region("logo"),
    )
