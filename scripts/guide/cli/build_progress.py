"""What a build prints: a progress bar for many buyers, a line for each of a few, problems, and a summary."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from guide.cli.report import count
from guide.core.errors import shown_path
from guide.core.paths import GuideFolder
from guide.loading.gaps import KINDS, Gap
from guide.model.buyer import DRAFT_ENDING, RESERVED_SLUG
from guide.publishing.batch import build_batch
from guide.publishing.builder import BuildOptions
from guide.publishing.outcomes import Outcome, Summary
from guide.publishing.ownership import display_path
from guide.publishing.publisher import remove

_MANY = 20
"""Buyers from which on a bar takes the place of a line for each."""


class _SpeedColumn(ProgressColumn):
    """A column with the sites built in a second."""

    def render(self, task: Task) -> Text:
        """Returns the speed; empty until there is one."""
        return Text(f"{task.speed:.0f}/s" if task.speed else "")


_COLUMNS = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _SpeedColumn(), TimeRemainingColumn())


def run_build(
    folder: GuideFolder, buyers: Sequence[Path | None], options: BuildOptions, jobs: int, *, every: bool, debug: bool
) -> Summary:
    """Builds the sites of `buyers` in `jobs` processes, and prints what comes of each as it comes, and a summary.

    Where one buyer is built, and not `every` one, it says what to open and what to send. With `debug` a failure of the
    program is printed with its traceback.
    """
    from rich.console import Console

    console = Console(stderr=True, highlight=False)
    many = len(buyers) >= _MANY
    with Progress(*_COLUMNS, console=console, transient=True, disable=not many or not console.is_terminal) as bar:
        task = bar.add_task("building", total=len(buyers))

        def print_outcome(outcome: Outcome) -> None:
            bar.advance(task)
            if outcome.exit_code:
                _print_failure(outcome, debug=debug)
            elif not many:
                _print_success(outcome, options.out, draft=options.draft, advise=len(buyers) == 1 and not every)

        summary = build_batch(folder, buyers, options, jobs=jobs, on_outcome=print_outcome)
    if summary.zips_removed and many:
        typer.echo(f"{count(summary.zips_removed, 'ZIP')} removed: --no-zip")
    if len(buyers) > 1 or summary.failed:
        typer.echo(str(summary), err=bool(summary.failed))
    return summary


def _print_failure(outcome: Outcome, *, debug: bool) -> None:
    for line in outcome.problems or (outcome.error,):
        typer.echo(str(line), err=True)
    if debug and outcome.traceback:
        typer.echo(outcome.traceback, err=True)


def _print_success(outcome: Outcome, out: Path, *, draft: bool, advise: bool) -> None:
    slug = (outcome.buyer.stem if outcome.buyer else RESERVED_SLUG) + (DRAFT_ENDING if draft else "")
    site = shown_path(out / slug)
    advice = _advice(out, slug, draft=draft) if advise else ""
    typer.echo(f"{site}/ {'is up to date' if outcome.unchanged else 'built'}{' as a draft' if draft else ''}{advice}")
    if outcome.zip_removed:
        typer.echo(f"{site}.zip removed: --no-zip")


def _advice(out: Path, slug: str, *, draft: bool) -> str:
    """Returns what to open of a site, and what of it to send to a supplier: nothing of a draft."""
    site, archive = out / slug, out / f"{slug}.zip"
    if draft:
        return f": open {shown_path(site / 'index.html')}"
    attachments = [path.name for path in sorted(site.glob("handout.*.pdf"), reverse=True)]
    attachments += [path.name for path in sorted(site.glob("card.*.png"), reverse=True)]
    if archive.is_file():
        attachments.insert(0, f"{shown_path(archive)} ({archive.stat().st_size / 1e6:.1f} MB)")
    return f": open {shown_path(site / 'index.html')}" + (f"; to send: {', '.join(attachments)}" if attachments else "")


def print_gaps(gaps: Sequence[Gap]) -> None:
    """Prints what a draft lacks, by kind and with its place, and how many that are."""
    counts = []
    for kind in KINDS:
        if same := [gap.problem for gap in gaps if gap.kind == kind]:
            counts.append(count(len(same), kind))
            typer.echo(f"{counts[-1]} missing:")
            for problem in same:
                typer.echo(f"  {problem}")
    typer.echo(
        f"left to do: {', '.join(counts)}" if counts else "nothing is missing: build it without --draft (DRAFT=1)"
    )


def print_removal(site: Path, guide: str, command: str, *, prune: bool) -> None:
    """Removes, with `prune`, the site of a buyer that is gone, and prints what stays of it; else prints how to remove it.

    `guide` is the id of the guide that the site belongs to; `command` removes it.
    """
    name = f"{display_path(site)}/"
    if not prune:
        typer.echo(f"{name} has no buyer any more; remove it: {command}")
        return
    remains = list(remove(site.parent, site.name, guide).additions)
    if os.path.lexists(archive := site.with_name(f"{site.name}.zip")):
        remains.append(archive.name)
    addition = f"; kept, since it is not the guide's: {', '.join(remains)}" if remains else ""
    typer.echo(f"{name} removed: there is no such buyer any more{addition}")
