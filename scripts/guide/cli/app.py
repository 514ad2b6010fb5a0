"""The `guide` command: the one place that prints and exits."""

from __future__ import annotations

import datetime
import os
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from guide.core.errors import GuideError, InputError, MachineError, Problem, UsageError, shown_path
from guide.core.files import resolve_links
from guide.core.paths import BUILD, BUYERS, CAPTURES, SCHEMAS, SITE, STEPS, TEMPLATES
from guide.figures.store import captures_folder
from guide.loading.loader import Loaded, buyer_file, buyer_files, load_buyer, load_guide, slug_of
from guide.loading.partial_buyers import problems_beside
from guide.loading.yaml_reader import Location, Tree
from guide.model.buyer import RESERVED_SLUG, Buyer
from guide.publishing.batch import Outcome, Summary, build_batch, shared_context
from guide.publishing.builder import BuildOptions
from guide.publishing.publisher import remove
from guide.publishing.registry import left_over, make_command, own_folders, refuse_out
from guide.publishing.verify import verify as verified

app = typer.Typer(
    help="One description of a portal's onboarding, rendered into a bilingual guide for each buyer.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


class SpeedColumn(ProgressColumn):
    """Sites a second."""

    def render(self, task: Task) -> Text:
        """Nothing until there is a rate to tell."""
        return Text(f"{task.speed:.0f}/s" if task.speed else "")


_MANY = 20
"""Buyers from which on a bar takes the place of a line for each."""
_COLUMNS = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), SpeedColumn(), TimeRemainingColumn())

Steps = Annotated[Path, typer.Option("--steps", help="The description of the steps.")]
Buyers = Annotated[Path, typer.Option("--buyers", help="The folder with a file for each buyer.")]
Out = Annotated[Path, typer.Option("--out", help="The folder that sites are published in.")]
Captures = Annotated[
    Path | None,
    typer.Option("--captures", help="The folder of the captures: captures/ beside the steps, or the project's own."),
]
Jobs = Annotated[int, typer.Option(min=0, help="Processes; 0 for one a processor.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show where in the code an error came from.")]


@app.command()
def build(
    slugs: Annotated[
        list[str] | None, typer.Argument(metavar="[SLUG]...", help="Buyers; none for the neutral edition.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Every buyer, and the neutral edition.")] = False,
    steps: Steps = STEPS,
    buyers: Buyers = BUYERS,
    out: Out = SITE,
    handout: Annotated[bool, typer.Option(help="Make the printed handouts.")] = True,
    zipped: Annotated[
        bool | None,
        typer.Option(
            "--zip/--no-zip",
            help="Make a ZIP beside each site, or remove it. [default: for buyers that are named; with --all where one stands]",
        ),
    ] = None,
    captures: Captures = None,
    font_path: Annotated[
        list[Path] | None,
        typer.Option(help="Folder of fonts for the handouts in place of the pinned one; may be given again."),
    ] = None,
    jobs: Jobs = 0,
    prune: Annotated[bool, typer.Option(help="With --all: remove the sites of buyers that no longer exist.")] = False,
    debug: Debug = False,
) -> None:
    """Build the site of each buyer named, or of all, or the neutral edition."""
    with reporting(debug):
        if every and slugs:
            raise UsageError("--all and names of buyers together, expected one of them; leave one out")
        if prune and not every:
            raise UsageError("--prune without --all, expected both; the sites to keep are those of all buyers")
        refuse_out(out, steps, own_folders(steps, buyers, captures))
        context = shared_context(steps, captures)  # every problem of the description before anything is built
        chosen: list[Path | None] = [buyer_file(buyers, slug) for slug in dict.fromkeys(slugs or ())] or [None]
        if every:
            chosen = [None, *buyer_files(buyers)]
        slugs_chosen = [slug_of(path) if path else RESERVED_SLUG for path in chosen]
        order = BuildOptions(
            out,
            handouts=handout,
            zipped=(None if every else True) if zipped is None else zipped,
            captures=captures,
            fonts=tuple(font_path) if font_path else None,
        )
        if missing := sorted(set(context.loaded.guide.screens) - set(context.gallery.captures)):
            typer.echo(
                f"no picture yet of {', '.join(missing)}: their legends stand alone; run make captures", err=True
            )
        summary = _built(steps, chosen, order, jobs, every=every, debug=debug)
        if every:
            command = make_command("sites", steps=steps, buyers=buyers, out=out, PRUNE="1")
            guide = context.loaded.guide.guide.id
            _tell_leftovers(left_over(out, slugs_chosen, guide), guide, command, prune)
        if summary.failed:
            raise typer.Exit(summary.exit_code)


