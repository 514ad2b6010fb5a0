"""Whether a published site is what was built: every file, and no other."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from guide.cli.app import app
from guide.core.errors import InputError
from guide.publishing.verify import verify
from support.small import write

ADDED = "is not in the manifest: somebody has added it, and builds keep it; move it away if it does not belong there"
NONE = "no manifest.json that can be read, expected a site; move it away, and build the site again if it was one"


@pytest.fixture
def site(small_sites: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the site of willow."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(small_sites / "willow", tmp_path / "willow")
    return Path("willow")


def problems_of(site: Path) -> list[str]:
    with pytest.raises(InputError) as raised:
        verify(site)
    return [str(problem) for problem in raised.value.problems]


def test_a_site_as_it_was_built_is_right(site: Path) -> None:
    files = sum(path.is_file() for path in site.rglob("*")) - 1
    assert verify(site) == files
    result = CliRunner().invoke(app, ["verify", "willow"])
    assert (result.exit_code, result.output) == (0, f"willow/: {files} files verified, no problems found\n")


def test_every_file_that_is_missing_changed_or_added_is_named(site: Path) -> None:
    (site / "faq.html").unlink()
    page = site / "en" / "index.html"
    page.write_text(page.read_text(encoding="utf-8") + " ", encoding="utf-8")
    write(site / "en" / "extra.html", "x")
    assert problems_of(site) == [
        "willow/en/index.html: is not what was built: its hash differs from the manifest's; build the site again",
        "willow/faq.html: is missing, and the manifest lists it; build the site again",
        f"willow/en/extra.html: {ADDED}",
    ]
    result = CliRunner().invoke(app, ["verify", "willow"])
    assert result.exit_code == 1
    assert result.output.splitlines()[-1] == "3 problems"


def test_of_several_sites_the_problems_of_each_are_named(site: Path) -> None:
    shutil.copytree(site, "other")
    for folder in (site, Path("other")):
        (folder / "faq.html").unlink()
    result = CliRunner().invoke(app, ["verify", "willow", "other"])
    assert [line.partition(":")[0] for line in result.output.splitlines()] == [
        "willow/faq.html", "other/faq.html", "2 problems"
    ]  # fmt: skip


@pytest.mark.parametrize("manifest", ["", "{}", '{"files": []}', "[1]"])
def test_a_manifest_that_says_nothing_is_told(manifest: str, site: Path) -> None:
    write(site / "manifest.json", manifest)
    assert problems_of(site) == [f"willow: {NONE}"]


def test_a_folder_that_is_no_site_is_told_and_the_others_are_checked(site: Path) -> None:
    result = CliRunner().invoke(app, ["verify", "nowhere", str(site)])
    assert result.exit_code == 1
    assert result.output.splitlines()[0].startswith("willow/: ")
    assert result.output.splitlines()[1:] == [
        f"nowhere: {NONE}",
        "1 problem",
    ]


def test_what_is_added_is_named_whatever_it_is(site: Path) -> None:
    write(site / ".git" / "config", "x")
    (site / "empty").mkdir()
    (site / "gone").symlink_to("nowhere")
    (site / "zz-faq.html").symlink_to("faq.html")
    assert problems_of(site) == [f"willow/{name}: {ADDED}" for name in (".git", "empty", "gone", "zz-faq.html")]


def test_what_stands_in_place_of_a_file_is_named_once(site: Path) -> None:
    for name in ("faq.html", "index.html"):
        (site / name).unlink()
    (site / "faq.html").symlink_to("/etc/hostname")
    write(site / "index.html" / "page", "x")
    told = "is not what was built: somebody has put something else in its place; move it away, and build the site again"
    assert problems_of(site) == [f"willow/{name}: {told}" for name in ("faq.html", "index.html")]


# --------------------------------------------------------------------------------------------------
# The ZIP


def zipped(site: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """The ZIP of the site, with a change of what it holds."""
    files = {
        f"willow/{path.relative_to(site).as_posix()}": path.read_bytes() for path in site.rglob("*") if path.is_file()
    }
    change(files)
    with zipfile.ZipFile("willow.zip", "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return Path("willow.zip")


def test_the_zip_of_the_same_site_is_right(site: Path) -> None:
    zipped(site, lambda files: None)
    assert verify(site)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            lambda files: files.update({"willow/manifest.json": b"{}"}),
            "holds another version than the folder beside it; build the site again",
        ),
        (lambda files: files.pop("willow/faq.html"), "lacks willow/faq.html; build the site again"),
        (
            lambda files: files.update({"willow/faq.html": b"x"}),
            "holds willow/faq.html, but not as it was built; build the site again",
        ),
        (
            lambda files: files.update({"price.txt": b"x"}),
            "holds price.txt, which is not in the manifest; build the site again",
        ),
        (
            lambda files: files.pop("willow/manifest.json"),
            "is not the ZIP of the site beside it, or is damaged; move it away, and build the site again",
        ),
    ],
    ids=["another version", "too little", "changed", "too much", "another's"],
)
def test_a_zip_that_differs_from_the_site_is_named(
    change: Callable[[dict[str, bytes]], object], told: str, site: Path
) -> None:
    zipped(site, change)
    assert problems_of(site) == [f"willow.zip: {told}"]


@pytest.mark.parametrize("cut", [0, 30, -30])
def test_a_zip_that_is_cut_short_is_named(cut: int, site: Path) -> None:
    archive = zipped(site, lambda files: None)
    archive.write_bytes(archive.read_bytes()[:cut])
    told = "is not the ZIP of the site beside it, or is damaged; move it away, and build the site again"
    assert problems_of(site) == [f"willow.zip: {told}"]


def test_a_linked_site_is_checked_with_the_zip_beside_the_link(site: Path) -> None:
    Path("www").mkdir()
    site.rename("www/elsewhere")
    site.symlink_to("www/elsewhere")
    zipped(site, lambda files: files.pop("willow/faq.html"))
    assert problems_of(site) == ["willow.zip: lacks willow/faq.html; build the site again"]
