"""What must hold between the parts of a guide, and between a buyer's file and the guide.

Each check yields `(location, message)`. Of a file with mistakes in it, the parts that can be read are checked: whatever
a check can't say because it rests on something unread, it leaves unsaid.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import ValidationError

from guide.loading.ids import dependency_cycles, device_names, duplicate_ids, former_ids, reserved_ids, stage_ids
from guide.loading.partial import entries, ids_of, items, skip_unread
from guide.loading.references import Finding, suggestion
from guide.loading.yaml_reader import Location
from guide.model.buyer import NAMES, BuyerBase
from guide.model.formats import pattern_problem, violation
from guide.model.forms import Format, Input
from guide.model.guide import BuyerValue, Guide
from guide.model.messages import AUTOMATIC_BLANKS, BLANK, Message
from guide.model.screens import Mark, Screen
from guide.model.values import KINDS_IN_WORDS, default_of


def check_guide(guide: Guide) -> Iterator[Finding]:
    """Yields a finding for whatever does not hold between the parts of a guide."""
    yield from skip_unread(
        _languages(guide),
        *(
            skip_unread(duplicate_ids(ids_of(guide, part)), reserved_ids(ids_of(guide, part)))
            for part in ("materials", "glossary")
        ),
        duplicate_ids(ids_of(guide, "updates")),
        duplicate_ids(_answers(guide)),
        reserved_ids(_answers(guide)),
        duplicate_ids(ids_of(guide, "stages")),
        device_names([*ids_of(guide, "stages"), *((("screens", name), name) for name, _ in entries(guide, "screens"))]),
        *(stage_ids(stage, at) for at, stage in items(guide, "stages")),
        dependency_cycles(guide),
        *(_format(rule, ("formats", key)) for key, rule in entries(guide, "formats")),
        *(_example(guide, field, at) for at, field in _fields(guide)),
        *(_buyer_value(value, key) for key, value in entries(guide, "buyer_values")),
        *(_screen(guide, name, screen) for name, screen in entries(guide, "screens")),
        duplicate_ids(ids_of(guide, "messages")),
        *(_message(guide, message, at) for at, message in items(guide, "messages")),
    )


def check_buyer(profile: BuyerBase, guide: Guide) -> Iterator[Finding]:
    """Yields a finding for whatever does not hold between a buyer's file and the guide."""
    yield from skip_unread(
        _buyer_languages(profile, guide),
        _skipped_stages(profile, guide),
        *(_missing_value(profile, guide, key, value) for key, value in guide.buyer_values.items()),
    )


def _answers(guide: Guide) -> list[tuple[Location, str]]:
    """Returns the ids on the page of questions: of its entries, and those under which it led to troubles of stages."""
    ids = [*ids_of(guide, "faq"), *ids_of(guide, "refusals")]
    for part in ("faq", "refusals"):
        ids += [former for at, entry in items(guide, part) for former in former_ids(entry, at)]
    for at, stage in items(guide, "stages"):
        places = [*items(stage, "trouble", at)]
        for below, step in items(stage, "steps", at):
            places += items(step, "trouble", below)
        ids += [former for place, trouble in places for former in former_ids(trouble, place)]
    return ids


def _languages(guide: Guide) -> Iterator[Finding]:
    if len(set(guide.guide.languages)) < len(guide.guide.languages):
        yield ("guide", "languages"), "a language stands here twice, expected each once; delete one"


# --------------------------------------------------------------------------------------------------
# Formats and values


def _fields(guide: Guide) -> Iterator[tuple[Location, Input]]:
    for at, stage in items(guide, "stages"):
        for below, step in items(stage, "steps", at):
            yield from items(step, "fields", below)


def _format(rule: Format, at: Location) -> Iterator[Finding]:
    if rule.pattern is not None and (problem := pattern_problem(rule.pattern)):
        yield (*at, "pattern"), problem
        return
    for i, value in enumerate(getattr(rule, "valid", ())):
        if violation(rule, value):
            yield (
                (*at, "valid", i),
                f"{value} breaks the rule, expected a value that keeps it; correct the one or the other",
            )
    for i, value in enumerate(getattr(rule, "invalid", ())):
        if not violation(rule, value):
            yield (
                (*at, "invalid", i),
                f"{value} keeps the rule, expected a value that breaks it; correct the one or the other",
            )


def _example(guide: Guide, field: Input, at: Location) -> Iterator[Finding]:
    examples = field.example and {field.example.zh, field.example.en} - {None}
    if field.format in guide.formats and examples and len(examples) == 1:
        value = str(next(iter(examples))).strip("`")
        rule = guide.formats[field.format]
        if (rule.pattern is None or not pattern_problem(rule.pattern)) and "{{" not in value and violation(rule, value):
            yield (
                (*at, "example"),
                f"{value} breaks the format {field.format}, expected an example that keeps it; correct it",
            )


def _buyer_value(value: BuyerValue, key: str) -> Iterator[Finding]:
    if hasattr(BuyerBase, key) or key in (*BuyerBase.model_fields, *NAMES, "logo", "named"):
        yield ("buyer_values", key), f"every buyer has {key} already; choose another key"
    if value.default is not None:
        try:
            default_of(value)
        except ValidationError:
            expected = KINDS_IN_WORDS[value.kind]
            yield ("buyer_values", key, "default"), f"not of kind {value.kind}, expected {expected}; correct it"


# --------------------------------------------------------------------------------------------------
# Screens and messages


