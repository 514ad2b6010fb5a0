"""What a guide and a buyer are: frozen models, unknown keys forbidden, no I/O.

`data/steps.yaml` is read into `Guide`, `data/buyers/<slug>.yaml` into a model that `buyer_model(guide)`
makes, because a guide declares for itself which values a buyer fills in.
Every human-readable string is a `Text`: one entry a language, never a silent fallback.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
    WithJsonSchema,
    create_model,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
Markup = Literal["read", "refused", "none"]


@dataclass(frozen=True)
class Ref:
    """Marks a string that must be a key or an id of one of the guide's collections."""

    collection: str


@dataclass(frozen=True)
class Inline:
    """Marks a string in which buyer values and labels may stand."""


Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
"""kebab-case: `credit-terms`. Ids end up in file names and in addresses."""
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$", max_length=60)]
"""snake_case: `verify_me`. Keys are written inside `[[…]]` and `{{ buyer.… }}`."""
Line = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[^\n]+$")]
"""One line of text, shown as written."""
HttpsUrl = Annotated[str, StringConstraints(pattern=r"^https://[^\s\"'<>\\`{}|^]+$", max_length=2000)]
WebUrl = Annotated[str, StringConstraints(pattern=r"^https?://[^\s\"'<>\\`{}|^]+$", max_length=2000)]