def _built(
    steps: Path, chosen: list[Path | None], order: BuildOptions, jobs: int, *, every: bool, debug: bool
) -> Summary:
    """Builds, with a progress bar for many on a terminal, and tells what came of it."""
    from rich.console import Console

    console = Console(stderr=True, highlight=False)
    quiet = len(chosen) < _MANY or not console.is_terminal
    bar = Progress(*_COLUMNS, console=console, transient=True, disable=quiet)
    with bar:
        task = bar.add_task("building", total=len(chosen))

        def each(outcome: Outcome) -> None:
            bar.advance(task)
            site = shown_path(order.out / (outcome.buyer.stem if outcome.buyer else RESERVED_SLUG))
            if outcome.exit_code:
                for line in outcome.problems or (outcome.trouble,):
                    typer.echo(str(line), err=True)
                if debug and outcome.traceback:
                    typer.echo(outcome.traceback, err=True)
            elif len(chosen) < _MANY:
                said = f"{site}/ {'is up to date' if outcome.unchanged else 'built'}"
                slug = outcome.buyer.stem if outcome.buyer else RESERVED_SLUG
                typer.echo(said + _what_to_do_with(order.out, slug) if len(chosen) == 1 and not every else said)
                if outcome.unzipped:
                    typer.echo(f"{site}.zip removed: --no-zip")

        summary = build_batch(steps, chosen, order, jobs=jobs, each=each)
    if summary.unzipped and len(chosen) >= _MANY:
        typer.echo(f"{summary.unzipped} ZIP{'s' if summary.unzipped > 1 else ''} removed: --no-zip")
    if len(chosen) > 1 or summary.failed:
        typer.echo(str(summary), err=bool(summary.failed))
    return summary


def _what_to_do_with(out: Path, slug: str) -> str:
    """What to open of a site, and what of it to send to a supplier."""
    site, archive = out / slug, out / f"{slug}.zip"
    send = [path.name for path in sorted(site.glob("handout.*.pdf"), reverse=True)]
    if archive.is_file():
        send.insert(0, f"{shown_path(archive)} ({archive.stat().st_size / 1e6:.1f} MB)")
    return f": open {shown_path(site / 'index.html')}" + (f"; to send: {', '.join(send)}" if send else "")


def _tell_leftovers(sites: Sequence[Path], guide: str, command: str, prune: bool) -> None:
    """Names published sites whose buyer is gone, and the command to remove them; removes them only if told to."""
    for site in sites:
        shown = f"{Path(shown_path(site.parent)) / site.name}/"
        if not prune:
            typer.echo(f"{shown} has no buyer any more; remove it: {command}")
            continue
        kept = list(remove(site.parent, site.name, guide).added)
        if os.path.lexists(archive := site.with_name(f"{site.name}.zip")):
            kept.append(archive.name)
        stays = f"; kept, since it is not the guide's: {', '.join(kept)}" if kept else ""
        typer.echo(f"{shown} removed: there is no such buyer any more{stays}")


@app.command()
def verify(
    sites: Annotated[list[Path], typer.Argument(help="Published sites.")],
    debug: Debug = False,
) -> None:
    """Check each file of a published site against the site's manifest."""
    with reporting(debug):
        problems: list[Problem] = []
        for site in sites:
            try:
                count = verified(site)
                typer.echo(f"{shown_path(site)}/: {count} files are as they were built")
            except InputError as error:
                problems += error.problems
        if problems:
            raise InputError(problems)


