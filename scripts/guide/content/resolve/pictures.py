"""Pictures of screens: their legends and what is typed into them."""

from __future__ import annotations

from collections.abc import Collection

from guide.content.plain_text import lines_of, merged, plain_text, without_stop
from guide.content.resolve.wording import Wording
from guide.content.views.steps import MarkView, ScreenView
from guide.content.views.texts import PlainText, Value
from guide.model.screens import Mark, Screen
from guide.model.texts import Language
from guide.model.values import format_date


def screen_view(wording: Wording, name: str) -> ScreenView:
    """The screen with that id."""
    screen: Screen = wording.guide.screens[name]
    about, language = wording.guide.guide, wording.language
    marks: list[MarkView] = []
    for mark in screen.marks:
        number = sum(1 for other in marks if other.number) + 1 if mark.text else None
        marks.append(_mark(wording, mark, number))
    review_by = screen.review_by or about.review_by
    compared_on = screen.checked_on or (screen.taken_on if screen.basis == "live" else None) or about.verified_on
    title = wording.words(screen.title)
    return ScreenView(
        id=name,
        title=title,
        basis=screen.basis,
        taken_on=format_date(screen.taken_on, language) if screen.taken_on else None,
        checked_on=format_date(compared_on, language),
        review_by=format_date(review_by, language) if review_by else None,
        marks=tuple(marks),
        alternative=_alternative(title, marks, language),
    )


def _mark(wording: Wording, mark: Mark, number: int | None) -> MarkView:
    return MarkView(
        style=mark.style,
        number=number,
        legend=wording.rich(mark.text),
        field=mark.field,
        label=wording.label(mark.label) if mark.label else None,
        value=wording.typed(mark.value),
        instead=plain_text(*lines_of(wording.rich(mark.instead))),
    )


def _alternative(title: str, marks: Collection[MarkView], language: Language) -> PlainText:
    """The text alternative of a picture: its title and its legend."""
    colon, semicolon, stop = ("：", "；", "。") if language == "zh" else (": ", "; ", ".")
    parts: list[str | Value] = [title]
    separator = colon
    for mark in marks:
        if mark.number:
            parts += [separator, f"{mark.number} ", *without_stop(plain_text(*lines_of(mark.legend)))]
            separator = semicolon
    return merged((*parts, stop))
