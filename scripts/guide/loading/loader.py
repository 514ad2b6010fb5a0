"""YAML files → Guide and Buyer, or every problem with its line and column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard, TypeVar

from pydantic import ValidationError

from guide.core.errors import InputError, Problem, UsageError, shown_path
from guide.loading import references
from guide.loading.cross_checks import buyer_as_a_whole, guide_as_a_whole
from guide.loading.logos import LogoError, read_logo
from guide.loading.partial import readable, skip_unread
from guide.loading.pydantic_errors import translated
from guide.loading.yaml_reader import Tree, read_tree
from guide.model.buyer import RESERVED_SLUG, Buyer, BuyerBase, Logo, buyer_model
from guide.model.guide import Guide
from guide.model.texts import LANGUAGES, Strict
from guide.model.values import TYPES

_Model = TypeVar("_Model", bound=Strict)
_SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
_ENDING = ".yaml"
_NEARLY = (".yml", ".yaml.txt", ".yml.txt", ".json")
"""How else people end the name of such a file, or their editors for them."""


@dataclass(frozen=True)
class Loaded:
    """A guide, and what its buyers' files may refer to."""

    tree: Tree
    """The guide's file as it was read: whatever else is wrong with the guide is reported at its lines and columns."""
    guide: Guide
    names: Mapping[str, set[str]]
    """The keys and ids of each of the guide's collections."""
    buyer_model: type[BuyerBase]
    """The model of this guide's buyer files."""

    @property
    def path(self) -> Path:
        """The file that the guide was read from."""
        return self.tree.path


def load_guide(path: Path) -> Loaded:
    """The guide in `path`. Raises InputError with every problem in the file."""
    tree = read_tree(path)
    names = references.declared(tree.data)
    guide = _made(Guide, tree, names, _languages_of(tree.data), guide_as_a_whole)
    return Loaded(tree, guide, names, buyer_model(guide, TYPES))


def load_buyer(path: Path, loaded: Loaded) -> Buyer:
    """The buyer in `path`; its slug is the file's name. Raises InputError with every problem in the file."""
    if misnamed := misnamed_buyer(path):
        raise InputError([misnamed])
    tree = read_tree(path)
    written = tree.data.get("languages")
    languages = tuple(written) if are_languages(written) else loaded.guide.guide.languages
    logos: list[Logo] = []
    profile = _made(
        loaded.buyer_model, tree, loaded.names, languages,
        lambda made: skip_unread(buyer_as_a_whole(made, loaded.guide), logo_findings(made, path, logos.append)),
    )  # fmt: skip
    return Buyer(path.stem, profile, path, logos[0] if logos else None)


def logo_findings(
    profile: BuyerBase, path: Path, take: Callable[[Logo], object] = lambda logo: None
) -> Iterator[references.Finding]:
    """What is wrong with the logo of the buyer whose file is `path`; one with which nothing is goes to `take`."""
    folder = path.with_suffix("")
    if profile.brand.logo is None:
        return
    try:
        take(read_logo(folder / profile.brand.logo, folder))
    except LogoError as error:
        yield ("brand", "logo"), str(error)


def buyer_files(folder: Path) -> list[Path]:
    """The files in `folder` that are a buyer's or look like one, by slug. Raises InputError if there is no such folder.

    What only looks like one is among them, so that nobody's is passed over: `load_buyer` refuses it.
    """
    if not folder.is_dir():
        raise InputError(
            [Problem(shown_path(folder), 0, 0, "", "no such folder, expected one with a file for each buyer")]
        )
    found = {path.name for path in folder.iterdir() if path.name.lower().endswith((_ENDING, *_NEARLY))}
    # A second file for a buyer is told with the first.
    second = {name for name in found for end in _NEARLY if name.endswith(end) and name[: -len(end)] + _ENDING in found}
    return [folder / name for name in sorted(found - second) if not name.startswith(".")]


