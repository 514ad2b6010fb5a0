"""What every part of a document needs to be serialized."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from guide.content.views.guide import GuideView
from guide.content.views.reference import SourceView
from guide.content.views.texts import Rich
from guide.figures.store import Capture
from guide.handout.deferred import Data
from guide.handout.text_runs import Runs


class Context:
    """A view, its pictures, and the numbers under which its sources are listed."""

    def __init__(
        self,
        view: GuideView,
        captures: Mapping[str, Capture],
        pictures: Mapping[str, Path],
        places: Collection[str],
    ) -> None:
        """`places` are those that links within the document may lead to."""
        self.view = view
        self.captures = captures
        self.pictures = pictures
        self.runs = Runs(set(places), view.language)
        self._rules: set[str] = set()
        self._numbers = {source.id: number for number, source in enumerate(view.sources, 1)}

    def is_first(self, rule: str) -> bool:
        """True when asked for the first time of that rule, which the worksheet tells once."""
        is_new = rule not in self._rules
        self._rules.add(rule)
        return is_new

    def rich(self, rich: Rich) -> list[Data]:
        """A text as blocks of runs."""
        return self.runs.rich(rich)

    def citation(self, source: SourceView | None) -> int | None:
        """The number of a source in the list of sources, from 1; None for None."""
        return self._numbers[source.id] if source else None

    def citations(self, sources: Iterable[SourceView]) -> list[int]:
        """The numbers of sources in the list of sources, from 1."""
        return [self._numbers[source.id] for source in sources]
