"""Whether a published site is what was built: every file, and no other."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from guide.cli.app import app
from guide.core.errors import InputError
from guide.publishing.verify import verify
from support.small import written


@pytest.fixture
def site(small_sites: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the site of willow."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(small_sites / "willow", tmp_path / "willow")
    return Path("willow")


def said(site: Path) -> list[str]:
    with pytest.raises(InputError) as raised:
        verify(site)
    return [str(problem) for problem in raised.value.problems]


def test_a_site_as_it_was_built_is_right(site: Path) -> None:
    files = sum(path.is_file() for path in site.rglob("*")) - 1
    assert verify(site) == files
    result = CliRunner().invoke(app, ["verify", "willow"])
    assert (result.exit_code, result.output) == (0, f"willow/: {files} files are as they were built\n")


def test_every_file_that_is_missing_changed_or_added_is_named(site: Path) -> None:
    (site / "faq.html").unlink()
    page = site / "en" / "index.html"
    page.write_text(page.read_text(encoding="utf-8") + " ", encoding="utf-8")
    written(site / "en" / "extra.html", "x")
    assert said(site) == [
        "willow/faq.html: is missing, and the manifest lists it; build the site again",
        "willow/en/extra.html: is not in the manifest; build the site again",
        "willow/en/index.html: is not what was built: its hash differs from the manifest's; build the site again",
    ]
    result = CliRunner().invoke(app, ["verify", "willow"])
    assert result.exit_code == 1
    assert result.output.splitlines()[-1] == "3 problems"


@pytest.mark.parametrize("manifest", ["", "{}", '{"files": []}', "[1]"])
def test_a_manifest_that_says_nothing_is_told(manifest: str, site: Path) -> None:
    written(site / "manifest.json", manifest)
    assert said(site) == ["willow: no manifest.json that can be read; build the site again"]


def test_a_folder_that_is_no_site_is_told_and_the_others_are_checked(site: Path) -> None:
    result = CliRunner().invoke(app, ["verify", "nowhere", str(site)])
    assert result.exit_code == 1
    assert result.output.splitlines()[0].startswith("willow/: ")
    assert result.output.splitlines()[1:] == [
        "nowhere: no manifest.json that can be read; build the site again",
        "1 problem",
    ]