def _written_day(given: Any) -> Any:
    if isinstance(given, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", given):
        raise PydanticCustomError("day", "expected a date such as 2026-11-23")
    return given


Day = Annotated[datetime.date, BeforeValidator(_written_day)]
"""A date, written `2026-11-23` and no other way: a mere number would be taken for seconds since 1970."""

LabelKey = Annotated[Key, Ref("labels")]
StageId = Annotated[Id, Ref("stages")]
StepId = Annotated[Id, Ref("steps")]
MaterialId = Annotated[Id, Ref("materials")]
SourceId = Annotated[Id, Ref("sources")]
UpdateId = Annotated[Id, Ref("updates")]
ActorId = Annotated[Id, Ref("actors")]
ScreenId = Annotated[Id, Ref("screens")]
FormatKey = Annotated[Key, Ref("formats")]


class Strict(BaseModel):
    """Frozen; a key that no one declared is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, populate_by_name=True)
    SHORT: ClassVar[dict[str, Any] | None] = None
    """What `expand` understands, as a JSON Schema; None if nothing."""

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        made = handler(core)
        return made if cls.SHORT is None else {"anyOf": [cls.SHORT, made]}

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


# --------------------------------------------------------------------------------------------------
# Time

_DURATION = re.compile(r"^(?P<low>\d+(?:\.\d+)?)(?:\s*(?:-|–|~|to)\s*(?P<high>\d+(?:\.\d+)?))?\s*(?P<unit>[a-z ]+)$")
_UNITS = {
    **dict.fromkeys(["min", "minute", "minutes"], "min"),
    **dict.fromkeys(["h", "hour", "hours"], "h"),
    **dict.fromkeys(["d", "day", "days"], "d"),
    **dict.fromkeys(["wd", "working day", "working days"], "wd"),
}
_HOURS_IN_A_WORKING_DAY = 8
_HOURS_IN_A_DAY = 24


class Duration(Strict):
    """A span of time as a range with a unit, written `10 min`, `1-3 wd`, `0 d` or `72 h`."""

    low: Fraction
    """Shortest, in `unit`."""
    high: Fraction
    """Longest, in `unit`; equals `low` where no range was given."""
    unit: Literal["min", "h", "d", "wd"]
    """Minutes, hours, calendar days, working days."""

    SHORT = {"type": "string", "description": "A number or a range and a unit (min, h, d, wd): 10 min, 1-3 wd."}

    @classmethod
    def expand(cls, written: Any) -> Any:
        if not isinstance(written, str):
            return written
        found = _DURATION.match(written.strip())
        unit = _UNITS.get(found["unit"].strip()) if found else None
        if found is None or unit is None:
            raise PydanticCustomError(
                "duration", "expected a number or a range and a unit (min, h, d, wd), such as 10 min or 1-3 wd"
            )
        low, high = Fraction(found["low"]), Fraction(found["high"] or found["low"])
        if high < low:
            raise PydanticCustomError("duration", "expected the shorter time first, such as 1-3 wd")
        return {"low": low, "high": high, "unit": unit}

    def work_days(self) -> tuple[Fraction, Fraction]:
        """(shortest, longest) as own work, in working days of eight hours."""
        return self._in_days(_HOURS_IN_A_WORKING_DAY)

    def wait_days(self) -> tuple[Fraction, Fraction]:
        """(shortest, longest) as waiting time, in days: an office that takes 72 h takes three days."""
        return self._in_days(_HOURS_IN_A_DAY)

    def _in_days(self, hours_in_a_day: int) -> tuple[Fraction, Fraction]:
        per_day = {"min": 60 * hours_in_a_day, "h": hours_in_a_day, "d": 1, "wd": 1}[self.unit]
        return self.low / per_day, self.high / per_day


# --------------------------------------------------------------------------------------------------
# Where facts come from


class Source(Strict):
    """Something that a fact was taken from."""

    title: Title
    """What it is called."""
    date: str = Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")
    """Of publication, or when it was read: `2018`, `2018-06` or `2018-06-05`."""
    url: WebUrl | None = None
    """Where it stands, if it can be linked to."""
    standing: Literal["official", "secondary", "platform", "advice"] = "secondary"
    """Law or authority; a report of it; a platform's own help; experience."""


class Update(Strict):
    """A fact that has changed since the original wording, shown beside that wording."""

    id: Id
    """What steps, fields and materials refer to."""
    topic: Title
    """What it is about, in a few words."""
    then: Text
    """What the original guide says."""
    now: Text
    """What holds today."""
    since: str = Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")
    """Since when: `2019`, `2019-04` or `2019-04-01`."""
    sources: tuple[SourceId, ...] = Field(min_length=1)
    """What it rests on."""
    review_by: Day
    """When to look at it again."""


# --------------------------------------------------------------------------------------------------
# Words of the portal and of the trade


class Label(Strict):
    """A word on the portal's screens. It stays Chinese in every language."""

    zh: Line
    """As the screen shows it."""
    pinyin: Line | None = None
    """With tone marks."""
    en: Line
    """What it means."""


class Term(Strict):
    """An entry of the glossary."""

    id: Id
    """The heading's address is `glossary.html#ID`."""
    term: Title
    """The term in each language."""
    pinyin: Line | None = None
    """Of the Chinese term, with tone marks."""
    meaning: Text
    """Explained in a sentence or two."""
    also: tuple[Line, ...] = ()
    """Other words that a reader may look for: old names, abbreviations, synonyms."""
    sources: tuple[SourceId, ...] = ()
    """What it rests on."""


# --------------------------------------------------------------------------------------------------
# What a field takes


CheckName = Literal["uscc", "registration_number", "uscc_or_registration_number", "resident_id", "date"]
FileType = Literal["png", "jpeg", "gif", "bmp", "webp", "heic", "pdf"]


class FileRule(Strict):
    """What an uploaded file is like."""

    types: tuple[FileType, ...] = Field(min_length=1)
    """The kinds of file that are taken, told by their first bytes and not by their name."""
    max_bytes: int | None = Field(default=None, ge=1)
    """The largest size, in bytes."""
    min_pixels: int | None = Field(default=None, ge=1)
    """The least length of a picture's shorter side, in pixels."""


class Format(Strict):
    """The rule for what is typed into a field, in words and as a check."""

    describe: Text
    """The rule in plain words."""
    pattern: Line | None = None
    """A regular expression that the whole value matches, in the syntax that Python and JavaScript share."""
    lengths: tuple[int, ...] = ()
    """The possible numbers of characters, when they are fixed: one box each on the worksheet."""
    check: CheckName | None = None
    """What to verify beyond the pattern: a check character of GB 32100-2015, GS15-2006 (ISO 7064 MOD 11,10) or
    GB 11643-1999, the first two told apart by their length; or that a date such as 2026-11-23 exists."""
    file: FileRule | None = None
    """For a field that takes a file."""
    confirmed: bool = True
    """False where the portal's own rule is not known: a breach is then unusual, not wrong."""
    valid: tuple[Line, ...] = ()
    """Values that keep the rule; checked by `guide check`."""
    invalid: tuple[Line, ...] = ()
    """Values that break it; checked by `guide check`."""
    sources: tuple[SourceId, ...] = ()
    """What it rests on."""


class Option(Strict):
    """One possibility of a choice."""

    label: LabelKey
    """The word on the screen."""
    meaning: Text | None = None
    """What it is for, and for whom."""
    choose: bool = False
    """True for the one that this guide's readers want."""


FieldKind = Literal[
    "text", "password", "choice", "date", "number", "money", "phone", "code", "file", "slider", "checkbox", "shown"
]


class Input(Strict):
    """A field of a form on the portal."""

    id: Id | Key
    """Unique in its stage; the row's address is `#field-ID`."""
    label: LabelKey
    """The word beside it on the screen."""
    kind: FieldKind
    """`code` is a one-time code; `shown` is displayed and not filled in."""
    required: bool
    """Whether the form insists on it."""
    required_note: Text | None = None
    """When it is required, if that depends on something."""
    format: FormatKey | None = None
    """The rule that it keeps."""
    enter: Text
    """What to put in."""
    example: Text | None = None
    """An invented value. Must keep the format."""
    mistake: Text | None = None
    """What often goes wrong."""
    options: tuple[Option, ...] = ()
    """For a choice."""
    material: MaterialId | None = None
    """The document that it is taken from, or that is uploaded."""
    updates: tuple[UpdateId, ...] = ()
    """What has changed about it."""
    source: SourceId | None = None
    """What its description rests on, beyond the original guide."""

    @property
    def secret(self) -> bool:
        """True if it must never be written down."""
        return self.kind in ("password", "code", "slider")


# --------------------------------------------------------------------------------------------------
# Steps and stages

BadgeKind = Literal["irreversible", "expires", "costs", "few-attempts", "risk"]


class Badge(Strict):
    """A warning that stands at a step's heading."""

    kind: BadgeKind
    """Can't be undone; expires; costs money; few attempts; a risk to weigh."""
    note: Text
    """What exactly."""
    source: SourceId | None = None
    """What it rests on, if not the original guide."""


class Trouble(Strict):
    """A refusal or a hitch: what one sees, why, and what helps."""

    id: Id | None = None
    """Needed where something links to it; made from the place otherwise."""
    symptom: Text
    """What one sees."""
    cause: Text
    """Why."""
    fix: Text
    """What to do."""
    source: SourceId | None = None
    """What it rests on; without one it is marked as general advice."""


class Choice(Strict):
    """One of several ways that a step offers, with what each is good for."""

    label: LabelKey
    """The word on the screen."""
    who: Text | None = None
    """Who may take it."""
    gives: Text
    """What one gets."""
    cost: Text | None = None
    """What it costs."""
    choose: bool = False
    """True for the one that this guide takes."""


class HelpQuestion(Strict):
    """A question that the portal's own help column lists, with our answer."""

    label: LabelKey
    """The question as the screen shows it."""
    answer: Text
    """A short answer."""
    source: SourceId | None = None
    """What it rests on; without one it is marked as general advice."""


def _one_or_many(written: Any) -> Any:
    return [written] if isinstance(written, str) else written


class Step(Strict):
    """Something that one person does on one screen, or off it."""

    id: Id
    """Unique in its stage; the heading's address is `#ID`."""
    title: Title
    """Begins with what to do."""
    url: WebUrl | None = None
    """Where it happens."""
    path: tuple[LabelKey, ...] = ()
    """The way through the portal's menus, if there is one."""
    do: Text
    """What to do."""
    choices: tuple[Choice, ...] = ()
    """The ways that the screen offers."""
    fields: tuple[Input, ...] = ()
    """The form, in the screen's order."""
    help: tuple[HelpQuestion, ...] = ()
    """The portal's own help questions beside the form."""
    materials: tuple[MaterialId, ...] = ()
    """What to have at hand."""
    badges: tuple[Badge, ...] = ()
    """Warnings."""
    wait: Duration | None = None
    """How long something then takes."""
    notes: tuple[Text, ...] = ()
    """Tips and further instructions."""
    updates: tuple[UpdateId, ...] = ()
    """What has changed since the original wording."""
    expect: Text | None = None
    """What one sees when it has worked."""
    trouble: tuple[Trouble, ...] = ()
    """What may go wrong."""
    screens: Annotated[
        tuple[ScreenId, ...],
        BeforeValidator(_one_or_many),
        WithJsonSchema({"type": ["string", "array"], "items": {"type": "string"}}),
    ] = Field(default=(), alias="screen")
    """The annotated pictures: one id, or a list of them."""


class Alternative(Strict):
    """One way to meet a dependency: an earlier stage, or something that the reader has already."""

    stage: StageId | None = None
    """An earlier stage."""
    condition: Text | None = None
    """Or: what the reader may have already."""

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.stage is None) == (self.condition is None):
            raise PydanticCustomError("alternative", "expected either stage: or condition:")
        return self


