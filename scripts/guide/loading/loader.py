"""YAML files → Guide and Buyer, or every problem with its line and column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard, TypeVar

from pydantic import ValidationError

from guide.core.errors import InputError, Problem, UsageError, shown_path
from guide.core.files import DEVICE_NAMES
from guide.loading import references
from guide.loading.cross_checks import check_buyer, check_guide
from guide.loading.gaps import Gap, fill_gaps, gap_words
from guide.loading.logos import LogoError, read_logo
from guide.loading.own_words import load_own_words, words_folder
from guide.loading.partial import partial_model, skip_unread
from guide.loading.pydantic_errors import translate_errors
from guide.loading.yaml_reader import Tree, read_tree
from guide.model.buyer import DRAFT_ENDING, RESERVED_SLUG, Buyer, BuyerBase, Logo, buyer_model
from guide.model.guide import Guide, OwnWords
from guide.model.texts import LANGUAGES, Language, Strict
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
    names: references.Names
    """The keys and ids of each of the guide's collections."""
    buyer_model: type[BuyerBase]
    """The model of this guide's buyer files."""
    gaps: tuple[Gap, ...] = ()
    """What a draft lacks."""

    @property
    def path(self) -> Path:
        """Returns the file that the guide was read from."""
        return self.tree.path


def load_guide(path: Path, *, draft: bool = False) -> Loaded:
    """Returns the guide in `path` with its own words; as a `draft` it may lack what `gaps` names.

    Raises InputError with every problem in its files.
    """
    losses: list[Problem] = []
    tree = read_tree(path, losses)
    languages = _languages_of(tree.data)
    own_words: OwnWords = {}
    problems: list[Problem] = []
    try:
        own_words = load_own_words(words_folder(path), languages)
    except InputError as error:
        problems += error.problems
    lacking, gaps = fill_gaps(tree, languages, gap_words(own_words)) if draft else (None, [])
    names = references.collection_names(tree.data)
    try:
        guide = _build_valid(Guide, tree, names, languages, check_guide, losses).beside(own_words, lacking)
    except InputError as error:
        raise InputError([*error.problems, *problems]) from None
    if problems:
        raise InputError(problems)
    return Loaded(tree, guide, names, buyer_model(guide, TYPES), tuple(gaps))


def load_buyer(path: Path, loaded: Loaded) -> Buyer:
    """Returns the buyer in `path`; its slug is the file's name. Raises InputError with every problem in the file."""
    if problem := file_name_problem(path):
        raise InputError([problem])
    losses: list[Problem] = []
    tree = read_tree(path, losses)
    choice = tree.data.get("languages")
    languages = tuple(choice) if is_language_list(choice) else loaded.guide.guide.languages
    logos: list[Logo] = []
    profile = _build_valid(
        loaded.buyer_model,
        tree,
        loaded.names,
        languages,
        lambda model: skip_unread(check_buyer(model, loaded.guide), check_logo(model, path, logos.append)),
        losses,
    )
    return Buyer(path.stem, profile, path, logos[0] if logos else None)


def check_logo(
    profile: BuyerBase, path: Path, take: Callable[[Logo], object] = lambda logo: None
) -> Iterator[references.Finding]:
    """Yields what is wrong with the logo of the buyer whose file is `path`; one with which nothing is goes to `take`."""
    folder = path.with_suffix("")
    if profile.brand.logo is None:
        return
    try:
        take(read_logo(folder / profile.brand.logo, folder))
    except LogoError as error:
        yield ("brand", "logo"), str(error)


def buyer_files(folder: Path) -> list[Path]:
    """Returns the files in `folder` that are a buyer's or look like one, by slug. Raises InputError if there is no such folder.

    What only looks like one is among them, so that nobody's is passed over: `load_buyer` refuses it.
    """
    if not folder.is_dir():
        raise InputError(
            [Problem(shown_path(folder), 0, 0, "", "no such folder, expected one with a file for each buyer")]
        )
    names = {path.name for path in folder.iterdir() if path.name.lower().endswith((_ENDING, *_NEARLY))}
    # A second file for a buyer is reported with the first.
    duplicates = {
        name for name in names for end in _NEARLY if name.endswith(end) and name[: -len(end)] + _ENDING in names
    }
    return [folder / name for name in sorted(names - duplicates) if not name.startswith(".")]


