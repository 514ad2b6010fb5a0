"""What a guide says otherwise than the project: `words/<language>.yaml` beside its steps file.

Such a file holds, by set and key, those UI strings alone that differ from the ones in `templates/words/`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from guide.core.errors import InputError, Problem, shown_path
from guide.core.paths import TEMPLATES, guide_folder
from guide.loading.ui_strings import load_ui_strings, string_sets
from guide.loading.yaml_reader import Location, Tree, read_tree
from guide.model.guide import OwnWords
from guide.model.texts import LANGUAGES, Language

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_Finding = tuple[Location, str]


def words_folder(steps: Path) -> Path:
    """Returns the folder in which the guide with that steps file keeps words of its own."""
    return guide_folder(steps=steps).words


def load_own_words(folder: Path, languages: tuple[Language, ...], templates: Path = TEMPLATES) -> OwnWords:
    """Returns the UI strings in `folder` of a guide in `languages`. Raises InputError with every problem of all its files."""
    own: dict[Language, Mapping[str, Mapping[str, str]]] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.[yY]*ml")):
        language = next((one for one in languages if path.name == f"{one}.yaml"), None)
        if language is None:
            choices = " or ".join(f"{one}.yaml" for one in languages)
            message = f"not the words of a language of this guide, expected {choices}; rename the file or delete it"
            problems.append(Problem(shown_path(path), 0, 0, "", message))
            continue
        try:
            own[language] = _words_in(read_tree(path), language, templates)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return own


def _words_in(tree: Tree, language: Language, templates: Path) -> Mapping[str, Mapping[str, str]]:
    if problems := [tree.problem(*finding) for finding in _findings(tree, language, templates)]:
        raise InputError(problems)
    return {name: dict(texts) for name, texts in tree.data.items()}


def _findings(tree: Tree, language: Language, templates: Path) -> Iterator[_Finding]:
    known = {name: load_ui_strings(name, language, templates).all() for name in string_sets(templates)}
    for name, texts in tree.data.items():
        if name not in known:
            yield (name,), _unknown_set(name, known)
        elif not isinstance(texts, dict):
            yield (
                (name,),
                f"expected keys of templates/words/{name}.yaml with their texts; write them below, or delete it",
            )
        else:
            for key, text in texts.items():
                if key in known[name]:
                    yield from _text((name, key), text, language, templates)
                else:
                    yield (name, key), _unknown_key(name, key, known)


def _unknown_set(name: str, known: Mapping[str, Mapping[str, str]]) -> str:
    if homes := [home for home, texts in known.items() if name in texts]:
        return f"stands without its set, expected it below {_choice(f'{home}:' for home in homes)}; move it there"
    near = difflib.get_close_matches(name, known, n=1)
    advice = f"did you mean {near[0]}?" if near else "delete it or correct its name"
    return f"not a set of words, expected one of {', '.join(known)}; {advice}"


def _unknown_key(name: str, key: str, known: Mapping[str, Mapping[str, str]]) -> str:
    if homes := [home for home, texts in known.items() if key in texts]:
        return f"no such words in {name}, but below {_choice(f'{home}:' for home in homes)}; move it there"
    near = difflib.get_close_matches(key, known[name], n=1)
    advice = f"did you mean {near[0]}?" if near else "delete it or correct its name"
    return f"no such words in {name}, expected a key of templates/words/{name}.yaml; {advice}"


def _text(location: Location, text: object, language: Language, templates: Path) -> Iterator[_Finding]:
    """Yields what is wrong with a text in place of the project's: it must be of the same form, with the same placeholders."""
    name, key = str(location[0]), str(location[1])
    texts = {other: load_ui_strings(name, other, templates)[key] for other in LANGUAGES}
    if not isinstance(text, str | None):
        yield location, f"expected one text, in {language} alone; write it behind the key"
        return
    if not (text or "").strip() and all(texts.values()):
        yield location, "the text is empty, expected words; write them, or delete the line"
        return
    text = text or ""
    if "\n" in text and "\n" not in texts[language]:
        yield location, "the text has several lines, expected one; join them"
    if re.search(r"[{}]", _PLACEHOLDER.sub("", text)):
        yield location, "a { or } stands alone, expected it round the name of a placeholder only; delete it"
        return
    needed, given = _placeholders(texts[language]), _placeholders(text)
    allowed = {placeholder for other in texts.values() for placeholder in _placeholders(other)}
    for placeholder in needed:
        if placeholder not in given:
            yield (
                location,
                f"{placeholder} is missing, expected it as in “{texts[language]}”; write it where its value belongs",
            )
    for placeholder in given:
        if placeholder not in allowed:
            near = difflib.get_close_matches(placeholder, sorted(allowed), n=1)
            advice = f"did you mean {near[0]}?" if near else "delete it"
            choices = f"one of {', '.join(sorted(allowed))}" if allowed else "none in this text"
            yield location, f"{placeholder} is no placeholder of this text, expected {choices}; {advice}"


def _placeholders(text: str) -> list[str]:
    return list(dict.fromkeys(_PLACEHOLDER.findall(text)))


def _choice(names: Iterator[str]) -> str:
    return " or ".join(names)