def buyer_file(folder: Path, slug: str) -> Path:
    """The file of the buyer `slug`. Raises UsageError, naming the buyers that there are."""
    known = {slug_of(path): path for path in reversed(buyer_files(folder))}
    if slug not in known and slug == RESERVED_SLUG:
        raise UsageError(
            f"the name {slug} is taken by the neutral edition, expected a buyer's; leave BUYER out to build that edition"
        )
    if slug not in known and not is_slug(slug):
        raise UsageError(
            f"{slug} names no buyer, expected one of {', '.join(sorted(known)) or '(none yet)'}; "
            f"BUYER is the file's name without {_ENDING}, of lower-case letters, digits and hyphens"
        )
    if slug not in known:
        raise UsageError(
            f"no buyer {slug} in {shown_path(folder)}, expected one of {', '.join(sorted(known)) or '(none yet)'}; "
            f"write {shown_path(folder / (slug + _ENDING))}"
        )
    return known[slug]


def slug_of(path: Path) -> str:
    """The slug of the buyer in that file: its name without the ending."""
    for ending in (_ENDING, *_NEARLY):
        if path.name.lower().endswith(ending):
            return path.name[: -len(ending)]
    return path.stem


def is_slug(name: str) -> bool:
    """Whether a buyer's file may be called that, without its ending, and so its site."""
    return bool(_SLUG.fullmatch(name)) and len(name) <= 60


def misnamed_buyer(path: Path) -> Problem | None:
    """What is wrong with the name of a buyer's file."""
    slug, wanted = slug_of(path), path.with_name(slug_of(path) + _ENDING)
    if slug == RESERVED_SLUG:
        message = f"the name {slug} is taken by the neutral edition, expected another for a buyer; rename the file"
        return Problem(shown_path(path), 0, 0, "", message)
    if not is_slug(slug):
        message = f"{slug} can't be a buyer's slug, expected lower-case letters, digits and hyphens; rename the file"
        return Problem(shown_path(path), 0, 0, "", message)
    others = [path] if path.name != wanted.name else [path.with_name(slug + ending) for ending in _NEARLY]
    others = [other for other in others if other.exists()]
    if others and wanted.exists():
        message = f"the buyer {slug} has two files, this and {wanted.name}, expected one; delete one of them"
        return Problem(shown_path(others[0]), 0, 0, "", message)
    if path.name != wanted.name:
        message = f"not the name of a buyer's file, expected {wanted.name}; rename it, or move it out of the folder"
        return Problem(shown_path(path), 0, 0, "", message)
    return None


def _languages_of(data: Mapping[str, Any]) -> tuple[str, ...]:
    head = data.get("guide")
    written = head.get("languages") if isinstance(head, dict) else None
    return tuple(written) if are_languages(written) else LANGUAGES


def are_languages(written: Any) -> TypeGuard[list[str]]:
    """Whether that is what `languages:` may say."""
    return isinstance(written, list) and bool(written) and all(item in LANGUAGES for item in written)


def _made(
    model: type[_Model],
    tree: Tree,
    names: Mapping[str, set[str]],
    languages: tuple[str, ...],
    whole: Callable[[_Model], Iterator[references.Finding]],
) -> _Model:
    made, problems = made_of(model, tree, names, languages)
    problems += [tree.problem(*finding) for finding in whole(made)]
    if problems:
        raise InputError(sorted(set(problems)))
    return made


def made_of(
    model: type[_Model], tree: Tree, names: Mapping[str, set[str]], languages: tuple[str, ...]
) -> tuple[_Model, list[Problem]]:
    """As much as can be read of a `model` in `tree`, and what is wrong with the rest."""
    problems = [tree.problem(*finding) for finding in references.written_data(model, tree.data, names, languages)]
    try:
        return model.model_validate(tree.data), problems
    except ValidationError as error:
        problems += translated(error.errors(include_url=False), model, tree)
        return readable(model, tree.data), problems
