"""One language and one set of stages of a guide: every reference resolved, buyer values left as slots."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from guide import slots
from guide.markup import (
    Block,
    LabelMention,
    LinkMention,
    Listing,
    Mention,
    Paragraph,
    ValueMention,
    Words,
    parse,
    parse_line,
)
from guide.model import (
    AUTOMATIC_BLANKS,
    BLANK,
    Choice,
    Dependency,
    Guide,
    Input,
    Language,
    Mark,
    Material,
    Message,
    Question,
    Refusal,
    Screen,
    Stage,
    Step,
    Strict,
    Text,
    Trouble,
)
from guide.schedule import Timing, critical_chain, dependencies, reachable, timings, ways
from guide.values import written_date, written_duration, written_work, written_working_days
from guide.view import (
    BadgeView,
    Blank,
    BuyerView,
    ChoiceView,
    DependencyView,
    FieldView,
    FormatView,
    GuideView,
    HelpView,
    Inline,
    Line,
    Link,
    MarkView,
    MaterialView,
    MessageFieldView,
    MessageLine,
    MessageText,
    MessageView,
    OptionView,
    PortalLabel,
    QuestionView,
    RefusalView,
    Region,
    Rich,
    ScheduleView,
    ScreenView,
    SourceView,
    StageLink,
    StageView,
    StepView,
    Target,
    TermView,
    TroubleView,
    UpdateView,
    UseView,
    Value,
)


@dataclass(frozen=True)
class Structure:
    """What decides the shape of a built site: buyers with the same structure share one."""

    languages: tuple[Language, ...]
    """Published, the main one first."""
    skipped: frozenset[str]
    """Ids of the stages left out."""


def tailor(guide: Guide, structure: Structure, language: Language) -> GuideView:
    """`guide` as the readers of `language` see it, without the stages that `structure` skips."""
    return _Tailor(guide, structure, language).view()


class _Tailor:
    def __init__(self, guide: Guide, structure: Structure, language: Language) -> None:
        self.guide = guide
        self.language = language
        self.languages = structure.languages
        self.stages = [stage for stage in guide.stages if stage.id not in structure.skipped]
        self.numbers = {stage.id: number for number, stage in enumerate(self.stages, 1)}
        self.after = dependencies(guide, structure.skipped)
        self.timings = timings({stage.id: stage for stage in self.stages}, self.after)
        self.before = reachable(self.after)
        self.steps = {f"{stage.id}/{step.id}" for stage in self.stages for step in stage.steps}
        self.updates = {update.id: update for update in guide.updates}
        self.glossary = {term.id for term in guide.glossary}
        self.used = {name for stage in self.stages for name in _material_ids(stage)}
        self.places = self._places()
        self.materials = {material.id: self.material(material) for material in guide.materials}

    def view(self) -> GuideView:
        about = self.guide.guide
        left_out = self._left_out()
        return GuideView(
            id=about.id,
            language=self.language,
            languages=self.languages,
            title=self.words(about.title),
            portal=self.words(about.portal) if about.portal else None,
            edition=about.edition,
            verified_on=written_date(about.verified_on, self.language),
            dated=about.verified_on,
            review_by=written_date(about.review_by, self.language) if about.review_by else None,
            greeting=self.rich(about.greeting),
            intro=self.rich(about.intro),
            order=self.rich(about.order),
            safety=self.rich(about.safety),
            prepare=self.rich(about.prepare),
            provenance=self.rich(about.provenance),
            stages=tuple(self.stage(stage) for stage in self.stages),
            materials=tuple(material for material in self.materials.values() if material.used),
            messages=tuple(
                message for stage in self.stages for step in stage.steps for message in self._messages(stage, step)
            ),
            updates=tuple(self.update(update.id) for update in self.guide.updates if update.id not in left_out),
            glossary=self._terms(),
            labels=tuple(
                sorted(
                    (self.label(key) for key in self.guide.labels if key not in left_out),
                    key=lambda label: _plain_pinyin(label.pinyin or label.zh),
                )
            ),
            faq=tuple(self.question(entry) for entry in self.guide.faq if self._is_published(entry.stage)),
            refusals=tuple(self.refusal(entry) for entry in self.guide.refusals if self._is_published(entry.stage)),
            sources=tuple(self.source(key) for key in self.guide.sources),
            schedule=self._schedule(),
            buyer=self._buyer(),
            words=tuple(self.guide.words.items()),
        )

    def _left_out(self) -> set[str]:
        """Labels and updates that only stages speak of which this edition leaves out."""
        published: list[str] = []
        skipped: list[str] = []
        for stage in self.guide.stages:
            screens = [self.guide.screens[name].model_dump_json() for step in stage.steps for name in step.screens]
            (published if stage.id in self.numbers else skipped).append("".join([stage.model_dump_json(), *screens]))
        answers: tuple[Question | Refusal, ...] = (*self.guide.faq, *self.guide.refusals)
        for entry in answers:
            (published if self._is_published(entry.stage) else skipped).append(entry.model_dump_json(exclude={"id"}))
        others = self.guide.model_dump_json(include={"guide", "materials", "glossary", "messages"})
        return _keys_in("".join(skipped)) - _keys_in("".join([*published, others]))

    # ---------------------------------------------------------------------------------------------
    # Texts

    def words(self, text: Text) -> str:
        """A title, as written."""
        return text.in_language(self.language)

    def rich(self, text: Text | None) -> Rich:
        """A text with everything in it resolved; empty for None."""
        if text is None:
            return ()
        return tuple(self._block(block) for block in parse(text.in_language(self.language)))

    def _block(self, block: Block[Mention]) -> Block[Inline]:
        if isinstance(block, Paragraph):
            return Paragraph(self._line(block.parts))
        return Listing(block.ordered, tuple(self._line(item) for item in block.items))

    def _line(self, mentions: Iterable[Mention]) -> Line:
        return tuple(self._inline(mention) for mention in mentions)

    def _inline(self, mention: Mention) -> Inline:
        if isinstance(mention, LabelMention):
            return self.label(mention.key)
        if isinstance(mention, ValueMention):
            return self.value(mention.key, typed=mention.typed)
        if isinstance(mention, LinkMention):
            target = self._target(mention.target)
            return Link(mention.words, target) if target else Words(mention.words)
        return mention

    def value(self, key: str, typed: bool = False) -> Value:
        """The slots of a buyer's value."""
        name = f"{self.language}:{key}"
        copies = slots.value(f"{name}:copy")
        return Value(slots.value(f"{name}:typed" if typed else name), copies)

    def _target(self, written: str) -> Target | None:
        """Where a link leads; None if that is in a stage that is left out."""
        kind, _, rest = written.partition(":")
        name, _, anchor = rest.partition("#")
        if kind == "stage":
            return Target(name) if name in self.numbers else None
        if kind == "step":
            stage, _, step = name.partition("/")
            return Target(stage, step) if name in self.steps else None
        if kind == "term":
            return Target("glossary", name)
        if kind == "material":
            return Target("prepare", name) if name in self.used else None
        if kind == "page":
            published = name in self.places and (not anchor or anchor in self.places[name])
            return Target(name, anchor or None) if published else None
        return Target(url=written)

    def label(self, key: str) -> PortalLabel:
        label = self.guide.labels[key]
        gloss = None if self.language == "zh" else label.en
        return PortalLabel(key, label.zh, gloss, label.pinyin, label.en)

    # ---------------------------------------------------------------------------------------------
    # Stages

    def stage(self, stage: Stage) -> StageView:
        timing = self.timings[stage.id]
        return StageView(
            id=stage.id,
            number=self.numbers[stage.id],
            title=self.words(stage.title),
            short=self.words(stage.short_title),
            goal=self.rich(stage.goal),
            after=tuple(self.dependency(dependency) for dependency in self.after[stage.id]),
            work=written_duration(stage.work, self.language),
            wait=written_duration(stage.wait, self.language) if stage.wait.high else None,
            cost=stage.cost.kind,
            cost_note=self.rich(stage.cost.note),
            who=tuple(self.words(self.guide.actors[actor]) for actor in stage.who),
            waits_for=tuple(self.words(self.guide.actors[actor]) for actor in stage.waits_for),
            intro=self.rich(stage.intro),
            steps=tuple(self.step(stage, step, number) for number, step in enumerate(stage.steps, 1)),
            trouble=self.troubles(stage.trouble, stage.id),
            done=self.rich(stage.done),
            materials=tuple(self.materials[name] for name in _material_ids(stage)),
            note=self._region(f"note.{stage.id}", f"{self.language}:note.{stage.id}"),
            parallel=tuple(
                self.words(other.short_title)
                for other in self.stages
                if other.id != stage.id
                and other.id not in self.before[stage.id]
                and stage.id not in self.before[other.id]
            ),
            following=tuple(
                self._stage_link(other.id)
                for other in self.stages
                if any(way.stage == stage.id for d in self.after[other.id] for way in ways(d))
            ),
            start=timing.latest_start,
            finish=timing.latest_finish,
        )

    def dependency(self, dependency: Dependency) -> DependencyView:
        lines: list[Line] = []
        for way in ways(dependency):
            if way.stage is not None:
                link = self._stage_link(way.stage)
                lines.append((Link(link.title, Target(link.id)),))
            elif way.condition is not None:
                lines.append(_joined(self.rich(way.condition)))
        return DependencyView(tuple(lines), dependency.basis == "inferred", self.rich(dependency.why))

    def step(self, stage: Stage, step: Step, number: int) -> StepView:
        screens = [(name, self.guide.screens[name]) for name in step.screens]
        return StepView(
            id=step.id,
            number=f"{self.numbers[stage.id]}.{number}",
            digest=_digest(step),
            title=self.words(step.title),
            url=step.url,
            path=tuple(self.label(key) for key in step.path),
            do=self.rich(step.do),
            choices=tuple(self.choice(choice) for choice in step.choices),
            choices_cost=any(choice.cost for choice in step.choices),
            choices_who=any(choice.who for choice in step.choices),
            fields=tuple(self.field(field, index) for index, field in enumerate(step.fields, 1)),
            help=tuple(HelpView(self.label(q.label), self.rich(q.answer), self._source(q.source)) for q in step.help),
            materials=tuple(self.materials[name] for name in step.materials),
            badges=tuple(BadgeView(b.kind, self.rich(b.note), self._source(b.source)) for b in step.badges),
            wait=written_duration(step.wait, self.language) if step.wait and step.wait.high else None,
            notes=tuple(self.rich(note) for note in step.notes),
            updates=tuple(self.update(name) for name in step.updates),
            expect=self.rich(step.expect),
            trouble=self.troubles(step.trouble, step.id),
            screens=tuple(self.screen(name, screen) for name, screen in screens),
            messages=self._messages(stage, step),
        )

    def choice(self, choice: Choice) -> ChoiceView:
        return ChoiceView(
            self.label(choice.label),
            self.rich(choice.who),
            self.rich(choice.gives),
            self.rich(choice.cost),
            choice.choose,
        )

    def field(self, field: Input, number: int) -> FieldView:
        return FieldView(
            id=field.id,
            label=self.label(field.label),
            kind=field.kind,
            required=field.required,
            required_note=self.rich(field.required_note),
            format=self._format(field.format) if field.format else None,
            enter=self.rich(field.enter),
            example=self.rich(field.example),
            mistake=self.rich(field.mistake),
            options=tuple(OptionView(self.label(o.label), self.rich(o.meaning), o.choose) for o in field.options),
            material=self.materials[field.material] if field.material else None,
            updates=tuple(self.update(name) for name in field.updates),
            source=self._source(field.source),
            secret=field.secret,
            number=number,
        )

    def _format(self, key: str) -> FormatView:
        rule = self.guide.formats[key]
        return FormatView(key, self.rich(rule.describe), rule, max(rule.lengths, default=0))

    def troubles(self, written: tuple[Trouble, ...], place: str) -> tuple[TroubleView, ...]:
        return tuple(
            TroubleView(
                entry.id or f"trouble_{place}_{number}",
                self.rich(entry.symptom), self.rich(entry.cause), self.rich(entry.fix), self._source(entry.source),
            )
            for number, entry in enumerate(written, 1)
        )  # fmt: skip

    # ---------------------------------------------------------------------------------------------
    # Messages

    def _messages(self, stage: Stage, step: Step) -> tuple[MessageView, ...]:
        return tuple(
            self.message(entry) for entry in self.guide.messages if (entry.stage, entry.step) == (stage.id, step.id)
        )

    def message(self, message: Message) -> MessageView:
        """`message` in the guide's main language, since the buyer's desk reads that; in the site's where it has none such."""
        main = self.guide.guide.languages[0]
        sent = main if main in self.languages else self.languages[0]
        return MessageView(
            id=message.id,
            stage=message.stage,
            step=message.step,
            title=self.words(message.title),
            intro=self.rich(message.intro),
            fields=tuple(
                MessageFieldView(
                    field.id,
                    self.words(field.label),
                    self._format(field.format) if field.format else None,
                    field.optional,
                )
                for field in message.fields
            ),
            sent=self._message_text(message, sent),
            reading=None if sent == self.language else self._message_text(message, self.language),
        )

    def _message_text(self, message: Message, language: Language) -> MessageText:
        optional = {field.id for field in message.fields if field.optional}
        lines: list[MessageLine] = []
        for block in parse(message.body.in_language(language)):
            for line in (block.parts,) if isinstance(block, Paragraph) else block.items:
                parts = tuple(part for mention in line for part in self._message_parts(mention, language))
                blanks = {part.name for part in parts if isinstance(part, Blank)}
                lines.append(MessageLine(parts, bool(blanks & set(AUTOMATIC_BLANKS)), bool(blanks & optional)))
        return MessageText(language, tuple(lines))

    def _message_parts(self, mention: Mention, language: Language) -> Iterator[str | Blank]:
        if isinstance(mention, ValueMention):
            yield slots.value(f"{language}:{mention.key}{':typed' if mention.typed else ''}")
        elif isinstance(mention, LabelMention):
            yield f"“{self.guide.labels[mention.key].zh}”"
        elif isinstance(mention, LinkMention):
            yield mention.words
        else:
            for index, part in enumerate(BLANK.split(mention.text)):
                if part:
                    yield Blank(part) if index % 2 else part

    # ---------------------------------------------------------------------------------------------
    # Screens

    def screen(self, name: str, screen: Screen) -> ScreenView:
        about = self.guide.guide
        marks: list[MarkView] = []
        for mark in screen.marks:
            number = sum(1 for made in marks if made.number) + 1 if mark.text else None
            marks.append(self._mark(mark, number))
        review_by = screen.review_by or about.review_by
        title = self.words(screen.title)
        return ScreenView(
            id=name,
            title=title,
            basis=screen.basis,
            taken_on=written_date(screen.taken_on, self.language) if screen.taken_on else None,
            checked_on=written_date(screen.checked_on or about.verified_on, self.language),
            review_by=written_date(review_by, self.language) if review_by else None,
            marks=tuple(marks),
            alternative=_alternative(title, marks, self.language),
        )

    def _mark(self, mark: Mark, number: int | None) -> MarkView:
        return MarkView(
            style=mark.style,
            number=number,
            legend=self.rich(mark.text),
            field=mark.field,
            label=self.label(mark.label) if mark.label else None,
            value=tuple(self._pictured(mention) for mention in parse_line(mark.value)) if mark.value else (),
        )

    def _pictured(self, mention: Mention) -> Inline:
        """A part of what stands typed in a picture: a value of no buyer leaves its box empty."""
        if isinstance(mention, ValueMention):
            slot = slots.value(f"{self.language}:{mention.key}:pictured")
            return Value(slot, slot)
        return self._inline(mention)

    # ---------------------------------------------------------------------------------------------
    # Pages beside the stages

    def _places(self) -> dict[str, set[str]]:
        """The pages that no stage owns and that are not empty, each with the places on it that a text can link to."""
        answers = {entry.id for entry in self.guide.faq if self._is_published(entry.stage)}
        answers |= {refusal.id for refusal in self.guide.refusals if self._is_published(refusal.stage)}
        places: dict[str, set[str]] = {"index": set(), "about": set()}
        if self.used:
            places["prepare"] = self.used
        if answers:
            places["faq"] = answers
        if self.glossary or self.guide.labels:
            places["glossary"] = self.glossary
        return places

    def material(self, material: Material) -> MaterialView:
        used = [
            UseView(f"{self.numbers[stage.id]}.{number} {self.words(step.title)}", Target(stage.id, step.id))
            for stage in self.stages
            for number, step in enumerate(stage.steps, 1)
            if material.id in _step_materials(step)
        ]
        return MaterialView(
            id=material.id,
            digest=_digest(material),
            name=self.words(material.name),
            format=self.rich(material.format),
            who=self.rich(material.who),
            pitfalls=tuple(self.rich(pitfall) for pitfall in material.pitfalls),
            optional=material.optional,
            updates=tuple(self.update(name) for name in material.updates),
            sources=tuple(self.source(name) for name in material.sources),
            used=tuple(used),
        )

    def update(self, name: str) -> UpdateView:
        update = self.updates[name]
        return UpdateView(
            id=update.id,
            topic=self.words(update.topic),
            then=self.rich(update.then),
            now=self.rich(update.now),
            since=update.since,
            sources=tuple(self.source(key) for key in update.sources),
            review_by=update.review_by.isoformat(),
        )

    def source(self, key: str) -> SourceView:
        source = self.guide.sources[key]
        return SourceView(key, self.words(source.title), source.date, source.url, source.standing)

    def _source(self, key: str | None) -> SourceView | None:
        return self.source(key) if key else None

    def _terms(self) -> tuple[TermView, ...]:
        terms = [
            TermView(
                id=term.id,
                term=self.words(term.term),
                other=(term.term.en if self.language == "zh" else term.term.zh),
                pinyin=term.pinyin,
                meaning=self.rich(term.meaning),
                also=term.also,
                sources=tuple(self.source(key) for key in term.sources),
            )
            for term in self.guide.glossary
        ]
        by_pinyin = self.language == "zh"
        return tuple(sorted(terms, key=lambda t: _plain_pinyin(t.pinyin or t.term) if by_pinyin else t.term.casefold()))

    def question(self, entry: Question) -> QuestionView:
        stage = self._stage_link(entry.stage) if entry.stage else None
        return QuestionView(
            entry.id, self.words(entry.question), self.rich(entry.answer), stage, self._source(entry.source)
        )

    def refusal(self, entry: Refusal) -> RefusalView:
        stage = self._stage_link(entry.stage) if entry.stage else None
        return RefusalView(
            entry.id,
            self.words(entry.symptom),
            self.rich(entry.cause),
            self.rich(entry.fix),
            stage,
            self._source(entry.source),
        )

    def _is_published(self, stage: str | None) -> bool:
        return stage is None or stage in self.numbers

    def _stage_link(self, name: str) -> StageLink:
        return StageLink(name, self.numbers[name], self.words(self.guide.stage(name).short_title))

    def _schedule(self) -> ScheduleView:
        known = self.timings
        work = [stage.work.work_days() for stage in self.stages]
        whole = [
            (w[0] + stage.wait.wait_days()[0], w[1] + stage.wait.wait_days()[1])
            for w, stage in zip(work, self.stages, strict=True)
        ]
        finish: Timing = known[critical_chain(known)[-1]]
        return ScheduleView(
            work=written_work(_sum(w[0] for w in work), _sum(w[1] for w in work), self.language),
            finish=written_working_days(
                max(t.earliest_finish for t in known.values()), finish.latest_finish, self.language
            ),
            one_by_one=written_working_days(_sum(w[0] for w in whole), _sum(w[1] for w in whole), self.language),
            chain=tuple(self._stage_link(name) for name in critical_chain(known)),
            days=finish.latest_finish,
        )

    # ---------------------------------------------------------------------------------------------
    # What the buyer may give

    def _region(self, condition: str, name: str) -> Region:
        return Region(slots.opens(condition), slots.value(name), slots.closes(condition))

    def _buyer(self) -> BuyerView:
        facts = [
            (self.words(value.label), self.value(key))
            for key, value in self.guide.buyer_values.items()
            if not isinstance(value.required, tuple) or set(value.required) & set(self.numbers)
        ]
        plain = {name: self._region(name, f"{self.language}:{name}") for name in (
            "contact", "contact.person", "contact.phone", "contact.email", "contact.wecom", "contact.hours",
            "deadline", "site_url", "logo", "named", "!named",
        )}  # fmt: skip
        return BuyerView(
            name=slots.value(f"{self.language}:name"),
            named=plain["named"],
            unnamed=plain["!named"],
            values=tuple(facts),
            contact=plain["contact"],
            person=plain["contact.person"],
            phone=plain["contact.phone"],
            phone_href=slots.value("contact.phone:href"),
            email=plain["contact.email"],
            email_href=slots.value("contact.email:href"),
            wecom=plain["contact.wecom"],
            hours=plain["contact.hours"],
            deadline=plain["deadline"],
            site_url=plain["site_url"],
            logo=plain["logo"],
        )


