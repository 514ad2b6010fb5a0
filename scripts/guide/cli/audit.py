"""`guide audit`: whether any published site holds what belongs to another buyer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from guide.cli.options import Buyers, Debug, Guide, Jobs, Steps
from guide.cli.report import report_errors
from guide.core.errors import InputError, UsageError, shown_path
from guide.core.paths import guide_folder


def audit(
    out: Annotated[
        Path | None, typer.Argument(help="The folder that sites are published in; none for the guide's own.")
    ] = None,
    guide: Guide = None,
    steps: Steps = None,
    buyers: Buyers = None,
    jobs: Jobs = 0,
    debug: Debug = False,
) -> None:
    """Look in every published site for anything that belongs to another buyer, and for placeholders left unfilled."""
    with report_errors(debug):
        from guide.publishing.audit import audit as audit_sites  # needs packages that an operator may not have

        folder = guide_folder(guide, steps=steps, buyers=buyers, site=out)
        if not folder.site.is_dir():
            raise UsageError(
                f"no folder {shown_path(folder.site)}, expected one with published sites; build them first"
            )
        if problems := audit_sites(folder, jobs):
            raise InputError(problems)
        typer.echo(f"{shown_path(folder.site)}/: no problems found, nothing of one buyer's is in another's site")
