"""Pages → a site, by MkDocs. Beside `guide.cli.preview`, the only module that imports it."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import mkdocs.commands.build
from markupsafe import Markup
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException

from guide.content.substitutions import SITE_ROOT
from guide.content.tailor import Structure, tailor
from guide.content.views.guide import GuideView
from guide.core.errors import GuideError
from guide.core.paths import DOCS, MKDOCS_YML, TEMPLATES
from guide.figures.store import Gallery
from guide.loading.ui_strings import ui_strings_of
from guide.model.guide import Guide
from guide.model.texts import Language
from guide.site import placeholders
from guide.site.bundles import DRAFT_STYLE, SOURCES, join_bundles
from guide.site.csp import secure_pages
from guide.site.gaps import mark_gaps
from guide.site.html import escape
from guide.site.lang_spans import mark_pages
from guide.site.pages import page_names, render_coloured, render_data, render_moments, render_pages
from guide.site.search.index import search_indexes


@dataclass(frozen=True)
class Sources:
    """The input of MkDocs."""

    docs: Path
    views: Mapping[Language, GuideView]
    """By language, the main one first."""


def build_site(guide: Guide, structure: Structure, gallery: Gallery, work: Path) -> None:
    """The site with placeholders in it, in `work/site`. Raises GuideError if MkDocs refuses the pages or warns."""
    sources = write_sources(guide, structure, gallery, work / "staged")
    run_mkdocs(configure(load_config(str(MKDOCS_YML), site_dir=str(work / "site"), hooks=[]), sources))
    finish_site(work / "site", guide, structure)


def write_sources(
    guide: Guide,
    structure: Structure,
    gallery: Gallery,
    folder: Path,
    *,
    docs: Path = DOCS,
    templates: Path = TEMPLATES,
) -> Sources:
    """Writes the pages of every language into `folder`, with copies of what stands in `docs`.

    Files that would not change are left alone, files that no longer belong there go.
    """
    views = {language: tailor(guide, structure, language) for language in structure.languages}
    files = {
        f"{name}.{language}.md": text.encode()
        for language, view in views.items()
        for name, text in render_pages(view, gallery.captures, templates).items()
    }
    files |= {
        path.relative_to(docs).as_posix(): path.read_bytes()
        for path in docs.rglob("*")
        if path.is_file() and docs / SOURCES not in path.parents
    }
    files |= {name: data for name, data in join_bundles(docs).items() if guide.draft is not None or name != DRAFT_STYLE}
    screens = {
        screen.id for stage in next(iter(views.values())).stages for step in stage.steps for screen in step.screens
    }
    files |= {
        f"assets/captures/{capture.published_name}": gallery.path(capture).read_bytes()
        for name, capture in gallery.captures.items()
        if name in screens
    }
    files |= {path: text.encode() for path, text in render_coloured(templates).items()}
    target = folder / "docs"
    for name, data in files.items():
        path = target / name
        if not path.is_file() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    for path in target.rglob("*"):
        if path.is_file() and path.relative_to(target).as_posix() not in files:
            path.unlink()
    return Sources(target, views)


def configure(config: MkDocsConfig, sources: Sources, templates: Path = TEMPLATES) -> MkDocsConfig:
    """`config` for the sources pages: folder, navigation, languages and titles."""
    main = next(iter(sources.views.values()))
    config.docs_dir = str(sources.docs)
    config.site_name = escape(main.title)
    config.nav = [f"{name}.md" for name in page_names(main)]
    config.extra["guide"] = sources.views
    config.extra["placeholders"] = placeholders
    config.extra["site_root"] = placeholders.value(SITE_ROOT)
    config.extra["carried"] = {
        lang: render_data(view, sources.views, templates) for lang, view in sources.views.items()
    }
    config.extra["moments"] = {
        lang: render_moments(view, sources.views, templates) for lang, view in sources.views.items()
    }
    # The theme's templates escape nothing by themselves, and a guide may have words of its own.
    for extra, name in (("words", "page"), ("search_words", "search"), ("draft_words", "draft")):
        config.extra[extra] = {
            lang: ui_strings_of(view, name, templates).mapped(Markup.escape) for lang, view in sources.views.items()
        }
    if main.gaps:
        config.extra_css = [*config.extra_css, DRAFT_STYLE]
    i18n = config.plugins["i18n"]
    order = list(sources.views)
    for entry in i18n.config.languages:
        entry.build = entry.locale in sources.views
        entry.default = entry.locale == main.language
        entry.link = "/" if entry.default else f"/{entry.locale}/"
        if entry.build:
            entry.site_name = escape(sources.views[entry.locale].title)
    i18n.config.languages = sorted(
        i18n.config.languages, key=lambda entry: order.index(entry.locale) if entry.build else len(order)
    )
    return config


class _Warnings(logging.Handler):
    """Collects what MkDocs warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def run_mkdocs(config: MkDocsConfig) -> None:
    """One build. Raises GuideError with MkDocs' words if it fails or warns."""
    warnings = _Warnings()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(warnings)
    try:
        config.plugins.on_startup(command="build", dirty=False)
        mkdocs.commands.build.build(config)
    except (Abort, MkDocsException) as error:
        raise GuideError("\n".join(["MkDocs refused the pages:", *warnings.messages, str(error)])) from error
    finally:
        logger.removeHandler(warnings)
        config.plugins.on_shutdown()
    if warnings.messages:
        raise GuideError("\n".join(["MkDocs warned about the pages:", *warnings.messages]))


def finish_site(site: Path, guide: Guide, structure: Structure, *, secure: bool = True) -> None:
    """What MkDocs leaves undone: a search index per language, no sitemap without addresses, a policy in each page."""
    for path, index in search_indexes(guide, structure).items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(index, encoding="utf-8")
    for name in ("sitemap.xml", "sitemap.xml.gz"):
        (site / name).unlink(missing_ok=True)
    for name in ("javascripts", "stylesheets", "images"):  # the theme's own: no page asks for them
        shutil.rmtree(site / "assets" / name, ignore_errors=True)
    if guide.draft:
        mark_gaps(site, guide.draft.words)
    mark_pages(site)
    if secure:
        secure_pages(site)
