"""Where the parts of a guide lie: beside its steps unless they are given apart, and never with another guide."""

from __future__ import annotations

from pathlib import Path

import pytest

from guide.core.paths import ROOT, GuideFolder, guide_folder

ACME = GuideFolder(
    **{
        name: Path("acme") / (f"{name}.yaml" if name == "steps" else name)
        for name in ("steps", "buyers", "captures", "screens", "files", "words", "schemas", "site")
    }
)


def test_a_folder_holds_everything_of_a_guide() -> None:
    assert guide_folder(Path("acme")) == ACME


def test_the_steps_alone_say_where_all_else_lies() -> None:
    assert guide_folder(steps=Path("acme/steps.yaml")) == ACME


def test_buyers_and_sites_may_lie_elsewhere_and_what_belongs_to_no_buyer_goes_with_the_steps() -> None:
    folder = guide_folder(Path("acme"), steps=Path("next/draft.yaml"), site=Path("/srv"))
    assert (folder.steps, folder.buyers, folder.site) == (Path("next/draft.yaml"), Path("acme/buyers"), Path("/srv"))
    assert {folder.captures.parent, folder.screens.parent, folder.words.parent, folder.schemas.parent} == {Path("next")}


def test_the_projects_own_guide_is_published_in_site_however_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    usual = guide_folder()
    assert (usual.steps, usual.captures, usual.site) == (
        ROOT / "data/steps.yaml",
        ROOT / "data/captures",
        ROOT / "site",
    )
    for folder in (guide_folder(Path("data")), guide_folder(steps=Path("data/steps.yaml"))):
        assert (folder.buyers, folder.site) == (Path("data/buyers"), ROOT / "site")
