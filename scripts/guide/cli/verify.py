"""`guide verify`: whether published sites are what their manifests say."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from guide.cli.options import Debug
from guide.cli.report import report_errors
from guide.core.errors import InputError, Problem, shown_path
from guide.publishing.verify import verify as verify_site


def verify(
    sites: Annotated[list[Path], typer.Argument(help="Published sites.")],
    debug: Debug = False,
) -> None:
    """Check each file of a published site against the site's manifest."""
    with report_errors(debug):
        problems: list[Problem] = []
        for site in sites:
            try:
                typer.echo(f"{shown_path(site)}/: {verify_site(site)} files verified, no problems found")
            except InputError as error:
                problems += error.problems
        if problems:
            raise InputError(problems)
