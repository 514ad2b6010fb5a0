"""What the model's types can't say: references, translations, markup, and what must hold between the parts.

Each check yields `(location, message)`. Those on written data run even where the model can't be made of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from guide.formats import breach, portability
from guide.markup import LabelMention, LinkMention, MarkupError, Mention, Paragraph, ValueMention, parse
from guide.model.buyer import BuyerBase
from guide.model.guide import Guide
from guide.model.kinds import Inline, Ref
from guide.model.messages import AUTOMATIC_BLANKS, BLANK, Message
from guide.model.stages import Stage
from guide.model.texts import Strict, Text
from guide.tree import Location
from guide.values import default_of
from guide.walk import Place, fields_of, unknown_key, walk

Finding = tuple[Location, str]

PAGES = ("prepare", "faq", "glossary", "about")
"""The pages that no stage owns, apart from the home page."""
_TAKEN = {*PAGES, "index", "home", "en", "zh", "assets", "search", "404", "sitemap", "handout", "manifest", "generic"}
_FURNITURE = {
    "main",
    "search",
    "search-results",
    "site-nav",
    "nav-stages",
    "guide-data",
    "guide-dialog",
    "guide-formats",
    "dialog-title",
}
_PREFIXES = ("field-", "fig-")
_LINK_KINDS = {"stage": "stages", "step": "steps", "term": "glossary", "page": "pages", "material": "materials"}
_ANCHORS = {"faq": ("faq", "refusals"), "glossary": ("glossary",), "prepare": ("materials",)}
"""What a link to a page may name behind `#`."""
_WEB = re.compile(r"^https?://[^\s\"'<>\\`{}|^]+$|^mailto:[^\s\"'<>\\]+@[^\s\"'<>\\]+$")


def declared(data: Mapping[str, Any]) -> dict[str, set[str]]:
    """The keys and ids of each collection, from the guide's data as written."""
    names: dict[str, set[str]] = {"pages": set(PAGES) | {"index"}}
    for collection in ("labels", "formats", "actors", "sources", "screens", "buyer_values"):
        written = data.get(collection)
        names[collection] = set(written) if isinstance(written, dict) else set()
    for collection in ("materials", "updates", "stages", "glossary", "faq", "refusals"):
        names[collection] = {item["id"] for _, item in _items(data, collection)}
    names["steps"] = {
        f"{stage['id']}/{step['id']}" for _, stage in _items(data, "stages") for _, step in _items(stage, "steps")
    }
    return names


def _items(data: Any, key: str) -> Iterator[tuple[int, dict[str, Any]]]:
    written = data.get(key) if isinstance(data, dict) else None
    for index, item in enumerate(written if isinstance(written, list) else ()):
        if isinstance(item, dict) and isinstance(item.get("id"), str):
            yield index, item


# --------------------------------------------------------------------------------------------------
# On data as written


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
    if isinstance(place.data, str) and place.data not in names.get(collection, set()):
        yield place.location, f"{place.data} is not one of the {collection}, {_expected(names, collection)}"


def _expected(names: Mapping[str, set[str]], collection: str) -> str:
    known = sorted(names.get(collection, ()))
    shown = ", ".join(known[:40]) + (" …" if len(known) > 40 else "")
    return f"expected one of {shown}" if known else f"expected it under {collection}:, where there is nothing yet"


def _text(place: Place, names: Mapping[str, set[str]], languages: tuple[str, ...]) -> Iterator[Finding]:
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
            yield from _markup((*place.location, language), written, names)
        elif place.wanted.MARKUP == "refused" and re.search(r"\[\[|\{\{|\*\*", written):
            yield (
                (*place.location, language),
                "markup stands in a title, expected plain words; delete the [[ ]], {{ }} or **",
            )


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
        lines = (block.parts,) if isinstance(block, Paragraph) else block.items
        for line in lines:
            yield from line


def _mention(mention: Mention, names: Mapping[str, set[str]]) -> Iterator[str]:
    if isinstance(mention, LabelMention) and mention.key not in names["labels"]:
        yield f"[[{mention.key}]] is not one of the labels; add it under labels: or correct the key"
    elif isinstance(mention, ValueMention) and mention.key not in names["buyer_values"] | {"name"}:
        yield (
            f"{{{{ buyer.{mention.key} }}}} is not a buyer's value, "
            f"expected one of {', '.join(sorted(names['buyer_values'] | {'name'}))}; correct the key"
        )
    elif isinstance(mention, LinkMention):
        yield from _link(mention.target, names)


def _link(target: str, names: Mapping[str, set[str]]) -> Iterator[str]:
    kind, _, rest = target.partition(":")
    if kind in _LINK_KINDS:
        name, _, anchor = rest.partition("#")
        collection = _LINK_KINDS[kind]
        if name not in names[collection]:
            yield f"the link {target} leads nowhere, {_expected(names, collection)}"
        elif anchor and not any(anchor in names[part] for part in _ANCHORS.get(name if kind == "page" else "", ())):
            yield (
                f"the link {target} leads nowhere, expected behind # the id of a question or refusal (page:faq), "
                "of a term (page:glossary) or of a material (page:prepare); correct it"
            )
    elif not _WEB.match(target):
        yield f"the link {target} can't be followed, expected https://…, mailto:…, stage:, step:, page:, term: or material:"


