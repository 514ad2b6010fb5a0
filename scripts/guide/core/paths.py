"""Where things lie: the files of a guide, each in its place in the guide's folder, and what the project gives to all guides."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import platformdirs

from guide.core.files import resolve_links

PACKAGE = Path(__file__).resolve().parents[1]
"""The folder of the code."""
_PACKED = PACKAGE / "project"
"""What the wheel has beside the code: `setup.py` puts it there."""
IS_CHECKOUT = not _PACKED.is_dir()


def _resources() -> Path:
    """Returns the folder with `templates/`, `docs/` and `mkdocs.yml`: the project's, or their copy in an installed package."""
    return PACKAGE.parents[1] if IS_CHECKOUT else _PACKED


def _cache() -> Path:
    """Returns the folder for what is kept from run to run, and can be made anew: of the project, or of the user."""
    return ROOT / "build" if IS_CHECKOUT else platformdirs.user_cache_path("supplier-guide", appauthor=False)


ROOT = _resources()
DOCS = ROOT / "docs"
TEMPLATES = ROOT / "templates"
MKDOCS_YML = ROOT / "mkdocs.yml"
BUILD = _cache()
SITE_TEMPLATES = BUILD / "site-templates"
LOCKS = BUILD / "locks"
"""Files that stand for what is locked, where the system can't lock a folder."""
TYPESETTING = BUILD / "typesetting"
"""What is handed to the typesetter, buyers' values among it, while it is at work."""

SITES = "site"
"""The name of the folder, beside a guide's steps, that its sites are published in."""
_OWN_GUIDE = ROOT / "data" if IS_CHECKOUT else Path()
"""The guide that is meant where none is named: the project's, or that in the working directory."""
_OWN_SITES = ROOT / SITES if IS_CHECKOUT else Path(SITES)


@dataclass(frozen=True)
class GuideFolder:
    """The files of one guide. None of them is another guide's, and what is not there is missing."""

    steps: Path
    buyers: Path
    """A file, and perhaps a folder with a logo, for each buyer."""
    captures: Path
    """The pictures of the screens, with the geometry of their marks."""
    screens: Path
    """The templates of the screens that are re-created, with their style sheets and pictures."""
    files: Path
    """What the guide gives its readers to take along."""
    words: Path
    """UI strings of the guide's own, in place of the project's."""
    schemas: Path
    """JSON Schemas of the steps and of the buyers' files, for editors."""
    site: Path
    """The folder that sites are published in, one below it for each buyer."""


def guide_folder(
    folder: Path | None = None,
    *,
    steps: Path | None = None,
    buyers: Path | None = None,
    captures: Path | None = None,
    screens: Path | None = None,
    site: Path | None = None,
) -> GuideFolder:
    """Returns the files of the guide in `folder`, each of which may be given apart.

    Without `folder` it is the one that `steps` lies in, or else the guide that the project ships, which has its sites in
    `site/` of the project; of an installed package, the guide in the working directory. What belongs to no buyer lies beside
    the steps, wherever buyers and sites are.
    """
    home = folder or (steps.parent if steps else _OWN_GUIDE)
    steps = steps or home / "steps.yaml"
    beside = steps.parent
    return GuideFolder(
        steps=steps,
        buyers=buyers or home / "buyers",
        captures=captures or beside / "captures",
        screens=screens or beside / "screens",
        files=beside / "files",
        words=beside / "words",
        schemas=beside / "schemas",
        site=site or (_OWN_SITES if IS_CHECKOUT and resolve_links(home) == _OWN_GUIDE else home / SITES),
    )
