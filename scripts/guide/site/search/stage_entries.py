"""Entries for a stage and everything on its page: steps, choices, fields, questions of the portal, troubles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from guide.content.plain_text import lines_of, plain_text
from guide.content.views.stages import StageView
from guide.content.views.steps import FieldView, StepView, TroubleView
from guide.site import placeholders
from guide.site.search.entry import Entry, labels_in, paragraphs, title_of
from guide.site.search.phrases import Phrases, place_path, stage_place


def stage_entries(stage: StageView, phrases: Phrases) -> Iterator[Entry]:
    """The stage, then what stands on its page from top to bottom."""
    words = phrases.words
    facts = (
        phrases.fact(words.own_time, stage.work),
        phrases.fact(words.waiting, stage.wait),
        phrases.fact(words.cost, phrases.cost(stage), stage.cost_note),
        phrases.fact(words.acts, phrases.series(stage.who)),
        phrases.fact(words.waits_for, phrases.series(stage.waits_for)),
    )
    materials = phrases.fact(words.materials, phrases.series(material.name for material in stage.materials))
    yield Entry(
        "stage",
        stage.title,
        stage.id,
        number=str(stage.number),
        names=(stage.short,),
        text=paragraphs(stage.goal, phrases.facts(facts), stage.intro, materials, stage.done),
        hidden=(words.asks_stage.replace("{stage}", stage.short),),
        labels=labels_in(stage.goal, stage.intro, stage.done),
    )
    for step in stage.steps:
        place = place_path(stage_place(stage), f"{step.number} {step.title}")
        yield _step(stage, step, phrases)
        yield from _choices(stage, step, place, phrases)
        for field in step.fields:
            yield _field(stage, field, place, phrases)
        yield from _questions(stage, step, place)
        for trouble in step.trouble:
            yield _trouble(stage, trouble, place, phrases)
    for trouble in stage.trouble:
        yield _trouble(stage, trouble, stage_place(stage), phrases)


def _step(stage: StageView, step: StepView, phrases: Phrases) -> Entry:
    words = phrases.words
    marks = [mark for screen in step.screens for mark in screen.marks]
    return Entry(
        "step",
        step.title,
        stage.id,
        step.id,
        number=step.number,
        place=stage_place(stage),
        text=paragraphs(
            step.do,
            phrases.fact(words.menu_path, " → ".join(map(phrases.label, step.path))),
            *map(phrases.badge, step.badges),
            *step.notes,
            phrases.fact(words.waiting, step.wait),
            *(text for message in step.messages for text in (message.title, message.intro)),
            step.expect,
            *(mark.legend for mark in marks),
        ),
        acts=(*step.path, *labels_in(step.do)),
        labels=(*labels_in(step.expect), *(mark.label for mark in marks if mark.label)),
    )


def _choices(stage: StageView, step: StepView, place: str, phrases: Phrases) -> Iterator[Entry]:
    for choice in step.choices:
        advice = phrases.words.recommended if choice.choose else None
        text, label = paragraphs(advice, choice.who, choice.gives, choice.cost), choice.label
        yield Entry("choice", title_of(label), stage.id, step.id, place=place, text=text, label=label)


def _field(stage: StageView, field: FieldView, place: str, phrases: Phrases) -> Entry:
    words, label = phrases.words, field.label
    options = [option.label for option in field.options]
    labels = (*options, *labels_in(field.enter))
    text = paragraphs(
        field.enter,
        phrases.fact(words.example, field.example),
        field.format.describe if field.format else None,
        phrases.fact(words.mistake, field.mistake),
        phrases.series(map(phrases.label, options)),
        field.required_note,
    )
    hidden = (field.material.name,) if field.material else ()
    entry = Entry("field", title_of(label), stage.id, f"field-{field.id}", place=place, text=text, labels=labels)
    return replace(entry, label=label, hidden=hidden)


def _questions(stage: StageView, step: StepView, place: str) -> Iterator[Entry]:
    for number, question in enumerate(step.help, 1):
        anchor, label = f"help_{step.id}_{number}", question.label
        text, labels = paragraphs(question.answer), labels_in(question.answer)
        yield Entry("help", title_of(label), stage.id, anchor, place=place, text=text, label=label, labels=labels)


def _trouble(stage: StageView, trouble: TroubleView, place: str, phrases: Phrases) -> Entry:
    title, text = placeholders.text(plain_text(*lines_of(trouble.symptom))).rstrip("。."), phrases.remedy(trouble)
    labels = labels_in(trouble.symptom, trouble.cause, trouble.fix)
    return Entry("trouble", title, stage.id, trouble.id, place=place, text=text, labels=labels)
