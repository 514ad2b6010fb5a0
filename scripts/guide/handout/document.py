"""A view → the document that print is set from: plain data by the view's own names, nothing left to look up.

What a buyer has written is data from here on, never markup. Lengths are points, times are days.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from guide.content.substitutions import Substitutions
from guide.content.views.guide import GuideView
from guide.content.views.reference import MaterialView, QuestionView, RefusalView, SourceView, TermView, UpdateView
from guide.content.views.stages import DependencyView, StageView
from guide.content.views.steps import (
    BadgeView,
    Blank,
    ChoiceView,
    FieldView,
    MessageLine,
    MessageText,
    MessageView,
    OptionView,
    StepView,
    TroubleView,
)
from guide.content.views.texts import Line, Link, PlainText, StageLink, Value
from guide.figures.store import Capture
from guide.handout.deferred import Data, Deferred
from guide.handout.figure import figure, has_room_beside, typed_into
from guide.handout.qr import Code
from guide.handout.text_runs import Runs, broken, label, length_of, value
from guide.model.markup import Paragraph

DEPTH = 6
"""How far from the top of a document what waits for a buyer's values is told apart: to the single field of a step."""
_DATE = "    -  -  "
"""What stands between the digits of a date."""


def document(view: GuideView, captures: Mapping[str, Capture], pictures: Mapping[str, Path]) -> Data:
    """Everything that the templates print; `Later` where a buyer's values will stand.

    `pictures` are the files to print, by screen; a screen without a capture is shown by its legend alone.
    """
    return _Document(view, captures, pictures).data()


def codes_of(view: GuideView, substitutions: Substitutions, alt: str) -> dict[str, Code]:
    """By stage, the QR code that leads to it on the buyer's hosted guide, in this language; none where that has no address.

    `alt` is the alternative text, with `{title}` and `{url}`.
    """
    site_url = substitutions.text_in(view.buyer.site_url)
    if not site_url:
        return {}
    start = site_url.rstrip("/") + ("/" if view.language == view.languages[0] else f"/{view.language}/")
    codes = {}
    for stage in view.stages:
        address = f"{start}{stage.id}.html"
        codes[stage.id] = Code(address, alt.replace("{title}", stage.title).replace("{url}", address))
    return codes


