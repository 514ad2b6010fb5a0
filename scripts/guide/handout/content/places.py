"""Where links within a handout may lead."""

from __future__ import annotations

from guide.content.views.guide import GuideView


def places_of(view: GuideView) -> dict[str, str]:
    """Where links within the document may lead, each with its name: the labels of headings."""
    places: dict[str, str] = {}
    for stage in view.stages:
        places[stage.id] = f"{stage.number} {stage.title}"
        places |= {f"{stage.id}#{step.id}": f"{step.number} {step.title}" for step in stage.steps}
    places |= {f"prepare#{material.id}": material.name for material in view.materials}
    places |= {f"faq#{question.id}": question.question for question in view.faq}
    places |= {f"faq#{refusal.id}": refusal.symptom for refusal in view.refusals}
    places |= {f"glossary#{term.id}": term.term for term in view.glossary}
    places |= {f"source#{number}": f"[{number}] {source.title}" for number, source in enumerate(view.sources, 1)}
    return places


def chapters_of(view: GuideView) -> dict[str, str]:
    """The chapters that links may lead to, each with the name of its title among the words of print."""
    chapters = {"index": "overview", "about": "sources_title"}
    if view.materials:
        chapters["prepare"] = "prepare_title"
    if view.faq or view.refusals or view.hitches:
        chapters["faq"] = "faq_title"
    if view.glossary or view.labels:
        chapters["glossary"] = "glossary_title"
    return chapters
