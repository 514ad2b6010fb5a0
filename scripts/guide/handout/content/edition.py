"""What every document says of itself: whose guide it is, of what edition, in what language."""

from __future__ import annotations

from guide.content.views.guide import GuideView
from guide.handout.content.buyer import buyer_data
from guide.handout.deferred import Data, Deferred


def edition_data(view: GuideView) -> Data:
    """Title, edition and dates of `view`, and the buyer once that is known."""
    return {
        "language": view.language,
        "title": view.title,
        "gaps": dict(view.gaps),
        "edition": view.edition,
        "verified_on": view.verified_on,
        "review_by": view.review_by,
        "dated": [view.dated.year, view.dated.month, view.dated.day],
        "keywords": [word for word in (view.portal, view.edition) if word],
        "buyer": Deferred(lambda substitutions: buyer_data(view, substitutions)),
    }
