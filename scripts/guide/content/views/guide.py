"""The guide as a whole, and the buyer in it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from guide.content.views.reference import MaterialView, QuestionView, RefusalView, SourceView, TermView, UpdateView
from guide.content.views.stages import ScheduleView, StageView
from guide.content.views.steps import MessageView
from guide.content.views.texts import PortalLabel, Region, Rich, Value
from guide.model.texts import Language


@dataclass(frozen=True)
class BuyerView:
    """Regions of what a buyer may give beside the guide's own values."""

    name: str
    """Slot; the neutral edition fills it with its own words."""
    named: Region
    """Stays only where a buyer is named."""
    unnamed: Region
    values: tuple[tuple[str, Value], ...]
    """Label and slot of each of the guide's values that stands as a fact of its own."""
    contact: Region
    person: Region
    phone: Region
    phone_href: str
    email: Region
    email_href: str
    wecom: Region
    hours: Region
    deadline: Region
    site_url: Region
    logo: Region


@dataclass(frozen=True)
class GuideView:
    id: str
    language: Language
    languages: tuple[Language, ...]
    """Published, the main one first."""
    title: str
    portal: str | None
    edition: str
    verified_on: str
    dated: datetime.date
    """`verified_on`, for whatever is not read by people."""
    review_by: str | None
    greeting: Rich
    intro: Rich
    order: Rich
    safety: Rich
    prepare: Rich
    provenance: Rich
    stages: tuple[StageView, ...]
    steps_to_do: int
    """Steps that can be ticked: all but those that are another way to the same end."""
    materials: tuple[MaterialView, ...]
    messages: tuple[MessageView, ...]
    updates: tuple[UpdateView, ...]
    glossary: tuple[TermView, ...]
    labels: tuple[PortalLabel, ...]
    """The label dictionary, by pinyin."""
    faq: tuple[QuestionView, ...]
    refusals: tuple[RefusalView, ...]
    hitches: bool
    """True if a stage tells what may go wrong in it."""
    sources: tuple[SourceView, ...]
    schedule: ScheduleView
    buyer: BuyerView
    words: tuple[tuple[str, tuple[str, ...]], ...]
    """For the search: a reader's word, and the guide's own."""
