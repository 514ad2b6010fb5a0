"""A view → the index that the search in the browser reads: what can be found, where it stands, by which words.

An index is a script and not data to fetch, so that it also loads from a file system. It holds the entries in the
order of the guide, readers' words with the guide's own, and the reading and the traditional forms of every
Chinese character in it. Buyer values stand in it as placeholders; `template` fills them as parts of JSON strings. What
the engine (`docs/assets/src/js/search/engine/`) makes of it is its own affair: nothing is cut into words here.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from guide.content.tailor import Structure, tailor
from guide.content.views.guide import GuideView
from guide.core.paths import TEMPLATES
from guide.loading.ui_strings import UiStrings
from guide.model.guide import Guide
from guide.site import placeholders
from guide.site.pages import page_names
from guide.site.search.entries import entries_of
from guide.site.search.entry import Entry
from guide.site.search.phrases import load_phrases
from guide.site.search.pinyin import sounds, traditional

_NOT_SHOWN = ("asks_", "page_", "part_", "signs", "calm", "family_")
"""What the keys of UI strings begin with that no part of the panel shows."""


def search_indexes(guide: Guide, structure: Structure, templates: Path = TEMPLATES) -> dict[str, str]:
    """The index of each published language, by its path in the site. An entry is also found by its title in the others."""
    languages = sorted({*guide.guide.languages, *structure.languages})
    views = {language: tailor(guide, structure, language) for language in languages}
    phrases = {language: load_phrases(views[language], templates) for language in languages}
    entries = {language: entries_of(views[language], phrases[language]) for language in languages}
    indexes: dict[str, str] = {}
    for language in structure.languages:
        folder = "" if language == structure.languages[0] else f"{language}/"
        others = [entry for other in languages if other != language for entry in entries[other]]
        named = _add_names(entries[language], others)
        troubles = _troubles([phrases[language].words for language in languages])
        indexes[f"{folder}search/search_index.js"] = _index(views[language], named, phrases[language].words, troubles)
    return indexes


def _index(
    view: GuideView, entries: Sequence[Entry], words: UiStrings, troubles: Mapping[str, list[str] | list[list[str]]]
) -> str:
    """The script: one entry a line, those that only some buyers have in regions."""
    synonyms = _synonyms(view)
    texts = tuple(_texts(entries, view, synonyms))
    head = {
        "language": view.language,
        "labels": {label.key: [label.zh, label.en] for label in view.labels},
        "words": synonyms,
        "troubles": troubles,
        "sounds": sounds(texts),
        "variants": traditional(texts),
        "ui": {key: text for key, text in words.all().items() if not key.startswith(_NOT_SHOWN)},
        "start": [f"{name}.html" for name in page_names(view)],
    }
    lines = "".join(map(_line, entries))
    return f'var guideSearchIndex = {_json(head)[:-1]},"entries":[\n{lines}null]}};\n'


def _line(entry: Entry) -> str:
    """The entry as a line of the index, without what it leaves empty."""
    values = {
        "kind": entry.kind,
        "number": entry.number,
        "title": entry.title,
        "other": entry.other,
        "url": entry.href or f"{entry.page}.html" + (f"#{entry.anchor}" if entry.anchor else ""),
        "place": entry.place,
        "names": _unique(name for name in entry.names if name not in (entry.title, entry.other)),
        "labels": _unique(label.key for label in (*entry.acts, *entry.labels)),
        "text": "\n".join(entry.text),
        "hidden": " / ".join(_unique(entry.hidden)),
    }
    line = f"{_json({key: value for key, value in values.items() if value})},\n"
    condition = entry.condition
    return f"{placeholders.opens(condition)}{line}{placeholders.closes(condition)}" if condition else line


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")


def _unique(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(word for word in words if word))


def _add_names(entries: Iterable[Entry], others: Iterable[Entry]) -> list[Entry]:
    """Each entry with its titles among `others`, those of other languages, as further names."""
    names: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for entry in others:
        titles = (entry.title, *entry.names)
        names[entry.identity] += [name for name in titles if not placeholders.PLACEHOLDER.search(name)]
    return [replace(entry, names=(*entry.names, *names[entry.identity])) for entry in entries]


def _synonyms(view: GuideView) -> dict[str, list[str]]:
    """For a reader's word the guide's own: those of the steps file, and the other names of terms."""
    synonyms = {word: list(own) for word, own in view.words}
    for term in view.glossary:
        names = [name for name in (term.term, term.other, *term.also) if name]
        for name in names:
            own = synonyms.setdefault(name, [])
            own += [word for word in names if word not in (*own, name)]
    return synonyms


def _troubles(ui_strings: Iterable[UiStrings]) -> dict[str, list[str] | list[list[str]]]:
    """By which words readers say, in any of the languages, that something went wrong, and what these mean."""
    texts = [strings.all() for strings in ui_strings]
    families = sorted({key for strings in texts for key in strings if key.startswith("family_")})
    return {
        "signs": _unique(sign for strings in texts for sign in _listed(strings["signs"])),
        "calm": _unique(calm for strings in texts for calm in _listed(strings["calm"])),
        "families": [_unique(word for strings in texts for word in _listed(strings[key])) for key in families],
    }


def _listed(text: str) -> list[str]:
    """The expressions of a UI string that lists them, with ` / ` between."""
    return [part.strip() for part in text.split(" / ")]


def _texts(entries: Iterable[Entry], view: GuideView, synonyms: dict[str, list[str]]) -> Iterator[str]:
    """Everything that a reader may type or read in the search."""
    for entry in entries:
        yield from (entry.title, entry.other, *entry.names, *entry.text, *entry.hidden)
    for label in view.labels:
        yield label.zh
    for word, own in synonyms.items():
        yield from (word, *own)
