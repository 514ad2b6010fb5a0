"""The `guide` command: one application with a command for each module beside this one."""

from __future__ import annotations

import io
import os
import sys

import typer

from guide.cli.audit import audit
from guide.cli.build import build
from guide.cli.capture import capture
from guide.cli.card import card
from guide.cli.check import check
from guide.cli.new import new
from guide.cli.read_code import read_code
from guide.cli.schema import schema
from guide.cli.serve import serve
from guide.cli.verify import verify

app = typer.Typer(
    help="One description of a portal's onboarding, rendered into a bilingual guide for each buyer.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (new, build, serve, check, card, capture, verify, audit, read_code, schema):
    app.command()(command)


def main() -> None:
    """Runs the command; the console script calls this.

    A console that lacks a character, as those of Windows' code pages do, shows its number in place of it.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # the theme's advertisement
    app()
