"""What can be found in a guide: each page, part, stage, step, field, label, term, question… with all that it is called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from guide.content.plain_text import lines_of, plain_text
from guide.content.views.guide import GuideView
from guide.content.views.reference import MaterialView, TermView
from guide.content.views.stages import StageView
from guide.content.views.steps import FieldView, StepView, TroubleView
from guide.content.views.texts import Condition, PortalLabel, Region, Rich
from guide.loading.ui_strings import Words
from guide.site import placeholders
from guide.site.pages import handout_href, page_names

Kind = Literal[
    "page", "section", "stage", "step", "choice", "field", "help", "trouble", "material", "term", "label",
    "question", "refusal", "update", "source", "buyer", "note",
]  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One thing that can be found."""

    kind: Kind
    title: str
    page: str
    """File name without its ending."""
    anchor: str = ""
    """Id on the page; empty for its top."""
    href: str = ""
    """Where it is instead, if not on a page."""
    number: str = ""
    """Of a stage or step."""
    place: str = ""
    """What it is part of, in words."""
    other: str = ""
    """What the title is in the other language, where a reader needs to see it: the portal's Chinese words."""
    names: tuple[str, ...] = ()
    """What else it is called."""
    label: PortalLabel | None = None
    """The word of the portal that it is about."""
    acts: tuple[PortalLabel, ...] = ()
    """Words of the portal that the reader clicks there."""
    labels: tuple[PortalLabel, ...] = ()
    """Words of the portal that stand in it."""
    text: tuple[str, ...] = ()
    """Paragraphs, for excerpts."""
    hidden: tuple[str, ...] = ()
    """By what else it is found."""
    condition: Condition | None = None
    """Buyers for whom it is left out are those for whom this does not hold."""
    key: str = ""
    """The same in each language, where page and anchor don't tell entries apart."""


def entries_of(view: GuideView, words: Words, page_words: Words, progress_words: Words) -> tuple[Entry, ...]:
    """Everything in `view` that can be found, in the order of the guide, the buyer's own first.

    `words` are those of the search, the others those that stand on pages and in the reader's progress.
    """
    return tuple(_Collector(view, words, page_words, progress_words).entries())


