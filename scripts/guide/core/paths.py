"""Where things lie: the files of a guide, each in its place in the guide's folder, and what the project gives to all guides."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from guide.core.files import resolve_links

ROOT = Path(__file__).resolve().parents[3]
IS_CHECKOUT = True

DOCS = ROOT / "docs"
TEMPLATES = ROOT / "templates"
MKDOCS_YML = ROOT / "mkdocs.yml"
BUILD = ROOT / "build"
SITE_TEMPLATES = BUILD / "site-templates"
TYPESETTING = BUILD / "typesetting"
"""What is handed to the typesetter, buyers' values among it, while it is at work."""

SITES = "site"
"""The name of the folder, beside a guide's steps, that its sites are published in."""
_OWN_GUIDE = ROOT / "data"
_OWN_SITES = ROOT / SITES


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
    `site/` of the project. What belongs to no buyer lies beside the steps, wherever buyers and sites are.
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
        site=site or (_OWN_SITES if resolve_links(home) == _OWN_GUIDE else home / SITES),
    )
