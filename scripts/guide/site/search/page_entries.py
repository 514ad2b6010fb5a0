"""Entries for what stands outside the stages: the home page, materials, questions, glossary and the guide itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from guide.content.views.guide import GuideView
from guide.content.views.texts import StageLink
from guide.site.pages import page_names, pdf_href
from guide.site.search.entry import Entry, Prose, labels_in, paragraphs, title_of
from guide.site.search.phrases import Phrases, place_path

_REMARK = re.compile(r"(.+?)\s*[（(](.+)[）)]")


def home_entries(view: GuideView, phrases: Phrases) -> Iterator[Entry]:
    """The home page and its parts."""
    words, progress, schedule = phrases.words, phrases.progress_words, view.schedule
    home = _page("index", phrases, view.greeting)
    yield replace(home, title=view.title, names=(home.title,))
    times = phrases.fact(words.own_time, schedule.work), phrases.fact(words.part_path, schedule.finish)
    yield _part("path", "index", phrases, *times)
    stages = phrases.series(f"{stage.number} {stage.short}" for stage in view.stages)
    yield _part("overview", "index", phrases, stages)
    yield _part("progress", "index", phrases, progress.invite, phrases.series([progress.tell, progress.reset]))
    for name, text in (("intro", view.intro), ("safety", view.safety)):
        if text:
            yield _part(name, "index", phrases, text)


def material_entries(view: GuideView, phrases: Phrases) -> Iterator[Entry]:
    """The page of materials, each material, and the data sheet."""
    place = phrases.words.page_prepare
    if not view.has_preparation:
        return
    yield _page("prepare", phrases, view.prepare)
    for item in view.materials:
        uses = phrases.fact(phrases.words.used_in, phrases.series(use.words for use in item.used))
        prose = (item.format, item.who, *item.pitfalls)
        text, labels, names = paragraphs(*prose, uses), labels_in(*prose), _name_parts(item.name)
        yield Entry("material", item.name, "prepare", item.id, place=place, text=text, labels=labels, names=names)
    if view.data_sheet:
        yield _part("sheet", "prepare", phrases, phrases.series(phrases.label(row.label) for row in view.data_sheet))


def question_entries(view: GuideView, phrases: Phrases) -> Iterator[Entry]:
    """The page of questions and refusals, and each of them."""
    if "faq" not in page_names(view):
        return

    def place(stage: StageLink | None) -> str:
        return place_path(phrases.words.page_faq, stage.title if stage else "")

    yield _page("faq", phrases)
    for faq in view.faq:
        text, labels = paragraphs(faq.answer), labels_in(faq.answer)
        yield Entry("question", faq.question, "faq", faq.id, place=place(faq.stage), text=text, labels=labels)
    for refusal in view.refusals:
        text, labels = phrases.remedy(refusal), labels_in(refusal.cause, refusal.fix)
        yield Entry("refusal", refusal.symptom, "faq", refusal.id, place=place(refusal.stage), text=text, labels=labels)


def glossary_entries(view: GuideView, phrases: Phrases) -> Iterator[Entry]:
    """The glossary, its terms, and the portal's labels."""
    if "glossary" not in page_names(view):
        return
    place = phrases.words.page_glossary
    yield _page("glossary", phrases)
    for term in view.glossary:
        text = paragraphs(term.meaning, phrases.fact(phrases.words.also, phrases.series(term.also)))
        names, labels = (*term.also, *_name_parts(term.term)), labels_in(term.meaning)
        entry = Entry("term", term.term, "glossary", term.id, place=place, text=text, labels=labels, names=names)
        yield replace(entry, term=term.other or "")
    for label in view.labels:
        anchor, text = f"label_{label.key}", (" · ".join(filter(None, (label.zh, label.pinyin, label.en))),)
        yield Entry("label", title_of(label), "glossary", anchor, place=place, label=label, text=text)


def about_entries(view: GuideView, phrases: Phrases) -> Iterator[Entry]:
    """The page about the guide with its updates and sources, and what is printed."""
    words = phrases.words
    yield _page("about", phrases, view.edition, view.verified_on)
    for document in ("handout", "handbook", "card"):
        yield replace(_page(document, phrases), href=pdf_href(view, document))
    if view.order:
        yield _part("order", "about", phrases, view.order)
    if view.provenance:
        yield _part("provenance", "about", phrases, view.provenance)
    if view.updates:
        yield _part("changes", "about", phrases, *(update.topic for update in view.updates))
    place = place_path(words.page_about, words.part_changes)
    for update in view.updates:
        text = phrases.fact(words.then, update.then), phrases.fact(words.now, update.now)
        labels = labels_in(update.then, update.now)
        yield Entry("update", update.topic, "about", f"update_{update.id}", place=place, text=text, labels=labels)
    yield _part("kept", "about", phrases)
    if view.sources:
        yield _part("sources", "about", phrases)
    place = place_path(words.page_about, words.part_sources)
    for source in view.sources:
        yield Entry(
            "source",
            source.title,
            "about",
            f"source_{source.id}",
            place=place,
            text=tuple(day for day in (source.published, source.consulted) if day),
        )


def _page(name: str, phrases: Phrases, *texts: Prose) -> Entry:
    words = phrases.words
    return Entry("page", words[f"page_{name}"], name, text=paragraphs(*texts), hidden=(words[f"asks_{name}"],))


def _part(name: str, page: str, phrases: Phrases, *texts: Prose) -> Entry:
    words = phrases.words
    title, place, hidden = words[f"part_{name}"], words[f"page_{page}"], (words[f"asks_{name}"],)
    return Entry("section", title, page, f"{name}_", place=place, text=paragraphs(*texts), hidden=hidden)


def _name_parts(name: str) -> tuple[str, ...]:
    """`Unified Social Credit Code (USCC)` is also called by each of its parts."""
    match = _REMARK.fullmatch(name)
    return match.groups() if match else ()
