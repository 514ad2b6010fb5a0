"""What every other package stands on: kinds of errors, bounded reading of files, locks between processes, folders.

Paths of files come in; bytes, folders held by a process, and errors that name a file, a line and a column go out.
It imports nothing of the guide. Errors are its face: every package raises them, and `guide.cli` prints them.
"""

from guide.core.errors import GuideError, InputError, MachineError, Problem, UsageError

__all__ = ["GuideError", "InputError", "MachineError", "Problem", "UsageError"]
