"""Built sites of the real guide: `pytest_plugins = ["support.browsers", "support.sites"]`, then the fixture `demo` or `northstar`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from guide.loading.loader import load_buyer
from guide.publishing.builder import BuildContext, BuildOptions, load_context
from support.real import FOLDER


@pytest.fixture(scope="session")
def guide_context() -> BuildContext:
    """What the buyers of the real guide share."""
    return load_context(FOLDER)


@pytest.fixture(scope="session")
def site_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[BuildContext, str], Path]:
    """`site_of(workshop, slug)` → the site of one buyer, without handouts, in a folder of its own."""

    def build(guide_context: BuildContext, slug: str) -> Path:
        buyer = load_buyer(FOLDER.buyers / f"{slug}.yaml", guide_context.loaded)
        return guide_context.build(
            buyer, BuildOptions(tmp_path_factory.mktemp(slug), handouts=False, make_zip=False)
        ).site

    return build


@pytest.fixture(scope="session")
def demo(guide_context: BuildContext, site_of: Callable[[BuildContext, str], Path]) -> Path:
    """The sample buyer's site: both languages, every stage."""
    return site_of(guide_context, "demo")


@pytest.fixture(scope="session")
def northstar(guide_context: BuildContext, site_of: Callable[[BuildContext, str], Path]) -> Path:
    """The site of a buyer that leaves out a stage."""
    return site_of(guide_context, "northstar")