@dataclass(frozen=True)
class _Collector:
    view: GuideView
    words: Words
    page_words: Words
    progress_words: Words

    def entries(self) -> Iterator[Entry]:
        found = tuple(self.collected())
        found = tuple(
            entry
            for entry in found
            if entry.kind != "label" or entry.label not in {e.label for e in found if e.kind != "label"}
        )
        homes = _homes(found)
        for at, entry in enumerate(found):
            own = [label for label in (*entry.acts, *entry.labels) if homes.get(label.key) == at]
            yield replace(entry, names=(*entry.names, *(name for label in own for name in (label.zh, label.en))))

    def collected(self) -> Iterator[Entry]:
        yield self.buyer()
        for stage in self.view.stages:
            yield self.note(stage)
        yield from self.home()
        for stage in self.view.stages:
            yield from self.stage(stage)
        yield from self.prepare()
        yield from self.faq()
        yield from self.glossary()
        yield from self.about()

    # ---- the buyer

    def buyer(self) -> Entry:
        buyer, say = self.view.buyer, self.words
        name, parts = placeholders.value(buyer.name), buyer.contact_parts
        facts = [self.said(say.company, name)]
        facts += [self.said(label, placeholders.value(value)) for label, value in buyer.values]
        regions = (
            (say.deadline, buyer.deadline),
            *((say["contact" if part == "person" else part], region) for part, region in parts.items()),
        )
        facts += [_within(region, self.said(label, placeholders.value(region.value))) for label, region in regions]
        return Entry(
            "buyer",
            name,
            "index",
            "buyer_",
            text=tuple(facts),
            hidden=(say.asks_buyer,),
            condition=buyer.named,
            place=say.page_index,
        )

    def note(self, stage: StageView) -> Entry:
        return Entry(
            "note",
            stage.title,
            stage.id,
            "note_",
            place=self.stage_place(stage),
            text=(placeholders.value(stage.note.value),),
            condition=stage.note.condition,
        )

    # ---- pages and their parts

    def home(self) -> Iterator[Entry]:
        view, say = self.view, self.words
        yield Entry(
            "page",
            view.title,
            "index",
            names=(say.page_index,),
            text=_paragraphs(view.greeting),
            hidden=(say.asks_index,),
        )
        schedule = view.schedule
        yield self.part(
            "path", "index", self.said(say.own_time, schedule.work), self.said(say.part_path, schedule.finish)
        )
        stages = [f"{stage.number} {stage.short}" for stage in view.stages]
        yield self.part("overview", "index", "、".join(stages) if view.language == "zh" else ", ".join(stages))
        told = self.progress_words
        yield self.part("progress", "index", told.invite, self.listed([told.tell, told.reset]))
        if view.intro:
            yield self.part("intro", "index", *_paragraphs(view.intro))
        if view.order:
            yield self.part("order", "index", *_paragraphs(view.order))
        if view.safety:
            yield self.part("safety", "index", *_paragraphs(view.safety))

    def part(self, name: str, page: str, *text: str) -> Entry:
        return Entry(
            "section", self.words[f"part_{name}"], page, f"{name}_", place=self.words[f"page_{page}"],
            text=text, hidden=(self.words[f"asks_{name}"],),
        )  # fmt: skip

    def page(self, name: str, *text: str) -> Entry:
        return Entry("page", self.words[f"page_{name}"], name, text=text, hidden=(self.words[f"asks_{name}"],))

    def prepare(self) -> Iterator[Entry]:
        if not self.view.materials:
            return
        yield self.page("prepare", *_paragraphs(self.view.prepare))
        for material in self.view.materials:
            yield self.material(material)

    def material(self, material: MaterialView) -> Entry:
        used = [use.words for use in material.used]
        return Entry(
            "material", material.name, "prepare", material.id, place=self.words.page_prepare,
            text=(
                *_paragraphs(material.format), *_paragraphs(material.who),
                *(text for pitfall in material.pitfalls for text in _paragraphs(pitfall)),
                self.said(self.words.used_in, self.listed(used)),
            ),
            labels=_labels(material.format, material.who, *material.pitfalls),
            names=_without_remark(material.name),
        )  # fmt: skip

    def faq(self) -> Iterator[Entry]:
        view, say = self.view, self.words
        if "faq" not in page_names(view):
            return
        yield self.page("faq")
        for question in view.faq:
            place = _path(say.page_faq, question.stage.title if question.stage else "")
            yield Entry("question", question.question, "faq", question.id, place=place, text=_paragraphs(question.answer),
                        labels=_labels(question.answer))  # fmt: skip
        for refusal in view.refusals:
            place = _path(say.page_faq, refusal.stage.title if refusal.stage else "")
            yield Entry("refusal", refusal.symptom, "faq", refusal.id, place=place, text=self.remedy(refusal.cause, refusal.fix),
                        labels=_labels(refusal.cause, refusal.fix))  # fmt: skip

    def glossary(self) -> Iterator[Entry]:
        view, say = self.view, self.words
        if "glossary" not in page_names(view):
            return
        yield self.page("glossary")
        for term in view.glossary:
            yield self.term(term)
        for label in view.labels:
            title, other = self.named(label)
            yield Entry("label", title, "glossary", f"label_{label.key}", place=say.page_glossary, other=other, label=label,
                        text=(" · ".join(part for part in (label.zh, label.pinyin or "", label.en) if part),))  # fmt: skip

    def term(self, term: TermView) -> Entry:
        also = self.said(self.words.also, self.listed(term.also)) if term.also else ""
        return Entry(
            "term", term.term, "glossary", term.id, place=self.words.page_glossary, other=term.other or "",
            names=(*term.also, *_without_remark(term.term)), text=(*_paragraphs(term.meaning), also),
            labels=_labels(term.meaning),
        )  # fmt: skip

    def about(self) -> Iterator[Entry]:
        view, say = self.view, self.words
        yield self.page("about", view.edition, view.verified_on)
        yield replace(self.page("handout"), href=handout_href(view))
        if view.provenance:
            yield self.part("provenance", "about", *_paragraphs(view.provenance))
        if view.updates:
            yield self.part("changes", "about", *(update.topic for update in view.updates))
        for update in view.updates:
            text = [self.said(say.then, *_paragraphs(update.then)), self.said(say.now, *_paragraphs(update.now))]
            yield Entry("update", update.topic, "about", f"update_{update.id}", place=_path(say.page_about, say.part_changes), text=tuple(text),
                        labels=_labels(update.then, update.now))  # fmt: skip
        if view.sources:
            yield self.part("sources", "about")
        for source in view.sources:
            yield Entry("source", source.title, "about", f"source_{source.id}", place=_path(say.page_about, say.part_sources),
                        text=(source.date,))  # fmt: skip

    # ---- stages

    def stage(self, stage: StageView) -> Iterator[Entry]:
        say = self.words
        facts = (
            self.said(say.own_time, stage.work),
            self.said(say.waiting, stage.wait) if stage.wait else "",
            self.said(say.cost, say[f"cost_{stage.cost}"], *_paragraphs(stage.cost_note)),
            self.said(say.acts, self.listed(stage.who)) if stage.who else "",
            self.said(say.waits_for, self.listed(stage.waits_for)) if stage.waits_for else "",
        )
        needed = self.listed(material.name for material in stage.materials)
        yield Entry(
            "stage", stage.title, stage.id, number=str(stage.number), names=(stage.short,),
            text=(
                *_paragraphs(stage.goal), self.listed_facts(facts), *_paragraphs(stage.intro),
                self.said(say.materials, needed) if needed else "", *_paragraphs(stage.done),
            ),
            hidden=(say.asks_stage.replace("{stage}", stage.short),), labels=_labels(stage.goal, stage.intro, stage.done),
        )  # fmt: skip
        for step in stage.steps:
            yield from self.step(stage, step)
        yield from self.troubles(stage, self.stage_place(stage), stage.trouble)

    def step(self, stage: StageView, step: StepView) -> Iterator[Entry]:
        say = self.words
        place = self.stage_place(stage)
        inner = _path(place, f"{step.number} {step.title}")
        yield Entry(
            "step", step.title, stage.id, step.id, number=step.number, place=place,
            text=(
                *_paragraphs(step.do),
                self.said(say.menu_path, " → ".join(self.shown(label) for label in step.path)) if step.path else "",
                *(self.said(self.page_words[f"badge_{badge.kind}"], *_paragraphs(badge.note)) for badge in step.badges),
                *(text for note in step.notes for text in _paragraphs(note)),
                self.said(say.waiting, step.wait) if step.wait else "",
                *(text for message in step.messages for text in (message.title, *_paragraphs(message.intro))),
                *_paragraphs(step.expect),
                *(text for screen in step.screens for mark in screen.marks for text in _paragraphs(mark.legend)),
            ),
            acts=(*step.path, *_labels(step.do)),
            labels=(*_labels(step.expect), *(mark.label for screen in step.screens for mark in screen.marks if mark.label)),
        )  # fmt: skip
        for choice in step.choices:
            title, other = self.named(choice.label)
            text = (
                say.recommended if choice.choose else "",
                *_paragraphs(choice.who),
                *_paragraphs(choice.gives),
                *_paragraphs(choice.cost),
            )
            yield Entry(
                "choice",
                title,
                stage.id,
                step.id,
                place=inner,
                other=other,
                text=text,
                key=choice.label.key,
                label=choice.label,
            )
        for entry in step.fields:
            yield self.field(stage, entry, inner)
        for number, question in enumerate(step.help, 1):
            title, other = self.named(question.label)
            yield Entry("help", title, stage.id, f"help_{step.id}_{number}", place=inner, other=other, text=_paragraphs(question.answer),
                        label=question.label, labels=_labels(question.answer))  # fmt: skip
        yield from self.troubles(stage, inner, step.trouble)

    def field(self, stage: StageView, entry: FieldView, place: str) -> Entry:
        say = self.words
        title, other = self.named(entry.label)
        options = [self.shown(option.label) for option in entry.options]
        material = entry.material
        return Entry(
            "field", title, stage.id, f"field-{entry.id}", place=place, other=other, label=entry.label,
            text=(
                *_paragraphs(entry.enter),
                self.said(say.example, *_paragraphs(entry.example)) if entry.example else "",
                *(_paragraphs(entry.format.describe) if entry.format else ()),
                self.said(say.mistake, *_paragraphs(entry.mistake)) if entry.mistake else "",
                self.listed(options), *_paragraphs(entry.required_note),
            ),
            hidden=(material.name,) if material else (),
            labels=(*(option.label for option in entry.options), *_labels(entry.enter)),
        )  # fmt: skip

    def troubles(self, stage: StageView, place: str, entries: Iterable[TroubleView]) -> Iterator[Entry]:
        for entry in entries:
            symptom = placeholders.text(plain_text(*lines_of(entry.symptom)))
            yield Entry("trouble", symptom.rstrip("。."), stage.id, entry.id, place=place, text=self.remedy(entry.cause, entry.fix),
                        labels=_labels(entry.symptom, entry.cause, entry.fix))  # fmt: skip

    # ---- wording

    def remedy(self, cause: Rich, fix: Rich) -> tuple[str, ...]:
        say = self.words
        return tuple(
            self.said(label, *_paragraphs(rich)) for label, rich in ((say.cause, cause), (say.fix, fix)) if rich
        )

    def stage_place(self, stage: StageView) -> str:
        return f"{stage.number} {stage.short}"

    def named(self, label: PortalLabel) -> tuple[str, str]:
        """A title that the reader can read, and the glyphs that stand on the page where the two differ."""
        return (label.zh, "") if label.gloss is None else (label.gloss, label.zh)

    def shown(self, label: PortalLabel) -> str:
        return label.zh if label.gloss is None else f"{label.zh} ({label.gloss})"

    def said(self, label: str, *text: str) -> str:
        gap = "" if self.view.language == "zh" else " "
        return f"{label}{'：' if self.view.language == 'zh' else ': '}{gap.join(text)}"

    def listed(self, words: Iterable[str]) -> str:
        return ("、" if self.view.language == "zh" else ", ").join(words)

    def listed_facts(self, facts: Iterable[str]) -> str:
        return ("；" if self.view.language == "zh" else "; ").join(fact.rstrip("。.") for fact in facts if fact)


