"""A buyer, `data/buyers/<slug>.yaml`: a model that `buyer_model(guide)` makes, because a guide declares which values a buyer fills in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, StringConstraints, create_model
from pydantic_core import PydanticCustomError

from guide.model.guide import Guide, ValueKind
from guide.model.kinds import Day, HttpsUrl, Line, StageId
from guide.model.texts import LANGUAGES, Language, Markup, Plain, Strict, Text

BuyerLine = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^\S([^\n]*\S)?$")]
"""One line that a buyer writes, without blanks at its ends."""
RESERVED_SLUG = "generic"
"""The neutral edition's."""
DRAFT_ENDING = "-draft"
"""How the names of drafts' sites end, behind the buyer's slug."""
NAME_ON_PORTAL = "name_on_portal"
"""What texts call the name as the portal shows it, which is Chinese: `{{ buyer.name_on_portal }}`."""
NAMES = frozenset({"name", NAME_ON_PORTAL})
"""What texts may call a buyer's name, beside the values that a guide declares."""


class Name(Text):
    """A company's name: one line, shown as written, whatever it looks like."""

    MARKUP: ClassVar[Markup] = "none"

    zh: BuyerLine | None = None
    """中文."""
    en: BuyerLine | None = None
    """English."""


class InAnyLanguage(Name):
    """One line in each language, or one for all of them: `person: desk@buyer` is short for the same words in each."""

    SHORT = {"type": "string", "description": "The same words in each language."}

    @classmethod
    def expand(cls, value: Any) -> Any:
        return dict.fromkeys(LANGUAGES, value) if isinstance(value, str) else value


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


CONTACT_PARTS = tuple(Contact.model_fields)
"""What a buyer may say of its contact, in the order in which readers see it."""


def _refuse_empty(value: Any) -> Any:
    if value is None:
        raise PydanticCustomError("empty", "expected a value")
    return value


class Brand(Strict):
    """How a buyer's edition looks."""

    color: Annotated[
        Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")] | None, BeforeValidator(_refuse_empty)
    ] = None
    """Accent colour, `"#rrggbb"`, in quotation marks: without them it would be a comment to YAML."""
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
    """Published languages, the main one first; the guide's if left out."""
    skip_stages: tuple[StageId, ...] = ()
    """Stages that this buyer doesn't ask for."""
    notes: dict[StageId, Plain] = {}
    """A remark of the buyer's at the head of a stage. Plain text: shown as written."""
    brand: Brand = Brand()
    """Colour and logo."""


@dataclass(frozen=True)
class Logo:
    """A logo as it is published: read within bounds and written anew."""

    format: Literal["png", "svg"]
    data: bytes
    """The file's content, without metadata."""
    original: str = ""
    """SHA-256 of the file that it was read from, in hexadecimal."""
    text: str = ""
    """What a drawing says in letters that are set in a font."""


@dataclass(frozen=True)
class Buyer:
    """One buyer: its slug, what its file says, and its logo."""

    slug: str
    profile: BuyerBase
    path: Path
    """The file it was read from."""
    logo: Logo | None = None
    """Its logo, if it has one."""

    def value(self, key: str) -> Any:
        """Returns what the buyer gives for a key of the guide's `buyer_values`; None if nothing."""
        return getattr(self.profile, key)


def languages_field(languages: tuple[Language, ...]) -> dict[str, Any]:
    """Returns the definition of a buyer's `languages`, which are those of its guide if it gives none."""
    field = Field(default=languages, min_length=1, description=BuyerBase.model_fields["languages"].description)
    return {"languages": (tuple[Language, ...], field)}


def buyer_model(guide: Guide, types: Mapping[ValueKind, Any]) -> type[BuyerBase]:
    """Returns the model of this guide's buyer files; `types` gives the type of each kind of value."""
    fields: dict[str, Any] = languages_field(guide.guide.languages)
    for key, value in guide.buyer_values.items():
        kind = types[value.kind]
        if value.required is True:
            fields[key] = (kind, Field(description=f"{value.label.zh} / {value.label.en}"))
        else:
            fields[key] = (kind | None, Field(default=None, description=f"{value.label.zh} / {value.label.en}"))
    return create_model("BuyerFile", __base__=BuyerBase, __doc__="A buyer of this guide.", **fields)
