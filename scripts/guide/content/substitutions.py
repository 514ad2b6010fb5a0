"""What goes into the slots for one buyer, or for none."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import quote

from guide.content.colour import accent
from guide.model.buyer import NAME_ON_PORTAL, RESERVED_SLUG, Buyer
from guide.model.guide import Guide
from guide.model.texts import Language, Text
from guide.model.values import default_of, display_value, form_value, format_date


@dataclass(frozen=True)
class Substitutions:
    """The texts of one edition, unescaped: `stamp` and `handout` escape them for the place where they land."""

    values: dict[str, str]
    """By the slot's name."""
    conditions: frozenset[str]
    """Those that hold; the others don't."""

    def holds(self, condition: str) -> bool:
        """Whether a region with that condition stays."""
        name = condition.removeprefix("!")
        return (name in self.conditions) != condition.startswith("!")


def substitutions_for(guide: Guide, buyer: Buyer | None, languages: tuple[Language, ...]) -> Substitutions:
    """Every value and condition that a page of `guide` may ask for; the neutral edition's where `buyer` is None."""
    values: dict[str, str] = {}
    conditions: set[str] = set()
    for language in languages:
        for key in guide.buyer_values:
            given = _given(guide, buyer, key)
            if given is not None:
                conditions.add(key)
            values.update(_of_value(guide, key, given, language))
        values.update(_of_name(guide, buyer, language))
        values.update(_of_profile(buyer, language))
        for stage in guide.stages:
            note = buyer.profile.notes.get(stage.id) if buyer else None
            values[f"{language}:note.{stage.id}"] = note.in_language(language) if note else ""
            if note:
                conditions.add(f"note.{stage.id}")
    values["slug"] = buyer.slug if buyer else RESERVED_SLUG
    contact = buyer.profile.contact if buyer else None
    values["contact.phone:href"] = "".join(c for c in (contact and contact.phone) or "" if c in "+0123456789")
    values["contact.email:href"] = quote((contact and contact.email) or "", safe="@.+-_")
    colours = accent(buyer.profile.brand.color if buyer else None)
    values.update({f"accent.{field.name}": getattr(colours, field.name) for field in fields(colours)})
    return Substitutions(values, frozenset(conditions | _present(buyer)))


def _of_name(guide: Guide, buyer: Buyer | None, language: Language) -> dict[str, str]:
    """The name, and the name to compare with Chinese screens: in Chinese if it is given, with `language`'s behind it."""
    own = (buyer.profile.name if buyer else guide.guide.neutral_name).in_language(language)
    chinese = (buyer and buyer.profile.name.zh) or own
    shown = {"name": own, NAME_ON_PORTAL: own if chinese == own else f"{chinese} / {own}"}
    made = {f"{language}:{key}": text for key, text in shown.items()}
    for key, plain in (("name", own), (NAME_ON_PORTAL, chinese)):
        given = plain if buyer else ""
        made |= {f"{language}:{key}:{use}": given for use in ("copy", "pictured")} | {f"{language}:{key}:typed": plain}
    return made


def _given(guide: Guide, buyer: Buyer | None, key: str) -> Any:
    if buyer is None:
        return None
    given = buyer.value(key)
    return default_of(guide.buyer_values[key]) if given is None else given


def _of_value(guide: Guide, key: str, given: object | None, language: Language) -> dict[str, str]:
    declared = guide.buyer_values[key]
    name = f"{language}:{key}"
    neutral = declared.neutral.in_language(language)
    if given is None:
        return {name: neutral, f"{name}:typed": neutral, f"{name}:copy": "", f"{name}:pictured": ""}
    plain = form_value(declared.kind, given)
    shown = display_value(declared.kind, given, language)
    return {name: shown, f"{name}:typed": plain, f"{name}:copy": plain, f"{name}:pictured": plain}


_CONTACT = ("person", "phone", "email", "wecom", "hours")


def _of_profile(buyer: Buyer | None, language: Language) -> dict[str, str]:
    found = dict.fromkeys(("contact", "deadline", "site_url", "logo", "named", "!named"), "")
    found.update({f"contact.{part}": "" for part in _CONTACT})
    if buyer is not None:
        profile = buyer.profile
        if profile.deadline:
            found["deadline"] = format_date(profile.deadline, language)
        found["site_url"] = profile.site_url or ""
        found["logo"] = f"logo.{buyer.logo.format}" if buyer.logo else ""
        for part in _CONTACT:
            written = profile.contact and getattr(profile.contact, part)
            found[f"contact.{part}"] = written.in_language(language) if isinstance(written, Text) else written or ""
    return {f"{language}:{name}": text for name, text in found.items()}


def _present(buyer: Buyer | None) -> set[str]:
    if buyer is None:
        return set()
    profile = buyer.profile
    found = {"named"}
    found |= {name for name in ("contact", "deadline", "site_url") if getattr(profile, name)}
    found |= {f"contact.{part}" for part in _CONTACT if profile.contact and getattr(profile.contact, part)}
    return found | ({"logo"} if buyer.logo else set())
