"""`guide check`: whether the data, the pictures and every buyer are as they should be."""

from __future__ import annotations

import datetime

import typer

from guide.cli.options import Buyers, Captures, Debug, Guide, Screens, Steps
from guide.cli.report import count, report_errors
from guide.core.errors import InputError, shown_path
from guide.core.paths import guide_folder


def check(
    guide: Guide = None,
    steps: Steps = None,
    buyers: Buyers = None,
    captures: Captures = None,
    screens: Screens = None,
    debug: Debug = False,
) -> None:
    """Validate the data, the translations, the captures and every buyer; change nothing."""
    with report_errors(debug):
        from guide.publishing.check import check_project  # the typesetter takes its time to load

        folder = guide_folder(guide, steps=steps, buyers=buyers, captures=captures, screens=screens)
        report = check_project(folder, today=datetime.date.today())
        if report.problems:
            raise InputError(report.problems)
        stages, buyers_read = count(report.stages, "stage"), count(report.buyers, "buyer")
        typer.echo(
            f"{shown_path(folder.steps)}: {stages}, and {buyers_read} in {shown_path(folder.buyers)}: no problems found"
        )