class Dependency(Strict):
    """What a stage waits for. `register` is short for `{stage: register}`."""

    stage: StageId | None = None
    """The stage that must be finished first."""
    at_least_one_of: tuple[Alternative, ...] = ()
    """Or: any of these will do."""
    basis: Literal["stated", "inferred"] = "stated"
    """Said by the original guide, or concluded by us."""
    why: Text | None = None
    """The reason, where it isn't plain."""

    SHORT = {"type": "string", "description": "Id of the stage that must be finished first."}

    @classmethod
    def expand(cls, written: Any) -> Any:
        return {"stage": written} if isinstance(written, str) else written

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.stage is None) == (not self.at_least_one_of):
            raise PydanticCustomError("dependency", "expected either stage: or at_least_one_of:")
        return self


class Cost(Strict):
    """What something costs. `free` is short for `{kind: free}`."""

    kind: Literal["free", "paid", "conditional"]
    """Free; always paid; paid under a condition that `note` states."""
    note: Text | None = None
    """How much, or when."""

    SHORT = {"enum": ["free", "paid", "conditional"]}

    @classmethod
    def expand(cls, written: Any) -> Any:
        return {"kind": written} if isinstance(written, str) else written


class Stage(Strict):
    """A part of the way with an outcome of its own: one page of the guide."""

    id: Id
    """The page's file name."""
    title: Title
    """As its heading."""
    short: Title | None = None
    """For the navigation and the picture of the path; the title if left out."""
    goal: Text
    """What the reader has afterwards."""
    after: tuple[Dependency, ...] = ()
    """What must be finished first."""
    work: Duration
    """The reader's own time."""
    wait: Duration
    """Time until others have reviewed or sent something."""
    cost: Cost
    """What it costs."""
    who: tuple[ActorId, ...] = ()
    """Who acts."""
    waits_for: tuple[ActorId, ...] = ()
    """Who is waited for."""
    intro: Text | None = None
    """What to know before the first step."""
    steps: tuple[Step, ...] = Field(min_length=1)
    """In order."""
    trouble: tuple[Trouble, ...] = ()
    """Refusals that belong to no single step."""
    done: Text | None = None
    """How the reader knows that the stage is finished."""

    @property
    def short_title(self) -> Title:
        """The title where room is scarce."""
        return self.short or self.title


