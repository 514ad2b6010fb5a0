"""Options and what the tests of several files share: guides that are loaded once, and sites that are built once."""

from __future__ import annotations

from pathlib import Path

import pytest

from guide.build import Workshop, workshop_for
from guide.load import buyer_files, load_buyer
from guide.paths import BUYERS as REAL_BUYERS
from guide.paths import STEPS as REAL_STEPS
from small import BUYERS, STEPS, order


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-goldens", action="store_true", help="write the expected pages anew, to be read as a diff"
    )


@pytest.fixture(scope="session")
def small() -> Workshop:
    """The small guide."""
    return workshop_for(STEPS)


@pytest.fixture(scope="session")
def real() -> Workshop:
    """The guide that the project ships."""
    return workshop_for(REAL_STEPS)


@pytest.fixture(scope="session")
def small_sites(small: Workshop, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sites of the small guide: willow, pine and generic. Not to be changed."""
    return _built(small, BUYERS, tmp_path_factory.mktemp("small-sites"))


@pytest.fixture(scope="session")
def real_sites(real: Workshop, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sites of the guide that the project ships: demo, haitang, northstar and generic. Not to be changed."""
    return _built(real, REAL_BUYERS, tmp_path_factory.mktemp("real-sites"))


def _built(workshop: Workshop, buyers: Path, out: Path) -> Path:
    for path in buyer_files(buyers):
        workshop.build(load_buyer(path, workshop.loaded), order(out))
    workshop.build(None, order(out))
    return out
