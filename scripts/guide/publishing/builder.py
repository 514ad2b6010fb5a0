"""From a guide and a buyer to a published site: `BuildContext.build` is the whole way, and reads from top to bottom."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from guide import __version__
from guide.content.substitutions import LOGO_FILE, Substitutions, substitutions_for
from guide.content.tailor import Structure, tailor
from guide.content.views.guide import GuideView
from guide.content.views.texts import Value
from guide.core.errors import UsageError
from guide.core.paths import SITE_TEMPLATES, GuideFolder
from guide.figures.store import Gallery, gallery_of
from guide.loading.gaps import Gap
from guide.loading.loader import Loaded, load_guide
from guide.model.buyer import DRAFT_ENDING, RESERVED_SLUG, Buyer
from guide.model.texts import Language
from guide.publishing.ownership import ExistingSite, claim, display_path
from guide.publishing.publisher import StagingArea
from guide.publishing.registry import refuse_sources
from guide.publishing.site_files import Site
from guide.publishing.verify import card_pictures_in, is_current_zip, is_intact
from guide.site.icons import icons_of
from guide.site.template import render
from guide.site.template_cache import PACKAGES, SiteTemplate, site_template_for

_TOOLS = (*PACKAGES, "typst", "manimgx-fonts-cjk", "font-lato", "zxing-cpp")


@dataclass(frozen=True)
class BuildOptions:
    """What to make for each buyer."""

    out: Path
    handouts: bool = True
    """Everything that is printed: handbook, handout and card."""
    make_zip: bool | None = True
    """A ZIP beside each site; False: none, and one that lies there is removed; None: only where one lies, made anew."""
    fonts: tuple[Path, ...] | None = None
    """Folders of the fonts of print, if not the pinned one."""
    draft: bool = False
    """Whether the guide may lack what `guide.loading.gaps` names; the site then stands beside the buyer's own."""
    card_pictures: bool | None = None
    """The card as a picture too; None: only where the site that stands there has it, made anew."""


@dataclass(frozen=True)
class BuildResult:
    """What came of one buyer."""

    slug: str
    site: Path
    unchanged: bool
    zip_removed: bool = False
    """Whether a ZIP was removed that lay beside it, as the options say."""


