"""`guide card`: the card of a site as a tall picture, to be sent in a chat."""

from __future__ import annotations

from typing import Annotated

import typer

from guide.cli.options import Buyers, Captures, Debug, FontPath, Guide, Out, Steps
from guide.cli.report import report_errors
from guide.core.errors import UsageError, shown_path
from guide.core.paths import guide_folder
from guide.loading.loader import buyer_file, load_buyer
from guide.publishing.batch import shared_context
from guide.publishing.builder import BuildOptions
from guide.publishing.registry import refuse_out


def card(
    png: Annotated[
        bool | None,
        typer.Option(
            "--png/--no-png", help="Make the picture in each language, and again with each build; or remove it."
        ),
    ] = None,
    slug: Annotated[str | None, typer.Option("--buyer", help="The buyer; none for the neutral edition.")] = None,
    guide: Guide = None,
    steps: Steps = None,
    buyers: Buyers = None,
    out: Out = None,
    captures: Captures = None,
    font_path: FontPath = None,
    debug: Debug = False,
) -> None:
    """Put the card of a buyer into its site as a picture for a phone, beside card.<language>.pdf; the site is built if need be."""
    with report_errors(debug):
        if png is None:
            raise UsageError("guide card without an option, expected --png, or --no-png to remove the pictures")
        folder = guide_folder(guide, steps=steps, buyers=buyers, captures=captures, site=out)
        refuse_out(folder)
        context = shared_context(folder)
        buyer = load_buyer(buyer_file(folder.buyers, slug), context.loaded) if slug else None
        fonts = tuple(font_path) if font_path else None
        result = context.build(buyer, BuildOptions(folder.site, make_zip=None, fonts=fonts, card_pictures=png))
        names = [
            f"{shown_path(result.site / f'card.{language}.png')}" for language in context.structure(buyer).languages
        ]
        typer.echo(
            f"{', '.join(names)} {'made' if png else 'removed'}"
            if not result.unchanged
            else f"{shown_path(result.site)}/ is up to date"
        )
