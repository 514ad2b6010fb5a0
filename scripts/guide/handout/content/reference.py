"""What stands behind the stages: materials, updates, questions, refusals, terms and sources."""

from __future__ import annotations

from guide.content.views.reference import MaterialView, QuestionView, RefusalView, SourceView, TermView, UpdateView
from guide.content.views.texts import StageLink
from guide.handout.content.context import Context
from guide.handout.deferred import Data


def material_data(context: Context, material: MaterialView) -> Data:
    """A material to be prepared."""
    return {
        "id": material.id,
        "name": material.name,
        "format": context.rich(material.format),
        "who": context.rich(material.who),
        "pitfalls": [context.rich(pitfall) for pitfall in material.pitfalls],
        "optional": material.optional,
        "updates": [update.topic for update in material.updates],
        "sources": context.citations(material.sources),
        "used": [{"w": use.words.partition(" ")[0], **context.runs.target(use.target)} for use in material.used],
    }


def update_data(context: Context, update: UpdateView) -> Data:
    """What has changed since the original wording."""
    return {
        "id": update.id,
        "topic": update.topic,
        "then": context.rich(update.then),
        "now": context.rich(update.now),
        "since": update.since,
        "sources": context.citations(update.sources),
        "review_by": update.review_by,
    }


def question_data(context: Context, entry: QuestionView) -> Data:
    """An entry of the FAQ."""
    return {
        "id": entry.id,
        "question": entry.question,
        "answer": context.rich(entry.answer),
        "stage": link_data(entry.stage),
        "sources": context.citations(entry.sources),
    }


def refusal_data(context: Context, entry: RefusalView) -> Data:
    """An entry of the refusal clinic."""
    return {
        "id": entry.id,
        "symptom": entry.symptom,
        "cause": context.rich(entry.cause),
        "fix": context.rich(entry.fix),
        "stage": link_data(entry.stage),
        "source": context.citation(entry.source),
    }


def term_data(context: Context, term: TermView) -> Data:
    """An entry of the glossary."""
    return {
        "id": term.id,
        "term": term.term,
        "other": term.other,
        "pinyin": term.pinyin,
        "meaning": context.rich(term.meaning),
        "also": list(term.also),
        "sources": context.citations(term.sources),
    }


def source_data(source: SourceView) -> Data:
    """An entry of the list of sources."""
    return {
        "title": source.title,
        "published": source.published,
        "consulted": source.consulted,
        "excerpt": source.excerpt,
        "url": source.url,
        "standing": source.standing,
    }


def link_data(stage: StageLink | None) -> Data | None:
    """The way to a stage; None for None."""
    return {"id": stage.id, "number": stage.number, "title": stage.title} if stage else None
