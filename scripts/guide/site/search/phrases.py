"""Facts about a guide as the lines of an excerpt, in the language of an index."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from guide.content.views.guide import GuideView
from guide.content.views.reference import RefusalView
from guide.content.views.stages import StageView
from guide.content.views.steps import BadgeView, TroubleView
from guide.content.views.texts import PortalLabel
from guide.loading.ui_strings import UiStrings, ui_strings_of
from guide.model.texts import Language
from guide.site.search.entry import Prose, paragraphs


@dataclass(frozen=True)
class Phrases:
    """Puts names and values into lines, with the language's own punctuation."""

    language: Language
    words: UiStrings
    """UI strings of the search."""
    page_words: UiStrings
    """UI strings of pages."""
    progress_words: UiStrings
    """UI strings of the reader's progress."""

    def fact(self, name: str, *texts: Prose) -> str:
        """`name: texts` on one line; empty where there are no texts."""
        lines = paragraphs(*texts)
        if not lines:
            return ""
        return f"{name}：{''.join(lines)}" if self.language == "zh" else f"{name}: {' '.join(lines)}"

    def series(self, words: Iterable[str]) -> str:
        """`words` with a comma between them."""
        return ("、" if self.language == "zh" else ", ").join(words)

    def facts(self, facts: Iterable[str]) -> str:
        """Those of `facts` that say something, on one line."""
        return ("；" if self.language == "zh" else "; ").join(fact.rstrip("。.") for fact in facts if fact)

    def label(self, label: PortalLabel) -> str:
        """The portal's label with its translation, where readers need one."""
        return label.zh if label.gloss is None else f"{label.zh} ({label.gloss})"

    def cost(self, stage: StageView) -> str:
        """What a stage costs, in a word; in a draft that nobody has said it yet."""
        return self.page_words.cost_missing if stage.cost == "missing" else self.words[f"cost_{stage.cost}"]

    def badge(self, badge: BadgeView) -> str:
        """A step's badge with its note."""
        name = self.page_words[f"badge_{badge.kind}"]
        return self.fact(name, badge.note) or name

    def remedy(self, trouble: TroubleView | RefusalView) -> tuple[str, ...]:
        """Cause and cure of a trouble."""
        return paragraphs(self.fact(self.words.cause, trouble.cause), self.fact(self.words.fix, trouble.fix))


def load_phrases(view: GuideView, templates: Path) -> Phrases:
    """The phrases of the language of `view`, with UI strings from the folder `templates`. Raises InputError as `ui_strings_of` does."""
    return Phrases(view.language, *(ui_strings_of(view, name, templates) for name in ("search", "page", "progress")))


def stage_place(stage: StageView) -> str:
    """A stage as the place of what stands on its page."""
    return f"{stage.number} {stage.short}"


def place_path(*places: str) -> str:
    """The way down to a place, the outermost first; empty parts are left out."""
    return " › ".join(place for place in places if place)
