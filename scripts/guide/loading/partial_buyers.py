"""Buyers' files beside a guide with mistakes in it: told at once is whatever is wrong with them in any case."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import Any

from pydantic import Field, create_model

from guide.core.errors import InputError, Problem
from guide.loading.loader import are_languages, buyer_files, logo_findings, made_of, misnamed_buyer
from guide.loading.partial import entries, readable, skip_unread
from guide.loading.references import declared
from guide.loading.schema_walk import fields_of
from guide.loading.yaml_reader import read_tree
from guide.model.buyer import BuyerBase
from guide.model.guide import Guide
from guide.model.texts import Unread
from guide.model.values import TYPES

_KEY = re.compile(r"[a-z][a-z0-9_]*")


def problems_beside(steps: Path, buyers: Path) -> list[Problem]:
    """The problems of every buyer's file that don't rest on what can't be read of the guide in `steps`."""
    try:
        written: dict[str, Any] = read_tree(steps).data
    except InputError:  # told by whoever wanted the guide
        written = {"?": None}
    guide, names = readable(Guide, written), declared(written)
    problems: list[Problem] = []
    try:
        for path in buyer_files(buyers):
            problems += _problems_of(path, guide, names)
    except InputError as error:
        problems += error.problems
    return problems


def _problems_of(path: Path, guide: Guide, names: dict[str, set[str]]) -> list[Problem]:
    if misnamed := misnamed_buyer(path):
        return [misnamed]
    try:
        tree = read_tree(path)
    except InputError as error:
        return list(error.problems)
    model = _model(guide)
    known = fields_of(model)
    # Where the guide's values can't be told, any key may be one of them.
    spared = set(tree.data) if "buyer_values" not in names else names["buyer_values"]
    tree.data = {key: value for key, value in tree.data.items() if key in known or key not in spared}
    languages: tuple[str, ...] = ()
    with suppress(Unread):
        languages = guide.guide.languages
    if are_languages(written := tree.data.get("languages")):
        languages = tuple(written)
    made, problems = made_of(model, tree, names, languages)
    problems += [tree.problem(*finding) for finding in skip_unread(logo_findings(made, path))]
    return sorted(set(problems))


def _model(guide: Guide) -> type[BuyerBase]:
    """A buyer's file as far as the guide says what belongs in it."""
    values: dict[str, Any] = {}
    for key, value in entries(guide, "buyer_values"):
        if not _KEY.fullmatch(key) or hasattr(BuyerBase, key) or key in BuyerBase.model_fields:
            continue  # told of the guide
        kind: Any = None
        required, description = False, None
        with suppress(Unread):
            kind = TYPES[value.kind]
        with suppress(Unread):
            required = value.required is True and kind is not None
        with suppress(Unread):
            description = f"{value.label.zh} / {value.label.en}"
        if required:
            values[key] = (kind, Field(description=description))
        else:
            values[key] = (Any if kind is None else kind | None, Field(default=None, description=description))
    return create_model("BuyerFile", __base__=BuyerBase, **values)
