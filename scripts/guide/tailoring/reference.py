"""What stages refer to: materials, updates, sources, terms, labels, questions and refusals."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata

from guide.model.guide import Guide
from guide.model.reference import Material, Question, Refusal
from guide.model.texts import Strict
from guide.tailoring.edition import Edition, step_materials
from guide.tailoring.wording import Wording
from guide.view.reference import (
    FormatView,
    MaterialView,
    QuestionView,
    RefusalView,
    SourceView,
    TermView,
    UpdateView,
    UseView,
)
from guide.view.texts import PortalLabel, StageLink, Target


class Reference:
    """Looks things up for an edition, by their keys and ids."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording
        self.edition = wording.edition
        self.guide = wording.guide
        self._updates = {update.id: update for update in self.guide.updates}
        self.materials = {material.id: self._material(material) for material in self.guide.materials}

    def format(self, key: str | None) -> FormatView | None:
        """The rule that a field keeps, if any."""
        if key is None:
            return None
        rule = self.guide.formats[key]
        return FormatView(key, self.wording.rich(rule.describe), rule, max(rule.lengths, default=0))

    def source(self, key: str | None) -> SourceView | None:
        """What a fact rests on; None for None."""
        return self._source(key) if key else None

    def sources(self) -> tuple[SourceView, ...]:
        """All of them."""
        return tuple(self._source(key) for key in self.guide.sources)

    def update(self, name: str) -> UpdateView:
        """A fact that has changed."""
        update = self._updates[name]
        return UpdateView(
            id=update.id,
            topic=self.wording.words(update.topic),
            then=self.wording.rich(update.then),
            now=self.wording.rich(update.now),
            since=update.since,
            sources=tuple(self._source(key) for key in update.sources),
            review_by=update.review_by.isoformat(),
        )

    def updates(self) -> tuple[UpdateView, ...]:
        """Those that something in this edition speaks of."""
        gone = _left_out(self.edition)
        return tuple(self.update(update.id) for update in self.guide.updates if update.id not in gone)

    def labels(self) -> tuple[PortalLabel, ...]:
        """The words of the portal that something in this edition speaks of, by pinyin."""
        gone = _left_out(self.edition)
        found = (self.wording.label(key) for key in self.guide.labels if key not in gone)
        return tuple(sorted(found, key=lambda label: _plain_pinyin(label.pinyin or label.zh)))

    def terms(self) -> tuple[TermView, ...]:
        """The glossary, in the order of the language."""
        by_pinyin = self.wording.language == "zh"
        terms = [
            TermView(
                id=term.id,
                term=self.wording.words(term.term),
                other=(term.term.en if by_pinyin else term.term.zh),
                pinyin=term.pinyin,
                meaning=self.wording.rich(term.meaning),
                also=term.also,
                sources=tuple(self._source(key) for key in term.sources),
            )
            for term in self.guide.glossary
        ]
        return tuple(sorted(terms, key=lambda t: _plain_pinyin(t.pinyin or t.term) if by_pinyin else t.term.casefold()))

    def questions(self) -> tuple[QuestionView, ...]:
        """The FAQ."""
        return tuple(self._question(entry) for entry in self.guide.faq if self.edition.publishes(entry.stage))

    def refusals(self) -> tuple[RefusalView, ...]:
        """The refusal clinic."""
        return tuple(self._refusal(entry) for entry in self.guide.refusals if self.edition.publishes(entry.stage))

    def _question(self, entry: Question) -> QuestionView:
        return QuestionView(
            entry.id,
            self.wording.words(entry.question),
            self.wording.rich(entry.answer),
            self._stage(entry.stage),
            self.source(entry.source),
        )

    def _refusal(self, entry: Refusal) -> RefusalView:
        return RefusalView(
            entry.id,
            self.wording.words(entry.symptom),
            self.wording.rich(entry.cause),
            self.wording.rich(entry.fix),
            self._stage(entry.stage),
            self.source(entry.source),
        )

    def _stage(self, name: str | None) -> StageLink | None:
        return self.wording.stage_link(name) if name else None

    def _source(self, key: str) -> SourceView:
        source = self.guide.sources[key]
        return SourceView(key, self.wording.words(source.title), source.date, source.url, source.standing)

    def _material(self, material: Material) -> MaterialView:
        numbers = self.edition.numbers
        used = [
            UseView(f"{numbers[stage.id]}.{number} {self.wording.words(step.title)}", Target(stage.id, step.id))
            for stage in self.edition.stages
            for number, step in enumerate(stage.steps, 1)
            if material.id in step_materials(step)
        ]
        return MaterialView(
            id=material.id,
            digest=digest(material),
            name=self.wording.words(material.name),
            format=self.wording.rich(material.format),
            who=self.wording.rich(material.who),
            pitfalls=tuple(self.wording.rich(pitfall) for pitfall in material.pitfalls),
            optional=material.optional,
            updates=tuple(self.update(name) for name in material.updates),
            sources=tuple(self._source(name) for name in material.sources),
            used=tuple(used),
        )


def digest(part: Strict) -> str:
    """Eight hexadecimal digits that change with any word of `part`, and not with what the model may come to allow."""
    written = json.dumps(part.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()[:8]


def _left_out(edition: Edition) -> set[str]:
    """Labels and updates that only stages speak of which this edition leaves out."""
    guide: Guide = edition.guide
    published: list[str] = []
    skipped: list[str] = []
    for stage in guide.stages:
        screens = [guide.screens[name].model_dump_json() for step in stage.steps for name in step.screens]
        (published if edition.publishes(stage.id) else skipped).append("".join([stage.model_dump_json(), *screens]))
    answers: tuple[Question | Refusal, ...] = (*guide.faq, *guide.refusals)
    for entry in answers:
        (published if edition.publishes(entry.stage) else skipped).append(entry.model_dump_json(exclude={"id"}))
    others = guide.model_dump_json(include={"guide", "materials", "glossary", "messages"})
    return _keys_in("".join(skipped)) - _keys_in("".join([*published, others]))


def _keys_in(written: str) -> set[str]:
    """Everything in a part of the guide that may be the key of a label or the id of an update."""
    return set(re.findall(r"(?:\"|\[\[)([a-z][a-z0-9_-]*)(?:\"|\]\])", written))


def _plain_pinyin(pinyin: str) -> str:
    """Without tone marks, for sorting."""
    decomposed = unicodedata.normalize("NFD", pinyin.casefold())
    return re.sub(r"[^a-z0-9 ]", "", decomposed)
