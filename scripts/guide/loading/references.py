"""What the model's types can't say of data as written: references, translations, markup.

Each check yields `(location, message)`, and runs even where the model can't be made of the data.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from guide.loading.schema_walk import Place, fields_of, is_model, unknown_key, walk
from guide.loading.yaml_reader import Excerpt, Location
from guide.model.buyer import NAMES
from guide.model.guide import Guide
from guide.model.kinds import Inline, Ref
from guide.model.markup import (
    Block,
    LabelInPlace,
    LabelMention,
    LinkMention,
    Listing,
    MarkupError,
    Mention,
    Paragraph,
    Table,
    ValueMention,
    foreign_markup,
    parse,
)
from guide.model.texts import Blocks, Strict, Text

Finding = tuple[Location, str]

PAGES = ("prepare", "faq", "glossary", "about")
"""The pages that no stage owns, apart from the home page."""
_LINK_KINDS = {"stage": "stages", "step": "steps", "term": "glossary", "page": "pages", "material": "materials"}
_ANCHORS = {"faq": ("faq", "refusals"), "glossary": ("glossary",), "prepare": ("materials",)}
"""What a link to a page may name behind `#`."""
_KEYED = ("labels", "formats", "actors", "sources", "screens", "buyer_values")
_LISTED = ("materials", "updates", "stages", "glossary", "faq", "refusals")
_FEW = 12
"""Up to this many names a message lists all."""
_EXCERPT = 12
"""So many characters of a mark tell where it stands: more may be folded in the file."""
_NEAREST = 3
"""Of more than that a message lists so many, the nearest ones."""
_WEB = re.compile(r"^https?://[^\s\"'<>\\`{}|^]+$|^mailto:[^\s\"'<>\\]+@[^\s\"'<>\\]+$")


class Names(dict[str, set[str]]):
    """The keys and ids of each collection of a guide."""

    label_keys: Mapping[str, str] = {}
    """Of labels: the key of the one that has those words on the screen."""


def collection_names(data: Mapping[str, Any]) -> Names:
    """Returns the keys and ids of each collection, from the guide's data as written.

    A collection of which not all can be read is left out: what refers to it may be right.
    """
    names = Names({"pages": set(PAGES) | {"index"}})
    has_unknown_keys = not set(data) <= set(fields_of(Guide))
    for collection in _KEYED:
        keys = data.get(collection, None if has_unknown_keys else {})
        if isinstance(keys, dict):
            names[collection] = set(keys)
    labels = data.get("labels")
    if isinstance(labels, dict):
        words = {key: label.get("zh") for key, label in labels.items() if isinstance(label, dict)}
        names.label_keys = {zh: key for key, zh in reversed(words.items()) if isinstance(zh, str)}
    for collection in _LISTED:
        ids = _ids(data.get(collection, None if has_unknown_keys else []))
        if ids is not None:
            names[collection] = set(ids)
    if "stages" in names:
        steps = {stage["id"]: _ids(stage.get("steps")) for stage in data.get("stages", ())}
        if None not in steps.values():
            names["steps"] = {f"{stage}/{step}" for stage, ids in steps.items() for step in ids or ()}
    return names


def _ids(entries: Any) -> list[str] | None:
    """Returns the ids of the entries of a list; None if one of them can't be read."""
    if not isinstance(entries, list):
        return None
    ids = [item["id"] for item in entries if isinstance(item, dict) and isinstance(item.get("id"), str)]
    return ids if len(ids) == len(entries) else None


def check_data(model: type[Strict], data: Any, names: Names, languages: tuple[str, ...]) -> Iterator[Finding]:
    """Unknown keys, dangling references, missing translations, wrong markup."""
    for place in walk(model, data):
        if isinstance(place.annotation, Ref):
            yield from _reference(place, names)
        elif isinstance(place.annotation, Inline):
            yield from _markup(place.location, place.data, names, "line")
        elif is_model(place.annotation) and isinstance(place.data, dict):
            fields = fields_of(place.annotation)
            for key in place.data:
                if key not in fields:
                    yield (*place.location, key), unknown_key(place, key)
            if issubclass(place.annotation, Text):
                yield from _text(place, names, languages)


def _reference(place: Place, names: Names) -> Iterator[Finding]:
    collection = place.annotation.collection
    if isinstance(place.data, str) and place.data not in names.get(collection, {place.data}):
        key = names.label_keys.get(place.data) if collection == "labels" else None
        advice = _key_of_words(key) if key else suggestion(place.data, names[collection], collection)
        yield place.location, f"{place.data} is not one of the {collection}, {advice}"


def suggestion(name: str, choices: Iterable[str], collection: str = "") -> str:
    """Returns what to write in place of `name`: all that is known, or of many what is nearest to it."""
    names = sorted(choices)
    if not names:
        return f"expected it under {collection}:, where there is nothing yet"
    near = difflib.get_close_matches(name, names, n=_NEAREST)
    excerpt = names if len(names) <= _FEW else [*(near or names[:_NEAREST]), "…"]
    return f"expected one of {', '.join(excerpt)}" + (f"; did you mean {near[0]}?" if near else "")


