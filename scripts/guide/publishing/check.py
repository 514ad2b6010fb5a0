"""The check of a whole project: everything that is wrong with a guide, its pictures and its buyers, a build or none."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from guide.capture.lint import picture_problems
from guide.core.errors import InputError, Problem
from guide.core.files import is_file
from guide.core.paths import GuideFolder
from guide.handout.glyph_check import unprintable
from guide.loading.advice import buyer_oversights, shared_values, unused_materials
from guide.loading.loader import Loaded, buyer_files, load_buyer, load_guide
from guide.loading.partial_buyers import problems_beside
from guide.loading.yaml_reader import Location
from guide.model.buyer import Buyer


@dataclass(frozen=True)
class CheckReport:
    """What a check has looked at, and what is wrong with it."""

    stages: int
    buyers: int
    """Buyers' files that can be read whole."""
    problems: tuple[Problem, ...]


def check_project(folder: GuideFolder, *, today: datetime.date) -> CheckReport:
    """Returns every problem of the guide in `folder`, of its pictures and of its buyers; changes nothing.

    Dates before `today` have passed. Of a guide that can't be read whole, only its own problems and those of any guide's
    buyers are known.
    """
    try:
        loaded = load_guide(folder.steps)
    except InputError as error:
        # Without its steps there is no guide, and nothing to be said of what should lie beside them.
        beside = problems_beside(folder.steps, folder.buyers) if is_file(folder.steps) else ()
        return CheckReport(0, 0, (*error.problems, *beside))
    profiles, problems = _load_buyers(folder.buyers, loaded)
    problems += picture_problems(
        loaded,
        loaded.tree,
        captures=folder.captures,
        screens=folder.screens,
        today=today,
        buyers=profiles,
    )
    problems += _overdue_reviews(loaded, today)
    problems += [*unused_materials(loaded), *buyer_oversights(profiles, today)]
    problems += shared_values(loaded.guide, profiles)
    problems += unprintable(loaded, profiles, folder.captures)
    return CheckReport(len(loaded.guide.stages), len(profiles), tuple(problems))


def _load_buyers(folder: Path, loaded: Loaded) -> tuple[list[Buyer], list[Problem]]:
    """Returns the buyers whose files can be read whole, and the problems of the others."""
    buyers: list[Buyer] = []
    problems: list[Problem] = []
    for path in buyer_files(folder):
        try:
            buyers.append(load_buyer(path, loaded))
        except InputError as error:
            problems += error.problems
    return buyers, problems


def _overdue_reviews(loaded: Loaded, today: datetime.date) -> list[Problem]:
    """Returns a problem for each update whose review-by date has passed, and for the guide's own."""
    guide = loaded.guide
    dates: list[tuple[Location, datetime.date]] = [
        (("updates", index, "review_by"), update.review_by) for index, update in enumerate(guide.updates)
    ]
    if guide.guide.review_by:
        dates.append((("guide", "review_by"), guide.guide.review_by))
    return [
        loaded.tree.problem(location, f"was to be reviewed by {date}; check the facts and set a new date")
        for location, date in dates
        if date < today
    ]
