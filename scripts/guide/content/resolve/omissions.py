"""What an edition has no use for: that only stages, terms and answers speak of which it leaves out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from guide.content.resolve.edition import Edition
from guide.model.reference import Question, Refusal


@dataclass(frozen=True)
class Omissions:
    """What an edition has no use for."""

    names: frozenset[str]
    """Keys and ids of labels, updates and sources that nothing published speaks of, but something left out does."""
    published: str
    """All that is published, folded for comparing."""
    terms: frozenset[str]
    """What the terms that it does not explain are called, folded, unless one that it explains is called so."""

    def publishes(self, words: str) -> bool:
        """Whether the words stand anywhere in what is published, and name nothing that is left out.

        History may still name it: a quotation of all the stages that there once were.
        """
        return words.casefold() in self.published and words.casefold() not in self.terms


def omissions_of(edition: Edition) -> Omissions:
    """What the edition leaves out along with its stages."""
    guide = edition.guide
    about = guide.guide
    published = [about.model_dump_json(exclude={"greeting", "intro", "order"})]
    skipped: list[str] = []

    def sort(is_published: bool, *parts: str) -> None:
        (published if is_published else skipped).extend(parts)

    for material in guide.materials:
        sort(material.id in edition.used, material.model_dump_json(exclude={"id"}))
    for passage in (*about.greeting, *about.intro, *about.order):
        sort(edition.publishes(*passage.stages), passage.model_dump_json())
    for stage in guide.stages:
        screens = (guide.screens[name].model_dump_json() for step in stage.steps for name in step.screens)
        sort(edition.publishes(stage.id), stage.model_dump_json(), *screens)
    answers: tuple[Question | Refusal, ...] = (*guide.faq, *guide.refusals)
    for entry in answers:
        sort(edition.publishes(entry.stage), entry.model_dump_json(exclude={"id"}))
    for term in guide.glossary:
        sort(edition.publishes(*term.stages), term.model_dump_json(exclude={"id"}))
    for key, rule in guide.formats.items():
        users = [
            stage.id for stage in guide.stages for step in stage.steps for field in step.fields if field.format == key
        ]
        users += [message.stage for message in guide.messages for blank in message.fields if blank.format == key]
        sort(edition.publishes(*users), rule.model_dump_json())
    for message in guide.messages:
        sort(edition.publishes(message.stage), message.model_dump_json(exclude={"id"}))
    gone = _keys_in(skipped) - _keys_in(published)
    for update in guide.updates:
        sort(update.id not in gone, update.model_dump_json(exclude={"id"}))
    names = frozenset(_keys_in(skipped) - _keys_in(published))
    published += [label.model_dump_json() for key, label in guide.labels.items() if key not in names]
    explained = {True: set[str](), False: set[str]()}
    for term in guide.glossary:
        names_of_term = (term.term.zh, term.term.en, *term.also)
        explained[edition.publishes(*term.stages)] |= {name.casefold() for name in names_of_term if name}
    return Omissions(names, "".join(published).casefold(), frozenset(explained[False] - explained[True]))


def _keys_in(parts: list[str]) -> set[str]:
    """Everything in parts of the guide that may be a key or an id."""
    return set(re.findall(r"(?:\"|\[\[)([a-z][a-z0-9_-]*)(?:\"|\]\])", "".join(parts)))
