"""A picture of a screen, and what is drawn on it."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from guide.model.kinds import Day, Id, Inline, Key, LabelKey, Line
from guide.model.texts import CellText, Sentence, Strict, Title

MarkStyle = Literal["outline", "number", "arrow", "dim", "redact", "typed", "struck", "added"]
Pixels = Annotated[float, Field(ge=0, le=20000)]
PixelBox = tuple[Pixels, Pixels, Pixels, Pixels]
"""Left, top, width, height in pixels of a still as it was taken."""


def _selector_or_box(value: Any) -> Any:
    """Returns `value` unless it is neither: what a union says of that names its branches."""
    if isinstance(value, str) or (isinstance(value, (list, tuple)) and len(value) == 4):
        return value
    raise PydanticCustomError("screen", "expected a CSS selector or, on a still, [left, top, width, height]")


class Mark(Strict):
    """Something drawn on a picture, at an element of its page or, on a still, in a box."""

    at: Line | None = None
    """CSS selector of the element, on a re-created or a live page."""
    box: PixelBox | None = None
    """Left, top, width, height in picture pixels: only for a still that was taken by hand."""
    style: MarkStyle = Field(default="outline", alias="as")
    """How it is drawn. With a `text`, it also carries a number. `struck` strikes out words that no longer hold; `added`
    tells what the original picture does not show, or shows otherwise."""
    text: CellText | None = None
    """The line of the legend."""
    field: Id | Key | None = None
    """The field of the step's form that it shows: the two light up together."""
    label: LabelKey | None = None
    """The portal's word at this place, glossed in the English picture."""
    value: Annotated[Line, Inline()] | None = None
    """For `typed`: what stands in the box, such as `{{ buyer.member_name }}`."""
    instead: Sentence | None = None
    """For `struck`: the words that hold now, written below the old ones."""

    @model_validator(mode="after")
    def _has_a_place(self) -> Self:
        if (self.at is None) == (self.box is None):
            raise PydanticCustomError("mark", "expected either at: (a CSS selector) or box: (four numbers)")
        if (self.style == "typed") != (self.value is not None):
            raise PydanticCustomError("mark", "expected value: with as: typed, and only there")
        if (self.style == "struck") != (self.instead is not None):
            raise PydanticCustomError("mark", "expected instead: with as: struck, and only there")
        return self


class Screen(Strict):
    """A picture of a screen, with its marks."""

    title: Title
    """What the picture shows."""
    page: Line | None = None
    """Template of the re-created page, in the folder `screens` beside the steps."""
    still: Line | None = None
    """Or: a picture that was taken by hand. Where the original lies, as seen from the steps file: `guide capture` takes it in
    from there if it is at hand, and `guide capture --import FILE` from anywhere. With marks at elements: any name."""
    basis: Literal["original", "schematic", "live"]
    """After the original guide's picture; drawn from its words alone; taken from the portal itself."""
    crop: Annotated[Line | PixelBox, BeforeValidator(_selector_or_box)] | None = None
    """CSS selector of the part that is shown, on a page; left, top, width, height of it in pixels, on a still that was
    taken by hand. The whole picture if left out."""
    width: int = Field(default=720, ge=320, le=1600)
    """Width of the browser window, in CSS pixels."""
    taken_on: Day | None = None
    """For `live`: when."""
    checked_on: Day | None = None
    """When someone last compared it with what it shows: the original guide or, for `live`, the portal. If left out, the
    day when it was taken, or the guide's `verified_on`."""
    review_by: Day | None = None
    """When to look at it again; the guide's `review_by` if left out."""
    marks: tuple[Mark, ...] = ()
    """In the order of the legend."""

    @model_validator(mode="after")
    def _has_a_picture(self) -> Self:
        if (self.page is None) == (self.still is None):
            raise PydanticCustomError("screen", "expected either page: (a template) or still: (a picture)")
        return self

    @property
    def crop_selector(self) -> str | None:
        """Returns the selector of the part that is shown; None for all of it, and for a still that is taken by hand."""
        return self.crop if isinstance(self.crop, str) else None

    @property
    def is_live(self) -> bool:
        """Returns whether its marks name elements, so that only a browser at the portal can take its picture."""
        return self.page is None and any(mark.at for mark in self.marks)
