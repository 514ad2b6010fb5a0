"""Whether the pictures fit the guide: what `guide check` says of them. Needs no browser.

A guide, the folder of its captures and its buyers go in, and problems come out of `picture_problems`. `freshness` compares
pictures with what they were made from, `geometry` looks at where marks and numbers lie, `typed_values` at what buyers have
typed into pictures.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path

from guide.capture.lint.freshness import fresh_capture, review_problems, selector_problems, unused_files
from guide.capture.lint.geometry import badge_problems, box_problems, order_problems
from guide.capture.lint.typed_values import typed_value_problems
from guide.capture.pages import Pages
from guide.capture.screens import Subject, select_screens
from guide.core.errors import InputError, Problem, shown_path
from guide.loading.loader import Loaded
from guide.loading.yaml_reader import Tree
from guide.model.buyer import Buyer
from guide.model.guide import Guide


def picture_problems(
    loaded: Loaded,
    tree: Tree,
    *,
    captures: Path,
    templates: Path,
    today: datetime.date,
    buyers: Sequence[Buyer] = (),
    shared: bool = False,
) -> list[Problem]:
    """Returns every problem of the guide's pictures, those of the values that `buyers` have typed into them included.

    `tree` is the steps file that `loaded` comes from; `templates` holds the folder `screens`. In a folder of captures that
    is `shared` with another guide, pictures of screens that this one does not have are none of its business.
    """
    guide, pages = loaded.guide, Pages(loaded.guide, templates)
    problems: set[Problem] = set()
    for subject in select_screens(guide, None, tree):
        problems.update(review_problems(subject, today), order_problems(subject, guide))
        problems.update(_capture_problems(subject, guide, pages, captures, buyers))
    for path in () if shared else unused_files(guide, captures):
        message = f"belongs to no screen, expected a screen {path.stem} in the guide; delete the file"
        problems.add(Problem(shown_path(path), 0, 0, "", message))
    return sorted(problems)


def _capture_problems(
    subject: Subject, guide: Guide, pages: Pages, captures: Path, buyers: Sequence[Buyer]
) -> Iterator[Problem]:
    """Yields what is wrong with a screen's template and capture; a capture that is not fresh is looked at no further."""
    try:
        html = pages.html(subject.screen.page) if subject.screen.page else None
        inputs = pages.inputs(subject.screen)
    except InputError as error:
        yield from error.problems
        return
    lost = list(selector_problems(subject, html)) if html is not None else []
    yield from lost
    capture = yield from fresh_capture(subject, captures, inputs, silent=bool(lost))
    if capture is not None:
        yield from box_problems(subject, capture)
        yield from badge_problems(subject, capture)
        yield from typed_value_problems(subject, capture, guide, buyers)
