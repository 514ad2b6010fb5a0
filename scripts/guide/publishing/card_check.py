"""Whether the cards' pictures of a published site are what the guide and the buyer's file give when rendered again."""

from __future__ import annotations

import hashlib
from pathlib import Path

from guide.content.substitutions import substitutions_for
from guide.core.errors import Problem
from guide.loading.loader import buyer_file, load_buyer
from guide.model.buyer import RESERVED_SLUG
from guide.publishing.builder import BuildContext
from guide.publishing.ownership import display_path, manifest_of
from guide.publishing.verify import card_pictures_in


def has_card_pictures(site: Path) -> bool:
    """Returns whether the manifest of the site lists pictures of the card."""
    manifest = manifest_of(site)
    return manifest is not None and isinstance(manifest.get("files"), dict) and bool(card_pictures_in(manifest))


def card_problems(site: Path, context: BuildContext, fonts: tuple[Path, ...] | None = None) -> list[Problem]:
    """Renders the cards of `site` again, and returns a problem for each whose hash in the manifest is another.

    The buyer's file is the one of the guide with the name of the site. Raises InputError with every problem of that file,
    UsageError where there is none.
    """
    manifest = manifest_of(site)
    listed = card_pictures_in(manifest) if manifest else []
    if not manifest or not listed:
        return []
    guide = context.loaded.guide.guide.id
    if manifest.get("guide") != guide:
        message = f"is a card of the guide {manifest.get('guide')}, and this is the guide {guide}; give GUIDE (--guide)"
        return [Problem(display_path(site / name), 0, 0, "", message) for name in listed]
    slug = site.absolute().name
    buyer = None if slug == RESERVED_SLUG else load_buyer(buyer_file(context.folder.buyers, slug), context.loaded)
    structure = context.structure(buyer)
    substitutions = substitutions_for(context.loaded.guide, buyer, structure.languages)
    rendered = context.card_pictures(structure, substitutions, buyer, fonts=fonts)
    message = (
        "is not the card as it is rendered now: the guide, the buyer's file or the tools have changed since; "
        "build the site again"
    )
    return [
        Problem(display_path(site / name), 0, 0, "", message)
        for name in sorted({*listed, *rendered})
        if name not in rendered or hashlib.sha256(rendered[name]).hexdigest() != manifest["files"].get(name)
    ]
