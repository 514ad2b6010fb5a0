"""From a guide and its buyers to published sites: the whole way, one function that reads top to bottom."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from guide import __version__
from guide.content.substitutions import LOGO_FILE, Substitutions, substitutions_for
from guide.content.tailor import Structure, tailor
from guide.content.views.guide import GuideView
from guide.content.views.texts import Value
from guide.core.paths import SITE_TEMPLATES
from guide.figures.store import Gallery, gallery_of
from guide.loading.loader import Loaded, load_guide
from guide.model.buyer import RESERVED_SLUG, Buyer
from guide.model.texts import Language
from guide.publishing.ownership import Standing, claim
from guide.publishing.publisher import Workplace
from guide.publishing.registry import own_folders, refuse_own
from guide.publishing.site_files import Site
from guide.publishing.verify import is_intact, is_of
from guide.site.template import render
from guide.site.template_cache import PACKAGES, SiteTemplate, site_template_for

_TOOLS = (*PACKAGES, "typst", "manimgx-fonts-cjk", "font-lato", "zxing-cpp")


@dataclass(frozen=True)
class BuildOptions:
    """What to make for each buyer."""

    out: Path
    handouts: bool = True
    zipped: bool | None = True
    """A ZIP beside each site; False: none, and one that stands there goes; None: only where one stands, made anew."""
    captures: Path | None = None
    """The folder of the captures, if not the usual one."""
    fonts: tuple[Path, ...] | None = None
    """Folders of the handouts' fonts, if not the pinned one."""


@dataclass(frozen=True)
class BuildResult:
    """What came of one buyer."""

    slug: str
    site: Path
    unchanged: bool
    unzipped: bool = False
    """Whether a ZIP stood beside it that was not wanted."""


@dataclass
class BuildContext:
    """What buyers share: the guide, the captures, and the shells and views made so far."""

    loaded: Loaded
    gallery: Gallery
    cache: Path = SITE_TEMPLATES
    _shells: dict[Structure, SiteTemplate] = field(default_factory=dict)
    _views: dict[tuple[Structure, Language], GuideView] = field(default_factory=dict)

    def build(self, buyer: Buyer | None, order: BuildOptions, place: Workplace | None = None) -> BuildResult:
        """The site of `buyer`, or the neutral edition; left alone if it is what would be built.

        Many sites may be built in one `place`, a workplace in the order's folder. Raises UsageError before anything is
        made if that would replace what is not this guide's.
        """
        if place is None:
            with Workplace(order.out) as place:
                return self.build(buyer, order, place)
        slug = buyer.slug if buyer else RESERVED_SLUG
        there = self._claimed(order.out, slug, buyer)
        structure = self.structure(buyer)
        site_template = self.site_template(structure)
        about = self._about(buyer, site_template, order)
        archive = order.out / f"{slug}.zip"
        stood = archive.is_file()
        unzipped = stood and order.zipped is False
        if self._is_unchanged(order, slug, about, there, site_template):
            if unzipped:
                archive.unlink(missing_ok=True)
            return BuildResult(slug, order.out / slug, unchanged=True, unzipped=unzipped)
        substitutions = substitutions_for(self.loaded.guide, buyer, structure.languages)
        written = render(site_template.pages, substitutions)
        written.update(self.extras(structure, substitutions, buyer, handouts=order.handouts, fonts=order.fonts))
        site = Site(slug, written, site_template.shared, site_template.folder, about)
        made = place.publish(site, make_zip=stood if order.zipped is None else order.zipped)
        return BuildResult(slug, made, unchanged=False, unzipped=unzipped)

    def structure(self, buyer: Buyer | None) -> Structure:
        """What decides the shape of the buyer's site."""
        if buyer is None:
            return Structure(self.loaded.guide.guide.languages, frozenset())
        return Structure(buyer.profile.languages, frozenset(buyer.profile.skip_stages))

    def site_template(self, structure: Structure) -> SiteTemplate:
        """The shell of that structure: built, read from the cache, or at hand already."""
        if structure not in self._shells:
            self._shells[structure] = site_template_for(self.loaded.guide, structure, self.gallery, cache=self.cache)
        site_template = self._shells[structure]
        site_template.touch()
        return site_template

    def view(self, structure: Structure, language: Language) -> GuideView:
        """The guide in that structure and language."""
        if (structure, language) not in self._views:
            self._views[structure, language] = tailor(self.loaded.guide, structure, language)
        return self._views[structure, language]

    def extras(
        self,
        structure: Structure,
        substitutions: Substitutions,
        buyer: Buyer | None,
        *,
        handouts: bool = True,
        fonts: tuple[Path, ...] | None = None,
    ) -> dict[str, bytes]:
        """The files of a site that are not pages: the logo and the printed handouts, by path."""
        made: dict[str, bytes] = {}
        if buyer and buyer.logo:
            name = substitutions.values[Value(LOGO_FILE, structure.languages[0])]
            made[f"assets/{name}"] = buyer.logo.data
        if handouts:
            from guide.handout.renderer import (
                handout,  # the compiler takes its time to load, and many builds do without
            )

            for language in structure.languages:
                view = self.view(structure, language)
                made[f"handout.{language}.pdf"] = handout(
                    view,
                    substitutions,
                    self.gallery.captures,
                    buyer=buyer,
                    pictures=self.gallery.folder,
                    guide_tree=self.loaded.tree,
                    font_paths=fonts,
                )
        return made

    def _about(self, buyer: Buyer | None, site_template: SiteTemplate, order: BuildOptions) -> dict[str, Any]:
        guide = self.loaded.guide.guide
        inputs = {
            "shell": site_template.key,
            "buyer": _digest(buyer.path) if buyer else None,
            "logo": hashlib.sha256(buyer.logo.data).hexdigest() if buyer and buyer.logo else None,
            "handouts": order.handouts,
            "fonts": [str(folder) for folder in order.fonts or ()],
        }
        return {
            "guide": guide.id,
            "edition": guide.edition,
            "verified_on": guide.verified_on.isoformat(),
            "inputs": hashlib.sha256(json.dumps(inputs).encode()).hexdigest(),
            "tools": _tools(),
        }

    def _claimed(self, out: Path, slug: str, buyer: Buyer | None) -> Standing:
        """What the site would replace. Raises UsageError if that is not this guide's."""
        there = claim(out, slug, self.loaded.guide.guide.id)
        if there.linked:
            own = own_folders(self.loaded.path, buyer.path.parent if buyer else None, self.gallery.folder)
            refuse_own(there.place, self.loaded.path, own)
        return there

    def _is_unchanged(
        self, order: BuildOptions, slug: str, about: Mapping[str, Any], there: Standing, site_template: SiteTemplate
    ) -> bool:
        if there.manifest is None or {key: there.manifest.get(key) for key in about} != dict(about):
            return False
        archive = order.out / f"{slug}.zip"
        if (order.zipped or (order.zipped is None and archive.is_file())) and not is_of(archive, order.out / slug):
            return False
        return is_intact(there.place, there.manifest["files"], site_template.folder)


def load_context(steps: Path, captures: Path | None = None) -> BuildContext:
    """The workshop for the guide in `steps`, with the pictures in `captures`. Raises InputError with every problem."""
    loaded = load_guide(steps)
    return BuildContext(loaded, gallery_of(loaded, captures))


@cache
def _tools() -> dict[str, str]:
    """The versions of what a site is made with."""
    return {"guide": __version__, "python": sys.version.split()[0], **{name: version(name) for name in _TOOLS}}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
