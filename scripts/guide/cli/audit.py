"""`guide audit`: whether any published site holds what belongs to another buyer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from guide.cli.options import Buyers, Debug, Jobs, Steps
from guide.cli.report import report_errors
from guide.core.errors import InputError, UsageError, shown_path
from guide.core.paths import BUYERS, SITE, STEPS


def audit(
    out: Annotated[Path, typer.Argument(help="The folder that sites are published in.")] = SITE,
    steps: Steps = STEPS,
    buyers: Buyers = BUYERS,
    jobs: Jobs = 0,
    debug: Debug = False,
) -> None:
    """Look in every published site for anything that belongs to another buyer, and for placeholders left unfilled."""
    with report_errors(debug):
        from guide.publishing.audit import audit as audit_sites  # needs packages that an operator may not have

        if not out.is_dir():
            raise UsageError(f"no folder {shown_path(out)}, expected one with published sites; build them first")
        if problems := audit_sites(steps, buyers, out, jobs):
            raise InputError(problems)
        typer.echo(f"{shown_path(out)}/: no problems found, nothing of one buyer's is in another's site")