class Material(Strict):
    """Something to have ready before starting."""

    id: Id
    """The heading's address is `prepare.html#ID`."""
    name: Title
    """What it is called."""
    format: Text | None = None
    """As what it is needed: a scan, a number…"""
    who: Text | None = None
    """Who in the company has it."""
    pitfalls: tuple[Text, ...] = ()
    """What makes it be refused."""
    optional: bool = False
    """True if only some readers need it."""
    updates: tuple[UpdateId, ...] = ()
    """What has changed about it."""
    sources: tuple[SourceId, ...] = ()
    """What it rests on, beyond the original guide."""


class Question(Strict):
    """An entry of the FAQ."""

    id: Id
    """The heading's address is `faq.html#ID`."""
    question: Title
    """As a reader would ask it."""
    answer: Text
    """In a few sentences."""
    stage: StageId | None = None
    """The stage that it belongs to, if any; gone with the stage where a buyer leaves it out."""
    source: SourceId | None = None
    """What the answer rests on; without one it is marked as general advice."""


class Refusal(Strict):
    """An entry of the refusal clinic."""

    id: Id
    """The heading's address is `faq.html#ID`."""
    stage: StageId | None = None
    """The stage that it belongs to, if any; gone with the stage where a buyer leaves it out."""
    symptom: Title
    """What one sees."""
    cause: Text
    """Why."""
    fix: Text
    """What to do."""
    source: SourceId | None = None
    """What it rests on; without one it is marked as general advice."""


