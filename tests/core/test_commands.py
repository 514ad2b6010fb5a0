"""Commands in messages: as they can be typed where the program runs, and for the guide that it was started for."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from guide.core import commands
from guide.core.commands import captures_command, guide_command, install_command, program
from guide.core.paths import ROOT
from support.small import write


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The console script in an environment that is not on the path; the working directory is beside it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(commands.STARTED_BY, raising=False)
    return write(tmp_path / "environment" / "bin" / "guide", "")


def started(monkeypatch: pytest.MonkeyPatch, *words: object) -> None:
    monkeypatch.setattr(sys, "argv", [str(word) for word in words])


def test_who_has_typed_guide_is_told_what_to_type_after_it(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started(monkeypatch, script, "check", "--guide", "guides/acme ltd", "--buyers=desk")
    assert program() == "environment/bin/guide"
    assert captures_command() == "environment/bin/guide capture --guide 'guides/acme ltd'"
    assert guide_command("build") == "environment/bin/guide build --guide 'guides/acme ltd'"


def test_who_has_typed_make_is_told_of_make_and_of_guide_where_make_has_nothing(
    script: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started(monkeypatch, script, "check", "--steps=acme/steps.yaml")
    monkeypatch.setenv(commands.STARTED_BY, "make")
    assert captures_command() == "make captures STEPS=acme/steps.yaml"
    assert guide_command("capture form --import FILE").endswith(
        "bin/guide capture form --import FILE --steps acme/steps.yaml"
    )


def test_a_script_on_the_path_goes_by_its_name(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script.chmod(0o755)
    monkeypatch.setenv("PATH", str(script.parent))
    started(monkeypatch, script, "check")
    assert captures_command() == "guide capture"


def test_a_module_is_run_by_its_interpreter(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started(monkeypatch, ROOT / "scripts" / "guide" / "cli" / "__main__.py", "check")
    assert captures_command() == f"{sys.executable} -m guide.cli capture"


def test_what_is_missing_is_installed_by_make_in_a_checkout_and_else_by_pip(
    script: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started(monkeypatch, script, "audit", "--guide", "acme")
    assert install_command("audit", "audit") == "make audit GUIDE=acme"
    monkeypatch.setattr(commands, "IS_CHECKOUT", False)
    assert captures_command() == "environment/bin/guide capture --guide acme"
    asked = install_command("audit", "audit")
    assert asked.startswith(f"{sys.executable} -m pip install 'pikepdf>=10'")
    assert "playwright" not in asked
