"""`guide read-code`: how far a supplier is, by the progress code that it has sent."""

from __future__ import annotations

from typing import Annotated

import typer

from guide.cli.options import Buyers, Debug, Guide, Steps
from guide.cli.report import report_errors
from guide.core.paths import guide_folder
from guide.loading.loader import buyer_file, load_buyer, load_guide


def read_code(
    code: Annotated[str, typer.Argument(help="The code that a supplier has sent, such as 1+2/6-H7.")],
    buyer: Annotated[
        str | None, typer.Option(help="The buyer whose guide it comes from; none for the neutral edition.")
    ] = None,
    guide: Guide = None,
    steps: Steps = None,
    buyers: Buyers = None,
    debug: Debug = False,
) -> None:
    """Say how far a supplier is who has sent its progress code."""
    with report_errors(debug):
        from guide.content.progress_code import describe_progress

        folder = guide_folder(guide, steps=steps, buyers=buyers)
        loaded = load_guide(folder.steps)
        profile = load_buyer(buyer_file(folder.buyers, buyer), loaded).profile if buyer else None
        typer.echo(describe_progress(loaded.guide, profile, code))
