"""What the model's types can't say of data as written: references, translations, markup.

Each check yields `(location, message)`, and runs even where the model can't be made of the data.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from guide.loading.schema_walk import Place, fields_of, unknown_key, walk
from guide.loading.yaml_reader import Location
from guide.model.buyer import NAMES
from guide.model.guide import Guide
from guide.model.kinds import Inline, Ref
from guide.model.markup import LabelMention, LinkMention, MarkupError, Mention, ValueMention, parse
from guide.model.texts import Strict, Text

Finding = tuple[Location, str]

PAGES = ("prepare", "faq", "glossary", "about")
"""The pages that no stage owns, apart from the home page."""
_LINK_KINDS = {"stage": "stages", "step": "steps", "term": "glossary", "page": "pages", "material": "materials"}
_ANCHORS = {"faq": ("faq", "refusals"), "glossary": ("glossary",), "prepare": ("materials",)}
"""What a link to a page may name behind `#`."""
_KEYED = ("labels", "formats", "actors", "sources", "screens", "buyer_values")
_LISTED = ("materials", "updates", "stages", "glossary", "faq", "refusals")
_FEW = 12
"""Names that a message lists all."""
_NEAREST = 3
"""Names that it lists of more."""
_WEB = re.compile(r"^https?://[^\s\"'<>\\`{}|^]+$|^mailto:[^\s\"'<>\\]+@[^\s\"'<>\\]+$")


def declared(data: Mapping[str, Any]) -> dict[str, set[str]]:
    """The keys and ids of each collection, from the guide's data as written.

    A collection of which not all can be read is left out: what refers to it may be right.
    """
    names: dict[str, set[str]] = {"pages": set(PAGES) | {"index"}}
    mistyped = not set(data) <= set(fields_of(Guide))
    for collection in _KEYED:
        written = data.get(collection, None if mistyped else {})
        if isinstance(written, dict):
            names[collection] = set(written)
    for collection in _LISTED:
        found = _ids(data.get(collection, None if mistyped else []))
        if found is not None:
            names[collection] = set(found)
    if "stages" in names:
        steps = {stage["id"]: _ids(stage.get("steps")) for stage in data.get("stages", ())}
        if None not in steps.values():
            names["steps"] = {f"{stage}/{step}" for stage, found in steps.items() for step in found or ()}
    return names


def _ids(written: Any) -> list[str] | None:
    """The ids of the entries of a list; None if one of them can't be read."""
    if not isinstance(written, list):
        return None
    found = [item["id"] for item in written if isinstance(item, dict) and isinstance(item.get("id"), str)]
    return found if len(found) == len(written) else None


def written_data(
    model: type[Strict], data: Any, names: Mapping[str, set[str]], languages: tuple[str, ...]
) -> Iterator[Finding]:
    """Unknown keys, dangling references, missing translations, wrong markup."""
    for place in walk(model, data):
        if isinstance(place.wanted, Ref):
            yield from _reference(place, names)
        elif isinstance(place.wanted, Inline):
            yield from _markup(place.location, place.data, names)
        elif isinstance(place.wanted, type) and issubclass(place.wanted, Strict) and isinstance(place.data, dict):
            known = fields_of(place.wanted)
            for key in place.data:
                if key not in known:
                    yield (*place.location, key), unknown_key(place, key)
            if issubclass(place.wanted, Text):
                yield from _text(place, names, languages)


def _reference(place: Place, names: Mapping[str, set[str]]) -> Iterator[Finding]:
    collection = place.wanted.collection
    if isinstance(place.data, str) and place.data not in names.get(collection, {place.data}):
        expected = expected_one_of(place.data, names[collection], collection)
        yield place.location, f"{place.data} is not one of the {collection}, {expected}"


