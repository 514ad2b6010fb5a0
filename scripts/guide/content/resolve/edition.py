"""What there is of a guide in one language, without the stages that are left out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from guide.content.data_sheet import asks_for_values
from guide.content.schedule import dependencies
from guide.model.guide import Guide
from guide.model.stages import Dependency, Stage
from guide.model.texts import Language


@dataclass(frozen=True)
class Edition:
    """A guide, the language it is read in, and what is published of it."""

    guide: Guide
    language: Language
    languages: tuple[Language, ...]
    """Published, the main one first."""
    stages: tuple[Stage, ...]
    numbers: dict[str, int]
    """Of the stages, from 1, by their ids."""
    after: dict[str, tuple[Dependency, ...]]
    """What each stage waits for."""
    steps: frozenset[str]
    """`stage/step`."""
    used: frozenset[str]
    """Ids of the materials that some step uses."""
    places: dict[str, frozenset[str]]
    """The pages that no stage owns and that are not empty, each with the places on it that a text can link to."""

    def publishes(self, *stages: str | None) -> bool:
        """Whether something is published that belongs to any of those stages, or to none."""
        return not any(stages) or any(stage in self.numbers for stage in stages)


def edition_of(guide: Guide, languages: tuple[Language, ...], skipped: Collection[str], language: Language) -> Edition:
    """What readers of `language` get of `guide` without the stages `skipped`."""
    stages = tuple(stage for stage in guide.stages if stage.id not in skipped)
    used = frozenset(name for stage in stages for name in stage.material_ids)
    return Edition(
        guide=guide,
        language=language,
        languages=languages,
        stages=stages,
        numbers={stage.id: number for number, stage in enumerate(stages, 1)},
        after=dependencies(guide, skipped),
        steps=frozenset(f"{stage.id}/{step.id}" for stage in stages for step in stage.steps),
        used=used,
        places=_places(guide, skipped, used, bool(used) or asks_for_values(stages)),
    )


def _has_trouble(stage: Stage) -> bool:
    return bool(stage.trouble) or any(step.trouble for step in stage.steps)


def _places(
    guide: Guide, skipped: Collection[str], used: Iterable[str], has_preparation: bool
) -> dict[str, frozenset[str]]:
    answers = frozenset(
        [entry.id for entry in guide.faq if entry.stage not in skipped]
        + [refusal.id for refusal in guide.refusals if refusal.stage not in skipped]
    )
    terms = frozenset(term.id for term in guide.glossary if not term.stages or set(term.stages) - set(skipped))
    places: dict[str, frozenset[str]] = {"index": frozenset(), "about": frozenset()}
    if has_preparation:
        places["prepare"] = frozenset(used)
    if answers or any(_has_trouble(stage) for stage in guide.stages if stage.id not in skipped):
        places["faq"] = answers
    if terms or guide.labels:
        places["glossary"] = terms
    return places
