"""Bare `mkdocs build` and `mkdocs serve`: the same pages, filled by the same function, in the folder that MkDocs chose."""

from __future__ import annotations

import errno
import logging
import os
from pathlib import Path
from typing import Any

import click
import mkdocs.commands.serve
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort

from guide.content.substitutions import substitutions_for
from guide.core.errors import GuideError, MachineError
from guide.core.files import resolve_links
from guide.core.paths import BUILD, DOCS, MKDOCS_YML, TEMPLATES, GuideFolder, guide_folder
from guide.loading.loader import buyer_file, load_buyer
from guide.model.buyer import RESERVED_SLUG, Buyer
from guide.publishing.builder import BuildContext, load_context
from guide.site.mkdocs import configure, finish_site, write_sources
from guide.site.template import escape_for, parse, render, texts_with_placeholders

_SOURCES = BUILD / "staged"
_VARIABLES = {
    "guide": "GUIDE_FOLDER",
    "steps": "GUIDE_STEPS",
    "buyers": "GUIDE_BUYERS",
    "buyer": "BUYER",
    "draft": "GUIDE_DRAFT",
}
"""Environment variables that say what to show: MkDocs' hooks get at nothing else."""


def serve_preview(port: int, **choice: str | None) -> int:
    """Serves the guide and the buyer of `choice` at that port of this machine, until Ctrl-C; returns the exit code."""
    os.environ.update({_VARIABLES[name]: text or "" for name, text in choice.items()})
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    try:
        mkdocs.commands.serve.serve(config_file=str(MKDOCS_YML), dev_addr=f"127.0.0.1:{port}")
    except Abort as error:  # what is wrong with the input, or with the port
        error.show()
        return int(getattr(error, "exit_code", error.code))
    return 0


class NoPort(Abort):
    """The preview can't be reached at its address: a system error, in one line."""

    exit_code = MachineError.exit_code

    def show(self, *arguments: Any, **options: Any) -> None:
        """Without the blank line that MkDocs puts before it."""
        click.echo(self.format_message(), err=True)


def _is_of_use(record: logging.LogRecord) -> bool:
    """Returns False for the plugin's warnings of the links that it made itself, as files and not as folders."""
    return "should be an absolute path" not in record.getMessage()


def prepare_config(config: MkDocsConfig) -> MkDocsConfig:
    """Returns `config` with the sources pages of the chosen buyer. Raises Abort with every problem of the input."""
    logging.getLogger("mkdocs.plugins.mkdocs_static_i18n.reconfigure").addFilter(_is_of_use)
    try:
        context, buyer = _chosen()
        folder = _SOURCES / context.loaded.guide.guide.id / (buyer.slug if buyer else RESERVED_SLUG)
        sources = write_sources(context.loaded.guide, context.structure(buyer), context.gallery, folder)
    except GuideError as error:
        raise Abort(str(error)) from None
    return configure(config, sources)


def fill_pages(config: MkDocsConfig) -> None:
    """Puts the buyer's values into a site that MkDocs has just built in every language."""
    context, buyer = _chosen()
    structure = context.structure(buyer)
    site = Path(config.site_dir)
    # The address is MkDocs' own while it serves; then it puts a script into each page that no policy could know.
    finish_site(site, context.loaded.guide, structure, secure=not config.site_url)
    substitutions = substitutions_for(context.loaded.guide, buyer, structure.languages)
    templates = {name: parse(text, escape_for(name)) for name, text in texts_with_placeholders(site).items()}
    files = render(templates, substitutions) | context.extras(structure, substitutions, buyer)
    for name, data in files.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_bytes(data)


def watch_inputs(server: Any, config: MkDocsConfig) -> Any:
    """Watches what the pages are made from in place of the sources folder, which every build writes.

    While the input has mistakes, which the terminal lists, the last good pages stay: MkDocs itself would let
    browsers wait for a build that succeeds.
    """
    build, bind = server.builder, server.server_bind
    mistaken = False
    watched: set[str] = set()

    def watch() -> None:
        folder = _folder()
        for path in (folder.steps, folder.buyers, folder.captures, folder.words, DOCS, TEMPLATES):
            place = str(resolve_links(path))
            if place not in watched and os.path.exists(place):
                server.watch(place)
                watched.add(place)

    def patient(*arguments: Any, **options: Any) -> None:
        nonlocal mistaken
        watch()  # a folder may be new
        try:
            build(*arguments, **options)
        except Abort as error:
            error.show()
            mistaken = True
            return
        if mistaken:
            click.echo(f"mended: {server.url} shows it")
        mistaken = False

    def bound() -> None:
        try:
            bind()
        except OSError as error:
            raise _unreachable(f"{server.server_address[0]}:{server.server_address[1]}", error) from None
        click.echo(f"{server.url} – Ctrl-C ends it")

    server.builder, server.server_bind = patient, bound
    server.unwatch(config.docs_dir)
    watch()
    return server


def _unreachable(address: str, error: OSError) -> NoPort:
    if error.errno == errno.EADDRINUSE:
        return NoPort(
            f"{address} is taken, expected a port that nothing listens on; give another, such as PORT=8001 (--port 8001)"
        )
    return NoPort(f"can't listen on {address}: {error.strerror}; give another port, such as PORT=8001 (--port 8001)")


def _chosen() -> tuple[BuildContext, Buyer | None]:
    folder = _folder()
    context = load_context(folder, draft=os.environ.get("GUIDE_DRAFT") == "1")
    slug = os.environ.get("BUYER")
    return context, load_buyer(buyer_file(folder.buyers, slug), context.loaded) if slug else None


def _folder() -> GuideFolder:
    """Returns the files of the chosen guide."""
    folder, steps, buyers = (
        Path(text) if (text := os.environ.get(name)) else None
        for name in ("GUIDE_FOLDER", "GUIDE_STEPS", "GUIDE_BUYERS")
    )
    return guide_folder(folder, steps=steps, buyers=buyers)
