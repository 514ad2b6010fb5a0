"""Whether the pictures fit the guide: what `guide check` says of them. Needs no browser.

A capture is fresh while the hash of its inputs is what the template, rendered again, gives now.
"""

from __future__ import annotations

import datetime
import difflib
import hashlib
import re
from collections import Counter
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from guide.capture.pages import Pages, ProblemAt, is_live, problem_at
from guide.content.substitutions import substitutions_for
from guide.content.views.texts import Value
from guide.core.errors import InputError, Problem, shown_path
from guide.figures.placement import clashes, text_width_at_most
from guide.figures.store import MAX_BYTES, Capture, read_capture
from guide.loading.loader import Loaded
from guide.loading.yaml_reader import Tree
from guide.model.buyer import NAMES, Buyer
from guide.model.guide import Guide
from guide.model.markup import LabelMention, LinkMention, Mention, ValueMention, parse_line
from guide.model.screens import Mark, Screen
from guide.model.values import default_of, typed

_ID = re.compile(r"#([A-Za-z_][\w-]*)")
_IN_HTML = re.compile(r"""<[^<>]*?\sid\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_SLACK = 0.5


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
    """Every problem of the guide's pictures, those of the values that `buyers` have typed into them included.

    `tree` is the steps file that `loaded` comes from; `templates` holds the folder `screens`. In a folder of captures that
    is `shared` with another guide, pictures of screens that this one does not have are none of its business.
    """
    lint = _Lint(loaded.guide, problem_at(tree), captures, Pages(loaded.guide, templates), today, tuple(buyers))
    problems = [problem for name, screen in loaded.guide.screens.items() for problem in lint.screen(name, screen)]
    for index, stage in enumerate(loaded.guide.stages):
        if not any(step.screens for step in stage.steps):
            message = "no step of this stage shows a picture, expected at least one; add screen: to a step"
            problems.append(tree.problem(("stages", index), message))
    if not shared:
        problems += lint.unused()
    return sorted(set(problems))


@dataclass(frozen=True)
class _Lint:
    guide: Guide
    problem: ProblemAt
    captures: Path
    pages: Pages
    today: datetime.date
    buyers: tuple[Buyer, ...]

    def screen(self, name: str, screen: Screen) -> Iterator[Problem]:
        if screen.review_by and screen.review_by < self.today:
            yield self.problem(
                name, None,
                f"its picture was to be reviewed by {screen.review_by}; compare it with the portal, then set checked_on: and a new review_by:",
            )  # fmt: skip
        yield from self._order(name, screen)
        try:
            html = self.pages.html(screen.page) if screen.page else None
            inputs = self.pages.inputs(screen)
        except InputError as error:
            yield from error.problems
            return
        lost = list(self._selectors(name, screen, html)) if html is not None else []
        yield from lost
        capture = yield from self._capture(name, screen)
        if capture is None:
            return
        if capture.inputs != inputs or len(capture.marks) != len(screen.marks):
            if not lost:  # that problem comes first, and its cure leads to this one's
                yield self.problem(name, None, _outdated(screen))
            return
        yield from self._boxes(name, screen, capture)
        yield from self._badges(name, screen, capture)
        yield from self._typed(name, screen, capture)

    def unused(self) -> Iterator[Problem]:
        for path in sorted(self.captures.glob("*")):
            if path.suffix in (".png", ".json") and path.stem not in self.guide.screens:
                yield Problem(
                    shown_path(path),
                    0,
                    0,
                    "",
                    f"belongs to no screen, expected a screen {path.stem} in the guide; delete the file",
                )

    # ---------------------------------------------------------------------------------------------

    def _capture(self, name: str, screen: Screen) -> Generator[Problem, None, Capture | None]:
        geometry, picture = self.captures / f"{name}.json", self.captures / f"{name}.png"
        if not geometry.is_file() or not picture.is_file():
            yield self.problem(name, None, f"has no picture in {shown_path(self.captures)}; {_cure(name, screen)}")
            return None
        try:
            capture = read_capture(geometry)
        except InputError as error:
            yield from error.problems
            return None
        content = picture.read_bytes()
        if len(content) > MAX_BYTES:
            message = f"{len(content):,} bytes, expected at most {MAX_BYTES:,}; crop the screen to the part that matters, then {_cure(name, screen)}"
            yield Problem(shown_path(picture), 0, 0, "", message)
        if hashlib.sha256(content).hexdigest() != capture.picture:
            message = f"is not the picture that {geometry.name} was measured on; {_cure(name, screen)}"
            yield Problem(shown_path(picture), 0, 0, "", message)
            return None
        return capture

    def _selectors(self, name: str, screen: Screen, html: str) -> Iterator[Problem]:
        """Ids can be looked up in the page as written; other selectors are the browser's to judge."""
        ids = Counter("".join(found) for found in _IN_HTML.findall(html))
        wanted: list[tuple[int | None, str | None]] = [
            (None, screen.crop),
            *((i, mark.at) for i, mark in enumerate(screen.marks)),
        ]
        for index, selector in wanted:
            found = _ID.fullmatch(selector or "")
            if found is None or ids[found[1]] == 1:
                continue
            if ids[found[1]]:
                said = f"{ids[found[1]]} elements of {screen.page} have the id of {selector}, expected one; rename the others"
            else:
                near = difflib.get_close_matches(found[1], ids, n=1)
                advice = f"did you mean #{near[0]}?" if near else "correct the selector, or give the element that id."
                said = f"nothing in {screen.page} matches {selector}, expected one element; {advice} Then run make captures"
            yield self.problem(name, index, said if index is not None else f"crop: {said}")

    def _order(self, name: str, screen: Screen) -> Iterator[Problem]:
        """The numbers of a form run as its rows do."""
        for stage in self.guide.stages:
            for step in stage.steps:
                if name not in step.screens:
                    continue
                rows = {field.id: row for row, field in enumerate(step.fields)}
                last = (-1, "")
                for index, mark in enumerate(screen.marks):
                    if mark.text is None or mark.field is None or mark.field not in rows:
                        continue
                    if rows[mark.field] < last[0]:
                        yield self.problem(
                            name, index,
                            f"the number of {mark.field} comes after that of {last[1]}, but the form of the step {step.id} has them the other way round; "
                            "put the marks, or the fields, into the order of the screen",
                        )  # fmt: skip
                    last = max(last, (rows[mark.field], mark.field))

    def _boxes(self, name: str, screen: Screen, capture: Capture) -> Iterator[Problem]:
        for index, (x, y, width, height) in enumerate(capture.marks):
            outside = max(-x, -y, x + width - capture.size[0], y + height - capture.size[1])
            if outside > _SLACK:
                what = screen.marks[index].at or "the box"
                yield self.problem(
                    name, index,
                    f"{what} reaches {outside:.0f} px out of the picture, expected it inside; widen crop:, or correct the mark, then {_cure(name, screen)}",
                )  # fmt: skip

    def _badges(self, name: str, screen: Screen, capture: Capture) -> Iterator[Problem]:
        told: set[tuple[int, int | None]] = set()
        numbers = _numbers(screen)
        for clash in clashes([(mark.style, mark.text is not None) for mark in screen.marks], capture):
            if (clash.mark, clash.other) in told:
                continue
            told.add((clash.mark, clash.other))
            number = numbers[clash.mark]
            at = f"where the picture is {clash.width:.0f} px wide"
            if clash.other is None:
                said = f"its number {number} covers the writing that it points at {at}"
            else:
                said = f"its number {number} covers the number {numbers[clash.other]} {at}"
            yield self.problem(name, clash.mark, f"{said}; leave more room beside the element, or mark a larger one")

    def _typed(self, name: str, screen: Screen, capture: Capture) -> Iterator[Problem]:
        for index, mark in enumerate(screen.marks):
            typing = capture.typing[index]
            if mark.value is None or typing is None:
                continue
            room = capture.marks[index][2] - typing.left - typing.right
            for buyer, text in self._values(mark):
                width = text_width_at_most(text, typing.size)
                if width > room:
                    said = f"“{text}” would be about {width:.0f} px wide in the picture of {name}, expected at most {room:.0f}"
                    if buyer is None:
                        yield self.problem(
                            name, index, f"{said}; widen the field in the template, or shorten the value"
                        )
                    else:
                        yield Problem(
                            shown_path(buyer.path),
                            0,
                            0,
                            _keys(mark),
                            f"{said}; shorten the value, or widen the field in {_page_of(screen)}",
                        )

    def _values(self, mark: Mark) -> Iterator[tuple[Buyer | None, str]]:
        """What may stand in a typed box: the guide's defaults, and what each buyer gives."""
        defaults = {key: default_of(value) for key, value in self.guide.buyer_values.items()}
        given = {
            key: typed(self.guide.buyer_values[key].kind, value) for key, value in defaults.items() if value is not None
        }
        yield None, self._text(mark, given)
        for buyer in self.buyers:
            language = buyer.profile.languages[0]
            values = substitutions_for(self.guide, buyer, buyer.profile.languages).values
            pictured = {key: values.get(Value(key, language, "copy"), "") for key in (*NAMES, *self.guide.buyer_values)}
            yield buyer, self._text(mark, pictured)

    def _text(self, mark: Mark, values: Mapping[str, str]) -> str:
        return "".join(self._part(mention, values) for mention in parse_line(mark.value or ""))

    def _part(self, mention: Mention, values: Mapping[str, str]) -> str:
        if isinstance(mention, ValueMention):
            return values.get(mention.key, "")
        if isinstance(mention, LabelMention):
            return self.guide.labels[mention.key].zh
        return mention.words if isinstance(mention, LinkMention) else mention.text


def _numbers(screen: Screen) -> list[int]:
    """The number of each mark (of the next one, for a mark without)."""
    return [sum(1 for mark in screen.marks[:index] if mark.text) + 1 for index in range(len(screen.marks))]


def _keys(mark: Mark) -> str:
    return ", ".join(mention.key for mention in parse_line(mark.value or "") if isinstance(mention, ValueMention))


def _page_of(screen: Screen) -> str:
    return f"templates/screens/{screen.page}" if screen.page else "the picture"


def _outdated(screen: Screen) -> str:
    if screen.page is not None:
        return f"its picture is older than {screen.page}, its marks, crop: or width:; run make captures"
    if is_live(screen):
        return "its marks have changed since it was taken; take it anew with guide capture --live URL"
    return "its marks have changed since they were put on the picture; run make captures"


def _cure(name: str, screen: Screen) -> str:
    if screen.page is not None:
        return "run make captures"
    return f"take it with guide capture {name} " + ("--live URL" if is_live(screen) else "--import FILE")