@app.command()
def audit(
    out: Annotated[Path, typer.Argument(help="The folder that sites are published in.")] = SITE,
    steps: Steps = STEPS,
    buyers: Buyers = BUYERS,
    jobs: Jobs = 0,
    debug: Debug = False,
) -> None:
    """Look in every published site for anything that belongs to another buyer, and for slots left unfilled."""
    with reporting(debug):
        from guide.publishing.audit import audit as audit_all

        if not out.is_dir():
            raise UsageError(f"no folder {shown_path(out)}, expected one with published sites; build them first")
        if problems := audit_all(steps, buyers, out, jobs):
            raise InputError(problems)
        typer.echo(f"{shown_path(out)}/: nothing of one buyer's is in another's site")


@app.command()
def check(
    steps: Steps = STEPS,
    buyers: Buyers = BUYERS,
    captures: Captures = None,
    templates: Annotated[Path, typer.Option("--templates", help="The folder of the templates.")] = TEMPLATES,
    debug: Debug = False,
) -> None:
    """Validate the data, the translations, the captures and every buyer; change nothing."""
    with reporting(debug):
        from guide.capture.lint import picture_problems
        from guide.handout.glyph_check import unprintable
        from guide.loading.advice import buyer_oversights, shared_values, unused_materials

        problems: list[Problem] = []
        loaded, found = _all_loaded(steps, buyers, problems)
        if loaded is not None:
            tree, today = loaded.tree, datetime.date.today()
            folder = captures or captures_folder(steps)
            shared = folder == CAPTURES and resolve_links(steps) != STEPS
            problems += picture_problems(
                loaded, tree, captures=folder, templates=templates, today=today, buyers=found, shared=shared
            )
            problems += _stale_facts(loaded, tree, today)
            problems += [*unused_materials(loaded), *buyer_oversights(found, today)]
            problems += shared_values(loaded.guide, found)
            problems += unprintable(loaded, found, folder)
        if problems:
            raise InputError(problems)
        stages = len(loaded.guide.stages) if loaded else 0
        typer.echo(
            f"{shown_path(steps)}: {stages} stages, and {len(found)} buyers in {shown_path(buyers)}: nothing to mend"
        )


def _all_loaded(steps: Path, buyers: Path, problems: list[Problem]) -> tuple[Loaded | None, list[Buyer]]:
    try:
        loaded = load_guide(steps)
    except InputError as error:
        problems += [*error.problems, *problems_beside(steps, buyers)]
        return None, []
    found: list[Buyer] = []
    for path in buyer_files(buyers):
        try:
            found.append(load_buyer(path, loaded))
        except InputError as error:
            problems += error.problems
    return loaded, found


def _stale_facts(loaded: Loaded, tree: Tree, today: datetime.date) -> list[Problem]:
    """Facts and updates whose review-by date has passed."""
    guide = loaded.guide
    late: list[tuple[Location, datetime.date]] = [
        (("updates", i, "review_by"), update.review_by)
        for i, update in enumerate(guide.updates)
        if update.review_by < today
    ]
    if guide.guide.review_by and guide.guide.review_by < today:
        late.append((("guide", "review_by"), guide.guide.review_by))
    return [
        tree.problem(place, f"was to be reviewed by {date}; check the facts and set a new date") for place, date in late
    ]


@app.command()
def read_code(
    code: Annotated[str, typer.Argument(help="The code that a supplier has sent, such as 1+2/6-H7.")],
    buyer: Annotated[
        str | None, typer.Option(help="The buyer whose guide it comes from; none for the neutral edition.")
    ] = None,
    steps: Steps = STEPS,
    buyers: Buyers = BUYERS,
    debug: Debug = False,
) -> None:
    """Say how far a supplier is who has sent its progress code."""
    with reporting(debug):
        from guide.content.progress_code import describe_progress

        loaded = load_guide(steps)
        profile = load_buyer(buyer_file(buyers, buyer), loaded).profile if buyer else None
        typer.echo(describe_progress(loaded.guide, profile, code))


