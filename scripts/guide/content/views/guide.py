"""The guide as a whole, and the buyer in it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from guide.content.views.data_sheet import DataSheetRow
from guide.content.views.reference import (
    MaterialGroup,
    MaterialView,
    QuestionView,
    RefusalView,
    SourceView,
    TermView,
    UpdateView,
)
from guide.content.views.stages import PersonView, ScheduleView, StageView
from guide.content.views.steps import MessageView
from guide.content.views.texts import Condition, PortalLabel, Region, Rich, Value
from guide.model.texts import Language


@dataclass(frozen=True)
class BuyerView:
    """Where what a buyer gives will stand, in the language of an edition."""

    name: Value
    """The neutral edition has its own words for it."""
    named: Condition
    """That the site is a buyer's, and not the neutral edition."""
    unnamed: Condition
    values: tuple[tuple[str, Value], ...]
    """Label and place of each of the guide's values that stands as a fact of its own."""
    contact: Condition
    """That at least one of `contact_parts` is given."""
    contact_parts: Mapping[str, Region]
    """By their names in `CONTACT_PARTS`, in that order."""
    phone_href: Value
    email_href: Value
    deadline: Region
    site_url: Region
    logo: Region


@dataclass(frozen=True)
class GuideView:
    id: str
    language: Language
    languages: tuple[Language, ...]
    """Published, the main one first."""
    own_words: Mapping[str, Mapping[str, str]]
    """UI strings that the guide says otherwise than the project, by set and key."""
    gaps: Mapping[str, str]
    """In a draft what stands in the place of what is missing, by what that is; empty where the guide is meant to be complete."""
    desk_language: Language
    """In which messages to the buyer's desk are sent."""
    title: str
    portal: str | None
    edition: str
    verified_on: str
    dated: datetime.date
    """`verified_on`, for whatever is not read by people."""
    review_by: str | None
    irregular_days: Mapping[int, tuple[datetime.date, ...]]
    """By year, for those whose public holidays are known: weekdays off, and weekend days worked."""
    computer: Rich
    """That the portal needs a computer; empty if it does not."""
    people: tuple[PersonView, ...]
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
    material_groups: tuple[MaterialGroup, ...]
    """The same by who has them, in the order in which they first come; last what nobody is named for."""
    data_sheet: tuple[DataSheetRow, ...]
    """The values to collect before going online, each once."""
    messages: tuple[MessageView, ...]
    updates: tuple[UpdateView, ...]
    glossary: tuple[TermView, ...]
    labels: tuple[PortalLabel, ...]
    """The label dictionary, by pinyin."""
    faq: tuple[QuestionView, ...]
    refusals: tuple[RefusalView, ...]
    hitches: bool
    """True if a stage tells what may go wrong in it."""
    has_common: bool
    """True if a problem, of a stage or a refusal, is one of the commonest."""
    sources: tuple[SourceView, ...]
    schedule: ScheduleView
    buyer: BuyerView
    words: tuple[tuple[str, tuple[str, ...]], ...]
    """For the search: a reader's word, and the guide's own."""

    @property
    def has_actors(self) -> bool:
        """Whether a stage says who acts."""
        return any(stage.who for stage in self.stages)

    @property
    def has_preparation(self) -> bool:
        """Whether there is something to have ready before starting: materials or values."""
        return bool(self.materials or self.data_sheet)