@dataclass
class BuildContext:
    """What buyers share: the guide, the captures, and the site templates and views at hand so far."""

    folder: GuideFolder
    loaded: Loaded
    gallery: Gallery
    cache: Path = SITE_TEMPLATES
    _site_templates: dict[Structure, SiteTemplate] = field(default_factory=dict)
    _views: dict[tuple[Structure, Language], GuideView] = field(default_factory=dict)

    def build(self, buyer: Buyer | None, options: BuildOptions, staging: StagingArea | None = None) -> BuildResult:
        """Publishes the site of `buyer`, or the neutral edition; leaves it alone if it is what would be built.

        Many sites may be built in one staging area, which then is in the options' folder. Raises UsageError before
        anything is made if that would replace what is not this guide's.
        """
        if staging is None:
            with StagingArea(options.out) as staging:
                return self.build(buyer, options, staging)
        slug = site_name(buyer, draft=options.draft)
        existing = self._claim(options, slug, buyer)
        structure = self.structure(buyer)
        site_template = self.site_template(structure)
        has_pictures = existing.manifest is not None and bool(card_pictures_in(existing.manifest))
        options = replace(
            options, card_pictures=has_pictures if options.card_pictures is None else options.card_pictures
        )
        metadata = self._metadata(buyer, site_template, options)
        archive = options.out / f"{slug}.zip"
        has_zip = archive.is_file()
        removes_zip = has_zip and options.make_zip is False
        if self._is_unchanged(options, slug, metadata, existing, site_template):
            if removes_zip:
                archive.unlink(missing_ok=True)
            return BuildResult(slug, options.out / slug, unchanged=True, zip_removed=removes_zip)
        substitutions = substitutions_for(self.loaded.guide, buyer, structure.languages)
        files = render(site_template.pages, substitutions)
        files.update(self.extras(structure, substitutions, buyer, handouts=options.handouts, fonts=options.fonts))
        if options.card_pictures:
            files.update(self.card_pictures(structure, substitutions, buyer, fonts=options.fonts))
        site = Site(slug, files, site_template.shared, site_template.folder, metadata)
        folder = staging.publish(site, make_zip=has_zip if options.make_zip is None else options.make_zip)
        return BuildResult(slug, folder, unchanged=False, zip_removed=removes_zip)

    def structure(self, buyer: Buyer | None) -> Structure:
        """Returns the languages and stages that decide the shape of the buyer's site, or of the neutral edition."""
        if buyer is None:
            return Structure(self.loaded.guide.guide.languages, frozenset())
        return Structure(buyer.profile.languages, frozenset(buyer.profile.skip_stages))

    def site_template(self, structure: Structure) -> SiteTemplate:
        """Returns the site template of that structure: at hand already, read from the cache, or built."""
        if structure not in self._site_templates:
            template = site_template_for(self.loaded.guide, structure, self.gallery, cache=self.cache)
            self._site_templates[structure] = template
        site_template = self._site_templates[structure]
        site_template.touch()
        return site_template

    def view(self, structure: Structure, language: Language) -> GuideView:
        """Returns the guide in that structure and language."""
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
        """Returns the files of a site that are not pages: icons, the logo and what is printed, by path."""
        files = icons_of(substitutions)
        if buyer and buyer.logo:
            name = substitutions.values[Value(LOGO_FILE, structure.languages[0])]
            files[f"assets/{name}"] = buyer.logo.data
        if handouts:
            from guide.handout.renderer import prints  # the typesetter takes its time to load: many builds do without

            for language in structure.languages:
                pdfs = prints(
                    self.view(structure, language),
                    substitutions,
                    self.gallery.captures,
                    buyer=buyer,
                    pictures=self.gallery.folder,
                    guide_tree=self.loaded.tree,
                    font_paths=fonts,
                )
                files.update({f"{document}.{language}.pdf": pdf for document, pdf in pdfs.items()})
        return files

    def card_pictures(
        self,
        structure: Structure,
        substitutions: Substitutions,
        buyer: Buyer | None,
        *,
        fonts: tuple[Path, ...] | None = None,
    ) -> dict[str, bytes]:
        """Returns the card as a picture in each language, by path."""
        from guide.handout.renderer import card_picture

        return {
            f"card.{language}.png": card_picture(
                self.view(structure, language),
                substitutions,
                buyer=buyer,
                guide_tree=self.loaded.tree,
                font_paths=fonts,
            )
            for language in structure.languages
        }

    def _metadata(self, buyer: Buyer | None, site_template: SiteTemplate, options: BuildOptions) -> dict[str, Any]:
        """Returns what the manifest says of a site beside its files; a site with the same is not built again."""
        guide = self.loaded.guide.guide
        inputs = {
            "shell": site_template.key,  # another key would have every site that is published built again
            "buyer": hashlib.sha256(buyer.path.read_bytes()).hexdigest() if buyer else None,
            "logo": hashlib.sha256(buyer.logo.data).hexdigest() if buyer and buyer.logo else None,
            "handouts": options.handouts,
            "fonts": [str(folder) for folder in options.fonts or ()],
            "card_pictures": bool(options.card_pictures),
        }
        return {
            "guide": guide.id,
            "edition": guide.edition,
            **({"draft": True} if options.draft else {}),
            "verified_on": guide.verified_on.isoformat(),
            "prints": _prints(self.structure(buyer).languages, options),
            "inputs": hashlib.sha256(json.dumps(inputs).encode()).hexdigest(),
            "tools": _tools(),
        }

    def _claim(self, options: BuildOptions, slug: str, buyer: Buyer | None) -> ExistingSite:
        """Returns what the site would replace. Raises UsageError if that is not this guide's, or no draft as this one is."""
        existing = claim(options.out, slug, self.loaded.guide.guide.id)
        if options.draft and existing.manifest is not None and not existing.manifest.get("draft"):
            raise UsageError(
                f"{display_path(options.out / slug)}/ is a site that was published, and no draft, "
                "expected a draft or nothing; move it away, or give OUT=another-folder (--out)"
            )
        if existing.is_link:
            refuse_sources(existing.place, self.folder)
        return existing

    def _is_unchanged(
        self,
        options: BuildOptions,
        slug: str,
        metadata: Mapping[str, Any],
        existing: ExistingSite,
        site_template: SiteTemplate,
    ) -> bool:
        manifest = existing.manifest
        if manifest is None or {key: manifest.get(key) for key in metadata} != dict(metadata):
            return False
        archive = options.out / f"{slug}.zip"
        needs_zip = archive.is_file() if options.make_zip is None else options.make_zip
        if needs_zip and not is_current_zip(archive, options.out / slug):
            return False
        return is_intact(existing.place, manifest["files"], site_template.folder)


def site_name(buyer: Buyer | None, *, draft: bool) -> str:
    """Returns the name of the buyer's site, or of the neutral edition's; a draft never stands in the place of either."""
    return (buyer.slug if buyer else RESERVED_SLUG) + (DRAFT_ENDING if draft else "")


def load_context(folder: GuideFolder, *, draft: bool = False) -> BuildContext:
    """Returns what the buyers of the guide in `folder` share, complete or a `draft`.

    Raises InputError with every problem of the guide.
    """
    loaded = load_guide(folder.steps, draft=draft)
    return BuildContext(folder, loaded, gallery_of(loaded, folder.captures))


def gaps_of(context: BuildContext) -> list[Gap]:
    """Returns what a draft lacks, pictures too, in the order of the file."""
    tree, guide = context.loaded.tree, context.loaded.guide
    pictures = [
        Gap("picture", tree.problem(("screens", name), "no picture yet"))
        for name in guide.screens
        if name not in context.gallery.captures
    ]
    return sorted([*context.loaded.gaps, *pictures], key=lambda gap: gap.problem)


def _prints(languages: Sequence[Language], options: BuildOptions) -> dict[str, dict[Language, str]]:
    """Returns for the manifest what is printed: the file of each document by language."""
    prints = {
        document: {language: f"{document}.{language}.pdf" for language in languages}
        for document in (("handout", "handbook", "card") if options.handouts else ())
    }
    if options.card_pictures:
        prints["card_picture"] = {language: f"card.{language}.png" for language in languages}
    return prints


@cache
def _tools() -> dict[str, str]:
    """Returns the versions of what a site is made with."""
    return {"guide": __version__, "python": sys.version.split()[0], **{name: version(name) for name in _TOOLS}}