def expected_one_of(given: str, known: Iterable[str], collection: str = "") -> str:
    """What to write in place of `given`: all that is known, or of many what is nearest to it."""
    names = sorted(known)
    if not names:
        return f"expected it under {collection}:, where there is nothing yet"
    near = difflib.get_close_matches(given, names, n=_NEAREST)
    shown = names if len(names) <= _FEW else [*(near or names[:_NEAREST]), "…"]
    return f"expected one of {', '.join(shown)}" + (f"; did you mean {near[0]}?" if near else "")


def _text(place: Place, names: Mapping[str, set[str]], languages: tuple[str, ...]) -> Iterator[Finding]:
    found: list[Finding] = []
    for language in languages:
        written = place.data.get(language)
        if language not in place.data:
            yield (
                place.location,
                f"no {language} text, expected one in each of {', '.join(languages)}; write {language}:",
            )
        elif not isinstance(written, str) or not written.strip():
            yield (*place.location, language), f"the {language} text is empty, expected words; write them"
        elif place.wanted.MARKUP == "read":
            found += _markup((*place.location, language), written, names)
        elif place.wanted.MARKUP == "refused" and re.search(r"\[\[|\{\{|\*\*", written):
            yield (
                (*place.location, language),
                "markup stands in a title, expected plain words; delete the [[ ]], {{ }} or **",
            )
    yield from _once(found)


def _once(found: list[Finding]) -> Iterator[Finding]:
    """What is wrong in several languages of a text alike, told in the first."""
    languages: dict[str, list[Location]] = {}
    for location, message in found:
        languages.setdefault(message, []).append(location)
    for message, (first, *others) in languages.items():
        more = dict.fromkeys(str(other[-1]) for other in others if other != first)
        yield first, f"{message} (in {', '.join(more)} too)" if more else message


def _markup(location: Location, written: Any, names: Mapping[str, set[str]]) -> Iterator[Finding]:
    if not isinstance(written, str):
        return
    try:
        for mention in mentions(written):
            yield from ((location, message) for message in _mention(mention, names))
    except MarkupError as error:
        yield location, str(error)


def mentions(text: str) -> Iterator[Mention]:
    """Every inline part of `text`. Raises MarkupError."""
    for block in parse(text):
        for line in block.lines:
            yield from line


def _mention(mention: Mention, names: Mapping[str, set[str]]) -> Iterator[str]:
    if isinstance(mention, LabelMention) and mention.key not in names.get("labels", {mention.key}):
        expected = expected_one_of(mention.key, names["labels"], "labels")
        add = "" if expected.endswith(("?", "yet")) else "; add it under labels: or correct the key"
        yield f"[[{mention.key}]] is not one of the labels, {expected}{add}"
    elif isinstance(mention, ValueMention) and mention.key not in names.get("buyer_values", {mention.key}) | NAMES:
        expected = expected_one_of(mention.key, names["buyer_values"] | NAMES)
        yield f"{{{{ buyer.{mention.key} }}}} is not a buyer's value, {expected}"
    elif isinstance(mention, LinkMention):
        yield from _link(mention.target, names)


def _link(target: str, names: Mapping[str, set[str]]) -> Iterator[str]:
    kind, _, rest = target.partition(":")
    if kind in _LINK_KINDS:
        name, _, anchor = rest.partition("#")
        collection = _LINK_KINDS[kind]
        if collection not in names:
            return
        if name not in names[collection]:
            yield f"the link {target} leads nowhere, {expected_one_of(name, names[collection], collection)}"
        elif anchor:
            parts = _ANCHORS.get(name if kind == "page" else "", ())
            if any(anchor in names.get(part, {anchor}) for part in parts):
                return
            near = difflib.get_close_matches(anchor, {known for part in parts for known in names[part]}, n=1)
            yield (
                f"the link {target} leads nowhere, expected behind # the id of a question or refusal (page:faq), "
                "of a term (page:glossary) or of a material (page:prepare); "
                + (f"did you mean {near[0]}?" if near else "correct it")
            )
    elif not _WEB.match(target):
        yield f"the link {target} can't be followed, expected https://…, mailto:…, stage:, step:, page:, term: or material:"