BLANK = re.compile(r"\{([a-z][a-z0-9_]*)\}")
"""A blank in a message's body."""
AUTOMATIC_BLANKS = ("progress", "code")
"""Those that the page fills in by itself."""


class MessageField(Strict):
    """A blank of a message, which the reader fills in."""

    id: Key
    """Written `{id}` in the message."""
    label: Title
    """What to put in."""
    format: FormatKey | None = None
    """The rule that it keeps."""
    optional: bool = False
    """True if it may stay empty: the line of the message that it stands in is then left out."""


class Message(Strict):
    """Words to send to the buyer's desk, ready but for some blanks. They are copied by hand: nothing sends them."""

    id: Id
    """Unique among the messages."""
    stage: StageId
    """With `step`: where the message stands."""
    step: Id
    """Id of the step in that stage."""
    title: Title
    """What it is for."""
    intro: Text | None = None
    """To whom it goes, and how."""
    fields: tuple[MessageField, ...] = Field(min_length=1)
    """The blanks, in the order in which they are asked for."""
    body: Text
    """The words, with `{field_id}` for each blank, `{progress}` for how far the reader is, and `{code}` for the same
    in short. It is sent in the guide's main language; readers of another one see their own wording below."""


# --------------------------------------------------------------------------------------------------
# Screens

MarkStyle = Literal["outline", "number", "arrow", "dim", "redact", "typed"]
Pixels = Annotated[float, Field(ge=0, le=20000)]


class Mark(Strict):
    """Something drawn on a picture, at an element of its page or, on a still, in a box."""

    at: Line | None = None
    """CSS selector of the element, on a re-created or a live page."""
    box: tuple[Pixels, Pixels, Pixels, Pixels] | None = None
    """Left, top, width, height in picture pixels: only for a still that was taken by hand."""
    style: MarkStyle = Field(default="outline", alias="as")
    """How it is drawn. With a `text`, it also carries a number."""
    text: Text | None = None
    """The line of the legend."""
    field: Id | Key | None = None
    """The field of the step's form that it shows: the two light up together."""
    label: LabelKey | None = None
    """The portal's word at this place, glossed in the English picture."""
    value: Annotated[Line, Inline()] | None = None
    """For `typed`: what stands in the box, such as `{{ buyer.account_1688 }}`."""

    @model_validator(mode="after")
    def _has_a_place(self) -> Self:
        if (self.at is None) == (self.box is None):
            raise PydanticCustomError("mark", "expected either at: (a CSS selector) or box: (four numbers)")
        if (self.style == "typed") != (self.value is not None):
            raise PydanticCustomError("mark", "expected value: with as: typed, and only there")
        return self


