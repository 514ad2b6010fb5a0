"""Whether the guide's own style sheets and scripts need more than the oldest browsers they are made for.

    python -m dev.browser_baseline.lint            every style sheet and script of the project
    python -m dev.browser_baseline.lint FILE…      these

What those browsers know stands in baseline.json, which `update.py` makes. A line is printed for each finding, and the exit
code is 1. What may be missing without harm stands in HARMLESS with the reason; a rule inside `@supports` is its own reason.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tinycss2
import tree_sitter
import tree_sitter_javascript

ROOT = Path(__file__).resolve().parents[3]
FACTS: dict[str, Any] = json.loads(Path(__file__).with_name("baseline.json").read_text(encoding="utf-8"))

HARMLESS = {
    ":-webkit-details-marker": "the only name that old Safari has for the triangle of a folded part",
    ":focus-visible": "alone in its rules: without it every focus is outlined",
    "-webkit-overflow-scrolling": "momentum in old Safari, which alone knows it",
    "-webkit-text-size-adjust": "for phones alone",
    "@media forced-colors": "only for browsers that can force colours",
    "@page": "without it paper has the browser's own margins",
    "break-after": "only where pages of paper end",
    "createImageBitmap": "asked for first; a picture element does it elsewhere",
    "cursor": "only for a mouse",
    "forced-color-adjust": "only for browsers that can force colours",
    "inert": "aria-hidden stands beside it, and the keys are kept in by hand",
    "overflow-wrap: anywhere": "as break-word, but for the least width of a column",
    "overscroll-behavior": "without it the page below scrolls on at the end of a list",
    "scroll-margin-top": "@supports has another way",
    "page-break-after": "only where pages of paper end",
    "text-decoration-thickness": "without it a line has its own thickness",
    "text-size-adjust": "for phones alone, under its prefixed name too",
    "text-underline-offset": "without it a line has its own place",
    "text-wrap": "only where lines break",
}
"""What browsers of the floor may not know: they leave it out, and nothing is lost but what is said here."""

SYNTAX = frozenset(
    [
        "arguments",
        "array",
        "array_pattern",
        "arrow_function",
        "assignment_expression",
        "assignment_pattern",
        "augmented_assignment_expression",
        "await_expression",
        "binary_expression",
        "break_statement",
        "call_expression",
        "catch_clause",
        "class",
        "class_body",
        "class_declaration",
        "comment",
        "computed_property_name",
        "continue_statement",
        "do_statement",
        "else_clause",
        "empty_statement",
        "escape_sequence",
        "expression_statement",
        "false",
        "finally_clause",
        "for_in_statement",
        "for_statement",
        "formal_parameters",
        "function_declaration",
        "function_expression",
        "identifier",
        "if_statement",
        "lexical_declaration",
        "member_expression",
        "method_definition",
        "new_expression",
        "null",
        "number",
        "object",
        "object_assignment_pattern",
        "object_pattern",
        "optional_chain",
        "pair",
        "pair_pattern",
        "parenthesized_expression",
        "program",
        "property_identifier",
        "regex",
        "regex_flags",
        "regex_pattern",
        "rest_pattern",
        "return_statement",
        "sequence_expression",
        "shorthand_property_identifier",
        "shorthand_property_identifier_pattern",
        "spread_element",
        "statement_block",
        "statement_identifier",
        "string",
        "string_fragment",
        "subscript_expression",
        "super",
        "switch_body",
        "switch_case",
        "switch_default",
        "switch_statement",
        "template_string",
        "template_substitution",
        "ternary_expression",
        "this",
        "throw_statement",
        "true",
        "try_statement",
        "unary_expression",
        "undefined",
        "update_expression",
        "variable_declaration",
        "variable_declarator",
        "while_statement",
        "yield_expression",
    ]
)
"""Kinds of JavaScript's syntax, as tree-sitter names them, that every browser of the floor reads."""
OWN_DATA = frozenset(["at", "changed", "entry", "format", "lines", "number", "or", "phrase", "phrases", "to"])
"""Members of the guide's own data, which newer browsers use as names too: free to read, not to call."""
_LOOKBEHIND = re.compile(r"\(\?<[=!]")


@dataclass(frozen=True)
class Finding:
    """Something that is too new."""

    line: int
    what: str


def main(arguments: list[str]) -> int:
    """Prints every finding; 1 if there is any."""
    paths = [Path(argument) for argument in arguments] or own_files()
    seen: set[str] = set()
    results = [(path, finding) for path in paths for finding in findings(path.suffix, path.read_text("utf-8"), seen)]
    for path, finding in results:
        print(
            f"{path}:{finding.line}: {finding.what} is newer than Chrome 86 or Safari 14; write it so that they can do without"
        )
    unused = sorted(set(HARMLESS) - seen) if not arguments else []
    for what in unused:
        print(f"{what} is not used any more; take it from HARMLESS")
    return 1 if results or unused else 0


