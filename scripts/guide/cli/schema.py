"""`guide schema`: JSON Schemas of the data files, for editors."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from guide.cli.options import Debug, Guide, Steps
from guide.cli.report import report_errors
from guide.core.errors import shown_path
from guide.core.paths import guide_folder
from guide.loading.loader import load_guide


def schema(
    target: Annotated[
        Path | None,
        typer.Argument(metavar="[FOLDER]", help="Where to write the schemas; none for schemas in the guide's folder."),
    ] = None,
    guide: Guide = None,
    steps: Steps = None,
    debug: Debug = False,
) -> None:
    """Write the JSON Schemas of steps files and of this guide's buyer files and own words, for editors."""
    with report_errors(debug):
        from guide.loading.json_schema import schemas

        folder = guide_folder(guide, steps=steps)
        target = target or folder.schemas
        texts = schemas(load_guide(folder.steps))
        target.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (target / name).write_text(text, encoding="utf-8")
            typer.echo(f"{shown_path(target / name)} written")