class Screen(Strict):
    """A picture of a screen, with its marks."""

    title: Title
    """What the picture shows."""
    page: Line | None = None
    """Template of the re-created page, in `templates/screens/`."""
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
    """When someone last compared it with the portal or with the original; the guide's `verified_on` if left out."""
    review_by: Day | None = None
    """When to look at it again; the guide's `review_by` if left out."""
    marks: tuple[Mark, ...] = ()
    """In the order of the legend."""

    @model_validator(mode="after")
    def _has_a_picture(self) -> Self:
        if (self.page is None) == (self.still is None):
            raise PydanticCustomError("screen", "expected either page: (a template) or still: (a picture)")
        return self


# --------------------------------------------------------------------------------------------------
# The guide

ValueKind = Literal["text", "member_name", "money_cny", "days", "percents", "date", "phone", "email", "url"]


class BuyerValue(Strict):
    """A value that each buyer fills in, under this key, in its own file."""

    kind: ValueKind
    """What it is, and so how it is written: whole yuan, days, a list of percentages…"""
    label: Title
    """What it is called."""
    neutral: Plain
    """What stands in its place where no buyer is named."""
    required: bool | tuple[StageId, ...] = False
    """True; or the stages that need it: a buyer who leaves all of them out need not give it."""
    default: Any = None
    """For a buyer that does not give it."""


class About(Strict):
    """The guide as a whole."""

    id: Id
    """Of the guide: progress in the reader's browser is kept under it."""
    title: Title
    """On every page."""
    portal: Title | None = None
    """What the portal is called."""
    edition: Line
    """Such as `2026.1`."""
    verified_on: Day
    """When the facts were last checked."""
    review_by: Day | None = None
    """When to check them again."""
    languages: tuple[Language, ...] = Field(default=LANGUAGES, min_length=1)
    """The languages of every text, the main one first."""
    greeting: Text | None = None
    """The home page's first words."""
    intro: Text | None = None
    """What the whole is about."""
    order: Text | None = None
    """About the order of the stages."""
    safety: Text | None = None
    """What nobody will ever ask for."""
    prepare: Text | None = None
    """The first words of the page on what to prepare."""
    neutral_name: Plain = Plain(zh="采购商", en="your buyer")
    """What stands in the place of the buyer's name where no buyer is named."""
    provenance: Text | None = None
    """Where this guide comes from, and how facts are told from advice."""


class Guide(Strict):
    """One description of a portal's onboarding: everything that a reader sees about the process."""

    guide: About
    """What holds for the guide as a whole."""
    buyer_values: dict[Key, BuyerValue] = {}
    """What each buyer fills in; texts say `{{ buyer.key }}`."""
    actors: dict[Id, Title] = {}
    """Who acts or is waited for."""
    labels: dict[Key, Label] = {}
    """The portal's own words."""
    formats: dict[Key, Format] = {}
    """What fields take."""
    materials: tuple[Material, ...] = ()
    """What to have ready before starting."""
    stages: tuple[Stage, ...] = Field(min_length=1)
    """The parts of the way: one page each, in the order of the navigation."""
    messages: tuple[Message, ...] = ()
    """Words for the reader to copy and send to the buyer's desk."""
    screens: dict[Id, Screen] = {}
    """The annotated pictures; steps name them."""
    updates: tuple[Update, ...] = ()
    """What has changed since the original wording."""
    glossary: tuple[Term, ...] = ()
    """Words of the trade, explained."""
    faq: tuple[Question, ...] = ()
    """Questions and answers."""
    refusals: tuple[Refusal, ...] = ()
    """What may be refused: symptom, cause, fix."""
    sources: dict[Id, Source] = {}
    """What facts rest on."""
    words: dict[Line, tuple[Line, ...]] = {}
    """For the search: a word that readers use, and the guide's own words for it."""

    def stage(self, stage_id: str) -> Stage:
        """The stage with that id. Raises KeyError."""
        for stage in self.stages:
            if stage.id == stage_id:
                return stage
        raise KeyError(stage_id)


