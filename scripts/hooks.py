"""MkDocs' way into the guide: bare `mkdocs build` and `mkdocs serve` get pages, and a buyer's values in them.

`GUIDE_FOLDER`, `GUIDE_STEPS`, `GUIDE_BUYERS`, `BUYER` and `GUIDE_DRAFT` choose the data, as GUIDE, STEPS, BUYERS, BUYER
and DRAFT do for make.
"""

from __future__ import annotations

from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority

from guide.cli import preview


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Pages, navigation, languages and titles."""
    return config if _is_within_another(config) else preview.prepare_config(config)


@event_priority(-200)  # after the plugin that builds the other languages
def on_post_build(config: MkDocsConfig) -> None:
    """A buyer's values in the pages, once every language is built."""
    if not _is_within_another(config):
        preview.fill_pages(config)


def _is_within_another(config: MkDocsConfig) -> bool:
    """True in the builds that the language plugin starts within the first one."""
    return bool(getattr(config.plugins["i18n"], "building", False))


def on_serve(server: Any, config: MkDocsConfig, builder: Any) -> Any:
    """Watches what the pages are made from, and not what is made of it."""
    return preview.watch_inputs(server, config)
