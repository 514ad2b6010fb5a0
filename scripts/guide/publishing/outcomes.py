"""What comes of a buyer in a batch, whatever happens, and of all of them together."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, field
from pathlib import Path

from guide.core.commands import given_places, guide_command
from guide.core.errors import GuideError, InputError, MachineError, Problem, UsageError, shown_path
from guide.loading.loader import slug_of


@dataclass(frozen=True)
class Outcome:
    """What came of one buyer."""

    buyer: Path | None
    """The buyer's file; None for the neutral edition."""
    unchanged: bool = False
    zip_removed: bool = False
    """Whether a ZIP was removed that lay beside its site."""
    problems: tuple[Problem, ...] = ()
    """Why it was not built, if its input is wrong."""
    error: str = ""
    """Why it was not built, if that is not the input's fault."""
    exit_code: int = 0
    traceback: str = ""
    """Where in the code an error comes from that nothing foresees."""
    is_fatal: bool = False
    """Whether its process should build nothing more."""


@dataclass
class Summary:
    """What came of all buyers of a batch."""

    built: int = 0
    unchanged: int = 0
    zips_removed: int = 0
    failed: list[Outcome] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Counts one more buyer."""
        self.zips_removed += outcome.zip_removed
        if outcome.exit_code:
            self.failed.append(outcome)
        elif outcome.unchanged:
            self.unchanged += 1
        else:
            self.built += 1

    @property
    def exit_code(self) -> int:
        """Returns 0 if every buyer was built; else the gravest of their codes.

        What can't be replaced in one site's place is wrong usage where only that site is built; among many it is that
        buyer's mistake.
        """
        alone = self.built + self.unchanged + len(self.failed) == 1
        codes = (outcome.exit_code for outcome in self.failed)
        return max((1 if code == UsageError.exit_code and not alone else code for code in codes), default=0)

    def __str__(self) -> str:
        return f"{self.built} built, {self.unchanged} unchanged, {len(self.failed)} failed"


def failure(path: Path | None, error: BaseException) -> Outcome:
    """Returns the outcome of the buyer in the file `path` whose build has raised `error`, of whatever kind that is."""
    if isinstance(error, InputError):
        return Outcome(path, problems=tuple(error.problems), exit_code=error.exit_code)
    if isinstance(error, GuideError):
        return Outcome(path, error=f"{_name(path)}: {error}", exit_code=error.exit_code)
    if isinstance(error, OSError):
        return Outcome(path, error=f"{_name(path)}: system error: {error}", exit_code=MachineError.exit_code)
    if isinstance(error, MemoryError):
        message = "there is not enough memory to build it; end other programs, or give a lower JOBS (--jobs)"
        return Outcome(path, error=f"{_name(path)}: {message}", exit_code=MachineError.exit_code, is_fatal=True)
    reason = next((line.strip() for line in str(error).splitlines() if line.strip()), "no reason given")
    command = guide_command(f"build {slug_of(path) + ' ' if path else ''}--debug", given_places())
    message = (
        f"can't be built: {type(error).__name__}: {reason}; what was there is unchanged. See where this comes from with "
        f"{command}, and report it"
    )
    return Outcome(
        path,
        error=f"{_name(path)}: {message}",
        exit_code=MachineError.exit_code,
        traceback="".join(traceback.format_exception(error)),
        is_fatal=not isinstance(error, Exception),  # such as a panic of the typesetter's
    )


def crash(path: Path | None, how: str) -> Outcome:
    """Returns the outcome of the buyer in the file `path` over whom two processes have died; `how` is how they ended."""
    message = (
        f"can't be built: its process ends before it is done ({how}), and so did another; what was there is unchanged. "
        "If that is SIGKILL, free memory; else leave out its logo, then its texts, to see which of them it is"
    )
    return Outcome(path, error=f"{_name(path)}: {message}", exit_code=MachineError.exit_code)


def _name(path: Path | None) -> str:
    return shown_path(path) if path else "generic"
