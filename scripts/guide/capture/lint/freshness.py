"""Whether pictures are there, and are of what the guide says now.

A capture is fresh while the hash of its inputs is what the template, rendered again, gives now.
"""

from __future__ import annotations

import datetime
import difflib
import re
from collections import Counter
from collections.abc import Generator, Iterator
from pathlib import Path

from guide.capture.screens import Subject
from guide.core.commands import captures_command
from guide.core.errors import InputError, Problem, shown_path
from guide.figures.store import MAX_BYTES, Capture, picture_problem, read_capture
from guide.model.guide import Guide

_ID_SELECTOR = re.compile(r"#([A-Za-z_][\w-]*)")
_ID_ATTRIBUTE = re.compile(r"""<[^<>]*?\sid\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")


def review_problems(subject: Subject, today: datetime.date) -> Iterator[Problem]:
    """Yields a problem where someone was to compare the picture with the portal by now."""
    day = subject.screen.review_by
    if day and day < today:
        advice = "compare it with the portal, then set checked_on: and a new review_by:"
        yield subject.problem(f"its picture was to be reviewed by {day}; {advice}")


def unused_files(guide: Guide, captures: Path) -> list[Path]:
    """Returns the files in the folder of captures that belong to no screen of the guide."""
    files = (path for path in captures.glob("*") if path.suffix in (".png", ".json"))
    return sorted(path for path in files if path.stem not in guide.screens)


def selector_problems(subject: Subject, html: str) -> Iterator[Problem]:
    """Yields a problem for each id that the page does not have once, in its source; other selectors are the browser's to judge."""
    page = subject.screen.page
    ids = Counter("".join(groups) for groups in _ID_ATTRIBUTE.findall(html))
    selectors = [(None, subject.screen.crop_selector), *enumerate(mark.at for mark in subject.screen.marks)]
    for index, selector in selectors:
        match = _ID_SELECTOR.fullmatch(selector or "")
        if match is None or (count := ids[match[1]]) == 1:
            continue
        if count:
            message = f"{count} elements of {page} have the id of {selector}, expected one; rename the others"
        else:
            near = difflib.get_close_matches(match[1], ids, n=1)
            advice = f"did you mean #{near[0]}?" if near else "correct the selector, or give the element that id."
            message = (
                f"nothing in {page} matches {selector}, expected one element; {advice} Then run {captures_command()}"
            )
        yield subject.problem(message if index is not None else f"crop: {message}", index)


def fresh_capture(
    subject: Subject, captures: Path, inputs: str, silent: bool
) -> Generator[Problem, None, Capture | None]:
    """Yields what is wrong with the capture of a screen with those `inputs`; returns the capture, or None where it is of no use.

    With `silent` nothing is said of one that is only outdated: another problem comes first, and its cure leads to this one's.
    """
    geometry, picture = captures / f"{subject.name}.json", captures / f"{subject.name}.png"
    if not geometry.is_file() or not picture.is_file():
        yield subject.problem(f"has no picture in {shown_path(captures)}; {subject.cure}")
        return None
    try:
        capture = read_capture(geometry)
    except InputError as error:
        yield from error.problems
        return None
    size = picture.stat().st_size
    if size > MAX_BYTES:
        limit = f"expected at most {MAX_BYTES:,}; crop the screen to the part that matters"
        yield Problem(shown_path(picture), 0, 0, "", f"{size:,} bytes, {limit}, then {subject.cure}")
    if problem := picture_problem(picture, capture, subject.cure):
        yield problem
        return None
    if capture.inputs == inputs and len(capture.marks) == len(subject.screen.marks):
        return capture
    if not silent:
        yield subject.problem(_outdated(subject))
    return None


def _outdated(subject: Subject) -> str:
    if subject.screen.page is not None:
        return f"its picture is older than {subject.screen.page}, its marks, crop: or width:; run {captures_command()}"
    if subject.screen.is_live:
        return f"its marks have changed since it was taken; take it anew with {subject.command}"
    return f"its marks or its crop: have changed since they were put on the picture; run {captures_command()}"
