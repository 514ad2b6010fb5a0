"""The check of a whole project, called directly: what it counts, what it finds, and by which day it judges dates."""

from __future__ import annotations

import datetime
from pathlib import Path

from guide.core.paths import guide_folder
from guide.publishing.check import check_project
from support.small import copied, replaced, write

DAY = datetime.date(2026, 11, 10)


def test_a_review_is_overdue_from_the_day_after_its_date(tmp_path: Path) -> None:
    place = copied(tmp_path)
    steps = place / "steps.yaml"
    text = steps.read_text(encoding="utf-8")
    write(steps, replaced(text, ("verified_on: 2026-11-02", f"verified_on: 2026-11-02\n  review_by: {DAY}")))

    def overdue(today: datetime.date) -> list[str]:
        problems = check_project(guide_folder(place), today=today).problems
        return [problem.where for problem in problems if "was to be reviewed by" in problem.message]

    assert overdue(DAY) == []
    assert overdue(DAY + datetime.timedelta(days=1)) == ["guide.review_by"]


def test_buyers_that_cannot_be_read_are_reported_and_not_counted(tmp_path: Path) -> None:
    place = copied(tmp_path)
    buyers = place / "buyers"
    whole = check_project(guide_folder(place), today=DAY)
    write(buyers / "new.yaml", "name: {zh: 新, en: New}\n")
    broken = check_project(guide_folder(place), today=DAY)
    assert (broken.stages, broken.buyers) == (whole.stages, whole.buyers) == (2, 2)
    assert any(problem.path.endswith("buyers/new.yaml") for problem in broken.problems)
    assert not any(problem.path.endswith("buyers/new.yaml") for problem in whole.problems)


def test_of_a_guide_that_cannot_be_read_only_the_problems_are_known(tmp_path: Path) -> None:
    place = copied(tmp_path)
    write(place / "steps.yaml", "guide: {}\n")
    report = check_project(guide_folder(place), today=DAY)
    assert (report.stages, report.buyers) == (0, 0)
    assert any(problem.path.endswith("steps.yaml") for problem in report.problems)
