"""What a command that fails prints, and the code it exits with: the only place where errors become messages."""

from __future__ import annotations

import os
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from guide.core.errors import GuideError, InputError, MachineError


@contextmanager
def report_errors(debug: bool) -> Iterator[None]:
    """Runs a command's body; prints an error as one line a problem on standard error, and raises typer.Exit with its code.

    The codes: 1 wrong input, 2 wrong usage, 3 a failure of the system or of the program. With `debug` the traceback is
    shown as well.
    """
    try:
        _refuse_missing_folder()
        yield
    except (KeyboardInterrupt, BrokenPipeError, typer.Exit):
        raise
    except GuideError as error:
        raise _exit(debug, *_lines(error), code=error.exit_code) from None
    except (MemoryError, RecursionError):
        message = "system error: the input is too large or nested too deep for this system; make it smaller"
        raise _exit(debug, message) from None
    except OSError as error:
        raise _exit(debug, f"system error: {error}") from None
    except Exception as error:
        if debug:
            raise
        message = f"internal error: {type(error).__name__}: {error}; run again with --debug for the traceback"
        raise _exit(debug, message) from None


def _lines(error: GuideError) -> Iterator[str]:
    yield str(error)
    if isinstance(error, InputError):
        yield count(len(error.problems), "problem")


def count(number: int, noun: str) -> str:
    """Returns how many of a thing there are, such as `1 stage` or `2 stages`."""
    return f"{number} {noun}{'s' if number != 1 else ''}"


def _exit(debug: bool, *lines: str, code: int = MachineError.exit_code) -> typer.Exit:
    """Prints the lines, in debugging below the traceback of the error being handled, and returns the exit to raise."""
    if debug:
        traceback.print_exc()
    for line in lines:
        typer.echo(line, err=True)
    return typer.Exit(code)


def _refuse_missing_folder() -> None:
    """Raises MachineError where the working directory has been removed: too much of what runs here asks for it."""
    try:
        os.getcwd()
    except FileNotFoundError:
        raise MachineError(
            "the working directory is gone, expected a folder that exists; cd to one and run it again"
        ) from None
