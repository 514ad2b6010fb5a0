"""One language and one set of stages of a guide: every reference resolved, and a `Value` wherever a buyer's will stand."""

from __future__ import annotations

from dataclasses import dataclass

from guide.content.data_sheet import data_sheet
from guide.content.resolve.buyer import buyer_view
from guide.content.resolve.edition import edition_of
from guide.content.resolve.messages import desk_language
from guide.content.resolve.people import person_views
from guide.content.resolve.reference import Reference
from guide.content.resolve.stages import stage_views
from guide.content.resolve.wording import Wording
from guide.content.views.guide import GuideView
from guide.content.working_days import irregular_days
from guide.model.guide import Guide
from guide.model.texts import Language
from guide.model.values import format_date


@dataclass(frozen=True)
class Structure:
    """What decides the shape of a built site: buyers with the same structure share one."""

    languages: tuple[Language, ...]
    """Published, the main one first."""
    skipped: frozenset[str]
    """Ids of the stages left out."""


def tailor(guide: Guide, structure: Structure, language: Language) -> GuideView:
    """`guide` as the readers of `language` see it, without the stages that `structure` skips."""
    wording = Wording(edition_of(guide, structure.languages, structure.skipped, language))
    reference = Reference(wording)
    stages, schedule = stage_views(reference)
    about = guide.guide
    return GuideView(
        id=about.id,
        language=language,
        languages=structure.languages,
        own_words=guide.own_words.get(language, {}),
        gaps=guide.draft.words[language] if guide.draft else {},
        desk_language=desk_language(wording.edition),
        title=wording.words(about.title),
        portal=wording.words(about.portal) if about.portal else None,
        edition=about.edition,
        verified_on=format_date(about.verified_on, language),
        dated=about.verified_on,
        review_by=format_date(about.review_by, language) if about.review_by else None,
        irregular_days=irregular_days(about.holidays, about.verified_on.year),
        computer=wording.rich(about.computer),
        people=person_views(reference, stages),
        greeting=wording.passages(about.greeting),
        intro=wording.passages(about.intro),
        order=wording.passages(about.order),
        safety=wording.rich(about.safety),
        prepare=wording.rich(about.prepare),
        provenance=wording.rich(about.provenance),
        stages=stages,
        steps_to_do=sum(not step.optional for stage in stages for step in stage.steps),
        materials=reference.used_materials(),
        material_groups=reference.material_groups(),
        data_sheet=data_sheet(stages),
        messages=tuple(message for stage in stages for step in stage.steps for message in step.messages),
        updates=reference.updates(),
        glossary=reference.terms(),
        labels=reference.labels(),
        faq=reference.questions(),
        refusals=(refusals := reference.refusals()),
        hitches=any(stage.hitches for stage in stages),
        has_common=any(refusal.common for refusal in refusals)
        or any(trouble.common for stage in stages for trouble in stage.hitches),
        sources=reference.sources(),
        schedule=schedule,
        buyer=buyer_view(wording),
        words=reference.search_words(),
    )
