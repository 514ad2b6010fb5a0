"""`guide capture`: pictures of screens, from their templates, from the portal or from files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from guide.cli.options import Buyers, Captures, Debug, Guide, Screens, Steps
from guide.cli.report import report_errors
from guide.core.commands import guide_command
from guide.core.errors import UsageError, shown_path
from guide.core.paths import BUILD, guide_folder
from guide.loading.loader import load_guide


def capture(
    screens: Annotated[list[str] | None, typer.Argument(metavar="[SCREEN]...", help="Screens; none for all.")] = None,
    live: Annotated[str | None, typer.Option(metavar="URL", help="Take one screen from the portal itself.")] = None,
    profile: Annotated[Path, typer.Option(help="Browser profile for --live: log in there once.")] = BUILD / "profile",
    import_: Annotated[
        Path | None, typer.Option("--import", metavar="FILE", help="Take in a picture (PNG or JPEG) for one screen.")
    ] = None,
    force: Annotated[bool, typer.Option(help="Take pictures anew even if nothing has changed.")] = False,
    guide: Guide = None,
    steps: Steps = None,
    buyers: Buyers = None,
    captures: Captures = None,
    screen_templates: Screens = None,
    debug: Debug = False,
) -> None:
    """Take the pictures of screens whose template or marks have changed; or one from the portal, or from a file."""
    with report_errors(debug):
        if ((live or import_) and len(screens or ()) != 1) or (live and import_):
            expected = f"{guide_command('capture SCREEN --live URL')}, or --import FILE"
            raise UsageError(f"--live and --import take one screen each, expected {expected}")
        from guide.capture.chromium import capture_live, capture_screens  # images take their time to load
        from guide.capture.stills import import_still

        folder = guide_folder(guide, steps=steps, buyers=buyers, captures=captures, screens=screen_templates)
        loaded = load_guide(folder.steps)
        if live and screens:
            report = capture_live(loaded.guide, screens[0], live, profile, captures=folder.captures, tree=loaded.tree)
        elif import_ and screens:
            report = import_still(loaded.guide, screens[0], import_, captures=folder.captures, tree=loaded.tree)
        else:
            report = capture_screens(
                loaded.guide,
                screens=folder.screens,
                captures=folder.captures,
                only=screens,
                force=force,
                tree=loaded.tree,
            )
        for name in report.taken:
            typer.echo(f"{shown_path(folder.captures / name)}.png taken; look at it before you commit it")
        typer.echo(f"{len(report.taken)} taken, {len(report.unchanged)} unchanged")
