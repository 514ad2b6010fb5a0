"""The project installed from its wheel, away from any checkout: a desk that has neither make nor the sources."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from guide.core.paths import ROOT
from support.small import contents, copied

SOURCES = (
    "pyproject.toml",
    "setup.py",
    "MANIFEST.in",
    "README.md",
    "LICENSE",
    "mkdocs.yml",
    "scripts",
    "templates",
    "docs",
)
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.egg-info", "dev")


@dataclass(frozen=True)
class Desk:
    """A folder with a guide, on a machine where the wheel is installed and there is no checkout."""

    folder: Path
    packages: Path
    cache: Path

    def guide(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Runs the command in the folder; `more` are environment variables."""
        # The packages that it needs are those of this environment; its own link to the checkout stays behind.
        paths = [str(self.packages), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
        environment = {
            **{name: text for name, text in os.environ.items() if not name.startswith(("PYTHON", "GUIDE"))},
            "PYTHONPATH": os.pathsep.join(dict.fromkeys(paths)),
            "XDG_CACHE_HOME": str(self.cache),
            **more,
        }
        interpreter = getattr(sys, "_base_executable", sys.executable)
        return subprocess.run(
            [interpreter, "-W", "ignore", "-m", "guide.cli", *words],
            cwd=self.folder, env=environment, capture_output=True, text=True, errors="replace", check=False,
        )  # fmt: skip


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the sources."""
    copy = tmp_path_factory.mktemp("sources")
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=LEFT_OUT)
        else:
            shutil.copy(source, copy / name)
    _pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(copy / "wheels"), str(copy))
    (made,) = (copy / "wheels").glob("*.whl")
    return made


@pytest.fixture(scope="module")
def machine(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A machine with the wheel, and an empty folder on it."""
    place = tmp_path_factory.mktemp("machine")
    _pip("install", "--no-deps", "--no-compile", "--target", str(place / "packages"), str(wheel))
    return Desk(place, place / "packages", place / "cache")


@pytest.fixture
def desk(machine: Desk, tmp_path: Path) -> Desk:
    """The small guide on that machine."""
    return replace(machine, folder=copied(tmp_path))


def _pip(*words: str) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *words]
    subprocess.run(command, check=True, capture_output=True)


def test_the_wheel_has_what_the_code_reads_and_nothing_of_the_guide_to_1688(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for name in ("mkdocs.yml", "scripts/hooks.py", "templates/handout/prints.typ", "docs/assets/src/bundles.yaml"):
        assert f"guide/project/{name}" in names
    packed = {path.removeprefix("guide/project/") for path in names if path.startswith("guide/project/")}
    ours = {
        path.relative_to(ROOT).as_posix()
        for name in ("templates", "docs")
        for path in (ROOT / name).rglob("*")
        if path.is_file()
    }
    assert packed == ours | {"mkdocs.yml", "scripts/hooks.py"}
    assert not [name for name in names if name.startswith("dev/") or "/data/" in name]


def test_a_desk_without_a_checkout_checks_and_builds_its_guide(desk: Desk) -> None:
    """It keeps what can be made anew in the user's cache, and changes nothing where packages are installed."""
    before = contents(desk.packages)
    done = desk.guide("build", "willow")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("site/willow/ built: open site/willow/index.html")
    assert (desk.folder / "site" / "willow" / "handout.zh.pdf").read_bytes().startswith(b"%PDF")
    assert "柳溪茶庄" in (desk.folder / "site" / "willow" / "index.html").read_text(encoding="utf-8")
    assert desk.guide("build", "willow").stdout.startswith("site/willow/ is up to date")
    assert sorted(os.listdir(desk.folder)) == ["buyers", "site", "steps.yaml"]
    assert os.listdir(desk.cache) == ["supplier-guide"]
    assert {name for name in contents(desk.packages).keys() - before if "__pycache__" not in name} == set()


def test_messages_name_the_program_and_not_make(desk: Desk) -> None:
    assert desk.guide("build", "willow", "--no-handout").returncode == 0
    (desk.folder / "buyers" / "willow.yaml").unlink()
    done = desk.guide("build", "--all", "--no-handout")
    assert done.returncode == 0, done.stderr
    assert "make " not in done.stdout
    assert done.stdout.splitlines()[-1].endswith("-m guide.cli build --all --prune")


def test_a_console_that_lacks_characters_shows_their_numbers(desk: Desk) -> None:
    (desk.folder / "buyers").rename(desk.folder / "买家")
    done = desk.guide("build", "--buyers", "买家", "--out", "站点", "--no-handout", PYTHONIOENCODING="cp437")
    assert (done.returncode, done.stdout.partition(" ")[0]) == (0, r"\u7ad9\u70b9/generic/"), done.stderr
