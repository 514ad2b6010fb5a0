"""Buyers over whom the program fails in ways that no file provokes: the processes of a batch are harmed from within."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_HOOK = """
import os, signal, sys
from pathlib import Path

HARMS = {harms!r}

if "--multiprocessing-fork" in sys.orig_argv:  # a process of a batch, and none of those that start one
    exec({start!r})
    from contextlib import ExitStack
    from guide.core.locks import working_folder
    from guide.core.paths import TYPESETTING
    from guide.publishing.publisher import StagingArea

    held = ExitStack()

    class Panic(BaseException):
        pass

    def once(name):
        "True for the first process that asks."
        try:
            (Path(__file__).parent / name).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    def publish(place, site, publish=StagingArea.publish, **named):
        place.folder, held.enter_context(working_folder(TYPESETTING))  # there is something to be left behind
        exec(HARMS.get(site.slug, ""))
        return publish(place, site, **named)

    StagingArea.publish = publish
"""


def poison(monkeypatch: pytest.MonkeyPatch, folder: Path, *, start: str = "", **harms: str) -> None:
    """From now on, each process of a batch does `start` first, and what `harms` says when it is to put up the site of that slug."""
    folder.mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text(_HOOK.format(harms=harms, start=start), encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH")])))