def _screen(guide: Guide, name: str, screen: Screen) -> Iterator[Finding]:
    yield from skip_unread(
        _screen_without_step(guide, name),
        _crop(name, screen),
        *(_mark(guide, name, screen, mark, at) for at, mark in items(screen, "marks", ("screens", name))),
    )


def _screen_without_step(guide: Guide, name: str) -> Iterator[Finding]:
    names = {shown for stage in guide.stages for step in stage.steps for shown in step.screens}
    if name not in names and names <= set(guide.screens):  # else one of those that there are not may be meant
        yield ("screens", name), "no step shows this screen; name it at a step's screen: or delete it"


def _crop(name: str, screen: Screen) -> Iterator[Finding]:
    by_hand = screen.page is None and not screen.is_live
    if screen.crop is not None and isinstance(screen.crop, str) == by_hand:
        expected = "[left, top, width, height] in pixels of the picture" if by_hand else "a CSS selector"
        kind = "a still that is taken by hand" if by_hand else "a page"
        yield ("screens", name, "crop"), f"what is shown of {kind} is told otherwise, expected {expected}; write it so"


def _mark(guide: Guide, name: str, screen: Screen, mark: Mark, at: Location) -> Iterator[Finding]:
    yield from skip_unread(_mark_field(guide, name, mark, at), _mark_box(screen, mark, at))


def _mark_field(guide: Guide, name: str, mark: Mark, at: Location) -> Iterator[Finding]:
    if mark.field is None:
        return
    steps = [step for stage in guide.stages for step in stage.steps if name in step.screens]
    fields = {field.id for step in steps for field in step.fields}
    if steps and mark.field not in fields:
        yield (
            (*at, "field"),
            f"{mark.field} is not a field of the step that shows this screen, expected one of {', '.join(sorted(fields)) or 'none'}",
        )


def _mark_box(screen: Screen, mark: Mark, at: Location) -> Iterator[Finding]:
    if mark.box is not None and screen.page is not None:
        yield (
            (*at, "box"),
            "a box stands on a re-created page, expected at: with a CSS selector; boxes are for stills",
        )


def _message(guide: Guide, message: Message, at: Location) -> Iterator[Finding]:
    yield from skip_unread(_message_step(guide, message, at), duplicate_ids(ids_of(message, "fields", at)))
    for place, name in ids_of(message, "fields", at):
        if name in AUTOMATIC_BLANKS:
            yield place, f"{name} is filled in by the page, expected another id; rename the field"
    yield from skip_unread(*(_blanks(message, language, at) for language in guide.guide.languages))


def _message_step(guide: Guide, message: Message, at: Location) -> Iterator[Finding]:
    steps = [step.id for stage in guide.stages if stage.id == message.stage for step in stage.steps]
    if steps and message.step not in steps:  # a stage that there is not is reported as that
        yield (*at, "step"), f"{message.step} is not a step of {message.stage}, {suggestion(message.step, steps)}"


_WIDE_BLANK = re.compile(r"(?<![{｛])(?:｛[a-z][a-z0-9_]*[}｝]|\{[a-z][a-z0-9_]*｝)(?![}｝])")


def _blanks(message: Message, language: str, at: Location) -> Iterator[Finding]:
    field_names = {field.id for field in message.fields}
    body = getattr(message.body, language)
    if body is None:  # reported already
        return
    for wide in _WIDE_BLANK.findall(body):
        half = wide.translate(str.maketrans("｛｝", "{}"))
        yield (*at, "body", language), f"{wide} has full-width brackets, expected {half}; write it so"
    blanks = set(BLANK.findall(body)) | {wide.strip("{}｛｝") for wide in _WIDE_BLANK.findall(body)}
    choices = ", ".join(f"{{{name}}}" for name in sorted(field_names | set(AUTOMATIC_BLANKS)))
    for name in sorted(blanks - field_names - set(AUTOMATIC_BLANKS)):
        yield (*at, "body", language), f"{{{name}}} is no blank of this message, expected some of {choices}; correct it"
    for name in sorted(field_names - blanks):
        yield (
            (*at, "body", language),
            f"{{{name}}} stands nowhere, expected it since the field is asked for; write it",
        )


# --------------------------------------------------------------------------------------------------
# A buyer


def _buyer_languages(profile: BuyerBase, guide: Guide) -> Iterator[Finding]:
    for i, language in enumerate(profile.languages):
        if language not in guide.guide.languages:
            yield (
                ("languages", i),
                f"the guide is not written in {language}, expected some of {', '.join(guide.guide.languages)}",
            )
    if len(set(profile.languages)) < len(profile.languages):
        yield ("languages",), "a language stands here twice, expected each once; delete one"


def _skipped_stages(profile: BuyerBase, guide: Guide) -> Iterator[Finding]:
    if not {stage.id for stage in guide.stages} - set(profile.skip_stages):
        yield ("skip_stages",), "every stage is left out, expected at least one that stays"


def _missing_value(profile: BuyerBase, guide: Guide, key: str, value: BuyerValue) -> Iterator[Finding]:
    if not isinstance(value.required, tuple):
        return
    needs = {stage.id for stage in guide.stages} & set(value.required) - set(profile.skip_stages)
    if needs and getattr(profile, key) is None:
        stages = ", ".join(sorted(needs))
        yield (
            (),
            f"{key} is missing, expected {KINDS_IN_WORDS[value.kind]}, since the stage {stages} needs it; write {key}:, or skip_stages: [{stages}]",
        )
