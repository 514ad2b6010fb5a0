"""Buyers' files beside a guide with mistakes in it: whatever is wrong with them in any case is reported at once."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import Any

from pydantic import Field, create_model

from guide.core.errors import InputError, Problem
from guide.loading.loader import build_model, buyer_files, check_logo, file_name_problem, is_language_list
from guide.loading.partial import entries, partial_model, skip_unread
from guide.loading.references import Names, collection_names
from guide.loading.schema_walk import fields_of
from guide.loading.yaml_reader import read_tree
from guide.model.buyer import BuyerBase, languages_field
from guide.model.guide import Guide
from guide.model.texts import Unread
from guide.model.values import TYPES

_KEY = re.compile(r"[a-z][a-z0-9_]*")


def problems_beside(steps: Path, buyers: Path) -> list[Problem]:
    """Returns the problems of every buyer's file that don't rest on what can't be read of the guide in `steps`."""
    try:
        data: dict[str, Any] = read_tree(steps).data
    except InputError:  # reported by whoever loads the guide
        data = {"?": None}
    guide, names = partial_model(Guide, data), collection_names(data)
    problems: list[Problem] = []
    try:
        for path in buyer_files(buyers):
            problems += _problems_of(path, guide, names)
    except InputError as error:
        problems += error.problems
    return problems


def _problems_of(path: Path, guide: Guide, names: Names) -> list[Problem]:
    if problem := file_name_problem(path):
        return [problem]
    try:
        tree = read_tree(path)
    except InputError as error:
        return list(error.problems)
    model = _model(guide)
    fields = fields_of(model)
    # Where the guide's values can't be read, any key may be one of them.
    guide_keys = set(tree.data) if "buyer_values" not in names else names["buyer_values"]
    tree.data = {key: value for key, value in tree.data.items() if key in fields or key not in guide_keys}
    languages: tuple[str, ...] = ()
    with suppress(Unread):
        languages = guide.guide.languages
    if is_language_list(choice := tree.data.get("languages")):
        languages = tuple(choice)
    instance, problems = build_model(model, tree, names, languages)
    problems += [tree.problem(*finding) for finding in skip_unread(check_logo(instance, path))]
    return sorted(set(problems))


def _model(guide: Guide) -> type[BuyerBase]:
    """Returns a buyer's file as far as the guide says what belongs in it."""
    values: dict[str, Any] = {}
    with suppress(Unread):
        values |= languages_field(guide.guide.languages)
    for key, value in entries(guide, "buyer_values"):
        if not _KEY.fullmatch(key) or hasattr(BuyerBase, key) or key in BuyerBase.model_fields:
            continue  # reported as a problem of the guide
        kind: Any = None
        is_required, description = False, None
        with suppress(Unread):
            kind = TYPES[value.kind]
        with suppress(Unread):
            is_required = value.required is True and kind is not None
        with suppress(Unread):
            description = f"{value.label.zh} / {value.label.en}"
        if is_required:
            values[key] = (kind, Field(description=description))
        else:
            values[key] = (Any if kind is None else kind | None, Field(default=None, description=description))
    return create_model("BuyerFile", __base__=BuyerBase, **values)
