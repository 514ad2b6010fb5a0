"""Screen templates → pages, and what a capture of them depends on. Needs no browser."""

from __future__ import annotations

import hashlib
import json
import re
import traceback
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jinja2

from guide.core.errors import InputError, Problem, shown_path
from guide.core.files import is_file, resolve_links
from guide.core.paths import TEMPLATES
from guide.model.guide import Guide
from guide.model.reference import Label
from guide.model.screens import Mark, Screen

ENGINE = 1
"""Raised when `capture` itself changes what it takes, so that every capture counts as stale."""
SCALE = 2
"""Pixels of a picture for each CSS pixel of its page."""

_PROJECT = "project"
"""What the names of the templates begin with that the project gives to all guides."""
_PROJECT_TEMPLATES = TEMPLATES / "screens"
_LOCAL = re.compile(r"""(?:\b(?:href|src)\s*=\s*["']?|url\(\s*["']?)([^"'()<>\s:#?]+)""")


class Pages:
    """The pages of a guide's screens, rendered from its own templates, which may build on the project's.

    `{% extends "project/base.html.j2" %}` names one of `templates/screens/`, a name without `project/` one of the guide's.
    """

    def __init__(self, guide: Guide, templates: Path) -> None:
        self.templates = templates
        self._labels = _Labels(guide.labels)
        own, projects = jinja2.FileSystemLoader(templates), jinja2.FileSystemLoader(_PROJECT_TEMPLATES)
        self._environment = jinja2.Environment(
            loader=jinja2.ChoiceLoader([jinja2.PrefixLoader({_PROJECT: projects}), own]),
            undefined=jinja2.StrictUndefined,
            autoescape=True,
        )

    def html(self, page: str) -> str:
        """Returns the page made from the template `page`. Raises InputError that names the template and its line."""
        try:
            return self._environment.get_template(page).render(labels=self._labels)
        except jinja2.TemplateNotFound as error:
            name = str(error.name)
            prefix, _, rest = name.partition("/")
            missing = _PROJECT_TEMPLATES / rest if prefix == _PROJECT else self.templates / name
            message = f"no such template, and {page} needs it; write it, or correct page: of the screen"
            raise InputError([Problem(shown_path(missing), 0, 0, "", message)]) from None
        except jinja2.TemplateSyntaxError as error:
            path = shown_path(Path(error.filename or self.templates / page))
            raise InputError([Problem(path, error.lineno, 0, "", f"{error.message}; correct the template")]) from None
        except (jinja2.UndefinedError, TypeError, ValueError, RecursionError) as error:
            raise InputError([self._failed(page, error)]) from None

    def _failed(self, page: str, error: Exception) -> Problem:
        folders = (str(self.templates), str(_PROJECT_TEMPLATES))
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(folders)]
        path, line = (Path(frames[-1].filename), frames[-1].lineno or 0) if frames else (self.templates / page, 0)
        reason = re.sub(r"^'[^']*_Labels object' has no attribute '(.*)'$", r"\1 is not one of the labels", str(error))
        return Problem(shown_path(path), line, 0, "", f"{reason}; add it under labels: or correct the template")

    def file(self, name: str) -> bytes | None:
        """Returns a file beside the templates (a picture, a stylesheet) that a page refers to; None if there is none."""
        path = resolve_links(self.templates / name)
        if not path.is_relative_to(resolve_links(self.templates)) or not is_file(path):
            return None
        return path.read_bytes()

    def inputs(self, screen: Screen) -> str:
        """Returns the hash of everything that a capture of `screen` depends on. Raises InputError as `html` does."""
        if screen.page is None:
            return still_inputs(screen)
        html = self.html(screen.page)
        files = {name: hashlib.sha256(content).hexdigest() for name, content in self._files(html, set())}
        marks = [[mark.at, _drawn(mark)] for mark in screen.marks]
        return _hash([ENGINE, SCALE, screen.width, screen.crop, marks, html, files])

    def _files(self, text: str, seen: set[str]) -> Iterator[tuple[str, bytes]]:
        for name in _LOCAL.findall(text):
            content = None if name in seen else self.file(name)
            seen.add(name)
            if content is not None:
                yield name, content
                if name.endswith(".css"):
                    yield from self._files(content.decode("utf-8", "replace"), seen)


def still_inputs(screen: Screen) -> str:
    """Returns the same for a picture taken elsewhere: its crop, and the boxes and selectors of its marks."""
    return _hash([ENGINE, screen.crop, [[mark.at, mark.box, _drawn(mark)] for mark in screen.marks]])


def _drawn(mark: Mark) -> str | bool:
    """Returns the style of a mark that changes the picture itself; False for others, which are drawn over it."""
    return mark.style in ("redact", "typed") and mark.style


def _hash(parts: list[Any]) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


class _Labels:
    """`labels.update.zh` must find the label `update`, not a method of a dictionary."""

    def __init__(self, labels: Mapping[str, Label]) -> None:
        self.__labels = labels

    def __getitem__(self, key: str) -> Label:
        return self.__labels[key]
