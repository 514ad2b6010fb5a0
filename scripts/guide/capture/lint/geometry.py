"""Whether marks and their numbers have room in a picture, and run as the form does."""

from __future__ import annotations

from collections.abc import Iterator

from guide.capture.screens import Subject
from guide.core.errors import Problem
from guide.figures.geometry import TOLERANCE, overhang
from guide.figures.placement import clashes
from guide.figures.store import Capture
from guide.model.guide import Guide


def order_problems(subject: Subject, guide: Guide) -> Iterator[Problem]:
    """Yields a problem for each number of a form that does not run as its rows do."""
    steps = [step for stage in guide.stages for step in stage.steps if subject.name in step.screens]
    for step in steps:
        rows = {field.id: row for row, field in enumerate(step.fields)}
        last = (-1, "")
        for index, mark in enumerate(subject.screen.marks):
            if mark.text is None or mark.field is None or mark.field not in rows:
                continue
            if rows[mark.field] < last[0]:
                fault = f"the number of {mark.field} comes after that of {last[1]}"
                rule = f"but the form of the step {step.id} has them the other way round"
                advice = "put the marks, or the fields, into the order of the screen"
                yield subject.problem(f"{fault}, {rule}; {advice}", index)
            last = max(last, (rows[mark.field], mark.field))


def box_problems(subject: Subject, capture: Capture) -> Iterator[Problem]:
    """Yields a problem for each marked element that reaches out of the picture."""
    for index, (mark, box) in enumerate(zip(subject.screen.marks, capture.marks, strict=True)):
        if (length := overhang(box, capture.size)) > TOLERANCE:
            fault = f"{mark.at or 'the box'} reaches {length:.0f} px out of the picture, expected it inside"
            yield subject.problem(f"{fault}; widen crop:, or correct the mark, then {subject.cure}", index)


def badge_problems(subject: Subject, capture: Capture) -> Iterator[Problem]:
    """Yields a problem for each number that has no place beside its element at some width at which a page shows the picture."""
    marks = subject.screen.marks
    # The number of each mark, or of the next one for a mark without.
    numbers = [sum(1 for mark in marks[:index] if mark.text) + 1 for index in range(len(marks))]
    pairs: set[tuple[int, int | None]] = set()
    for clash in clashes([(mark.style, mark.text is not None) for mark in marks], capture):
        if (clash.mark, clash.other) in pairs:
            continue
        pairs.add((clash.mark, clash.other))
        covered = "the writing that it points at" if clash.other is None else f"the number {numbers[clash.other]}"
        fault = f"its number {numbers[clash.mark]} covers {covered} where the picture is {clash.width:.0f} px wide"
        yield subject.problem(f"{fault}; leave more room beside the element, or mark a larger one", clash.mark)