def buyer_file(folder: Path, slug: str) -> Path:
    """Returns the file of the buyer `slug`. Raises UsageError, naming the buyers that there are."""
    paths = {slug_of(path): path for path in reversed(buyer_files(folder))}
    if slug not in paths and slug == RESERVED_SLUG:
        raise UsageError(
            f"the name {slug} is taken by the neutral edition, expected a buyer's; leave BUYER out to build that edition"
        )
    if slug not in paths and not is_slug(slug):
        raise UsageError(
            f"{slug} names no buyer, expected one of {', '.join(sorted(paths)) or '(none yet)'}; "
            f"BUYER is the file's name without {_ENDING}, of lower-case letters, digits and hyphens"
        )
    if slug not in paths:
        raise UsageError(
            f"no buyer {slug} in {shown_path(folder)}, expected one of {', '.join(sorted(paths)) or '(none yet)'}; "
            f"write {shown_path(folder / (slug + _ENDING))}"
        )
    return paths[slug]


def slug_of(path: Path) -> str:
    """Returns the slug of the buyer in that file: its name without the ending."""
    for ending in (_ENDING, *_NEARLY):
        if path.name.lower().endswith(ending):
            return path.name[: -len(ending)]
    return path.stem


def is_slug(name: str) -> bool:
    """Returns whether a buyer's file may be called that, without its ending, and so its site."""
    return bool(_SLUG.fullmatch(name)) and len(name) <= 60 and name not in DEVICE_NAMES


def file_name_problem(path: Path) -> Problem | None:
    """Returns what is wrong with the name of a buyer's file."""
    slug, proper = slug_of(path), path.with_name(slug_of(path) + _ENDING)
    if slug == RESERVED_SLUG:
        message = f"the name {slug} is taken by the neutral edition, expected another for a buyer; rename the file"
        return Problem(shown_path(path), 0, 0, "", message)
    if slug.lower() in DEVICE_NAMES:
        message = f"Windows keeps the name {slug} for a device, expected another for a buyer; rename the file"
        return Problem(shown_path(path), 0, 0, "", message)
    if slug.endswith(DRAFT_ENDING):
        message = f"{slug} can't be a buyer's slug, for so ends the name of a draft's site; rename the file"
        return Problem(shown_path(path), 0, 0, "", message)
    if not is_slug(slug):
        message = f"{slug} can't be a buyer's slug, expected lower-case letters, digits and hyphens; rename the file"
        return Problem(shown_path(path), 0, 0, "", message)
    others = [path] if path.name != proper.name else [path.with_name(slug + ending) for ending in _NEARLY]
    others = [other for other in others if other.exists()]
    if others and proper.exists():
        message = f"the buyer {slug} has two files, this and {proper.name}, expected one; delete one of them"
        return Problem(shown_path(others[0]), 0, 0, "", message)
    if path.name != proper.name:
        message = f"not the name of a buyer's file, expected {proper.name}; rename it, or move it out of the folder"
        return Problem(shown_path(path), 0, 0, "", message)
    return None


def _languages_of(data: Mapping[str, Any]) -> tuple[Language, ...]:
    head = data.get("guide")
    languages = head.get("languages") if isinstance(head, dict) else None
    return tuple(languages) if is_language_list(languages) else LANGUAGES


def is_language_list(value: Any) -> TypeGuard[list[Language]]:
    """Returns whether that is what `languages:` may say."""
    return isinstance(value, list) and bool(value) and all(item in LANGUAGES for item in value)


def _build_valid(
    model: type[_Model],
    tree: Tree,
    names: references.Names,
    languages: tuple[str, ...],
    cross_check: Callable[[_Model], Iterator[references.Finding]],
    losses: Sequence[Problem],
) -> _Model:
    """Returns the model of `tree`. Raises InputError with all that is wrong, `losses` of texts among it."""
    instance, problems = build_model(model, tree, names, languages)
    problems += [tree.problem(*finding) for finding in cross_check(instance)]
    if problems or losses:
        cut_off = {loss.line for loss in losses}  # what is left of a text says nothing of what was meant
        raise InputError(sorted({*losses, *(one for one in problems if one.line not in cut_off)}))
    return instance


def build_model(
    model: type[_Model], tree: Tree, names: references.Names, languages: tuple[str, ...]
) -> tuple[_Model, list[Problem]]:
    """Returns as much as can be read of a `model` in `tree`, and what is wrong with the rest."""
    problems = [tree.problem(*finding) for finding in references.check_data(model, tree.data, names, languages)]
    try:
        return model.model_validate(tree.data), problems
    except ValidationError as error:
        problems += translate_errors(error.errors(include_url=False), model, tree)
        return partial_model(model, tree.data), problems
