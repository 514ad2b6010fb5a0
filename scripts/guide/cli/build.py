"""`guide build`: the sites of some buyers, of all, or the neutral edition."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from guide.cli.build_progress import print_gaps, print_removal, run_build
from guide.cli.options import Buyers, Captures, Debug, FontPath, Guide, Jobs, Out, Steps
from guide.cli.report import report_errors
from guide.core.errors import UsageError
from guide.core.paths import guide_folder
from guide.figures.store import capture_cure
from guide.loading.loader import buyer_file, buyer_files, slug_of
from guide.model.buyer import RESERVED_SLUG
from guide.publishing.batch import shared_context
from guide.publishing.builder import BuildContext, BuildOptions, gaps_of
from guide.publishing.registry import orphaned_sites, prune_command, refuse_out


def build(
    slugs: Annotated[
        list[str] | None, typer.Argument(metavar="[SLUG]...", help="Buyers; none for the neutral edition.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Every buyer, and the neutral edition.")] = False,
    guide: Guide = None,
    steps: Steps = None,
    buyers: Buyers = None,
    out: Out = None,
    handout: Annotated[bool, typer.Option(help="Make what is printed: handbook, handout and card.")] = True,
    make_zip: Annotated[
        bool | None,
        typer.Option(
            "--zip/--no-zip",
            help="Make a ZIP beside each site, or remove it. [default: for buyers that are named, but for drafts; with --all where one stands]",
        ),
    ] = None,
    captures: Captures = None,
    font_path: FontPath = None,
    jobs: Jobs = 0,
    draft: Annotated[
        bool,
        typer.Option("--draft", help="Build what is there, with marked gaps, into SLUG-draft; list what is missing."),
    ] = False,
    prune: Annotated[bool, typer.Option(help="With --all: remove the sites of buyers that no longer exist.")] = False,
    debug: Debug = False,
) -> None:
    """Build the site of each buyer named, or of all, or the neutral edition."""
    with report_errors(debug):
        if every and slugs:
            raise UsageError("--all and names of buyers together, expected one of them; leave one out")
        if prune and not every:
            raise UsageError("--prune without --all, expected both; the sites to keep are those of all buyers")
        if draft and every:
            raise UsageError(
                "--all and --draft together, expected one of them; drafts are built for buyers that are named"
            )
        folder = guide_folder(guide, steps=steps, buyers=buyers, captures=captures, site=out)
        refuse_out(folder)
        context = shared_context(folder, draft=draft)  # every problem of the description before anything is built
        files = _files(folder.buyers, slugs or (), every=every)
        options = BuildOptions(
            folder.site,
            handouts=handout,
            make_zip=(None if every else not draft) if make_zip is None else make_zip,
            fonts=tuple(font_path) if font_path else None,
            draft=draft,
        )
        if not draft:
            _print_missing_pictures(context)
        summary = run_build(folder, files, options, jobs, every=every, debug=debug)
        if draft and not summary.failed:
            print_gaps(gaps_of(context))
        if every:
            name = context.loaded.guide.guide.id
            command = prune_command(folder)
            slugs_of_files = [slug_of(path) if path else RESERVED_SLUG for path in files]
            for site in orphaned_sites(folder.site, slugs_of_files, name):
                print_removal(site, name, command, prune=prune)
        if summary.failed:
            raise typer.Exit(summary.exit_code)


def _files(buyers: Path, slugs: Sequence[str], *, every: bool) -> list[Path | None]:
    """Returns the files of the buyers to build, each once; None is the neutral edition.

    Raises UsageError for an unknown buyer.
    """
    if every:
        return [None, *buyer_files(buyers)]
    return [buyer_file(buyers, slug) for slug in dict.fromkeys(slugs)] or [None]


def _print_missing_pictures(context: BuildContext) -> None:
    if missing := sorted(set(context.loaded.guide.screens) - set(context.gallery.captures)):
        cures = dict.fromkeys(capture_cure(name, context.loaded.guide.screens[name]) for name in missing)
        typer.echo(f"no picture yet of {', '.join(missing)}: their legends stand alone; {'; '.join(cures)}", err=True)