def own_files() -> list[Path]:
    """Returns every style sheet and script that pages are given, and the page that carries its own."""
    assets = ROOT / "docs" / "assets"
    files = sorted([*assets.rglob("*.css"), *assets.rglob("*.js"), ROOT / "templates" / "theme" / "404.html"])
    return [path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path for path in files]


def findings(suffix: str, text: str, seen: set[str] | None = None) -> Iterator[Finding]:
    """Yields what in the text of a `.css`, `.js` or `.html` file is too new; `seen` collects what of HARMLESS is used."""
    seen = set() if seen is None else seen
    if suffix == ".html":
        for tag, within in (("style", ".css"), ("script", ".js")):
            for part in re.finditer(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL):
                before = text.count("\n", 0, part.start(1))
                for finding in findings(within, part[1], seen):
                    yield Finding(finding.line + before, finding.what)
        return
    for finding in _css(text) if suffix == ".css" else _js(text):
        if harmless := {finding.what, finding.what.partition(":")[0] or finding.what} & HARMLESS.keys():
            seen |= harmless
        else:
            yield finding


# --------------------------------------------------------------------------------------------------
# Style sheets

_KNOWN = {kind: frozenset(FACTS["css"][kind]) for kind in ("properties", "at-rules", "media", "selectors")}
_NEWER_VALUES = {name: frozenset(values) for name, values in FACTS["css"]["newer values"].items()}
_NEWER_FUNCTIONS = frozenset(FACTS["css"]["newer functions"])
_MEDIA = _KNOWN["media"] | {"width", "height", "orientation", "print", "screen", "all", "only"} | {"and", "not", "or"}


def _css(text: str) -> Iterator[Finding]:
    yield from _rules(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True))


def _rules(rules: Iterable[Any]) -> Iterator[Finding]:
    for rule in rules:
        if rule.type == "error":
            yield Finding(rule.source_line, f"what can't be read ({rule.message})")
        elif rule.type == "qualified-rule":
            yield from _selectors(rule.prelude)
            yield from _declarations(rule.content)
        elif rule.type == "at-rule":
            yield from _at_rule(rule)


def _at_rule(rule: Any) -> Iterator[Finding]:
    name = rule.lower_at_keyword
    if name not in _KNOWN["at-rules"]:
        yield Finding(rule.source_line, f"@{name}")
    if name == "supports":  # whoever does not know what it asks for leaves the rules out
        return
    if name == "media":
        for token in _all(rule.prelude):
            feature = re.sub(r"^(?:min|max)-", "", token.lower_value) if token.type == "ident" else ""
            if token.type == "literal" and token.value in "<>=":
                yield Finding(token.source_line, f"{token.value} in @media")
            if feature and feature not in _MEDIA and not _is_media_value(token, rule.prelude):
                yield Finding(token.source_line, f"@media {feature}")
        yield from _rules(tinycss2.parse_rule_list(rule.content or [], skip_comments=True, skip_whitespace=True))
    elif name.endswith("keyframes"):
        for frame in tinycss2.parse_rule_list(rule.content or [], skip_comments=True, skip_whitespace=True):
            yield from _declarations(frame.content)
    elif rule.content:
        yield from _declarations(rule.content)


def _is_media_value(token: Any, prelude: list[Any]) -> bool:
    """Returns whether the word stands behind a colon: `hover` in `(hover: hover)` is one that the feature knows."""
    for block in prelude:
        if block.type == "() block":
            words = [part for part in block.content if part.type not in ("whitespace", "comment")]
            if token in words[1:] and words[1].type == "literal":
                return True
    return False


def _all(tokens: Iterable[Any]) -> Iterator[Any]:
    """Yields the tokens, and those within blocks and functions."""
    for token in tokens:
        yield token
        inner = token.content if token.type.endswith("block") else token.arguments if token.type == "function" else []
        yield from _all(inner)


def _selectors(tokens: list[Any]) -> Iterator[Finding]:
    for before, token in zip([None, *tokens], tokens, strict=False):
        if before is not None and before.type == "literal" and before.value in (":", "::"):
            name = token.lower_name if token.type == "function" else getattr(token, "lower_value", "")
            if name and name not in _KNOWN["selectors"]:
                yield Finding(token.source_line, f":{name}")
        if token.type == "literal" and token.value == "&":
            yield Finding(token.source_line, "& in a selector")
        if token.type == "function":
            parts = [part for part in token.arguments if part.type != "whitespace"]
            if token.lower_name == "not" and any(part.type == "literal" and part.value == "," for part in parts):
                yield Finding(token.source_line, ":not() of several selectors")
            yield from _selectors(token.arguments)


