"""`guide schema`: JSON Schemas of the data files, for editors."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from guide.cli.options import Debug, Steps
from guide.cli.report import report_errors
from guide.core.errors import shown_path
from guide.core.paths import SCHEMAS, STEPS
from guide.loading.loader import load_guide


def schema(
    folder: Annotated[Path, typer.Argument(help="Where to write the schemas.")] = SCHEMAS,
    steps: Steps = STEPS,
    debug: Debug = False,
) -> None:
    """Write the JSON Schemas of steps files and of this guide's buyer files and own words, for editors."""
    with report_errors(debug):
        from guide.loading.json_schema import schemas

        texts = schemas(load_guide(steps))
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8")
            typer.echo(f"{shown_path(folder / name)} written")
