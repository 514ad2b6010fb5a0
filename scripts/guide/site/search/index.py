"""A view → the index that the search in the browser reads: what can be found, where it stands, by which words.

An index is a script and not data to fetch, so that it also loads from a file system. It holds the entries in the
order of the guide, readers' words with the guide's own, and the reading and the traditional forms of every
Chinese character in it. Buyer values stand in it as placeholders; the texts that take their places are parts of JSON strings. What the
engine (`docs/assets/js/search/`) makes of it is its own affair: nothing is cut into words here.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from guide.content.tailor import Structure, tailor
from guide.content.views.guide import GuideView
from guide.core.paths import TEMPLATES
from guide.loading.ui_strings import Words, load_words
from guide.model.guide import Guide
from guide.site import placeholders
from guide.site.pages import page_names
from guide.site.search.entries import Entry, entries_of
from guide.site.search.pinyin import sounds, traditional


def search_indexes(guide: Guide, structure: Structure, templates: Path = TEMPLATES) -> dict[str, str]:
    """The index of each published language, by its path in the site. An entry is also found by its title in the others."""
    written = sorted({*guide.guide.languages, *structure.languages})
    views = {language: tailor(guide, structure, language) for language in written}
    entries = {
        language: entries_of(view, *(load_words(name, language, templates) for name in ("search", "page", "progress")))
        for language, view in views.items()
    }
    made: dict[str, str] = {}
    for language in structure.languages:
        others = [entries[other] for other in written if other != language]
        under = "" if language == structure.languages[0] else f"{language}/"
        words = load_words("search", language, templates)
        made[f"{under}search/search_index.js"] = written_index(
            views[language], _with_others(entries[language], others), words
        )
    return made


def written_index(view: GuideView, entries: Iterable[Entry], words: Words) -> str:
    """The script: one entry a line, buyers' own in regions."""
    entries = tuple(entries)
    lines = [_written(entry) for entry in entries]
    texts = tuple(_all_texts(entries, view))
    table = {
        "language": view.language,
        "labels": {label.key: [label.zh, label.en] for label in view.labels},
        "words": _readers_words(view),
        "sounds": sounds(texts),
        "variants": traditional(texts),
        "ui": {key: text for key, text in words.all().items() if not key.startswith(("asks_", "page_", "part_"))},
        "start": [f"{name}.html" for name in page_names(view)],
    }
    head = _json(table)[:-1]
    return f'var guideSearchIndex = {head},"entries":[\n{"".join(lines)}null]}};\n'


def _written(entry: Entry) -> str:
    said = {
        "kind": entry.kind,
        "number": entry.number,
        "title": entry.title,
        "other": entry.other,
        "url": entry.href or f"{entry.page}.html" + (f"#{entry.anchor}" if entry.anchor else ""),
        "place": entry.place,
        "names": list(dict.fromkeys(name for name in entry.names if name not in (entry.title, entry.other, ""))),
        "labels": list(dict.fromkeys(label.key for label in (*entry.acts, *entry.labels))),
        "text": "\n".join(text for text in entry.text if text),
        "hidden": " / ".join(dict.fromkeys(words for words in entry.hidden if words)),
    }
    line = f"{_json({key: value for key, value in said.items() if value})},\n"
    return (
        placeholders.opens(entry.condition) + line + placeholders.closes(entry.condition) if entry.condition else line
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")


def _with_others(entries: Iterable[Entry], others: Iterable[Iterable[Entry]]) -> Iterator[Entry]:
    """Each entry with its titles in other languages among its names."""
    known: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for entry in (entry for language in others for entry in language):
        known[_identity(entry)] += [
            name for name in (entry.title, *entry.names) if not placeholders.PLACEHOLDER.search(name)
        ]
    for entry in entries:
        yield replace(entry, names=(*entry.names, *known[_identity(entry)]))


def _identity(entry: Entry) -> tuple[str, ...]:
    return entry.kind, entry.page, entry.anchor, entry.key


def _readers_words(view: GuideView) -> dict[str, list[str]]:
    """A reader's word, and the guide's own: those of the steps file, and the other names of terms."""
    known: dict[str, list[str]] = {word: list(own) for word, own in view.words}
    for term in view.glossary:
        names = [name for name in (term.term, term.other, *term.also) if name]
        for name in names:
            own = known.setdefault(name, [])
            own += [word for word in names if word not in (*own, name)]
    return known


def _all_texts(entries: Iterable[Entry], view: GuideView) -> Iterator[str]:
    for entry in entries:
        yield from (entry.title, entry.other, *entry.names, *entry.text, *entry.hidden)
    for label in view.labels:
        yield label.zh
    for word, own in _readers_words(view).items():
        yield from (word, *own)
