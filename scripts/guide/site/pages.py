"""A view → the Markdown of its pages.

Headings and front matter are Markdown; everything between them is one block of raw HTML, so that nothing
a text contains can be taken for Markdown. Templates get finished values and print them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from guide.content.colour import Accent
from guide.content.plain_text import lines_of, plain_text
from guide.content.substitutions import DEADLINE, SITE_ROOT, SLUG
from guide.content.views.guide import GuideView
from guide.content.views.steps import Blank, ScreenView
from guide.content.views.texts import Rich, Value
from guide.core.paths import TEMPLATES
from guide.figures.store import Capture
from guide.loading.ui_strings import ui_strings_of
from guide.model.texts import Language
from guide.site import placeholders
from guide.site.figure_view import FigureView, figure_view
from guide.site.html import brief_html, escape, label_html, line_html, rich_html
from guide.site.input_modes import input_mode
from guide.site.moments import moment_view
from guide.site.page_data import (
    forget_data,
    formats_data,
    guide_data,
    moments_data,
    sheet_formats_data,
    sheet_uses_data,
)
from guide.site.picture_basis import picture_bases
from guide.site.timeline import bars, ticks


def render_pages(view: GuideView, captures: Mapping[str, Capture], templates: Path = TEMPLATES) -> dict[str, str]:
    """Every page of `view`, by its name without ending (`index`, `register`, …), as Markdown."""
    environment = _environment(templates)
    words = ui_strings_of(view, "page", templates)
    common = {
        "guide": view,
        "words": words,
        "texts": ui_strings_of(view, "progress", templates),
        "sheet": ui_strings_of(view, "sheet", templates),
        "forget": forget_data(view, templates),
        "share": ui_strings_of(view, "share", templates),
        "other_lang": "en" if view.language == "zh" else "zh-Hans",
        **{document: pdf_href(view, document) for document in ("handout", "handbook", "card")},
    }
    pages = {
        "index": _page(
            environment, "index", common, bars=bars(view), ticks=ticks(view, words), has_inferred=_has_inferred(view)
        )
    }
    for stage in view.stages:
        screens = [screen for step in stage.steps for screen in step.screens]
        views = _figure_views(screens, captures, view, templates)
        figures = {screen.id: _figure(environment, screen, views.get(screen.id), view, templates) for screen in screens}
        formats = formats_data(view, stage, templates)
        pictures = picture_bases(stage, views)
        uses = sheet_uses_data(view, stage, templates) if view.data_sheet else None
        pages[stage.id] = _page(
            environment, "stage", common, stage=stage, figures=figures, pictures=pictures, formats=formats, uses=uses
        )
    if view.has_preparation:
        modes = {row.id: input_mode(row) for row in view.data_sheet}
        formats = sheet_formats_data(view, templates)
        pages["prepare"] = _page(environment, "prepare", common, modes=modes, formats=formats)
    for name in page_names(view):
        if name not in pages:
            pages[name] = _page(environment, name, common)
    return pages


def render_data(view: GuideView, views: Mapping[Language, GuideView], templates: Path = TEMPLATES) -> str:
    """For the end of every page in the language of `view`: what the scripts know, and the dialog that they may open."""
    return (
        _environment(templates)
        .get_template("_data.html.j2")
        .render(
            data=guide_data(view, views.values(), templates),
            buyer={
                "slug": placeholders.value(SLUG),
                "name": placeholders.value(view.buyer.name),
                "site": placeholders.value(SITE_ROOT),
                "deadline": placeholders.value(DEADLINE),
            },
            texts=ui_strings_of(view, "progress", templates),
            share=ui_strings_of(view, "share", templates),
            where=moment_view("where", view, views, templates),
        )
    )


def render_moments(view: GuideView, views: Mapping[Language, GuideView], templates: Path = TEMPLATES) -> dict[str, str]:
    """For the end of the page of each stage, by its id: the messages to send from there."""
    template = _environment(templates).get_template("_moments.html.j2")
    texts = ui_strings_of(view, "progress", templates)
    messages = [moment_view(moment, view, views, templates) for moment in ("stuck", "different")]
    return {
        stage.id: template.render(data=moments_data(stage, view, views, templates), messages=messages, texts=texts)
        for stage in view.stages
    }


def render_coloured(templates: Path = TEMPLATES) -> dict[str, str]:
    """The files that hold the buyer's colour, by their path: a style sheet and the browser's icon."""
    colours = {field.name: placeholders.value(Value(f"accent.{field.name}")) for field in fields(Accent)}
    return {
        path: _environment(templates).get_template(f"{Path(path).name}.j2").render(accent=colours)
        for path in ("assets/css/buyer.css", "assets/favicon.svg")
    }


def page_names(view: GuideView) -> tuple[str, ...]:
    """The pages, in the order of the navigation: those that would be empty are left out."""
    names = ["index"]
    names += ["prepare"] if view.has_preparation else []
    names += [stage.id for stage in view.stages]
    names += ["faq"] if view.faq or view.refusals or view.hitches else []
    names += ["glossary"] if view.glossary or view.labels else []
    return (*names, "about")


def pdf_href(view: GuideView, document: str) -> str:
    """From a page to what is printed under that name in its language: PDFs lie beside the main language's pages."""
    up = "" if view.language == view.languages[0] else "../"
    return f"{up}{document}.{view.language}.pdf"


