"""A picture of a screen, and what is drawn on it."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from guide.model.kinds import Day, Id, Inline, Key, LabelKey, Line
from guide.model.texts import Strict, Text, Title

MarkStyle = Literal["outline", "number", "arrow", "dim", "redact", "typed", "struck", "added"]
Pixels = Annotated[float, Field(ge=0, le=20000)]


class Mark(Strict):
    """Something drawn on a picture, at an element of its page or, on a still, in a box."""

    at: Line | None = None
    """CSS selector of the element, on a re-created or a live page."""
    box: tuple[Pixels, Pixels, Pixels, Pixels] | None = None
    """Left, top, width, height in picture pixels: only for a still that was taken by hand."""
    style: MarkStyle = Field(default="outline", alias="as")
    """How it is drawn. With a `text`, it also carries a number. `struck` strikes out words that no longer hold; `added`
    tells what the original picture does not show, or shows otherwise."""
    text: Text | None = None
    """The line of the legend."""
    field: Id | Key | None = None
    """The field of the step's form that it shows: the two light up together."""
    label: LabelKey | None = None
    """The portal's word at this place, glossed in the English picture."""
    value: Annotated[Line, Inline()] | None = None
    """For `typed`: what stands in the box, such as `{{ buyer.account_1688 }}`."""
    instead: Text | None = None
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
    """Or: a picture that `guide capture --import` has taken in."""
    basis: Literal["original", "schematic", "live"]
    """After the original guide's picture; drawn from its words alone; taken from the portal itself."""
    crop: Line | None = None
    """CSS selector of the part that is shown; the whole page if left out."""
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
    def is_live(self) -> bool:
        """Returns whether its marks name elements, so that only a browser at the portal can take its picture."""
        return self.page is None and any(mark.at for mark in self.marks)
