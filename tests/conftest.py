"""Options and what the tests of several files share: guides that are loaded once, and sites that are built once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from guide.loading.loader import buyer_files, load_buyer
from guide.publishing.builder import BuildContext, load_context
from support.real import FOLDER as REAL
from support.small import FOLDER as SMALL_FOLDER
from support.small import order

SLOW_ROOMS = ("project", "capture", "figures", "publishing", "handout", "browser")
"""Folders of tests that build sites, print or start browsers: they run after the others, in this order."""

# How long an example takes says how busy the machine is, and nothing of the code.
settings.register_profile("guide", deadline=None)
settings.load_profile("guide")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-goldens", action="store_true", help="write the expected pages anew, to be read as a diff"
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts fast tests first, so that a mistake shows soon, and leaves those of a file together."""
    items.sort(key=lambda item: SLOW_ROOMS.index(room) + 1 if (room := item.path.parent.name) in SLOW_ROOMS else 0)


@pytest.fixture(scope="session")
def small() -> BuildContext:
    """The small guide."""
    return load_context(SMALL_FOLDER)


@pytest.fixture(scope="session")
def real() -> BuildContext:
    """The guide that the project ships."""
    return load_context(REAL)


@pytest.fixture(scope="session")
def small_sites(small: BuildContext, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sites of the small guide: willow, pine and generic. Not to be changed."""
    return _built(small, tmp_path_factory.mktemp("small-sites"))


@pytest.fixture(scope="session")
def real_sites(real: BuildContext, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sites of the guide that the project ships: demo, haitang, northstar and generic. Not to be changed."""
    return _built(real, tmp_path_factory.mktemp("real-sites"))


def _built(guide_context: BuildContext, out: Path) -> Path:
    for path in buyer_files(guide_context.folder.buyers):
        guide_context.build(load_buyer(path, guide_context.loaded), order(out))
    guide_context.build(None, order(out))
    return out
