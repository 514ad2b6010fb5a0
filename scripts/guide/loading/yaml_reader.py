"""YAML text → plain data in which every node knows its line and column.

Scalars stay as they are written (`0123456` is not octal, `No` is not false); the model gives them their types.
Refused, because each of them has hidden a mistake or worse: equal keys, anchors and aliases, merge keys, tags,
several documents, control and private-use characters, and files beyond any sensible size or depth.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, NoReturn

import yaml

from guide.core.errors import InputError, Problem, shorten, shown_path
from guide.core.files import read_input
from guide.loading.lost_texts import Loss, is_bare, rest_of_text, text_loss
from guide.loading.yaml_errors import line_and_column, yaml_problem
from guide.model.texts import LANGUAGES

MAX_BYTES = 4_000_000
MAX_DEPTH = 40
MAX_NODES = 200_000
"""Keys and values: each takes a hundred times the memory that its characters take in the file."""
_MAX_CHARACTER_PROBLEMS = 20
_MAX_PROBLEMS = 200
"""Problems of a file's form that are reported at most: a file with more is no description at all."""

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Location = tuple[str | int, ...]
"""Keys and list indices from the top: `("stages", 0, "title")`."""

# Private-use characters are the alphabet of placeholders; controls, bidirectional overrides and noncharacters never belong in text,
# and a byte order mark within one can't be printed.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\ufff9-\ufffc"
    "\ufeff\u2028\u2029\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)
_LINE_ENDS = re.compile("\r")
"""Ends lines of a file, and so never stands in a text but by an escape."""


class Excerpt(str):
    """A part of a text, as the last part of a location: what is wrong stands where the text has it."""


@dataclass
class Tree:
    """The data of one file, and where each node of it stands."""

    path: Path
    data: Any
    places: dict[Location, tuple[int, int]] = field(default_factory=dict)
    """Line and column, both from 1, of each value (of its key, where it has one)."""
    source: str = ""
    """The file's text."""
    spans: dict[Location, tuple[int, int]] = field(default_factory=dict)
    """Where the texts in some language begin and end in it."""

    def problem(self, location: Location, message: str) -> Problem:
        """Returns a problem at `location`, or at the nearest node above it that is written down.

        A location that ends with an Excerpt is where that stands in the text; where it is written otherwise there, of the text.
        """
        if location and isinstance(location[-1], Excerpt):
            *above, excerpt = location
            at = self.source.find(str(excerpt), *self.spans.get(tuple(above), (0, 0)))
            if at >= 0:
                return Problem(
                    shown_path(self.path), *line_and_column(self.source, at), self.name_of(tuple(above)), message
                )
            location = tuple(above)
        place = location
        while place not in self.places and place:
            place = place[:-1]
        line, column = self.places.get(place, (1, 1))
        return Problem(shown_path(self.path), line, column, self.name_of(location), message)

    def name_of(self, location: Location) -> str:
        """Returns `location` in words that survive reordering: list items go by their id where they have one."""
        words: list[str] = []
        node = self.data
        for part in location:
            node = _child(node, part)
            item_id = node.get("id") if isinstance(node, dict) else None
            words.append(item_id if isinstance(part, int) and isinstance(item_id, str) else str(part))
        return ".".join(words)


def _child(node: Any, part: str | int) -> Any:
    if isinstance(node, dict):
        return node.get(part)
    if isinstance(node, list) and isinstance(part, int) and part < len(node):
        return node[part]
    return None


def read_tree(path: Path, losses: list[Problem] | None = None) -> Tree:
    """Returns the file's data and places. Raises InputError with every problem of the file's form.

    Words that YAML would lose of texts are problems too. If no others are found, they go to `losses`, if that is given, to
    be told with what is wrong with the rest.
    """
    text = _read_text(path)
    tree = Tree(path, None, source=text)
    problems = [
        Problem(
            shown_path(path),
            *line_and_column(text, match.start()),
            "",
            f"{_name_of_character(match[0])} can't stand in a text, expected printable characters; delete it",
        )
        for match in islice(_FORBIDDEN.finditer(text), _MAX_CHARACTER_PROBLEMS)
    ]
    if problems:
        raise InputError(problems)
    constructor = _Constructor(text, tree)
    try:
        tree.data = constructor.document()
    except yaml.MarkedYAMLError as error:
        raise InputError([yaml_problem(path, text, error, constructor.last)]) from None
    except yaml.YAMLError as error:
        raise InputError([Problem(shown_path(path), 0, 0, "", f"not valid YAML: {error}")]) from None
    refused, lost = (
        [
            Problem(shown_path(path), line, column, tree.name_of(location), message)
            for location, line, column, message in found
        ]
        for found in (constructor.refusals, constructor.losses)
    )
    if refused or (lost and (losses is None or tree.data is None)):
        raise InputError([*refused, *lost])
    if losses is not None:
        losses += lost
    return tree


def _read_text(path: Path) -> str:
    raw = read_input(path, MAX_BYTES, "split it up")
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        message = f"byte 0x{raw[error.start]:02x} is not UTF-8; save the file as UTF-8"
        raise InputError([Problem(shown_path(path), line, column, "", message)]) from None


class _HopelessError(Exception):
    """There is no end in sight of nesting, or of what is refused."""