class _Document:
    def __init__(self, view: GuideView, captures: Mapping[str, Capture], pictures: Mapping[str, Path]) -> None:
        self.view = view
        self.captures = captures
        self.pictures = pictures
        self.numbers = {source.id: number for number, source in enumerate(view.sources, 1)}
        self.runs = Runs({*places_of(view), *chapters_of(view)}, view.language)
        self.rich = self.runs.rich

    def data(self) -> Data:
        view = self.view
        stages = [self.stage(stage) for stage in view.stages]
        return {
            "language": view.language,
            "title": view.title,
            "edition": view.edition,
            "verified_on": view.verified_on,
            "review_by": view.review_by,
            "dated": [view.dated.year, view.dated.month, view.dated.day],
            "keywords": [word for word in (view.portal, view.edition) if word],
            "buyer": Deferred(self.buyer),
            "greeting": self.rich(view.greeting),
            "intro": self.rich(view.intro),
            "order": self.rich(view.order),
            "safety": self.rich(view.safety),
            "prepare": self.rich(view.prepare),
            "provenance": self.rich(view.provenance),
            "schedule": self.schedule(),
            "overview": [self.brief(stage) for stage in view.stages],
            "stages": stages,
            "has_forms": any(stage["has_forms"] for stage in stages),
            "has_items": any(field.per_item for stage in view.stages for step in stage.steps for field in step.fields),
            "materials": [self.material(material) for material in view.materials],
            "updates": [self.update(update) for update in view.updates],
            "faq": [self.question(entry) for entry in view.faq],
            "refusals": [self.refusal(entry) for entry in view.refusals],
            "glossary": [self.term(term) for term in view.glossary],
            "labels": [{**label(word), "pinyin": word.pinyin} for word in view.labels],
            "sources": [self.source(source) for source in view.sources],
        }

    # ---------------------------------------------------------------------------------------------
    # The buyer

    def buyer(self, substitutions: Substitutions) -> Data:
        buyer = self.view.buyer
        name = substitutions.values[buyer.name]
        named = substitutions.holds(buyer.named)
        site_url = substitutions.text_in(buyer.site_url)
        contact = {part: substitutions.text_in(region) for part, region in buyer.contact_parts.items()}
        return {
            "named": named,
            "name": broken(name),
            "plain_name": name,
            "length": length_of(name),
            "full_title": f"{self.view.title} · {name}" if named else self.view.title,
            "author": name if named else self.view.title,
            "values": [[words, broken(substitutions.values[value])] for words, value in buyer.values],
            "contact": {part: broken(given) for part, given in contact.items() if given} or None,
            "email_href": substitutions.values[buyer.email_href],
            "phone_href": substitutions.values[buyer.phone_href],
            "deadline": substitutions.text_in(buyer.deadline),
            "site_url": site_url,
            "site_line": broken(site_url or ""),
        }

    # ---------------------------------------------------------------------------------------------
    # Stages

    def schedule(self) -> Data:
        schedule = self.view.schedule
        return {
            "work": schedule.work,
            "finish": schedule.finish,
            "one_by_one": schedule.one_by_one,
            "chain": [link.id for link in schedule.chain],
            "days": float(schedule.days),
        }

    def brief(self, stage: StageView) -> Data:
        """A stage for the overview."""
        return {
            "id": stage.id,
            "number": stage.number,
            "short": stage.short,
            "after": [self.dependency(dependency) for dependency in stage.after],
            "work": stage.work,
            "wait": stage.wait,
            "cost": stage.cost,
            "who": list(stage.who),
            "start": float(stage.start),
            "finish": float(stage.finish),
        }

    def stage(self, stage: StageView) -> Data:
        """A stage in full."""
        told: dict[str, str] = {}
        return {
            "id": stage.id,
            "number": stage.number,
            "title": stage.title,
            "goal": self.rich(stage.goal),
            "after": [self.dependency(dependency) for dependency in stage.after],
            "work": stage.work,
            "wait": stage.wait,
            "cost": stage.cost,
            "cost_note": self.rich(stage.cost_note),
            "who": list(stage.who),
            "waits_for": list(stage.waits_for),
            "intro": self.rich(stage.intro),
            "steps": [self.step(step, told) for step in stage.steps],
            "has_forms": any(step.fields for step in stage.steps),
            "trouble": [self.trouble(entry) for entry in stage.trouble],
            "done": self.rich(stage.done),
            "materials": [{"id": material.id, "name": material.name} for material in stage.materials],
            "note": Deferred(
                lambda substitutions: [
                    broken(line) for line in (substitutions.text_in(stage.note) or "").splitlines() if line
                ]
            ),
            "parallel": list(stage.parallel),
            "following": [_reference(link) for link in stage.following],
            "hosted": Deferred(lambda substitutions: bool(substitutions.text_in(self.view.buyer.site_url))),
        }

    def dependency(self, dependency: DependencyView) -> Data:
        return {
            "ways": [{"line": self.runs.line(way), "stage": _stage_of(way)} for way in dependency.ways],
            "inferred": dependency.inferred,
            "why": self.rich(dependency.why),
        }

    def step(self, step: StepView, told: dict[str, str]) -> Data:
        updates = [*step.updates, *(update for field in step.fields for update in field.updates)]
        do = self.rich(step.do)
        figures = [
            figure(screen, self.captures.get(screen.id), self.pictures.get(screen.id), self.runs)
            for screen in step.screens
        ]
        return {
            "id": step.id,
            "number": step.number,
            "title": step.title,
            "url": step.url,
            "path": [label(word) for word in step.path],
            "do": do,
            "do_beside": bool(figures) and has_room_beside(figures[0], do),
            "choices": [self.choice(choice) for choice in step.choices],
            "choices_cost": step.choices_cost,
            "choices_who": step.choices_who,
            "fields": [self.field(field, step) for field in step.fields],
            "help": [
                {**label(entry.label), "answer": self.rich(entry.answer), "source": self.cited(entry.source)}
                for entry in step.help
            ],
            "materials": [{"id": material.id, "name": material.name} for material in step.materials],
            "badges": [self.badge(badge) for badge in step.badges],
            "wait": step.wait,
            "notes": [self.rich(note) for note in step.notes],
            "messages": [self.message(message) for message in step.messages],
            "updates": [self.retold(update, step.number, told) for update in dict.fromkeys(updates)],
            "expect": self.rich(step.expect),
            "trouble": [self.trouble(entry) for entry in step.trouble],
            "figures": figures,
        }

    def retold(self, update: UpdateView, place: str, told: dict[str, str]) -> Data:
        """An update in full where a stage first meets it, and later by its topic and the step that tells it."""
        first = told.setdefault(update.id, place)
        return self.update(update) if first == place else {"topic": update.topic, "told_at": first}

    def choice(self, choice: ChoiceView) -> Data:
        return {
            **label(choice.label),
            "who": self.rich(choice.who),
            "gives": self.rich(choice.gives),
            "cost": self.rich(choice.cost),
            "choose": choice.choose,
        }

    def badge(self, badge: BadgeView) -> Data:
        return {"kind": badge.kind, "note": self.rich(badge.note), "source": self.cited(badge.source)}

    def trouble(self, entry: TroubleView) -> Data:
        return {
            "symptom": self.rich(entry.symptom),
            "cause": self.rich(entry.cause),
            "fix": self.rich(entry.fix),
            "source": self.cited(entry.source),
        }

    def field(self, field: FieldView, step: StepView) -> Data:
        rule = field.format
        return {
            "id": field.id,
            **label(field.label),
            "number": field.number,
            "kind": field.kind,
            "required": field.required,
            "per_item": field.per_item,
            "required_note": self.rich(field.required_note),
            "format": self.rich(rule.describe) if rule else [],
            "confirmed": rule.rule.confirmed if rule else True,
            "enter": self.rich(field.enter),
            "example": self.rich(field.example),
            "mistake": self.rich(field.mistake),
            "options": [self.option(option) for option in field.options],
            "material": {"id": field.material.id, "name": field.material.name} if field.material else None,
            "source": self.cited(field.source),
            "secret": field.secret,
            "boxes": rule.boxes if rule else 0,
            "mask": _DATE if rule and rule.rule.check == "date" else "",
            "known": self.known(field, step),
        }

    def option(self, option: OptionView) -> Data:
        return {**label(option.label), "meaning": self.rich(option.meaning), "choose": option.choose}

    def known(self, field: FieldView, step: StepView) -> Deferred | None:
        """What the buyer has decided for this field: what a picture shows typed into it, or its example gives."""
        for screen in step.screens:
            typed = typed_into(screen, self.captures.get(screen.id), field.id)
            if typed is not None:
                return _known_deferred(typed)
        parts = [part for block in field.example if isinstance(block, Paragraph) for part in block.parts]
        if len(parts) == 1 and isinstance(parts[0], Value):
            return _known_deferred((parts[0].spelt("copy"),))
        return None

    def message(self, message: MessageView) -> Data:
        """Without the lines that only the page can complete."""
        return {
            "title": message.title,
            "intro": self.rich(message.intro),
            "blanks": [field.label for field in message.fields],
            "sent": _message_text(message.sent),
            "reading": _message_text(message.reading) if message.reading else None,
        }

    # ---------------------------------------------------------------------------------------------
    # What stands behind the stages

    def material(self, material: MaterialView) -> Data:
        return {
            "id": material.id,
            "name": material.name,
            "format": self.rich(material.format),
            "who": self.rich(material.who),
            "pitfalls": [self.rich(pitfall) for pitfall in material.pitfalls],
            "optional": material.optional,
            "updates": [update.topic for update in material.updates],
            "sources": self.all_cited(material.sources),
            "used": [{"w": use.words.partition(" ")[0], **self.runs.target(use.target)} for use in material.used],
        }

    def update(self, update: UpdateView) -> Data:
        return {
            "id": update.id,
            "topic": update.topic,
            "then": self.rich(update.then),
            "now": self.rich(update.now),
            "since": update.since,
            "sources": self.all_cited(update.sources),
            "review_by": update.review_by,
        }

    def question(self, entry: QuestionView) -> Data:
        return {
            "id": entry.id,
            "question": entry.question,
            "answer": self.rich(entry.answer),
            "stage": _reference(entry.stage),
            "source": self.cited(entry.source),
        }

    def refusal(self, entry: RefusalView) -> Data:
        return {
            "id": entry.id,
            "symptom": entry.symptom,
            "cause": self.rich(entry.cause),
            "fix": self.rich(entry.fix),
            "stage": _reference(entry.stage),
            "source": self.cited(entry.source),
        }

    def term(self, term: TermView) -> Data:
        return {
            "id": term.id,
            "term": term.term,
            "other": term.other,
            "pinyin": term.pinyin,
            "meaning": self.rich(term.meaning),
            "also": list(term.also),
            "sources": self.all_cited(term.sources),
        }

    def source(self, source: SourceView) -> Data:
        return {
            "title": source.title,
            "date": source.date,
            "url": source.url,
            "standing": source.standing,
        }

    def cited(self, source: SourceView | None) -> int | None:
        """The number of a source in the list of sources, from 1."""
        return self.numbers[source.id] if source else None

    def all_cited(self, cited: Iterable[SourceView]) -> list[int]:
        return [self.numbers[source.id] for source in cited]