@app.command()
def capture(
    screens: Annotated[list[str] | None, typer.Argument(metavar="[SCREEN]...", help="Screens; none for all.")] = None,
    live: Annotated[str | None, typer.Option(metavar="URL", help="Take one screen from the portal itself.")] = None,
    profile: Annotated[Path, typer.Option(help="Browser profile for --live: log in there once.")] = BUILD / "profile",
    import_: Annotated[
        Path | None, typer.Option("--import", metavar="FILE", help="Take in a picture (PNG or JPEG) for one screen.")
    ] = None,
    force: Annotated[bool, typer.Option(help="Take pictures anew even if nothing has changed.")] = False,
    steps: Steps = STEPS,
    buyers: Buyers = BUYERS,
    captures: Captures = None,
    templates: Annotated[Path, typer.Option("--templates", help="The folder of the templates.")] = TEMPLATES,
    debug: Debug = False,
) -> None:
    """Take the pictures of screens whose template or marks have changed; or one from the portal, or from a file."""
    with reporting(debug):
        from guide.capture.chromium import capture_live, capture_screens
        from guide.capture.stills import import_still

        if ((live or import_) and len(screens or ()) != 1) or (live and import_):
            raise UsageError(
                "--live and --import take one screen each, expected guide capture SCREEN --live URL, or --import FILE"
            )
        loaded = load_guide(steps)
        guide, tree = loaded.guide, loaded.tree
        folder = captures or captures_folder(steps)
        if live and screens:
            report = capture_live(guide, screens[0], live, profile, captures=folder, tree=tree)
        elif import_ and screens:
            report = import_still(guide, screens[0], import_, captures=folder, tree=tree)
        else:
            report = capture_screens(guide, templates=templates, captures=folder, only=screens, force=force, tree=tree)
        for name in report.taken:
            typer.echo(f"{shown_path(folder / name)}.png taken; look at it before you commit it")
        typer.echo(f"{len(report.taken)} taken, {len(report.unchanged)} unchanged")


@app.command()
def schema(
    folder: Annotated[Path, typer.Argument(help="Where to write the schemas.")] = SCHEMAS,
    steps: Steps = STEPS,
    debug: Debug = False,
) -> None:
    """Write the JSON Schemas of steps files and of this guide's buyer files, for editors."""
    with reporting(debug):
        from guide.loading.json_schema import schemas

        made = schemas(load_guide(steps))
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in made.items():
            (folder / name).write_text(text, encoding="utf-8")
            typer.echo(f"{shown_path(folder / name)} written")


@contextmanager
def reporting(debug: bool) -> Iterator[None]:
    """Errors as an operator wants them: what is wrong, one a line, and the exit code of the contract."""
    try:
        _refuse_lost_folder()
        yield
    except GuideError as error:
        if debug:
            traceback.print_exc()
        typer.echo(str(error), err=True)
        if isinstance(error, InputError):
            count = len(error.problems)
            typer.echo(f"{count} problem{'s' if count != 1 else ''}", err=True)
        raise typer.Exit(error.exit_code) from None
    except (KeyboardInterrupt, BrokenPipeError, typer.Exit):
        raise
    except (MemoryError, RecursionError):
        if debug:
            traceback.print_exc()
        typer.echo("the machine refused: the input is too large or nested too deep for it; make it smaller", err=True)
        raise typer.Exit(3) from None
    except OSError as error:
        if debug:
            traceback.print_exc()
        typer.echo(f"the machine refused: {error}", err=True)
        raise typer.Exit(3) from None
    except Exception as error:
        if debug:
            raise
        typer.echo(f"unexpected: {type(error).__name__}: {error}; run again with --debug to see where", err=True)
        raise typer.Exit(3) from None


def _refuse_lost_folder() -> None:
    """Raises MachineError where the working directory has been removed: too much of what runs here asks for it."""
    try:
        os.getcwd()
    except FileNotFoundError:
        raise MachineError(
            "the working directory is gone, expected a folder that exists; cd to one and run it again"
        ) from None


def main() -> None:
    """The console script."""
    app()


if __name__ == "__main__":
    main()
