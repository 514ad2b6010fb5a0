"""Steps, with their forms, choices and troubles."""

from __future__ import annotations

from guide.content.resolve.messages import messages_at
from guide.content.resolve.pictures import screen_view
from guide.content.resolve.reference import Reference, digest
from guide.content.views.steps import (
    BadgeView,
    ChoiceView,
    FieldView,
    HelpView,
    OptionView,
    ResultView,
    StepView,
    TroubleView,
)
from guide.model.forms import Input
from guide.model.stages import Stage
from guide.model.steps import Choice, Step, Trouble
from guide.model.texts import Language
from guide.model.values import format_duration


def step_view(reference: Reference, stage: Stage, step: Step, number: int) -> StepView:
    """`step`, the `number`th of its stage, from 1."""
    wording = reference.wording
    rich, label = wording.rich, wording.label
    return StepView(
        id=step.id,
        formerly=step.formerly,
        optional=step.optional,
        number=f"{reference.edition.numbers[stage.id]}.{number}",
        digest=digest(step),
        title=wording.words(step.title),
        url=step.url,
        path=tuple(label(key) for key in step.path),
        do=wording.passages(step.do),
        choices=tuple(_choice(reference, choice) for choice in step.choices),
        choices_cost=any(choice.cost for choice in step.choices),
        choices_who=any(choice.who for choice in step.choices),
        fields=tuple(_field(reference, field, index) for index, field in enumerate(step.fields, 1)),
        fields_format=any(field.format or field.example for field in step.fields),
        fields_unconfirmed=any(
            not reference.guide.formats[field.format].confirmed for field in step.fields if field.format
        ),
        help=tuple(HelpView(label(q.label), rich(q.answer), reference.source(q.source)) for q in step.help),
        materials=tuple(reference.materials[name] for name in step.materials),
        badges=tuple(
            BadgeView(b.kind, rich(b.note), reference.source(b.source))
            for b in step.badges
            if reference.edition.publishes(*b.stages)
        ),
        wait=format_duration(step.wait, wording.language) if step.wait and step.wait.high else None,
        result=_result(stage, step, wording.language),
        notes=tuple(rich(note.text) for note in step.notes if reference.edition.publishes(*note.stages)),
        updates=tuple(reference.update(name) for name in step.updates),
        all_updates=tuple(reference.update(name) for name in _all_updates(step)),
        expect=rich(step.expect),
        trouble=trouble_views(reference, step.trouble, step.id),
        screens=tuple(screen_view(wording, name) for name in step.screens),
        messages=messages_at(reference, stage.id, step.id),
    )


def _result(stage: Stage, step: Step, language: Language) -> ResultView | None:
    """What is waited for once `step` is done: the step's own wait; that of the stage after its last step if no step has one."""
    wait = step.wait
    if step is stage.steps[-1] and all(other.wait is None for other in stage.steps):
        wait = stage.wait
    days = wait.days_to_look_after() if wait else None
    return ResultView(days, wait.unit == "wd", format_duration(wait, language)) if wait and days else None


def _all_updates(step: Step) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*step.updates, *(name for field in step.fields for name in field.updates))))


def trouble_views(reference: Reference, troubles: tuple[Trouble, ...], place: str) -> tuple[TroubleView, ...]:
    """What may go wrong at `place`, the id of a step or a stage."""
    rich = reference.wording.rich
    return tuple(
        TroubleView(
            entry.id or f"trouble_{place}_{number}",
            entry.formerly,
            entry.common,
            rich(entry.symptom),
            rich(entry.cause),
            rich(entry.fix),
            reference.source(entry.source),
        )
        for number, entry in enumerate(troubles, 1)
    )


def _choice(reference: Reference, choice: Choice) -> ChoiceView:
    rich = reference.wording.rich
    return ChoiceView(
        reference.wording.label(choice.label), rich(choice.who), rich(choice.gives), rich(choice.cost), choice.choose
    )


def _field(reference: Reference, field: Input, number: int) -> FieldView:
    rich, label = reference.wording.rich, reference.wording.label
    return FieldView(
        id=field.id,
        formerly=field.formerly,
        label=label(field.label),
        kind=field.kind,
        required=field.required,
        per_item=field.per_item,
        required_note=rich(field.required_note),
        format=reference.format(field.format),
        enter=rich(field.enter),
        example=rich(field.example),
        mistake=rich(field.mistake),
        options=tuple(OptionView(label(o.label), rich(o.meaning), o.choose) for o in field.options),
        material=reference.materials[field.material] if field.material else None,
        updates=tuple(reference.update(name) for name in field.updates),
        source=reference.source(field.source),
        secret=field.secret,
        number=number,
    )
