"""Steps, with their forms, choices, pictures and troubles."""

from __future__ import annotations

from guide.content.data_sheet import known_value
from guide.content.substitutions import Substitutions
from guide.content.views.reference import UpdateView
from guide.content.views.steps import BadgeView, ChoiceView, FieldView, OptionView, StepView, TroubleView
from guide.content.views.texts import PlainText
from guide.handout.content.context import Context
from guide.handout.content.messages import message_data
from guide.handout.content.reference import update_data
from guide.handout.deferred import Data, Deferred
from guide.handout.figure import figure, has_room_beside, typed_into
from guide.handout.text_runs import breakable, label_run

DATE_MASK = "    -  -  "
"""What stands between the digits of a date."""


def step_data(context: Context, step: StepView, first_told: dict[str, str]) -> Data:
    """A step in full. `first_told` has the step that tells of each update so far, and gets those that this one tells of."""
    do = context.rich(step.do)
    figures = [
        figure(screen, context.captures.get(screen.id), context.pictures.get(screen.id), context.runs)
        for screen in step.screens
    ]
    return {
        "id": step.id,
        "number": step.number,
        "title": step.title,
        "url": step.url,
        "path": [label_run(word) for word in step.path],
        "do": do,
        "do_beside": bool(figures) and has_room_beside(figures[0], do),
        "choices": [_choice(context, choice) for choice in step.choices],
        "choices_cost": step.choices_cost,
        "choices_who": step.choices_who,
        "fields": [_field(context, field, step) for field in step.fields],
        "help": [
            {**label_run(entry.label), "answer": context.rich(entry.answer), "source": context.citation(entry.source)}
            for entry in step.help
        ],
        "materials": [{"id": material.id, "name": material.name} for material in step.materials],
        "badges": [_badge(context, badge) for badge in step.badges],
        "wait": step.wait,
        "notes": [context.rich(note) for note in step.notes],
        "messages": [message_data(context, message) for message in step.messages],
        "updates": [_update(context, update, step.number, first_told) for update in step.all_updates],
        "expect": context.rich(step.expect),
        "trouble": [trouble_data(context, entry) for entry in step.trouble],
        "figures": figures,
    }


def _update(context: Context, update: UpdateView, place: str, first_told: dict[str, str]) -> Data:
    """An update in full where a stage first meets it, and later by its topic and the step that tells it."""
    first = first_told.setdefault(update.id, place)
    return update_data(context, update) if first == place else {"topic": update.topic, "told_at": first}


def _choice(context: Context, choice: ChoiceView) -> Data:
    return {
        **label_run(choice.label),
        "who": context.rich(choice.who),
        "gives": context.rich(choice.gives),
        "cost": context.rich(choice.cost),
        "choose": choice.choose,
    }


def _badge(context: Context, badge: BadgeView) -> Data:
    return {"kind": badge.kind, "note": context.rich(badge.note), "source": context.citation(badge.source)}


def trouble_data(context: Context, entry: TroubleView) -> Data:
    """What may go wrong at a step or a stage."""
    return {
        "symptom": context.rich(entry.symptom),
        "cause": context.rich(entry.cause),
        "fix": context.rich(entry.fix),
        "source": context.citation(entry.source),
    }


def _field(context: Context, field: FieldView, step: StepView) -> Data:
    rule = field.format
    return {
        "id": field.id,
        **label_run(field.label),
        "number": field.number,
        "kind": field.kind,
        "required": field.required,
        "per_item": field.per_item,
        "required_note": context.rich(field.required_note),
        "format": context.rich(rule.describe) if rule else [],
        "confirmed": rule.rule.confirmed if rule else True,
        "enter": context.rich(field.enter),
        "example": context.rich(field.example),
        "mistake": context.rich(field.mistake),
        "options": [_option(context, option) for option in field.options],
        "material": {"id": field.material.id, "name": field.material.name} if field.material else None,
        "source": context.citation(field.source),
        "secret": field.secret,
        "boxes": rule.boxes if rule else 0,
        "noted": _is_noted(context, field),
        "mask": DATE_MASK if rule and rule.rule.check == "date" else "",
        "known": _known(context, field, step),
    }


def _is_noted(context: Context, field: FieldView) -> bool:
    """Whether the worksheet tells the rule of a field: where it first asks for one that no boxes show."""
    rule = field.format
    return rule is not None and not rule.boxes and not field.secret and context.is_first(rule.key)


def _option(context: Context, option: OptionView) -> Data:
    return {**label_run(option.label), "meaning": context.rich(option.meaning), "choose": option.choose}


def _known(context: Context, field: FieldView, step: StepView) -> Deferred | None:
    """What the buyer has decided for this field: what a picture shows typed into it, or its example gives."""
    for screen in step.screens:
        typed = typed_into(screen, context.captures.get(screen.id), field.id)
        if typed is not None:
            return known_deferred(typed)
    value = known_value(field)
    return known_deferred((value,)) if value else None


def known_deferred(answer: PlainText) -> Deferred:
    """A buyer's answer to a field, whole and with places to break; None where the buyer gives none."""

    def answer_data(substitutions: Substitutions) -> Data | None:
        text = substitutions.text(answer)
        return {"text": text, "line": breakable(text)} if text else None

    return Deferred(answer_data)
