"""The card as a picture: made when asked for, kept by builds, rendered again by `guide verify`, removed when asked for."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from guide.cli.app import app
from guide.publishing.builder import BuildContext, BuildOptions
from guide.publishing.verify import verify
from support.small import copied


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a copy of the small guide, to work in."""
    copied(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


DATA = ("--steps", "small/steps.yaml", "--buyers", "small/buyers")


def guide(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.output


def test_a_card_is_made_kept_verified_and_removed(place: Path) -> None:
    site = place / "site" / "willow"
    assert guide("build", "willow", *DATA, "--out", "site", "--zip")[0] == 0
    assert not list(site.glob("card.*.png"))
    code, said = guide("card", "--png", "--buyer", "willow", *DATA, "--out", "site")
    assert (code, said) == (0, "site/willow/card.zh.png, site/willow/card.en.png made\n")
    manifest = json.loads((site / "manifest.json").read_bytes())
    assert {"card.zh.png", "card.en.png"} <= set(manifest["files"])
    assert manifest["prints"]["card_picture"] == {"zh": "card.zh.png", "en": "card.en.png"}
    assert manifest["prints"]["handbook"]["en"] == "handbook.en.pdf"
    with zipfile.ZipFile(place / "site" / "willow.zip") as archive:  # the ZIP that lay there is the same site
        assert archive.read("willow/card.zh.png") == (site / "card.zh.png").read_bytes()
    assert verify(site)

    made = (site / "card.zh.png").read_bytes()
    assert guide("card", "--png", "--buyer", "willow", *DATA, "--out", "site")[1] == "site/willow/ is up to date\n"
    buyer = place / "small" / "buyers" / "willow.yaml"
    buyer.write_text(buyer.read_text("utf-8").replace("2027-05-01", "2027-06-01"), "utf-8")
    code, said = guide("verify", "site/willow", *DATA)
    assert code == 1
    assert "site/willow/card.zh.png: is not the card as it is rendered now" in said
    assert guide("build", "willow", *DATA, "--out", "site")[0] == 0
    assert (site / "card.zh.png").read_bytes() != made
    code, said = guide("verify", "site/willow", *DATA)
    assert (code, "its card rendered again, no problems found" in said) == (0, True)

    assert guide("card", "--no-png", "--buyer", "willow", *DATA, "--out", "site")[0] == 0
    assert not list(site.glob("card.*.png"))
    assert (site / "card.zh.pdf").is_file()
    assert "rendered again" not in guide("verify", "site/willow", *DATA)[1]


def test_a_changed_picture_is_noticed(place: Path) -> None:
    assert guide("card", "--png", "--buyer", "willow", *DATA, "--out", "site")[0] == 0
    (place / "site" / "willow" / "card.en.png").write_bytes(b"another")
    code, said = guide("verify", "site/willow", *DATA)
    assert code == 1
    assert "card.en.png: is not what was built" in said


def test_a_site_of_another_guide_is_not_rendered_again(place: Path) -> None:
    assert guide("card", "--png", *DATA, "--out", "site")[0] == 0
    steps = place / "small" / "steps.yaml"
    steps.write_text(steps.read_text("utf-8").replace("id: small-guide", "id: other-guide"), "utf-8")
    code, said = guide("verify", "site/generic", *DATA)
    assert code == 1
    assert "is a card of the guide small-guide, and this is the guide other-guide" in said


def test_it_says_what_is_expected(place: Path) -> None:
    code, said = guide("card", *DATA, "--out", "site")
    assert code == 2
    assert "expected --png, or --no-png" in said
    assert guide("card", "--png", "--buyer", "nobody", *DATA, "--out", "site")[0] == 2
    assert not (place / "site").exists()


def test_a_site_without_print_has_none_of_the_three(small: BuildContext, tmp_path: Path) -> None:
    site = small.build(None, BuildOptions(tmp_path, handouts=False, make_zip=False)).site
    assert not list(site.glob("*.pdf"))
    assert json.loads((site / "manifest.json").read_bytes())["prints"] == {}
