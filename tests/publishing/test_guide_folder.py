"""A guide in a folder of its own: every command finds its parts there, and leaves the guide that the project ships alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from guide.cli.app import app
from guide.core.paths import ROOT
from support.pictured import STEPS
from support.small import contents, replaced, write

FORM = """\
{% extends "project/base.html.j2" %}
{% import "project/parts.html.j2" as ui %}
{% block title %}寄件{% endblock %}
{% block body %}
{{ ui.top("邮局") }}
<main class="page"><section class="panel" id="card">
{{ ui.field("sender", labels.sender.zh, placeholder="名称") }}
{{ ui.field("recipient", labels.recipient.zh) }}
{{ ui.field("weight", labels.weight.zh, value="2.5", required=false) }}
<p class="buttons">{{ ui.button("send", labels.send.zh) }}</p>
</section></main>
{% endblock %}
"""
BUYER = "name: {zh: 收件公司, en: Parcels Ltd}\naccount: parcels-ltd\nlanguages: [zh]\n"


@pytest.fixture
def acme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A guide with a re-created screen and a picture taken by hand; the working directory is another one."""
    folder = tmp_path / "guides" / "acme"
    counter = STEPS.index("  counter:\n"), STEPS.index("  receipt:\n    title: {zh: 回执")
    text = STEPS[: counter[0]] + STEPS[counter[1] :]
    live = "    basis: live\n    taken_on: 2026-11-20\n"
    write(
        folder / "steps.yaml",
        replaced(text, ("screen: [form, counter]", "screen: form"), (live, "    basis: schematic\n")),
    )
    write(folder / "buyers" / "parcels.yaml", BUYER)
    write(folder / "screens" / "form.html.j2", FORM)
    Image.new("RGB", (1200, 900), "white").save(tmp_path / "receipt.png")
    monkeypatch.chdir(tmp_path)
    return folder


def guide(*arguments: str) -> tuple[int, list[str]]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.output.splitlines()


def project() -> dict[str, str]:
    """What of the project a command could have written into."""
    places = [*(ROOT / name for name in ("data", "docs", "templates")), *ROOT.glob("site/*/manifest.json")]
    own = dict.fromkeys(os.listdir(ROOT), "")
    return own | {
        str(place / name): digest for place in places for name, digest in contents(place).items() if place.is_dir()
    }


def test_every_command_finds_and_writes_what_is_the_guides_in_its_folder(acme: Path) -> None:
    before = project()
    which = ("--guide", "guides/acme")
    taken = subprocess.run(
        [sys.executable, "-m", "guide.cli", "capture", "form", *which], capture_output=True, text=True, check=False
    )
    assert (taken.returncode, taken.stderr) == (0, ""), taken.stderr
    assert taken.stdout.startswith("guides/acme/captures/form.png taken")
    assert guide("capture", "receipt", "--import", "receipt.png", *which)[0] == 0
    assert guide("schema", *which) == (
        0,
        [f"guides/acme/schemas/{name}.schema.json written" for name in ("steps", "buyer", "words")],
    )
    assert guide("check", *which) == (
        0,
        ["guides/acme/steps.yaml: 1 stage, and 1 buyer in guides/acme/buyers: no problems found"],
    )
    code, said = guide("build", "parcels", "--steps", "guides/acme/steps.yaml", "--no-handout")
    assert (code, said[0].partition(":")[0]) == (0, "guides/acme/site/parcels/ built")
    pictures = acme / "site" / "parcels" / "assets" / "captures"
    assert sorted(path.name.partition(".")[0] for path in pictures.iterdir()) == ["form", "receipt"]
    assert guide("verify", *which)[0] == 0
    code, said = guide("audit", *which)
    assert (code, said) == (0, ["guides/acme/site/: no problems found, nothing of one buyer's is in another's site"])
    assert sorted(os.listdir(acme)) == ["buyers", "captures", "schemas", "screens", "site", "steps.yaml"]
    assert project() == before


def test_what_a_guide_lacks_is_missing_and_not_another_guides(acme: Path) -> None:
    """Names that the guide to 1688 has, too: its template, its captures, its buyers and sites are not taken for them."""
    text = (acme / "steps.yaml").read_text(encoding="utf-8")
    write(
        acme / "steps.yaml",
        replaced(
            text,
            ("page: form.html.j2", "page: register-form.html.j2"),
            ("screen: form", "screen: register-form"),
            ("  form:\n", "  register-form:\n"),
        ),
    )
    steps = ("--steps", "guides/acme/steps.yaml")
    missing = (
        "guides/acme/screens/register-form.html.j2: no such template, and register-form.html.j2 needs it; write it, or"
    )
    said = guide("check", *steps)[1]
    assert any(line.startswith(missing) for line in said), said
    code, said = guide("build", "demo", *steps)
    assert (code, said) == (
        2,
        ["no buyer demo in guides/acme/buyers, expected one of parcels; write guides/acme/buyers/demo.yaml"],
    )
    assert guide("verify", *steps) == (2, ["no sites in guides/acme/site, expected published ones; build them first"])
    assert guide("check", "--guide", "guides")[1][0].startswith("guides/steps.yaml: no such file")


def test_sites_do_not_go_into_the_folder_of_another_guide(acme: Path, tmp_path: Path) -> None:
    write(tmp_path / "guides" / "other" / "steps.yaml", "guide: {}\n")
    before = contents(tmp_path)
    for place, ok in (("guides/other/pages", False), ("guides/other/site", True), ("guides/acme/www", True)):
        code, said = guide("build", "--guide", "guides/acme", "--out", place, "--no-handout")
        assert code == (0 if ok else 2), said
        if not ok:
            assert said[0].startswith(
                "guides/other/pages is no place for sites: it lies in guides/other, the folder of another guide"
            )
            assert contents(tmp_path) == before


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["GUIDE=guides/acme"], '--guide "guides/acme"'),
        (["STEPS=acme/steps.yaml"], '--steps "acme/steps.yaml"'),
        (["GUIDE=acme", "OUT=www"], '--guide "acme" --out "www"'),
    ],
    ids=["folder", "steps", "sites"],
)
def test_make_hands_on_what_it_is_given_and_nothing_else(given: list[str], expected: str) -> None:
    command = ["make", "--no-print-directory", "-n", "site", "STEPS=", "BUYERS=", "OUT=", *given]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()[-1]
    before, _, after = said.partition(" build ")
    assert after.split() == expected.split()
    assert before.split()[0] == "GUIDE_STARTED_BY=make"
