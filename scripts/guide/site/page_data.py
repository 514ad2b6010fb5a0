"""What the scripts of a page know: JSON that the page carries, made from the same views as its words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup

from guide.content.views.guide import GuideView
from guide.content.views.reference import FormatView
from guide.content.views.stages import StageView
from guide.core.paths import TEMPLATES
from guide.loading.ui_strings import ui_strings_of
from guide.model.forms import Format
from guide.model.texts import Language

_TYPED = ("text", "date", "number", "money", "phone", "file")
"""Kinds of field that a value is typed or put into, and that may be shown to anyone."""


def guide_data(view: GuideView, views: Iterable[GuideView], templates: Path = TEMPLATES) -> Markup:
    """The stages with their steps and digests, and how progress is told: in every language, for messages cross them."""
    words = ui_strings_of(view, "progress", templates).all()
    return _json(
        {
            "guide": view.id,
            "edition": view.edition,
            "computer": bool(view.computer),
            "folder": "" if view.language == view.languages[0] else f"{view.language}/",
            "holidays": {year: " ".join(f"{day:%m%d}" for day in days) for year, days in view.irregular_days.items()},
            "stages": [
                {
                    "id": stage.id,
                    "number": stage.number,
                    "days_before_deadline": stage.days_before_deadline,
                    "steps": [
                        [step.id, step.digest, *([list(step.formerly)] if step.formerly else [])]
                        for step in stage.steps
                        if not step.optional
                    ],
                    "titles": [f"{step.number} {step.title}" for step in stage.steps if not step.optional],
                    "waits": {
                        step.id: [step.result.days, int(step.result.working), step.result.wait]
                        for step in stage.steps
                        if step.result and not step.optional
                    },
                }
                for stage in view.stages
            ],
            "materials": [[material.id, material.digest] for material in view.materials],
            "clauses": {other.language: _clauses(other, templates) for other in views},
            "words": {key: text for key, text in words.items() if not key.startswith("clause_")},
        }
    )


def _clauses(view: GuideView, templates: Path) -> dict[str, Any]:
    words = ui_strings_of(view, "progress", templates)
    clauses: dict[str, Any] = {key: words[f"clause_{key}"] for key in ("none", "now", "some", "all", "comma")}
    return clauses | {"titles": [stage.short for stage in view.stages]}


def moments_data(
    stage: StageView, view: GuideView, views: Mapping[Language, GuideView], templates: Path = TEMPLATES
) -> Markup:
    """What the script needs for the messages on the page of `stage`: what openers say, and titles in each language.

    Under an empty id stands the stage itself.
    """
    words = ui_strings_of(view, "messages", templates)
    same = {
        language: next(one for one in other.stages if one.id == stage.id)
        for language, other in views.items()
        if language in (view.language, view.desk_language)
    }
    return _json(
        {
            "words": {moment: words[f"{moment}_open"] for moment in ("stuck", "different")},
            "steps": {
                language: {
                    "": f"{one.number} {one.title}",
                    **{step.id: f"{step.number} {step.title}" for step in one.steps},
                }
                for language, one in same.items()
            },
            "pictures": {
                language: {screen.id: screen.title for step in one.steps for screen in step.screens}
                for language, one in same.items()
            },
        }
    )


def formats_data(view: GuideView, stage: StageView, templates: Path = TEMPLATES) -> Markup | None:
    """The rules that can be checked on the page of `stage`, by their key, and the words for it; None if there are none."""
    formats: list[FormatView | None] = [
        field.format for step in stage.steps for field in step.fields if field.kind in _TYPED and not field.secret
    ]
    formats += [field.format for message in view.messages for field in message.fields]
    return _checks(formats, view, templates)


def sheet_formats_data(view: GuideView, templates: Path = TEMPLATES) -> Markup | None:
    """The same for the data sheet."""
    return _checks([row.format for row in view.data_sheet if not row.known], view, templates)


def sheet_uses_data(view: GuideView, stage: StageView, templates: Path = TEMPLATES) -> Markup | None:
    """Which field of `stage` asks for which value of the data sheet, by their ids; None if none does."""
    uses = {
        use.field: row.id
        for row in view.data_sheet
        for use in row.uses
        if not row.known and use.target.page == stage.id
    }
    words = ui_strings_of(view, "sheet", templates)
    return _json({"uses": uses, "words": {"yours": words.yours, "copy": words.copy}}) if uses else None


def forget_data(view: GuideView, templates: Path = TEMPLATES) -> Markup:
    """What is asked and said when a reader wants everything forgotten."""
    words = ui_strings_of(view, "sheet", templates)
    return _json({key: words[f"forget_{key}"] for key in ("ask", "yes", "no", "done")})


def _checks(formats: Iterable[FormatView | None], view: GuideView, templates: Path) -> Markup | None:
    rules = {format_.key: _rule(format_.rule) for format_ in formats if format_ is not None}
    checkable = {key: rule for key, rule in rules.items() if set(rule) - {"confirmed"}}
    if not checkable:
        return None
    return _json({"formats": checkable, "words": ui_strings_of(view, "checks", templates).all()})


def _rule(rule: Format) -> dict[str, Any]:
    """`rule` as the browser checks it: what is left out does not apply."""
    data = rule.model_dump(mode="json", include={"pattern", "lengths", "span", "check", "file"}, exclude_defaults=True)
    return {**data, "confirmed": rule.confirmed}


def _json(data: Any) -> Markup:
    """For a script element: nothing in it can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704
