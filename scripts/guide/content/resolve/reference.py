"""What stages refer to: materials, updates, sources, terms, labels, questions and refusals."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata

from guide.content.resolve.omissions import omissions_of
from guide.content.resolve.wording import Wording
from guide.content.views.reference import (
    FormatView,
    MaterialGroup,
    MaterialView,
    QuestionView,
    RefusalView,
    SourceView,
    TermView,
    UpdateView,
    UseView,
)
from guide.content.views.texts import PortalLabel, StageLink, Target
from guide.model.reference import Material, Question, Refusal
from guide.model.texts import Strict


class Reference:
    """Looks things up for an edition, by their keys and ids."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording
        self.edition = wording.edition
        self.guide = wording.guide
        self._omissions = omissions_of(self.edition)
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
        """Those that something in this edition rests on."""
        return tuple(self._source(key) for key in self.guide.sources if key not in self._omissions.names)

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

    def used_materials(self) -> tuple[MaterialView, ...]:
        """Those that some step of this edition uses."""
        return tuple(material for material in self.materials.values() if material.used)

    def material_groups(self) -> tuple[MaterialGroup, ...]:
        """The same in groups by who has them, in the order in which they first come; last what nobody is named for."""
        groups: dict[str, list[MaterialView]] = {}
        for material in self.used_materials():
            groups.setdefault(material.holder, []).append(material)
        named = [(key, _capitalized(self.wording.words(self.guide.actors[key]))) for key in groups if key]
        nobody = [("", "")] if "" in groups else []
        return tuple(MaterialGroup(key, holder, tuple(groups[key])) for key, holder in named + nobody)

    def updates(self) -> tuple[UpdateView, ...]:
        """Those that something in this edition speaks of."""
        return tuple(self.update(update.id) for update in self.guide.updates if update.id not in self._omissions.names)

    def labels(self) -> tuple[PortalLabel, ...]:
        """The words of the portal that something in this edition speaks of, by pinyin."""
        labels = (self.wording.label(key) for key in self.guide.labels if key not in self._omissions.names)
        return tuple(sorted(labels, key=lambda label: _plain_pinyin(label.pinyin or label.zh)))

    def search_words(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Readers' words, each with those of the guide's own that stand in this edition."""
        published = (
            (word, tuple(own for own in names if self._omissions.publishes(own)))
            for word, names in self.guide.words.items()
        )
        return tuple((word, own) for word, own in published if own)

    def terms(self) -> tuple[TermView, ...]:
        """The glossary, in the order of the language."""
        by_pinyin = self.wording.language == "zh"
        terms = [
            TermView(
                id=term.id,
                term=self.wording.words(term.term),
                other=(term.term.en if by_pinyin else term.term.zh),
                pinyin=term.pinyin,
                meaning=self.wording.passages(term.meaning),
                also=term.also,
                sources=tuple(self._source(key) for key in term.sources),
            )
            for term in self.guide.glossary
            if self.edition.publishes(*term.stages)
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
            entry.formerly,
            self.wording.words(entry.question),
            self.wording.passages(entry.answer),
            self._stage(entry.stage),
            tuple(self._source(key) for key in entry.sources),
        )

    def _refusal(self, entry: Refusal) -> RefusalView:
        return RefusalView(
            entry.id,
            entry.formerly,
            entry.common,
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
        return SourceView(
            id=key,
            title=self.wording.words(source.title),
            published=source.published,
            consulted=source.consulted.isoformat() if source.consulted else None,
            excerpt=source.excerpt,
            url=source.url if isinstance(source.url, str | None) else getattr(source.url, self.wording.language),
            standing=source.standing,
        )

    def _material(self, material: Material) -> MaterialView:
        numbers = self.edition.numbers
        used = [
            UseView(f"{numbers[stage.id]}.{number} {self.wording.words(step.title)}", Target(stage.id, step.id))
            for stage in self.edition.stages
            for number, step in enumerate(stage.steps, 1)
            if material.id in step.material_ids
        ]
        return MaterialView(
            id=material.id,
            digest=digest(material),
            name=self.wording.words(material.name),
            format=self.wording.rich(material.format),
            who=self.wording.rich(material.who),
            holder=material.holder or "",
            pitfalls=tuple(self.wording.rich(pitfall) for pitfall in material.pitfalls),
            optional=material.optional,
            updates=tuple(self.update(name) for name in material.updates),
            sources=tuple(self._source(name) for name in material.sources),
            used=tuple(used),
        )


def digest(part: Strict) -> str:
    """Eight hexadecimal digits that change with any word of `part`, and not with what the model may come to allow.

    Which troubles are common, who acts and under whom a material is listed are left out: they say nothing of what the reader
    has ticked.
    """
    words = part.model_dump(
        mode="json",
        exclude_defaults=True,
        exclude={"trouble": {"__all__": {"common"}}, "actors": True, "holder": True},
    )
    description = json.dumps(words, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(description.encode()).hexdigest()[:8]


def _capitalized(name: str) -> str:
    """As a heading begins; Chinese has no capitals."""
    return name[:1].upper() + name[1:]


def _plain_pinyin(pinyin: str) -> str:
    """Without tone marks, for sorting."""
    decomposed = unicodedata.normalize("NFD", pinyin.casefold())
    return re.sub(r"[^a-z0-9 ]", "", decomposed)