# --------------------------------------------------------------------------------------------------
# On the model


def guide_as_a_whole(guide: Guide) -> Iterator[Finding]:
    """What must hold between the parts of a guide."""
    yield from _languages(guide)
    yield from _ids(guide)
    yield from _cycles(guide)
    yield from _formats(guide)
    yield from _buyer_values(guide)
    yield from _marks(guide)
    yield from _messages(guide)


def _languages(guide: Guide) -> Iterator[Finding]:
    if len(set(guide.guide.languages)) < len(guide.guide.languages):
        yield ("guide", "languages"), "a language stands here twice, expected each once; delete one"


def _ids(guide: Guide) -> Iterator[Finding]:
    yield from _twice((("stages", i, "id"), stage.id) for i, stage in enumerate(guide.stages))
    for collection in ("materials", "updates", "glossary"):
        yield from _twice(((collection, i, "id"), item.id) for i, item in enumerate(getattr(guide, collection)))
    answers = [(("faq", i, "id"), item.id) for i, item in enumerate(guide.faq)]
    answers += [(("refusals", i, "id"), refusal.id) for i, refusal in enumerate(guide.refusals)]
    yield from _twice(iter(answers))
    yield from _reserved(
        [
            ((collection, i, "id"), item.id)
            for collection in ("materials", "glossary", "faq", "refusals")
            for i, item in enumerate(getattr(guide, collection))
        ]
    )
    for i, stage in enumerate(guide.stages):
        at: Location = ("stages", i)
        if stage.id in _TAKEN:
            yield (*at, "id"), f"{stage.id} is the name of another page, expected a name of its own; rename the stage"
        anchors = list(_anchors(stage, at))
        yield from _twice(iter(anchors))
        yield from _reserved(anchors)
        yield from _twice(
            ((*at, "steps", j, "fields", k, "id"), field.id)
            for j, step in enumerate(stage.steps)
            for k, field in enumerate(step.fields)
        )
        yield from _twice(
            ((*at, "steps", j, "screen"), screen) for j, step in enumerate(stage.steps) for screen in step.screens
        )
        for j, step in enumerate(stage.steps):
            for k, field in enumerate(step.fields):
                if field.options and field.kind != "choice":
                    place = (*at, "steps", j, "fields", k, "options")
                    yield place, f"options stand at a field of kind {field.kind}, expected them at kind: choice only"


def _anchors(stage: Stage, at: Location) -> Iterator[tuple[Location, str]]:
    """The ids that stand on the page of a stage: of its steps, and of what may go wrong."""
    for j, step in enumerate(stage.steps):
        yield (*at, "steps", j, "id"), step.id
        yield from (
            ((*at, "steps", j, "trouble", k, "id"), entry.id) for k, entry in enumerate(step.trouble) if entry.id
        )
    yield from (((*at, "trouble", k, "id"), entry.id) for k, entry in enumerate(stage.trouble) if entry.id)


def _reserved(anchors: Iterable[tuple[Location, str]]) -> Iterator[Finding]:
    for location, name in anchors:
        if name in _FURNITURE or name.startswith(_PREFIXES):
            yield (
                location,
                f"{name} is the id of a part of every page or begins like one, expected an id of its own; rename it",
            )


def _twice(ids: Iterator[tuple[Location, str]]) -> Iterator[Finding]:
    seen: Counter[str] = Counter()
    for location, name in ids:
        seen[name] += 1
        if seen[name] > 1:
            yield location, f"{name} stands here a second time, expected ids that differ; rename one"


def _cycles(guide: Guide) -> Iterator[Finding]:
    needs: dict[str, set[str]] = {
        stage.id: {
            name
            for dependency in stage.after
            for name in (dependency.stage, *(way.stage for way in dependency.at_least_one_of))
            if name
        }
        for stage in guide.stages
    }
    for i, stage in enumerate(guide.stages):
        reached, front = set[str](), set(needs[stage.id])
        while front:
            name = front.pop()
            reached.add(name)
            front |= needs.get(name, set()) - reached
        if stage.id in reached:
            yield (
                ("stages", i, "after"),
                f"{stage.id} waits for itself in the end, expected no circle; cut one of its after:",
            )


