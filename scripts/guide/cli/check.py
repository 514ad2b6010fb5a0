"""`guide check`: whether the data, the pictures and every buyer are as they should be."""

from __future__ import annotations

import datetime

import typer

from guide.cli.options import Buyers, Captures, Debug, Steps, Templates
from guide.cli.report import report_errors
from guide.core.errors import InputError, shown_path
from guide.core.paths import BUYERS, STEPS, TEMPLATES


def check(
    steps: Steps = STEPS,
    buyers: Buyers = BUYERS,
    captures: Captures = None,
    templates: Templates = TEMPLATES,
    debug: Debug = False,
) -> None:
    """Validate the data, the translations, the captures and every buyer; change nothing."""
    with report_errors(debug):
        from guide.publishing.check import check_project  # the typesetter takes its time to load

        report = check_project(steps, buyers, captures, templates=templates, today=datetime.date.today())
        if report.problems:
            raise InputError(report.problems)
        typer.echo(
            f"{shown_path(steps)}: {report.stages} stages, and {report.buyers} buyers in {shown_path(buyers)}: "
            "no problems found"
        )
