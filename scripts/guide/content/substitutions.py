"""The texts that stand for values, for one buyer or for none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import quote

from guide.content.colour import accent
from guide.content.views.texts import Condition, PlainText, Region, Value
from guide.model.buyer import CONTACT_PARTS, NAME_ON_PORTAL, RESERVED_SLUG, Buyer
from guide.model.guide import Guide
from guide.model.texts import Language, Text
from guide.model.values import default_of, display_value, form_value, format_date

SLUG = Value("slug")
SITE_ROOT = Value("site_root")
"""The address that a buyer's site is hosted at, without a slash at its end; empty where none is given."""
DEADLINE = Value("deadline_day")
"""The day until which suppliers are to be ready, as 2026-11-23; empty where none is given."""
LOGO_FILE = "logo"
"""Key of the name under which the logo is published."""


@dataclass(frozen=True)
class Substitutions:
    """The texts of one edition, unescaped: pages and print escape them for the place where they land."""

    values: dict[Value, str]
    conditions: frozenset[str]
    """Keys of those that hold; the others don't."""

    def holds(self, condition: Condition) -> bool:
        """Whether that is so of the buyer."""
        return (condition.key in self.conditions) != condition.negated

    def text(self, text: PlainText) -> str:
        """`text` with its values in it. Raises KeyError for a value that has no text."""
        return "".join(part if isinstance(part, str) else self.values[part] for part in text)

    def text_in(self, region: Region) -> str | None:
        """What stands in the region; None where its condition does not hold, or there is nothing in it."""
        return (self.values[region.value] or None) if self.holds(region.condition) else None


def substitutions_for(guide: Guide, buyer: Buyer | None, languages: tuple[Language, ...]) -> Substitutions:
    """The text of every value that a view of `guide` may hold; the neutral edition's where `buyer` is None."""
    values: dict[Value, str] = {}
    given = {key: _given(guide, buyer, key) for key in guide.buyer_values}
    for language in languages:
        for key, value in given.items():
            values.update(_of_value(guide, key, value, language))
        values.update(_of_name(guide, buyer, language))
        values.update(_of_profile(buyer, language))
        for stage in guide.stages:
            note = buyer.profile.notes.get(stage.id) if buyer else None
            values[Value(f"note.{stage.id}", language)] = note.in_language(language) if note else ""
    contact = buyer.profile.contact if buyer else None
    values[SITE_ROOT] = ((buyer and buyer.profile.site_url) or "").rstrip("/")
    values[DEADLINE] = buyer.profile.deadline.isoformat() if buyer and buyer.profile.deadline else ""
    values[SLUG] = buyer.slug if buyer else RESERVED_SLUG
    values[Value("contact.phone", form="href")] = "".join(
        character for character in (contact and contact.phone) or "" if character in "+0123456789"
    )
    values[Value("contact.email", form="href")] = quote((contact and contact.email) or "", safe="@.+-_")
    colours = accent(buyer.profile.brand.color if buyer else None)
    values.update({Value(f"accent.{field.name}"): getattr(colours, field.name) for field in fields(colours)})
    conditions = {key for key, value in given.items() if value is not None}
    return Substitutions(values, frozenset(conditions.union(_conditions(buyer))))


def _given(guide: Guide, buyer: Buyer | None, key: str) -> Any:
    if buyer is None:
        return None
    value = buyer.value(key)
    return default_of(guide.buyer_values[key]) if value is None else value


def _of_value(guide: Guide, key: str, value: object | None, language: Language) -> dict[Value, str]:
    declared = guide.buyer_values[key]
    if value is None:
        neutral = declared.neutral.in_language(language)
        return _forms(key, language, neutral, neutral, "")
    exact = form_value(declared.kind, value)
    return _forms(key, language, display_value(declared.kind, value, language), exact, exact)


def _of_name(guide: Guide, buyer: Buyer | None, language: Language) -> dict[Value, str]:
    """The name, and the name to compare with the portal: in Chinese if it is given, with `language`'s behind it."""
    own = (buyer.profile.name if buyer else guide.guide.neutral_name).in_language(language)
    chinese = (buyer and buyer.profile.name.zh) or own
    both = own if chinese == own else f"{chinese} / {own}"
    return _forms("name", language, own, own, own if buyer else "") | _forms(
        NAME_ON_PORTAL, language, both, chinese, chinese if buyer else ""
    )


def _forms(key: str, language: Language, display: str, entry: str, copy: str) -> dict[Value, str]:
    return {
        Value(key, language): display,
        Value(key, language, "input"): entry,
        Value(key, language, "copy"): copy,
    }


def _of_profile(buyer: Buyer | None, language: Language) -> dict[Value, str]:
    texts = dict.fromkeys(("deadline", "site_url", LOGO_FILE, *(f"contact.{part}" for part in CONTACT_PARTS)), "")
    if buyer is not None:
        profile = buyer.profile
        if profile.deadline:
            texts["deadline"] = format_date(profile.deadline, language)
        texts["site_url"] = profile.site_url or ""
        texts[LOGO_FILE] = f"logo.{buyer.logo.format}" if buyer.logo else ""
        for part in CONTACT_PARTS:
            words = profile.contact and getattr(profile.contact, part)
            texts[f"contact.{part}"] = words.in_language(language) if isinstance(words, Text) else words or ""
    return {Value(key, language): text for key, text in texts.items()}


def _conditions(buyer: Buyer | None) -> Iterator[str]:
    """Keys of what holds of the buyer, the guide's own values aside."""
    if buyer is None:
        return
    profile = buyer.profile
    yield "named"
    yield from (name for name in ("contact", "deadline", "site_url") if getattr(profile, name))
    yield from (f"contact.{part}" for part in CONTACT_PARTS if profile.contact and getattr(profile.contact, part))
    yield from (f"note.{stage}" for stage, note in profile.notes.items() if note)
    if buyer.logo:
        yield LOGO_FILE