def _formats(guide: Guide) -> Iterator[Finding]:
    for key, rule in guide.formats.items():
        at: Location = ("formats", key)
        if rule.pattern is not None:
            try:
                re.compile(rule.pattern)
            except re.error as error:
                yield (*at, "pattern"), f"not a regular expression: {error}; correct it"
                continue
            if problem := portability(rule.pattern):
                yield (*at, "pattern"), f"{problem}; rewrite it"
        for i, value in enumerate(rule.valid):
            if breach(rule, value):
                yield (
                    (*at, "valid", i),
                    f"{value} breaks the rule, expected a value that keeps it; correct the one or the other",
                )
        for i, value in enumerate(rule.invalid):
            if not breach(rule, value):
                yield (
                    (*at, "invalid", i),
                    f"{value} keeps the rule, expected a value that breaks it; correct the one or the other",
                )
    for i, stage in enumerate(guide.stages):
        for j, step in enumerate(stage.steps):
            for k, field in enumerate(step.fields):
                examples = field.example and {field.example.zh, field.example.en} - {None}
                if field.format in guide.formats and examples and len(examples) == 1:
                    value = str(next(iter(examples))).strip("`")
                    rule = guide.formats[field.format]
                    if (rule.pattern is None or _compiles(rule.pattern)) and "{{" not in value and breach(rule, value):
                        place = ("stages", i, "steps", j, "fields", k, "example")
                        yield (
                            place,
                            f"{value} breaks the format {field.format}, expected an example that keeps it; correct it",
                        )


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def _buyer_values(guide: Guide) -> Iterator[Finding]:
    for key, value in guide.buyer_values.items():
        if hasattr(BuyerBase, key) or key in (*BuyerBase.model_fields, "logo", "named"):
            yield ("buyer_values", key), f"every buyer has {key} already; choose another key"
        if value.default is not None:
            try:
                default_of(value)
            except ValidationError as error:
                yield ("buyer_values", key, "default"), f"not of kind {value.kind}: {error.errors()[0]['msg']}"


def _marks(guide: Guide) -> Iterator[Finding]:
    shown = Counter(screen for stage in guide.stages for step in stage.steps for screen in step.screens)
    for name, screen in guide.screens.items():
        if not shown[name]:
            yield ("screens", name), "no step shows this screen; name it at a step's screen: or delete it"
        fields = {
            field.id for stage in guide.stages for step in stage.steps if name in step.screens for field in step.fields
        }
        for i, mark in enumerate(screen.marks):
            at: Location = ("screens", name, "marks", i)
            if mark.field is not None and mark.field not in fields:
                yield (
                    (*at, "field"),
                    f"{mark.field} is not a field of the step that shows this screen, expected one of {', '.join(sorted(fields)) or 'none'}",
                )
            if mark.box is not None and screen.page is not None:
                yield (
                    (*at, "box"),
                    "a box stands on a re-created page, expected at: with a CSS selector; boxes are for stills",
                )


def _messages(guide: Guide) -> Iterator[Finding]:
    yield from _twice((("messages", i, "id"), message.id) for i, message in enumerate(guide.messages))
    for i, message in enumerate(guide.messages):
        at: Location = ("messages", i)
        steps = [step.id for stage in guide.stages if stage.id == message.stage for step in stage.steps]
        if message.step not in steps:
            yield (*at, "step"), f"{message.step} is not a step of {message.stage}, expected one of {', '.join(steps)}"
        yield from _twice(((*at, "fields", j, "id"), field.id) for j, field in enumerate(message.fields))
        for j, field in enumerate(message.fields):
            if field.id in AUTOMATIC_BLANKS:
                yield (
                    (*at, "fields", j, "id"),
                    f"{field.id} is filled in by the page, expected another id; rename the field",
                )
        yield from _blanks(guide, message, at)


def _blanks(guide: Guide, message: Message, at: Location) -> Iterator[Finding]:
    asked = {field.id for field in message.fields}
    for language in guide.guide.languages:
        written = getattr(message.body, language)
        if written is None:  # told already
            continue
        used = set(BLANK.findall(written))
        known = ", ".join(f"{{{name}}}" for name in sorted(asked | set(AUTOMATIC_BLANKS)))
        for name in sorted(used - asked - set(AUTOMATIC_BLANKS)):
            yield (
                (*at, "body", language),
                f"{{{name}}} is no blank of this message, expected some of {known}; correct it",
            )
        for name in sorted(asked - used):
            yield (
                (*at, "body", language),
                f"{{{name}}} stands nowhere, expected it since the field is asked for; write it",
            )


def buyer_as_a_whole(profile: BuyerBase, guide: Guide) -> Iterator[Finding]:
    """What must hold between a buyer's file and the guide."""
    for i, language in enumerate(profile.languages):
        if language not in guide.guide.languages:
            yield (
                ("languages", i),
                f"the guide is not written in {language}, expected some of {', '.join(guide.guide.languages)}",
            )
    if len(set(profile.languages)) < len(profile.languages):
        yield ("languages",), "a language stands here twice, expected each once; delete one"
    published = {stage.id for stage in guide.stages} - set(profile.skip_stages)
    if not published:
        yield ("skip_stages",), "every stage is left out, expected at least one that stays"
    for key, value in guide.buyer_values.items():
        needs = published & set(value.required) if isinstance(value.required, tuple) else set()
        if needs and getattr(profile, key) is None:
            stages = ", ".join(sorted(needs))
            yield (
                (),
                f"{key} is missing, expected a value of kind {value.kind}, since the stage {stages} needs it; write {key}:, or skip_stages: [{stages}]",
            )
