"""The sources of style sheets and scripts → the files that pages load.

Sources lie under `docs/assets/src/`, one a component. `bundles.yaml` beside them says which file is joined from which of them,
and in which order. Each script runs in a strict function of its own, so that what it names stays its own, and puts what others
may use on `guide`. Comments that have lines of their own are for those who edit the sources and stay behind: without them pages
load a tenth less. No source may hold a text over several lines, in which a line could look like a comment.
"""

from __future__ import annotations

import re
from pathlib import Path

from guide.core.errors import InputError, Problem, shown_path
from guide.loading.yaml_reader import Tree, read_tree

SOURCES = Path("assets") / "src"
"""Where the sources lie within the docs."""
DRAFT_STYLE = "assets/css/draft.css"
"""The style sheet that drafts alone have."""
_LIST = "bundles.yaml"
_SUFFIXES = (".css", ".js")
_COMMENT = {
    ".js": re.compile(r"^[ \t]*//.*\n", re.M),
    ".css": re.compile(r"^[ \t]*/\*[^*]*(?:\*(?!/)[^*]*)*\*/\n", re.M),
}
_SCRIPT = '(function () {{\n"use strict";\n\n{body}}})();\n'


def join_bundles(docs: Path) -> dict[str, bytes]:
    """The content of every joined file, by its path in the site.

    Raises InputError with every problem of the list: a source that is missing, named twice, of another kind than its file,
    or in no file at all.
    """
    folder = docs / SOURCES
    tree = read_tree(folder / _LIST)
    if problems := [*_problems(tree, folder)]:
        raise InputError(problems)
    return {name: _join([folder / source for source in sources]) for name, sources in tree.data.items()}


def _join(sources: list[Path]) -> bytes:
    suffix = sources[0].suffix
    texts = [_COMMENT[suffix].sub("", source.read_text(encoding="utf-8")).lstrip("\n") for source in sources]
    if suffix == ".js":
        return "".join(_SCRIPT.format(body=text) for text in texts).encode()
    return "\n".join(texts).encode()


def _problems(tree: Tree, folder: Path) -> list[Problem]:
    if not isinstance(tree.data, dict):
        return [
            tree.problem(
                (), "expected files, each with the list of its sources, as in assets/js/guide.js: [js/guide/dom.js]"
            )
        ]
    problems: list[Problem] = []
    places: dict[str, str] = {}
    for name, sources in tree.data.items():
        if not isinstance(sources, list) or not sources:
            problems.append(tree.problem((name,), "expected the list of its sources, at least one; add - and a path"))
            continue
        for number, source in enumerate(sources):
            if message := _mistake(name, str(source), folder, places):
                problems.append(tree.problem((name, number), message))
            places.setdefault(str(source), name)
    for path in sorted(folder.rglob("*")):
        source = path.relative_to(folder).as_posix()
        if path.suffix in _SUFFIXES and source not in places:
            problems.append(
                tree.problem((), f"{shown_path(path)} is in no file that pages load; add - {source} to one")
            )
    return problems


def _mistake(name: str, source: str, folder: Path, places: dict[str, str]) -> str:
    """What is wrong with one source of the file `name`, or nothing; `places` has the sources before it."""
    if source in places:
        return f"{source} is in {places[source]} already, expected each source once; take one of them out"
    if not (folder / source).is_file():
        return f"there is no {shown_path(folder / source)}, expected a source; correct the path"
    if Path(source).suffix != Path(name).suffix or Path(name).suffix not in _SUFFIXES:
        return f"{source} can't be joined into {name}, expected .css into .css or .js into .js"
    return ""
