"""`guide verify`: whether published sites are what their manifests say."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from guide.cli.options import Buyers, Captures, Debug, FontPath, Guide, Out, Steps
from guide.cli.report import report_errors
from guide.core.errors import InputError, Problem, UsageError, shown_path
from guide.core.paths import GuideFolder, guide_folder
from guide.publishing.verify import verify as verify_site


def verify(
    sites: Annotated[
        list[Path] | None, typer.Argument(metavar="[SITE]...", help="Published sites; none for all of the guide.")
    ] = None,
    guide: Guide = None,
    steps: Steps = None,
    buyers: Buyers = None,
    out: Out = None,
    captures: Captures = None,
    font_path: FontPath = None,
    debug: Debug = False,
) -> None:
    """Check each file of a published site against the site's manifest, and render the card's picture again if it has one."""
    with report_errors(debug):
        folder = guide_folder(guide, steps=steps, buyers=buyers, captures=captures, site=out)
        problems: list[Problem] = []
        for site in sites or _published_sites(folder):
            try:
                count = verify_site(site)
            except InputError as error:
                problems += error.problems
                continue
            found, rendered = _card_problems(site, folder, tuple(font_path) if font_path else None)
            problems += found
            if not found:
                again = ", its card rendered again" if rendered else ""
                typer.echo(f"{shown_path(site)}/: {count} files verified{again}, no problems found")
        if problems:
            raise InputError(problems)


def _published_sites(folder: GuideFolder) -> list[Path]:
    """Returns the folders that stand where the guide's sites are published. Raises UsageError where there are none."""
    out = folder.site
    places = sorted(path for path in out.glob("[!.]*") if path.is_dir())
    if not places:
        raise UsageError(f"no sites in {shown_path(out)}, expected published ones; build them first")
    return places


def _card_problems(site: Path, folder: GuideFolder, fonts: tuple[Path, ...] | None) -> tuple[list[Problem], bool]:
    """Returns what is wrong with the card's pictures, and whether there are any; most sites have none, and need no guide."""
    from guide.publishing.batch import shared_context
    from guide.publishing.card_check import card_problems, has_card_pictures

    if not has_card_pictures(site):
        return [], False
    try:
        return card_problems(site, shared_context(folder), fonts), True
    except InputError as error:
        return list(error.problems), True