def _known_deferred(answer: PlainText) -> Deferred:
    def made(substitutions: Substitutions) -> Data | None:
        written = substitutions.text(answer)
        return {"text": written, "line": broken(written)} if written else None

    return Deferred(made)


def _message_text(written: MessageText) -> Data:
    lines = [_message_line(line) for line in written.lines if not line.automatic]
    return {"language": written.language, "lines": lines}


def _message_line(line: MessageLine) -> list[Any]:
    runs: list[Any] = []
    for part in line.parts:
        if isinstance(part, Blank):
            runs.append({"blank": part.name})
        else:
            runs += broken(part) if isinstance(part, str) else [value(part, None)]
    return runs


def _reference(stage: StageLink | None) -> Data | None:
    return {"id": stage.id, "number": stage.number, "title": stage.title} if stage else None


def _stage_of(way: Line) -> str | None:
    return next((part.target.page for part in way if isinstance(part, Link)), None)


def places_of(view: GuideView) -> dict[str, str]:
    """Where links within the document may lead, each with its name: the labels of headings."""
    places: dict[str, str] = {}
    for stage in view.stages:
        places[stage.id] = f"{stage.number} {stage.title}"
        places |= {f"{stage.id}#{step.id}": f"{step.number} {step.title}" for step in stage.steps}
    places |= {f"prepare#{material.id}": material.name for material in view.materials}
    places |= {f"faq#{question.id}": question.question for question in view.faq}
    places |= {f"faq#{refusal.id}": refusal.symptom for refusal in view.refusals}
    places |= {f"glossary#{term.id}": term.term for term in view.glossary}
    places |= {f"source#{number}": f"[{number}] {source.title}" for number, source in enumerate(view.sources, 1)}
    return places


def chapters_of(view: GuideView) -> dict[str, str]:
    """The chapters that links may lead to, each with the name of its title among the words of print."""
    chapters = {"index": "overview", "about": "sources_title"}
    if view.materials:
        chapters["prepare"] = "prepare_title"
    if view.faq or view.refusals:
        chapters["faq"] = "faq_title"
    if view.glossary or view.labels:
        chapters["glossary"] = "glossary_title"
    return chapters