def _page(environment: jinja2.Environment, name: str, common: Mapping[str, Any], **own: Any) -> str:
    text = environment.get_template(f"{name}.md.j2").render(**common, **own)
    return re.sub(r"\n{3,}", "\n\n", text.lstrip("\n")).rstrip() + "\n"


def _figure_views(
    screens: Iterable[ScreenView], captures: Mapping[str, Capture], view: GuideView, templates: Path
) -> dict[str, FigureView]:
    """Those of `screens` that have a capture, by screen."""
    words = ui_strings_of(view, "figure", templates)
    up = "" if view.language == view.languages[0] else "../"
    return {
        screen.id: figure_view(screen, captures[screen.id], words, f"{up}assets/captures/")
        for screen in screens
        if screen.id in captures
    }


def _figure(
    environment: jinja2.Environment, screen: ScreenView, figure: FigureView | None, view: GuideView, templates: Path
) -> Markup:
    words = ui_strings_of(view, "figure", templates)
    if figure is None:
        return Markup(
            environment.get_template("_unpictured.html.j2").render(
                screen=screen, words=words, gap=view.gaps.get("picture", "")
            )
        )
    macro: Callable[..., str] = environment.get_template("_figure.html.j2").module.figure  # type: ignore[attr-defined]
    return Markup(macro(figure, words))


def _has_inferred(view: GuideView) -> bool:
    return any(dependency.inferred for stage in view.stages for dependency in stage.after)


@cache  # templates are compiled once, and again when their files change
def _environment(templates: Path) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates / "pages"),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        rich=rich_html,
        brief=brief_html,
        line=line_html,
        label=label_html,
        plain=_plain,
        meta=_meta,
        heading=_heading,
        anchor=_anchor,
        opens=placeholders.opens,
        closes=placeholders.closes,
        text=lambda part: placeholders.text((part,)),
    )
    environment.tests["blank"] = lambda part: isinstance(part, Blank)
    return environment


def _plain(rich: Rich) -> str:
    return placeholders.text(plain_text(*lines_of(rich)))


def _meta(text: str) -> Markup:
    """For a value of the front matter, which the theme prints into the page as it is: escaped, and quoted for YAML."""
    return Markup(json.dumps(escape(text), ensure_ascii=False))


def _heading(text: str) -> Markup:
    """For a Markdown heading: no character of it means anything to Markdown."""
    return Markup(re.sub(r"[\\`*_\[\]{}()#!|~:]", lambda match: f"&#{ord(match[0])};", escape(text)))


def _anchor(name: str) -> Markup:
    return Markup(f"{{#{name}}}")
