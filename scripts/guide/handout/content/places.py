"""Where links within a document may lead."""

from __future__ import annotations

from guide.content.views.guide import GuideView


def stage_places(view: GuideView) -> dict[str, str]:
    """The stages and steps, each with its name: where links within the handout may lead."""
    places: dict[str, str] = {}
    for stage in view.stages:
        places[stage.id] = f"{stage.number} {stage.title}"
        places |= {f"{stage.id}#{step.id}": f"{step.number} {step.title}" for step in stage.steps}
    return places


def places_of(view: GuideView) -> dict[str, str]:
    """Where links within the handbook may lead, each with its name: the labels of headings."""
    places = stage_places(view)
    places |= {f"prepare#{material.id}": material.name for material in view.materials}
    places |= {f"faq#{question.id}": question.question for question in view.faq}
    places |= {f"faq#{refusal.id}": refusal.symptom for refusal in view.refusals}
    places |= {f"glossary#{term.id}": term.term for term in view.glossary}
    places |= {f"source#{number}": f"[{number}] {source.title}" for number, source in enumerate(view.sources, 1)}
    return places


def chapters_of(view: GuideView) -> dict[str, str]:
    """The chapters of the handbook that links may lead to, each with the name of its title among the words of print."""
    chapters = {"index": "overview", "about": "sources_title"}
    if view.materials:
        chapters["prepare"] = "prepare_title"
    if view.faq or view.refusals or view.hitches:
        chapters["faq"] = "faq_title"
    if view.glossary or view.labels:
        chapters["glossary"] = "glossary_title"
    return chapters
