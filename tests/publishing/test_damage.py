"""Captures and cached site templates that are damaged are never published, but told or made anew; nothing of killed runs stays."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from typer.testing import CliRunner

from guide.cli.app import app
from guide.content.tailor import Structure
from guide.core.errors import InputError
from guide.figures.store import gallery_of, read_capture
from guide.publishing.builder import BuildContext
from guide.site.template_cache import site_template_for
from support.real import CAPTURES
from support.small import copied, order


def flip(path: Path) -> None:
    """Turns over one bit in the middle of a file."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def cut(path: Path) -> None:
    """Takes the second half of a file away."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def replace(path: Path) -> None:
    """Writes something else in the place of a file."""
    path.write_text("not a picture", encoding="utf-8")


DAMAGES: tuple[Callable[[Path], None], ...] = (flip, cut, replace, Path.unlink)


@pytest.fixture
def captures(tmp_path: Path) -> Path:
    """A copy of the captures of the guide that the project ships."""
    return Path(shutil.copytree(CAPTURES, tmp_path / "captures"))


# --------------------------------------------------------------------------------------------------
# Captures


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_pictures_are_refused_by_a_build_each_with_its_cure(
    damage: Callable[[Path], None], captures: Path, tmp_path: Path
) -> None:
    pictures = sorted(captures.glob("*.png"))
    for picture in pictures:
        damage(picture)
    out = tmp_path / "site"
    result = CliRunner().invoke(app, ["build", "demo", "--captures", str(captures), "--out", str(out)])
    assert result.exit_code == 1
    wrong = "is missing" if damage is Path.unlink else "is not the picture that {}.json was measured on"
    assert sorted(result.output.splitlines()[:-1]) == [
        f"{picture}: {wrong.format(picture.stem)}; run make captures" for picture in pictures
    ]
    assert not out.exists()


def test_a_geometry_says_what_was_measured_or_is_refused(captures: Path) -> None:
    """Whatever byte of it is another: a date that readers see, a size, the hash of the picture."""
    chance = random.Random(1)  # noqa: S311
    for path in sorted(captures.glob("*.json")):
        data, sound = path.read_bytes(), read_capture(path)
        for _ in range(20):
            place = chance.randrange(len(data))
            path.write_bytes(data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :])
            with suppress(InputError):
                assert read_capture(path) == sound
        path.write_bytes(data)


def test_sound_captures_are_taken_as_they_are(captures: Path, real: BuildContext) -> None:
    assert gallery_of(real.loaded, captures).captures == real.gallery.captures


# --------------------------------------------------------------------------------------------------
# Site templates

BOTH = Structure(("zh", "en"), frozenset())


class BuiltAnewError(Exception):
    """The site template in the cache has not been taken."""


@pytest.fixture
def site_template(small: BuildContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a site template in a cache of its own, `tmp_path/templates`."""
    good = small.site_template(BOTH)
    monkeypatch.setattr("guide.site.template_cache._build", refuse)
    return Path(shutil.copytree(good.folder.parent, tmp_path / "templates" / good.key))


def refuse(*arguments: object) -> None:
    raise BuiltAnewError


def use(small: BuildContext, site_template: Path) -> None:
    """Takes the site template from its cache."""
    site_template_for(small.loaded.guide, BOTH, small.gallery, cache=site_template.parent)


def test_a_site_template_with_any_damaged_file_is_not_used(
    small: BuildContext, site_template: Path, tmp_path: Path
) -> None:
    use(small, site_template)
    files = [path.relative_to(site_template) for path in sorted(site_template.rglob("*")) if path.is_file()]
    assert len(files) > 10
    sound = tmp_path / "sound"
    site_template.rename(sound)
    for file in files:
        for damage in DAMAGES:
            shutil.copytree(sound, site_template, copy_function=os.link)
            shutil.copyfile(sound / file, tmp_path / "file")
            (site_template / file).unlink()
            shutil.move(tmp_path / "file", site_template / file)
            damage(site_template / file)
            with pytest.raises(BuiltAnewError):
                use(small, site_template)
            shutil.rmtree(site_template)


@pytest.mark.parametrize("name", ["files/more.js", "more", "files/.hidden/more"])
def test_a_site_template_with_a_file_too_many_is_not_used(name: str, small: BuildContext, site_template: Path) -> None:
    (site_template / name).parent.mkdir(exist_ok=True)
    (site_template / name).write_bytes(b"")
    with pytest.raises(BuiltAnewError):
        use(small, site_template)


def test_a_file_of_a_site_that_is_edited_in_its_place_does_not_get_into_another(
    small: BuildContext, site_template: Path, tmp_path: Path
) -> None:
    """The two have it in common, as links to the same content."""
    site = (
        BuildContext(small.folder, small.loaded, small.gallery, cache=site_template.parent)
        .build(None, order(tmp_path / "site"))
        .site
    )
    edited = site / "assets" / "js" / "guide.js"
    assert edited.samefile(site_template / "files" / "assets" / "js" / "guide.js")
    edited.chmod(0o644)
    with edited.open("a", encoding="utf-8") as file:
        file.write("evil()")
    with pytest.raises(BuiltAnewError):
        use(small, site_template)


# --------------------------------------------------------------------------------------------------
# Leftovers

PRINT = """
import os, signal, sys
from pathlib import Path
import guide.core.paths
guide.core.paths.TYPESETTING = Path("typesetting").resolve()
from guide.handout.typesetter import Typesetter
from guide.cli.app import app
if sys.argv.pop() == "killed":
    Typesetter.pdf = lambda self, template, base, own, dated: (self._write(base, own), os.kill(os.getpid(), signal.SIGKILL))
app(["build", "willow", "--steps", "steps.yaml", "--buyers", "buyers", "--out", "site"])
"""


def test_the_values_of_a_buyer_whose_handout_was_being_made_go_with_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, temporary = copied(tmp_path), tmp_path / "temporary"
    temporary.mkdir()
    environment = {**os.environ, "TMPDIR": str(temporary), "NO_MKDOCS_2_WARNING": "1"}

    def run(how: str) -> int:
        command = [sys.executable, "-W", "ignore", "-c", PRINT, how]
        return subprocess.run(command, cwd=place, env=environment, stdout=subprocess.DEVNULL, check=False).returncode

    assert run("killed") == -9
    left = [path for path in (place / "typesetting").rglob("own.json") if b"willow" in path.read_bytes()]
    assert left, "the test kills too early"
    assert not list(temporary.iterdir())
    monkeypatch.setattr("guide.publishing.batch.TYPESETTING", place / "typesetting")
    options = ["--no-handout", "--steps", str(place / "steps.yaml"), "--buyers", str(place / "buyers")]
    assert CliRunner().invoke(app, ["build", "pine", *options, "--out", str(place / "site")]).exit_code == 0
    assert not list((place / "typesetting").iterdir())
    assert sorted(path.name for path in (place / "site").iterdir()) == ["pine", "pine.zip"]
    assert run("whole") == 0
    assert not [*(place / "typesetting").iterdir(), *temporary.iterdir()]
