"""The data sheet: every value that forms ask for, once, with the steps that use it."""

from __future__ import annotations

from dataclasses import dataclass

from guide.content.views.reference import FormatView, MaterialView
from guide.content.views.texts import PortalLabel, Rich, Target, Value
from guide.model.forms import FieldKind


@dataclass(frozen=True)
class DataSheetUse:
    """A field that a value is typed into."""

    step: str
    """Number of its step, such as `2.5`."""
    step_id: str
    field: str
    """Id of the field, unique in its stage."""
    label: PortalLabel
    """The word beside it on that screen."""
    target: Target
    """The way to it, as a link between pages has it."""


@dataclass(frozen=True)
class DataSheetRow:
    """A value that is collected once and typed into one field or several."""

    id: str
    """Unique on the sheet, kebab-case, the same in both languages."""
    letter: str
    """By which forms in print refer to it: A to Z, then A2 to Z2 and so on."""
    label: PortalLabel
    """The word beside the first field that asks for it."""
    kind: FieldKind
    format: FormatView | None
    """How it must look; None where no rule is known."""
    example: Rich
    """An invented value; empty where there is none, or the buyer gives it."""
    material: MaterialView | None
    """The document that it is taken from."""
    known: Value | None
    """What the buyer has decided, as it is typed; None for what the supplier knows."""
    uses: tuple[DataSheetUse, ...]
    """In the order of the steps, at least one."""

    @property
    def recurs(self) -> bool:
        """Whether more than one field asks for it."""
        return len(self.uses) > 1

    @property
    def steps(self) -> tuple[str, ...]:
        """The numbers of the steps that use it, each once."""
        return tuple(dict.fromkeys(use.step for use in self.uses))
