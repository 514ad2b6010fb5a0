"""What stands in the folder of published sites already: whose it is, and what no buyer needs any more."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from guide.core.errors import UsageError, shown_path
from guide.core.files import resolved
from guide.core.paths import BUYERS, SITE, STEPS
from guide.model.buyer import RESERVED_SLUG
from guide.publishing.publisher import manifest_of


def standing(out: Path) -> list[Path]:
    """The sites in `out`, by name: the folders with a manifest."""
    folders = out.iterdir() if out.is_dir() else ()
    found = (path for path in folders if path.is_dir() and not path.name.startswith("."))
    return sorted(path for path in found if manifest_of(path) is not None)


def left_over(out: Path, slugs: Collection[str]) -> list[Path]:
    """The sites in `out` whose buyer is none of `slugs`."""
    return [site for site in standing(out) if site.name not in slugs and site.name != RESERVED_SLUG]


def refuse_foreign(sites: Iterable[Path], guide_id: str) -> None:
    """Raises UsageError where one of the sites is another guide's, which this guide must not touch."""
    for site in sites:
        refuse_if_foreign(site, manifest_of(site), guide_id)


def refuse_if_foreign(site: Path, manifest: Mapping[str, Any] | None, guide_id: str) -> None:
    """Raises UsageError if the site with that manifest is another guide's."""
    there = (manifest or {}).get("guide", guide_id)
    if there != guide_id:
        raise UsageError(
            f"{shown_path(site)}/ is a site of the guide {there}, and this is the guide {guide_id}, "
            "expected a folder for each guide; give OUT=another-folder (--out), or remove that site first"
        )


def make_command(target: str, *, steps: Path, buyers: Path, out: Path, **more: str) -> str:
    """How an operator calls make for that guide: `make sites PRUNE=1`, with what is not make's own default."""
    places = {"STEPS": (steps, STEPS), "BUYERS": (buyers, BUYERS), "OUT": (out, SITE)}
    named = {name: shown_path(path) for name, (path, usual) in places.items() if resolved(path) != resolved(usual)}
    return " ".join(["make", target, *(f"{name}={value}" for name, value in {**more, **named}.items())])
