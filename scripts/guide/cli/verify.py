"""`guide verify`: whether published sites are what their manifests say."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from guide.cli.options import Buyers, Captures, Debug, FontPath, Steps
from guide.cli.report import report_errors
from guide.core.errors import InputError, Problem, shown_path
from guide.core.paths import BUYERS, STEPS
from guide.publishing.verify import verify as verify_site


def verify(
    sites: Annotated[list[Path], typer.Argument(help="Published sites.")],
    steps: Steps = STEPS,
    buyers: Buyers = BUYERS,
    captures: Captures = None,
    font_path: FontPath = None,
    debug: Debug = False,
) -> None:
    """Check each file of a published site against the site's manifest, and render the card's picture again if it has one."""
    with report_errors(debug):
        problems: list[Problem] = []
        for site in sites:
            try:
                count = verify_site(site)
            except InputError as error:
                problems += error.problems
                continue
            found, rendered = _card_problems(site, steps, buyers, captures, tuple(font_path) if font_path else None)
            problems += found
            if not found:
                again = ", its card rendered again" if rendered else ""
                typer.echo(f"{shown_path(site)}/: {count} files verified{again}, no problems found")
        if problems:
            raise InputError(problems)


def _card_problems(
    site: Path, steps: Path, buyers: Path, captures: Path | None, fonts: tuple[Path, ...] | None
) -> tuple[list[Problem], bool]:
    """Returns what is wrong with the card's pictures, and whether there are any; most sites have none, and need no guide."""
    from guide.publishing.batch import shared_context
    from guide.publishing.card_check import card_problems, has_card_pictures

    if not has_card_pictures(site):
        return [], False
    try:
        return card_problems(site, shared_context(steps, captures), buyers, fonts), True
    except InputError as error:
        return list(error.problems), True