# --------------------------------------------------------------------------------------------------
# A buyer

BuyerLine = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^\S([^\n]*\S)?$")]
"""One line that a buyer writes, without blanks at its ends."""
RESERVED_SLUG = "generic"
"""The neutral edition's."""


class Name(Plain):
    """A company's name: one line, shown as written."""

    zh: BuyerLine | None = None
    """中文."""
    en: BuyerLine | None = None
    """English."""


class InAnyLanguage(Name):
    """One line in each language, or one for all of them: `person: desk@buyer` is short for the same words in each."""

    SHORT = {"type": "string", "description": "The same words in each language."}

    @classmethod
    def expand(cls, written: Any) -> Any:
        return dict.fromkeys(LANGUAGES, written) if isinstance(written, str) else written


class Contact(Strict):
    """Whom a supplier asks at the buyer's."""

    person: InAnyLanguage | None = None
    """A name or a department."""
    phone: Annotated[str, StringConstraints(pattern=r"^[+0-9][0-9 ()+/-]{3,40}$")] | None = None
    """With the area code."""
    email: (
        Annotated[str, StringConstraints(pattern=r"^[^\s@<>\"']+@[^\s@<>\"']+\.[^\s@<>\"']+$", max_length=200)] | None
    ) = None
    """Of the desk that answers suppliers."""
    wecom: BuyerLine | None = None
    """WeCom (企业微信) id."""
    hours: InAnyLanguage | None = None
    """When the contact answers."""


def _never_empty(given: Any) -> Any:
    if given is None:
        raise PydanticCustomError("empty", "expected a value")
    return given


class Brand(Strict):
    """How a buyer's edition looks."""

    color: Annotated[
        Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")] | None, BeforeValidator(_never_empty)
    ] = None
    """Accent colour, `"#rrggbb"`, in quotation marks: without them it would be a remark to YAML."""
    logo: Line | None = None
    """File name of a PNG or SVG in the buyer's folder `data/buyers/<slug>/`."""


class BuyerBase(Strict):
    """What every guide's buyers have in common."""

    name: Name
    """The purchasing company, in each language that it publishes."""
    contact: Contact | None = None
    """Whom a supplier asks."""
    deadline: Day | None = None
    """Until when suppliers are to be ready."""
    site_url: HttpsUrl | None = None
    """Where this buyer's guide is hosted: for QR codes and links in print."""
    languages: tuple[Language, ...] = Field(default=LANGUAGES, min_length=1)
    """Published languages, the main one first."""
    skip_stages: tuple[StageId, ...] = ()
    """Stages that this buyer doesn't ask for."""
    notes: dict[StageId, Plain] = {}
    """A remark of the buyer's at the head of a stage. Plain text: shown as written."""
    brand: Brand = Brand()
    """Colour and logo."""


@dataclass(frozen=True)
class Buyer:
    """One buyer: its slug, what its file says, and its logo."""

    slug: str
    profile: BuyerBase
    path: Path
    """The file it was read from."""
    logo: Path | None = None
    """The logo's file, checked."""

    def value(self, key: str) -> Any:
        """What the buyer gives for a key of the guide's `buyer_values`; None if nothing."""
        return getattr(self.profile, key)


def buyer_model(guide: Guide, types: Mapping[ValueKind, Any]) -> type[BuyerBase]:
    """The model of this guide's buyer files; `types` gives the type of each kind of value."""
    declared: dict[str, Any] = {}
    for key, value in guide.buyer_values.items():
        kind = types[value.kind]
        if value.required is True:
            declared[key] = (kind, Field(description=f"{value.label.zh} / {value.label.en}"))
        else:
            declared[key] = (kind | None, Field(default=None, description=f"{value.label.zh} / {value.label.en}"))
    return create_model("BuyerFile", __base__=BuyerBase, __doc__="A buyer of this guide.", **declared)
