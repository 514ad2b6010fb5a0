"""Who does what: for each person who acts, the steps."""

from __future__ import annotations

from guide.content.resolve.reference import Reference
from guide.content.views.stages import PersonView, StageView


def person_views(reference: Reference, stages: tuple[StageView, ...]) -> tuple[PersonView, ...]:
    """Those who act in one of the `stages`, in the order in which the guide names them; one who acts alone has no list.

    A step that does not say who does it may be done by each who acts in its stage.
    """
    acting = {
        (stage.id, step.id): step.actors or stage.actors for stage in reference.edition.stages for step in stage.steps
    }
    people = []
    for actor, name in reference.guide.actors.items():
        steps = tuple((stage, step) for stage in stages for step in stage.steps if actor in acting[stage.id, step.id])
        if steps:
            people.append(PersonView(actor, reference.wording.words(name), steps))
    return tuple(people) if len(people) > 1 else ()
