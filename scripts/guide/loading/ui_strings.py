"""The strings of the guide's user interface (“Prepare”, “Step”, “If it is refused”), by language.

They stand in `templates/words/<set>.yaml`, one mapping of keys to `{zh: …, en: …}`; what a reader sees of the
process itself stands in the steps file. A guide may say some of them in words of its own: see `own_words`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from guide.core.errors import InputError
from guide.core.paths import TEMPLATES
from guide.loading.yaml_reader import read_tree
from guide.model.texts import LANGUAGES, Language


class UiStrings:
    """`words.prepare` or `words["prepare"]`; an unknown key is an AttributeError that names the file."""

    def __init__(self, path: Path, texts: dict[str, str]) -> None:
        self._path = path
        self._texts = texts

    def __getattr__(self, key: str) -> str:
        try:
            return self._texts[key]
        except KeyError:
            raise AttributeError(f"{self._path}: no {key}; add it in each of {', '.join(LANGUAGES)}") from None

    def __getitem__(self, key: str) -> str:
        return str(getattr(self, key))

    def all(self) -> dict[str, str]:
        """Returns every key with its text."""
        return dict(self._texts)

    def mapped(self, change: Callable[[str], str]) -> UiStrings:
        """Returns the same with each text as `change` returns it."""
        return UiStrings(self._path, {key: change(text) for key, text in self._texts.items()})

    def replaced(self, texts: Mapping[str, str]) -> UiStrings:
        """Returns the same with `texts` in the places of those with their keys."""
        return UiStrings(self._path, {**self._texts, **texts})


class Edition(Protocol):
    """A guide in one language, as far as its UI strings go."""

    @property
    def language(self) -> Language:
        """Returns the language."""

    @property
    def own_words(self) -> Mapping[str, Mapping[str, str]]:
        """Returns the UI strings that this guide has words of its own for, by set and key."""


def ui_strings_of(edition: Edition, name: str, templates: Path = TEMPLATES) -> UiStrings:
    """Returns the set `name` as that edition says it. Raises InputError where a translation is missing."""
    strings = load_ui_strings(name, edition.language, templates)
    return strings.replaced(edition.own_words[name]) if name in edition.own_words else strings


def string_sets(templates: Path = TEMPLATES) -> list[str]:
    """Returns the names of the sets that there are."""
    return sorted(path.stem for path in (templates / "words").glob("*.yaml"))


def load_ui_strings(name: str, language: Language, templates: Path = TEMPLATES) -> UiStrings:
    """Returns the project's own set `name` in `language`. Raises InputError where a translation is missing."""
    path = templates / "words" / f"{name}.yaml"
    return _load(path, language, path.stat().st_mtime_ns if path.is_file() else 0)


@lru_cache(maxsize=32)
def _load(path: Path, language: Language, _mtime: int) -> UiStrings:
    tree = read_tree(path)
    problems = [
        tree.problem((key,), f"no {missing} text, expected one in each of {', '.join(LANGUAGES)}; write {missing}:")
        for key, text in tree.data.items()
        for missing in LANGUAGES
        if not isinstance(text, dict) or not isinstance(text.get(missing), str)
    ]
    # A text with a comma in it that is not quoted is cut off there, and what follows becomes a key.
    problems += [
        tree.problem(
            (key,),
            f"no language: {extra}, expected {' and '.join(LANGUAGES)} alone; put a text that has a comma in quotes",
        )
        for key, text in tree.data.items()
        if isinstance(text, dict)
        for extra in text
        if extra not in LANGUAGES
    ]
    if problems:
        raise InputError(problems)
    return UiStrings(path, {key: text[language] for key, text in tree.data.items()})