def _declarations(content: list[Any]) -> Iterator[Finding]:
    parts = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    declared = {part.lower_name for part in parts if part.type == "declaration"}
    in_grid = any("grid" in token.lower_value for part in parts if part.type == "declaration" and part.lower_name == "display"
                  for token in part.value if token.type == "ident")  # fmt: skip
    for part in parts:
        if part.type != "declaration":
            yield Finding(part.source_line, "a rule within a rule")
        elif not part.lower_name.startswith("--"):
            yield from _property(part, declared, in_grid)
            yield from _value(part, declared)
        else:
            yield from _value(part, declared)


def _property(part: Any, declared: set[str], in_grid: bool) -> Iterator[Finding]:
    name = part.lower_name
    prefixed = f"-webkit-{name}"
    if name not in _KNOWN["properties"] and not (prefixed in _KNOWN["properties"] and prefixed in declared):
        yield Finding(part.source_line, name)
    if name in ("gap", "row-gap", "column-gap") and not in_grid and not {"columns", "column-count"} & declared:
        yield Finding(part.source_line, f"{name} outside a grid")


def _value(part: Any, declared: set[str]) -> Iterator[Finding]:
    name = part.lower_name
    if (
        f"-webkit-{name}" in declared or name == "clip"
    ):  # said twice for those who know one name; rect() is as old as clip
        return
    newer = _NEWER_VALUES.get(name, frozenset())
    for token in _all(part.value):
        if token.type == "ident" and token.lower_value in newer:
            yield Finding(token.source_line, f"{name}: {token.lower_value}")
        elif token.type == "function" and (token.lower_name in _NEWER_FUNCTIONS or token.lower_name in newer):
            yield Finding(token.source_line, f"{token.lower_name}()")
        elif token.type == "dimension" and re.fullmatch(
            r"[sld]v(?:[hwib]|min|max)|cq(?:[whib]|min|max)|lh|rlh|cap|ic", token.lower_unit
        ):
            yield Finding(token.source_line, f"the unit {token.lower_unit}")


# --------------------------------------------------------------------------------------------------
# Scripts

_PARSER = tree_sitter.Parser(tree_sitter.Language(tree_sitter_javascript.language()))
_NEWER_NAMES = frozenset(FACTS["js"]["newer"])
_NEWER_MEMBERS = frozenset(FACTS["js"]["newer members"])


def _js(text: str) -> Iterator[Finding]:
    nodes = list(_walk(_PARSER.parse(text.encode()).root_node))
    own = OWN_DATA | {_words(node) for node in nodes if _defines(node)}
    functions = {_words(node) for node in nodes if _defines(node) and _is_function(node)}
    for node in nodes:
        line, words = node.start_point.row + 1, _words(node)
        if node.is_error or node.is_missing:
            yield Finding(line, "what can't be read")
        elif node.is_named and node.type not in SYNTAX:
            yield Finding(line, f"the syntax {node.type}")
        elif node.type == "regex_pattern" and _LOOKBEHIND.search(words):
            yield Finding(line, "looking behind in a regular expression")
        elif node.type == "regex_flags" and set(words) - set("gimsuy"):
            yield Finding(line, f"the flags {words} of a regular expression")
        elif (node.type == "member_expression" and words in _NEWER_MEMBERS) or (
            node.type in ("identifier", "property_identifier")
            and words in _NEWER_NAMES
            and words not in (functions if _is_called(node) else own)
        ):
            yield Finding(line, words)


def _walk(node: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
    yield node
    for child in node.children:
        yield from _walk(child)


def _words(node: tree_sitter.Node) -> str:
    return (node.text or b"").decode()


def _defines(node: tree_sitter.Node) -> bool:
    """Returns whether a name is a key of the script's own objects, or one of its variables, functions or parameters."""
    parent = node.parent
    if parent is None:
        return False
    if node.type == "property_identifier":
        return parent.type in ("pair", "pair_pattern", "method_definition")
    if node.type.startswith("shorthand_property_identifier"):
        return True
    if node.type != "identifier":
        return False
    is_name = parent.child_by_field_name("name") == node and parent.type != "member_expression"
    return is_name or parent.type in ("formal_parameters", "array_pattern", "rest_pattern", "assignment_pattern", "catch_clause") or (
        parent.type in ("arrow_function", "for_in_statement") and node in (parent.child_by_field_name("parameter"), parent.child_by_field_name("left"))
    )  # fmt: skip


def _is_function(node: tree_sitter.Node) -> bool:
    """Returns whether a name that is defined there is that of a function."""
    parent = node.parent
    value = parent.child_by_field_name("value") if parent is not None else None
    return parent is not None and (
        parent.type in ("function_declaration", "method_definition")
        or (value is not None and value.type in ("function_expression", "arrow_function"))
    )


def _is_called(node: tree_sitter.Node) -> bool:
    """Returns whether the name is that of a method, and called."""
    member = node.parent
    if (
        node.type != "property_identifier"
        or member is None
        or member.type != "member_expression"
        or member.parent is None
    ):
        return False
    return member.parent.type == "call_expression" and member.parent.child_by_field_name("function") == member


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
