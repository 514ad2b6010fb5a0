"""Options that several commands share, each with its help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Steps = Annotated[Path, typer.Option("--steps", help="The description of the steps.")]
Buyers = Annotated[Path, typer.Option("--buyers", help="The folder with a file for each buyer.")]
Out = Annotated[Path, typer.Option("--out", help="The folder that sites are published in.")]
Captures = Annotated[
    Path | None,
    typer.Option("--captures", help="The folder of the captures: captures/ beside the steps, or the project's own."),
]
Templates = Annotated[Path, typer.Option("--templates", help="The folder of the templates.")]
FontPath = Annotated[
    list[Path] | None,
    typer.Option("--font-path", help="Folder of fonts for print in place of the pinned one; may be given again."),
]
Jobs = Annotated[int, typer.Option(min=0, help="Processes; 0 for one a processor.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show where in the code an error came from.")]
