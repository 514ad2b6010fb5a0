"""Everything in a guide that a reader can find: each page, part, stage, step, field, label, term, question…"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from guide.content.views.guide import GuideView
from guide.content.views.stages import StageView
from guide.content.views.texts import Region
from guide.site import placeholders
from guide.site.search.entry import Entry
from guide.site.search.page_entries import (
    about_entries,
    glossary_entries,
    home_entries,
    material_entries,
    question_entries,
)
from guide.site.search.phrases import Phrases, stage_place
from guide.site.search.stage_entries import stage_entries


def entries_of(view: GuideView, phrases: Phrases) -> tuple[Entry, ...]:
    """Everything in `view` that can be found, in the order of the guide, the buyer's own first.

    A label of the portal is an entry of the glossary only where nothing else in the guide is about it.
    """
    entries = (
        _buyer(view, phrases),
        *(_note(stage) for stage in view.stages),
        *home_entries(view, phrases),
        *(entry for stage in view.stages for entry in stage_entries(stage, phrases)),
        *material_entries(view, phrases),
        *question_entries(view, phrases),
        *glossary_entries(view, phrases),
        *about_entries(view, phrases),
    )
    explained = {entry.label for entry in entries if entry.kind != "label"}
    entries = tuple(entry for entry in entries if entry.kind != "label" or entry.label not in explained)
    return tuple(_named_by_labels(entries))


def _buyer(view: GuideView, phrases: Phrases) -> Entry:
    buyer, words = view.buyer, phrases.words
    name = placeholders.value(buyer.name)
    regions = {words.deadline: buyer.deadline}
    regions |= {words["contact" if part == "person" else part]: region for part, region in buyer.contact_parts.items()}
    text = (
        phrases.fact(words.company, name),
        *(phrases.fact(fact, placeholders.value(value)) for fact, value in buyer.values),
        *(_within(region, phrases.fact(fact, placeholders.value(region.value))) for fact, region in regions.items()),
    )
    place, hidden = words.page_index, (words.asks_buyer,)
    return Entry("buyer", name, "index", "buyer_", place=place, text=text, hidden=hidden, condition=buyer.named)


def _note(stage: StageView) -> Entry:
    note, place = stage.note, stage_place(stage)
    text = (placeholders.value(note.value),)
    return Entry("note", stage.title, stage.id, "note_", place=place, text=text, condition=note.condition)


def _within(region: Region, text: str) -> str:
    return f"{placeholders.opens(region.condition)}{text}{placeholders.closes(region.condition)}"


def _named_by_labels(entries: Sequence[Entry]) -> Iterator[Entry]:
    """The entries, each with the labels among its names that a reader meets there first."""
    homes = _label_homes(entries)
    for index, entry in enumerate(entries):
        own = [label for label in (*entry.acts, *entry.labels) if homes.get(label.key) == index]
        yield replace(entry, names=(*entry.names, *(name for label in own for name in (label.zh, label.en))))


def _label_homes(entries: Sequence[Entry]) -> dict[str, int]:
    """Where a reader meets each label that no entry is about: by the label's key, the index of that entry in `entries`.

    That is the first step whose title has the label; failing that, the first that says to click it, or shows it.
    """
    labels = [entry.label for entry in entries if entry.label and entry.kind != "label"]
    titles = {title for label in labels for title in (label.zh, label.en)}
    ranks: dict[str, tuple[int, int]] = {}
    for index, entry in enumerate(entries):
        for label in (*entry.acts, *entry.labels) if entry.kind == "step" else ():
            in_title = label.zh in entry.title or label.en.casefold() in entry.title.casefold()
            rank = (0 if in_title else 1 if label in entry.acts else 2, index)
            if not titles & {label.zh, label.en}:
                ranks[label.key] = min(ranks.get(label.key, rank), rank)
    return {key: index for key, (_, index) in ranks.items()}