def _text(place: Place, names: Names, languages: tuple[str, ...]) -> Iterator[Finding]:
    findings: list[Finding] = []
    for language in languages:
        text = place.data.get(language)
        if language not in place.data:
            yield (
                place.location,
                f"no {language} text, expected one in each of {', '.join(languages)}; write {language}:",
            )
        elif not isinstance(text, str) or not text.strip():
            yield (*place.location, language), f"the {language} text is empty, expected words; write them"
        elif place.annotation.MARKUP == "read":
            findings += _markup((*place.location, language), text, names, place.annotation.BLOCKS)
        elif place.annotation.MARKUP == "refused":
            findings += _foreign((*place.location, language), text, has_marks=False)
    yield from _once(findings)


def _once(findings: list[Finding]) -> Iterator[Finding]:
    """Yields what is wrong in several languages of a text alike, reported in the first."""
    languages: dict[str, list[Location]] = {}
    for location, message in findings:
        languages.setdefault(message, []).append(location)
    for message, (first, *others) in languages.items():
        more = dict.fromkeys(_language_of(other) for other in others if _language_of(other) != _language_of(first))
        yield first, f"{message} (in {', '.join(more)} too)" if more else message


def _language_of(location: Location) -> str:
    return str(location[-2] if isinstance(location[-1], Excerpt) else location[-1])


def _markup(location: Location, text: Any, names: Names, most: Blocks) -> Iterator[Finding]:
    if isinstance(text, str):
        yield from _foreign(location, text, has_marks=True)
        yield from ((location, message) for message in _parsed(text, names, most))


def _foreign(location: Location, text: str, *, has_marks: bool) -> Iterator[Finding]:
    for mark, message in foreign_markup(text, has_marks=has_marks):
        yield (*location, Excerpt(mark[:_EXCERPT])), message


def _parsed(text: str, names: Names, most: Blocks) -> Iterator[str]:
    try:
        blocks = parse(text)
    except MarkupError as error:
        yield from error.messages
        return
    yield from _excess(blocks, most)
    for block in blocks:
        for line in block.lines:
            for mention in line:
                yield from _mention(mention, names)


def _excess(blocks: tuple[Block[Mention], ...], most: Blocks) -> Iterator[str]:
    """Yields what to say of blocks that a text may not have."""
    advice = "move it to a text that may have one, such as a step's do: or notes:"
    kinds = set(_kinds(blocks))
    if Table in kinds and most != "tables":
        yield f"a table has no room here, expected {_ROOM[most]}; {advice}"
    if Listing in kinds and most == "line":
        yield f"a list has no room here, expected {_ROOM[most]}; {advice}"
    if most == "line" and kinds == {Paragraph} and len(blocks) > 1:
        yield f"{len(blocks)} paragraphs have no room here, expected {_ROOM[most]}; delete the blank line"


_ROOM: dict[Blocks, str] = {"line": "one paragraph", "lists": "paragraphs and lists"}


def _kinds(blocks: tuple[Block[Mention], ...]) -> Iterator[type]:
    for block in blocks:
        yield type(block)
        for item in block.items if isinstance(block, Listing) else ():
            yield from _kinds(item.blocks)


def _mention(mention: Mention, names: Names) -> Iterator[str]:
    if isinstance(mention, LabelMention) and mention.key not in names.get("labels", {mention.key}):
        yield f"[[{mention.key}]] is not one of the labels, {_label_advice(mention.key, names)}"
    elif isinstance(mention, LabelInPlace) and mention.words in names.label_keys:
        key = names.label_keys[mention.words]
        yield f"[[{mention.words}|{mention.meaning}]] stands under labels: already, expected [[{key}]]; write it so"
    elif isinstance(mention, ValueMention) and mention.key not in names.get("buyer_values", {mention.key}) | NAMES:
        advice = suggestion(mention.key, names["buyer_values"] | NAMES)
        yield f"{{{{ buyer.{mention.key} }}}} is not a buyer's value, {advice}"
    elif isinstance(mention, LinkMention):
        yield from _link(mention.target, names)


def _key_of_words(key: str) -> str:
    return f"expected its key, not its words; did you mean {key}?"


def _label_advice(key: str, names: Names) -> str:
    if key in names.label_keys:
        return _key_of_words(names.label_keys[key])
    if not key.isascii():
        return f"expected a key, or words and meaning; add it under labels:, or write [[{key}|what it means]] if it stands here alone"
    advice = suggestion(key, names["labels"], "labels")
    return advice if advice.endswith(("?", "yet")) else f"{advice}; add it under labels: or correct the key"


def _link(target: str, names: Names) -> Iterator[str]:
    kind, colon, rest = target.partition(":")
    if not colon and target.partition("：")[0] in (*_LINK_KINDS, "https", "http", "mailto"):
        yield f"the link {target} has a full-width colon, expected {target.replace('：', ':', 1)}; write it so"
        return
    if kind in _LINK_KINDS:
        name, _, anchor = rest.partition("#")
        collection = _LINK_KINDS[kind]
        if collection not in names:
            return
        if name not in names[collection]:
            yield f"broken link {target}, {suggestion(name, names[collection], collection)}"
        elif anchor:
            parts = _ANCHORS.get(name if kind == "page" else "", ())
            if any(anchor in names.get(part, {anchor}) for part in parts):
                return
            near = difflib.get_close_matches(anchor, {name for part in parts for name in names[part]}, n=1)
            yield (
                f"broken link {target}, expected behind # the id of a question or refusal (page:faq), "
                "of a term (page:glossary) or of a material (page:prepare); "
                + (f"did you mean {near[0]}?" if near else "correct it")
            )
    elif not _WEB.match(target):
        yield f"the link {target} can't be followed, expected https://…, mailto:…, stage:, step:, page:, term: or material:"
