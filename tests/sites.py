"""Built sites of the real guide: `pytest_plugins = ["browsers", "sites"]`, then the fixture `demo` or `northstar`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from guide.build import Order, Workshop, workshop_for
from guide.load import load_buyer
from guide.paths import BUYERS, STEPS


@pytest.fixture(scope="session")
def workshop() -> Workshop:
    """What the buyers of the real guide share."""
    return workshop_for(STEPS)


@pytest.fixture(scope="session")
def site_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Workshop, str], Path]:
    """`site_of(workshop, slug)` → the site of one buyer, without handouts, in a folder of its own."""

    def build(workshop: Workshop, slug: str) -> Path:
        buyer = load_buyer(BUYERS / f"{slug}.yaml", workshop.loaded)
        return workshop.build(buyer, Order(tmp_path_factory.mktemp(slug), handouts=False, zipped=False)).site

    return build


@pytest.fixture(scope="session")
def demo(workshop: Workshop, site_of: Callable[[Workshop, str], Path]) -> Path:
    """The sample buyer's site: both languages, every stage."""
    return site_of(workshop, "demo")


@pytest.fixture(scope="session")
def northstar(workshop: Workshop, site_of: Callable[[Workshop, str], Path]) -> Path:
    """The site of a buyer that leaves out a stage."""
    return site_of(workshop, "northstar")
