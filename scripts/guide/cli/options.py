"""Options that several commands share, each with its help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Guide = Annotated[
    Path | None,
    typer.Option("--guide", help="The folder of the guide. [default: that of --steps, or the project's own guide]"),
]
Steps = Annotated[
    Path | None,
    typer.Option("--steps", help="The description of the steps. [default: steps.yaml in the guide's folder]"),
]
Buyers = Annotated[
    Path | None,
    typer.Option("--buyers", help="The folder with a file for each buyer. [default: buyers in the guide's folder]"),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        help="The folder that sites are published in. [default: site in the guide's folder; of the project for its own guide]",
    ),
]
Captures = Annotated[
    Path | None, typer.Option("--captures", help="The folder of the captures. [default: captures beside the steps]")
]
Screens = Annotated[
    Path | None,
    typer.Option("--screens", help="The templates of re-created screens. [default: screens beside the steps]"),
]
FontPath = Annotated[
    list[Path] | None,
    typer.Option("--font-path", help="Folder of fonts for print in place of the pinned one; may be given again."),
]
Jobs = Annotated[int, typer.Option(min=0, help="Processes; 0 for one a processor.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show where in the code an error came from.")]