class _Constructor:
    """Turns the parser's events into plain data, notes where things stand, and collects what it refuses."""

    def __init__(self, text: str, tree: Tree) -> None:
        self._text = text
        self._spans = tree.spans
        self._events = self._remember_last(yaml.parse(text, Loader=_Loader))
        self._places = tree.places
        self.refusals: list[tuple[Location, int, int, str]] = []
        self.losses: list[tuple[Location, int, int, str]] = []
        """Words lost of texts; the data is whole without them."""
        self._last_text: Any = None
        """The text of which a comma has last been refused."""
        self.last: Any = None
        """The last event before a mistake of YAML's own."""

    def _remember_last(self, events: Iterator[Any]) -> Iterator[Any]:
        for event in events:
            self.last = event
            yield event

    def document(self) -> Any:
        try:
            return self._document()
        except _HopelessError:  # reading on would take the parser time that grows with the square of the depth
            return None

    def _document(self) -> Any:
        data: Any = None
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._refuse((), event, "a second document begins here, expected one; delete the line ---")
                    return data
                data = self._node(next(self._events), ())
        if not isinstance(data, dict) and not self.refusals:
            self.refusals.append(((), 1, 1, "expected keys and values at the top of the file"))
        return data

    def _refuse(self, location: Location, event: Any, message: str) -> None:
        self.refusals.append((location, event.start_mark.line + 1, event.start_mark.column + 1, message))
        self._give_up_after_many()

    def _lose(self, location: Location, loss: Loss) -> None:
        self.losses.append((location, *loss))
        self._give_up_after_many()

    def _give_up_after_many(self) -> None:
        if len(self.refusals) + len(self.losses) >= _MAX_PROBLEMS:
            raise _HopelessError

    def _refuse_depth(self, location: Location, event: Any) -> NoReturn:
        self._refuse(location[:2], event, f"nested more than {MAX_DEPTH} levels deep; make it flatter")
        raise _HopelessError

    def _refuse_characters(self, location: Location, event: Any) -> None:
        """What an escape in a quoted text stands for: the same holds for it as for the file's own characters."""
        if match := _FORBIDDEN.search(event.value) or _LINE_ENDS.search(event.value):
            self._refuse(
                location,
                event,
                f"{_name_of_character(match[0])} can't stand in a text, expected printable characters; delete it",
            )

    def _node(self, event: Any, location: Location) -> Any:
        self._places.setdefault(location, (event.start_mark.line + 1, event.start_mark.column + 1))
        if len(self._places) > MAX_NODES:
            self._refuse(location[:2], event, f"more than {MAX_NODES:,} keys and values in one file; split it up")
            raise _HopelessError
        if isinstance(event, yaml.AliasEvent):
            self._refuse(location, event, "an alias (*name) leads here, expected the value itself; write it out")
            return None
        if event.anchor is not None:
            self._refuse(location, event, "an anchor (&name) stands here, and nothing may refer to it; delete it")
        if event.tag is not None:
            tag = shorten(event.tag.replace("tag:yaml.org,2002:", "!!"), 60)
            self._refuse(location, event, f"the tag {tag} is not allowed here; delete it")
        if isinstance(event, yaml.ScalarEvent):
            self._refuse_characters(location, event)
            return _scalar(event)
        if len(location) >= MAX_DEPTH:
            self._refuse_depth(location, event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(location)
        return self._mapping(location, in_braces=event.flow_style)

    def _sequence(self, location: Location) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, (*location, len(items))))
        return items

    def _mapping(self, location: Location, in_braces: bool) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        run_on = False
        text_before: Any = None
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._key(event, location)
            if key in mapping and not run_on:
                first = self._places[(*location, key)][0]
                message = f"duplicate key {key} (first in line {first}); delete one of the two"
                if location and isinstance(location[-1], int):
                    message += ", or begin a new entry with “- ”"
                    run_on = key == next(iter(mapping))  # what follows belongs to the entry that was meant to begin
                self._refuse(location, event, message)
            if key is None or key in mapping:
                self._node(next(self._events), (*location, "?"))
                continue
            self._places[(*location, key)] = (event.start_mark.line + 1, event.start_mark.column + 1)
            value = next(self._events)
            if in_braces and (loss := rest_of_text(text_before, event, value, set(mapping))):
                if text_before is not self._last_text:  # else it is the next comma of the same text
                    self._lose(location, loss)
                self._last_text = text_before
                continue
            text_before = value if is_bare(value) else None
            if key in LANGUAGES:
                self._spans[*location, key] = value.start_mark.index, value.end_mark.index
            if loss := text_loss(self._text, key, value):
                self._lose((*location, key), loss)
            mapping[key] = self._node(value, (*location, key))
        return mapping

    def _key(self, event: Any, location: Location) -> str | None:
        key = _scalar(event) if isinstance(event, yaml.ScalarEvent) and event.tag is None else None
        if key is not None:
            self._refuse_characters(location, event)
        if key is None:
            self._refuse(location, event, "this key is not a plain word, expected key: value")
            if isinstance(event, yaml.CollectionStartEvent):
                self._skip(location)
        elif key == "<<":
            self._refuse(location, event, "a merge key (<<) stands here; write the keys out")
            return None
        return key

    def _skip(self, location: Location) -> None:
        """Past the end of the collection that has just begun, a key at `location`."""
        depth = 1
        while depth:
            event = next(self._events)
            if len(location) + depth >= MAX_DEPTH:
                self._refuse_depth(location, event)
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)


def _scalar(event: Any) -> str | None:
    """Returns the scalar as it is written; None for an empty value or `~`."""
    if not event.style and event.value in ("", "~"):
        return None
    return str(event.value)


def _name_of_character(character: str) -> str:
    name = unicodedata.name(character, "a control or private-use character")
    return f"U+{ord(character):04X} ({name.lower()})"