def _homes(entries: Iterable[Entry]) -> dict[str, int]:
    """Where a reader meets each word of the portal that is not itself an entry, by the place of that entry in `entries`.

    That is the first step whose title has the word; failing that, the first that says to click it, or shows it.
    """
    entries = tuple(entries)
    titled = {
        word for entry in entries if entry.label and entry.kind != "label" for word in (entry.label.zh, entry.label.en)
    }
    best: dict[str, tuple[int, int]] = {}
    for at, entry in enumerate(entries):
        if entry.kind != "step":
            continue
        for label in (*entry.acts, *entry.labels):
            is_title = label.zh in entry.title or label.en.casefold() in entry.title.casefold()
            rank = (0 if is_title else 1 if label in entry.acts else 2, at)
            if not titled & {label.zh, label.en}:
                best[label.key] = min(best.get(label.key, rank), rank)
    return {key: at for key, (_, at) in best.items()}


def _paragraphs(rich: Rich) -> tuple[str, ...]:
    return tuple(placeholders.text(plain_text(line)) for line in lines_of(rich))


def _labels(*texts: Rich) -> tuple[PortalLabel, ...]:
    lines = (line for rich in texts for line in lines_of(rich))
    return tuple(part for line in lines for part in line if isinstance(part, PortalLabel))


def _without_remark(name: str) -> tuple[str, ...]:
    """`Unified Social Credit Code (USCC)` is also called by each of its parts."""
    found = re.fullmatch(r"(.+?)\s*[（(](.+)[）)]", name)
    return (found[1], found[2]) if found else ()


def _path(*parts: str) -> str:
    return " › ".join(part for part in parts if part)


def _within(region: Region, text: str) -> str:
    return f"{placeholders.opens(region.condition)}{text}{placeholders.closes(region.condition)}"
