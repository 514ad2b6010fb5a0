"""What is written in each language, and the strict model that everything else is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    SerializerFunctionWrapHandler,
    WrapSerializer,
    model_serializer,
    model_validator,
)
from pydantic_core import CoreSchema

from guide.model.kinds import Line, StageId

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
Markup = Literal["read", "refused", "none"]
"""Whether a text is read for marks; shown as written, so that marks are refused; or shown as written, whatever it is."""
Blocks = Literal["line", "lists", "tables"]
"""The most that a text may consist of: one paragraph; paragraphs and lists; tables among those."""


def one_or_many(value: Any) -> Any:
    """Returns a list of `value` where it is a word by itself: one id may be written where several may stand."""
    return [value] if isinstance(value, str) else value


class Unread(AttributeError):
    """What is asked for stands in a file, or should, but could not be read."""


class Strict(BaseModel):
    """Frozen; a key that no one declared is an error.

    One of a faulty file may lack what could not be read: asking for that raises Unread.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, populate_by_name=True)
    SHORT: ClassVar[dict[str, Any] | None] = None
    """What `expand` understands, as a JSON Schema; None if nothing."""
    LONG: ClassVar[str] = ""
    """How it is written at length, where an operator who writes it in short may want to say more."""
    stands_alone: ClassVar[bool] = False
    """Whether one of it may be written where a list of it is wanted."""

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        schema = handler(core)
        return schema if cls.SHORT is None else {"anyOf": [cls.SHORT, schema]}

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            if name in type(self).model_fields:
                raise Unread(f"{type(self).__name__}.{name}")
            return super().__getattr__(name)

    @classmethod
    def expand(cls, value: Any) -> Any:
        """Returns the long form of what an operator may write in short; `value` itself where there is none."""
        return value

    @model_validator(mode="before")
    @classmethod
    def _expand(cls, value: Any) -> Any:
        return cls.expand(value)


class Text(Strict):
    """One piece of writing in each language of the guide.

    May use `**bold**`, `` `code` ``, `[words](url)`, `[[label_key]]`, `[[words|meaning]]`, `{{ buyer.key }}` and `{{ guide.stages }}`,
    paragraphs parted by a blank line, lists whose lines begin with `- ` or `1. ` (indented, they stand within another one),
    and tables: `| a | b |`, below it `|---|---|`, then the rows.
    """

    MARKUP: ClassVar[Markup] = "read"
    BLOCKS: ClassVar[Blocks] = "tables"

    zh: str | None = Field(default=None, min_length=1, max_length=20_000)
    """中文."""
    en: str | None = Field(default=None, min_length=1, max_length=20_000)
    """English."""

    def in_language(self, language: Language) -> str:
        """Returns the text in `language`; the loader has made sure that it is there."""
        text = getattr(self, language)
        if text is None:
            raise KeyError(language)
        return str(text)


class Title(Text):
    """A `Text` on one line and without any markup: for headings, navigation and names."""

    MARKUP: ClassVar[Markup] = "refused"

    zh: Line | None = None
    """中文."""
    en: Line | None = None
    """English."""


class Plain(Text):
    """A `Text` that is shown as written, and so has no marks in it."""

    MARKUP: ClassVar[Markup] = "refused"


class Sentence(Text):
    """A `Text` of one paragraph, without lists and tables: it stands within a line of others."""

    BLOCKS: ClassVar[Blocks] = "line"


class CellText(Text):
    """A `Text` in a cell of a table, in a message or beside a picture: it may have lists, and no table."""

    BLOCKS: ClassVar[Blocks] = "lists"


class Passage(Strict):
    """A part of a text that some editions leave out."""

    text: Text
    """Paragraphs, lists or tables; a list that follows another one goes on from it."""
    stages: tuple[StageId, ...] = ()
    """The stages that it belongs to, if any; gone where a buyer leaves out all of them."""

    stands_alone: ClassVar[bool] = True

    @model_serializer(mode="wrap")
    def _in_short(self, handler: SerializerFunctionWrapHandler) -> Any:
        """Returns the text as an operator would write it: what is the same as before in a file is the same when it is compared."""
        data = handler(self)
        return data if self.stages else data["text"]

    @classmethod
    def expand(cls, value: Any) -> Any:
        """Returns the long form of a text by itself: it is a passage that all editions have."""
        return {"text": value} if isinstance(value, dict) and "text" not in value else value


class SentencePassage(Passage):
    """A part of a paragraph that some editions leave out."""

    text: Sentence
    """Words without lists and tables."""


def _as_passages(value: object) -> object:
    return [value] if isinstance(value, dict) else value


def _alone(passages: tuple[Passage, ...], handler: SerializerFunctionWrapHandler) -> Any:
    data = handler(passages)
    return data[0] if len(data) == 1 else data


Passages = Annotated[
    tuple[Passage, ...],
    BeforeValidator(_as_passages, json_schema_input_type=Text | tuple[Passage, ...]),
    WrapSerializer(_alone),
]
"""Passages that make up one text; or the text by itself, where no edition leaves out any of it."""
SentencePassages = Annotated[
    tuple[SentencePassage, ...],
    BeforeValidator(_as_passages, json_schema_input_type=Sentence | tuple[SentencePassage, ...]),
    WrapSerializer(_alone),
]
"""Passages that make up one paragraph."""
Items = Annotated[
    tuple[Passage, ...], BeforeValidator(lambda value: value, json_schema_input_type=tuple[Text | Passage, ...])
]
"""Texts that stand side by side, each of which some editions may leave out."""
