"""What is written in each language, and the strict model that everything else is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema

from guide.model.kinds import Line

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
Markup = Literal["read", "refused", "none"]


class Unread(AttributeError):
    """What is asked for stands in a file, or should, but could not be read."""


class Strict(BaseModel):
    """Frozen; a key that no one declared is an error.

    One of a faulty file may lack what could not be read: asking for that raises Unread.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, populate_by_name=True)
    SHORT: ClassVar[dict[str, Any] | None] = None
    """What `expand` understands, as a JSON Schema; None if nothing."""
    stands_alone: ClassVar[bool] = False
    """Whether one of it may be written where a list of it is wanted."""

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        made = handler(core)
        return made if cls.SHORT is None else {"anyOf": [cls.SHORT, made]}

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            if name in type(self).model_fields:
                raise Unread(f"{type(self).__name__}.{name}")
            return super().__getattr__(name)

    @classmethod
    def expand(cls, written: Any) -> Any:
        """The long form of what an operator may write in short; `written` itself where there is none."""
        return written

    @model_validator(mode="before")
    @classmethod
    def _expand(cls, written: Any) -> Any:
        return cls.expand(written)


class Text(Strict):
    """One piece of writing in each language of the guide.

    May use `**bold**`, `` `code` ``, `[words](url)`, `[[label_key]]` and `{{ buyer.key }}`,
    paragraphs parted by a blank line, and lists whose lines begin with `- ` or `1. `.
    """

    MARKUP: ClassVar[Markup] = "read"

    zh: str | None = Field(default=None, min_length=1, max_length=20_000)
    """中文."""
    en: str | None = Field(default=None, min_length=1, max_length=20_000)
    """English."""

    def in_language(self, language: Language) -> str:
        """The text in `language`; the loader has made sure that it is there."""
        written = getattr(self, language)
        if written is None:
            raise KeyError(language)
        return str(written)


class Title(Text):
    """A `Text` on one line and without any markup: for headings, navigation and names."""

    MARKUP: ClassVar[Markup] = "refused"

    zh: Line | None = None
    """中文."""
    en: Line | None = None
    """English."""


class Plain(Text):
    """A `Text` that is shown as written, whatever it looks like."""

    MARKUP: ClassVar[Markup] = "none"
