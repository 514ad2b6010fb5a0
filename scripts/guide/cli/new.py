"""`guide new`: a small complete guide to begin one's own with."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from guide.cli.options import Debug
from guide.cli.report import report_errors
from guide.core.commands import guide_command, is_by_make, make_command
from guide.core.errors import UsageError, shown_path
from guide.starter.questions import QUESTIONS, AnswerError, Answers, Question
from guide.starter.writer import refuse_occupied, write_starter


def new(
    folder: Annotated[Path, typer.Argument(help="The folder of the new guide, which is made or is empty.")],
    languages: Annotated[
        str | None, typer.Option(help="Of the guide, the main one first: zh,en, en,zh, zh or en.", show_default="zh,en")
    ] = None,
    comments: Annotated[
        str | None,
        typer.Option(help="Language of the comments that explain the files: zh or en.", show_default="the main one"),
    ] = None,
    portal: Annotated[str | None, typer.Option(help="Name of the portal: one, or 中文 / English.")] = None,
    address: Annotated[str | None, typer.Option(help="Address of the portal's registration page.")] = None,
    buyer: Annotated[str | None, typer.Option(help="Name of the first buyer: one, or 中文 / English.")] = None,
    debug: Debug = False,
) -> None:
    """Begin a guide: ask five questions at most, and write a small complete one that builds at once."""
    with report_errors(debug):
        refuse_occupied(folder)
        options = {"languages": languages, "comments": comments, "portal": portal, "address": address, "buyer": buyer}
        answers = _read_options(options)
        for number, question in enumerate(QUESTIONS, 1):
            if question.key not in answers:
                answers[question.key] = _ask(question, f"{number}/{len(QUESTIONS)}", answers)
        slug = write_starter(folder, Answers(**answers), datetime.date.today())
        typer.echo(f"{shown_path(folder)}/ written: a guide in two stages, for the buyer {slug}. Next:")
        for command in _next_commands(folder, slug):
            typer.echo(f"  {command}")


def _next_commands(folder: Path, slug: str) -> Iterator[str]:
    """Yields the commands to go on with, as they are to be typed here: build a site, work on the guide, check it."""
    places = {"--guide": shown_path(folder)}
    if is_by_make():
        for words in (f"site BUYER={slug}", f"serve BUYER={slug}", "check"):
            yield make_command(words, places)
    else:
        for words in (f"build {slug}", f"serve {slug}", "check"):
            yield guide_command(words, places)


def _read_options(options: dict[str, str | None]) -> dict[str, Any]:
    """Returns what the options answer. Raises UsageError with everything that is wrong with them."""
    answers: dict[str, Any] = {}
    faults: list[str] = []
    for question in QUESTIONS:
        if (text := options[question.key]) is not None:
            try:
                answers[question.key] = question.read(text)
            except AnswerError as error:
                faults.append(f"--{question.key}: {error}")
    if faults:
        raise UsageError("\n".join(faults))
    return answers


def _ask(question: Question, number: str, answers: dict[str, Any]) -> Any:
    """Returns the answer to a question: of whoever sits at the terminal, until it fits; the default where there is none."""
    default = question.default(answers)
    if not _is_terminal():
        return question.read(default)
    while True:
        try:
            return question.read(typer.prompt(f"{number}  {question.words}", default=default))
        except AnswerError as error:
            typer.echo(str(error), err=True)


def _is_terminal() -> bool:
    return sys.stdin.isatty()