def _digest(part: Strict) -> str:
    """Eight hexadecimal digits that change with any word of `part`, and not with what the model may come to allow."""
    written = json.dumps(part.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()[:8]


def _material_ids(stage: Stage) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for step in stage.steps for name in _step_materials(step)))


def _step_materials(step: Step) -> tuple[str, ...]:
    return (*step.materials, *(field.material for field in step.fields if field.material))


def _joined(rich: Rich) -> Line:
    """The parts of a text of one paragraph."""
    parts: list[Inline] = []
    for block in rich:
        for line in (block.parts,) if isinstance(block, Paragraph) else block.items:
            parts += line
    return tuple(parts)


def _sum(numbers: Iterable[Fraction]) -> Fraction:
    return sum(numbers, Fraction(0))


def _keys_in(written: str) -> set[str]:
    """Everything in a part of the guide that may be the key of a label or the id of an update."""
    return set(re.findall(r"(?:\"|\[\[)([a-z][a-z0-9_-]*)(?:\"|\]\])", written))


def _plain_pinyin(pinyin: str) -> str:
    """Without tone marks, for sorting."""
    decomposed = unicodedata.normalize("NFD", pinyin.casefold())
    return re.sub(r"[^a-z0-9 ]", "", decomposed)


def _alternative(title: str, marks: Collection[MarkView], language: Language) -> str:
    """The text alternative of a picture: its title and its legend."""
    comma, semicolon, stop = ("：", "；", "。") if language == "zh" else (": ", "; ", ".")
    lines = [f"{mark.number} {plain_text(mark.legend).rstrip('。.')}" for mark in marks if mark.number]
    return title + (comma + semicolon.join(lines) + stop if lines else stop)


def plain_text(rich: Rich) -> str:
    """`rich` without its markup, on one line; slots stay slots."""
    words: list[str] = []
    for part in _joined(rich):
        if isinstance(part, PortalLabel):
            words.append(f"“{part.zh}”" if part.gloss is None else f"{part.zh} ({part.gloss})")
        elif isinstance(part, Value):
            words.append(part.slot)
        else:
            words.append(part.text if isinstance(part, Words) else part.words)
    return "".join(words)
