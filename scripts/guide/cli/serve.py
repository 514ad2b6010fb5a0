"""`guide serve`: a preview in the browser that follows every edit."""

from __future__ import annotations

from typing import Annotated

import typer

from guide.cli.options import Buyers, Debug, Guide, Steps
from guide.cli.report import report_errors


def serve(
    buyer: Annotated[
        str | None, typer.Argument(metavar="[SLUG]", help="The buyer; none for the neutral edition.")
    ] = None,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port of this machine that it listens on.")] = 8000,
    guide: Guide = None,
    steps: Steps = None,
    buyers: Buyers = None,
    draft: Annotated[bool, typer.Option(help="Show what is there, and mark what is missing.")] = False,
    debug: Debug = False,
) -> None:
    """Show a guide at http://127.0.0.1:PORT/, and again after each edit of what it is made from."""
    with report_errors(debug):
        from guide.cli.preview import serve_preview  # MkDocs takes its time to load

        places = {"guide": guide, "steps": steps, "buyers": buyers}
        choice = {name: str(path) for name, path in places.items() if path}
        raise typer.Exit(serve_preview(port, buyer=buyer, draft="1" if draft else None, **choice))
