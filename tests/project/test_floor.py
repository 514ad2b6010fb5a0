"""The lint of the browser floor: what the project ships passes, and what is too new is found."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from guide.core.paths import ROOT

sys.path.insert(0, str(ROOT / "scripts"))
from dev.browser_baseline import lint as lint_floor
from dev.browser_baseline.lint import FACTS, HARMLESS, findings, own_files


def findings_in(suffix: str, text: str) -> list[str]:
    return [finding.what for finding in findings(suffix, text)]


def test_the_guide_needs_no_more_than_its_floor() -> None:
    assert {path.suffix for path in own_files()} == {".css", ".js", ".html"}
    made = subprocess.run(
        [sys.executable, "-m", "dev.browser_baseline.lint"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (made.returncode, made.stdout) == (0, "")


def test_the_floor_is_the_one_that_is_stated() -> None:
    assert FACTS["floor"] == {"chrome": 86, "safari": 14, "safari_ios": 14}
    assert "Chrome 86 and Safari 14" in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("style", "what"),
    [
        ("a { aspect-ratio: 1 }", "aspect-ratio"),
        ("a { inset: 0 }", "inset"),
        ("a { accent-color: red }", "accent-color"),
        ("a { margin-inline: 1px }", "margin-inline"),
        ("a { translate: 1px }", "translate"),
        ("a { appearance: none }", "appearance"),
        ("a { width: fit-content(1px); text-align: match-parent; overflow: clip }", "overflow: clip"),
        ("a { color: color-mix(in srgb, red, blue) }", "color-mix()"),
        ("a { color: oklch(1 0 0) }", "oklch()"),
        ("a { height: 100dvh }", "the unit dvh"),
        ("a { height: calc(1px + (2svh)) }", "the unit svh"),
        ("a:has(b) { top: 0 }", ":has"),
        ("a:is(b, c) { top: 0 }", ":is"),
        ("a:not(.b, .c) { top: 0 }", ":not() of several selectors"),
        ("dialog::backdrop { top: 0 }", ":backdrop"),
        ("a { b { top: 0 } }", "a rule within a rule"),
        ("a { &:hover { top: 0 } }", "a rule within a rule"),
        ("& a { top: 0 }", "& in a selector"),
        ("@layer x { a { top: 0 } }", "@layer"),
        ("@container (min-width: 1px) { a { top: 0 } }", "@container"),
        ("@property --a { syntax: '*' }", "@property"),
        ("@media (400px <= width) { a { top: 0 } }", "< in @media"),
        ("@media (scripting: none) { a { top: 0 } }", "@media scripting"),
        ("@media (min-width: 1px) { a { inset: 0 } }", "inset"),
        ("a { display: flex; gap: 1px }", "gap outside a grid"),
        ("a { --x: light-dark(red, blue) }", "light-dark()"),
    ],
)
def test_a_style_that_is_too_new_is_found(style: str, what: str) -> None:
    assert what in findings_in(".css", style)


@pytest.mark.parametrize(
    "style",
    [
        "a:not(:hover)::before { -webkit-appearance: none; appearance: none }",
        "a { display: grid; grid-column-gap: 1px }",
        "@supports (inset: 0) { a { inset: 0 } }",
        "@media (prefers-color-scheme: dark) and (min-width: 40em), print { a { --by-day: ; color: var(--x, rgba(0, 0, 0, .5)) } }",
        "@media (hover: none) { a { position: sticky; max-width: min(10px, 5vw); clip: rect(0 0 0 0) } }",
    ],
)
def test_a_style_that_old_browsers_know_passes(style: str) -> None:
    assert findings_in(".css", style) == []


@pytest.mark.parametrize(
    ("script", "what"),
    [
        ("[1].at(-1)", "at"),
        ("const o = { at: 1 }; o.at; [].at(0)", "at"),
        ("structuredClone({})", "structuredClone"),
        ("window.structuredClone({})", "structuredClone"),
        ("Object.hasOwn(a, 'b')", "hasOwn"),
        ("list.findLast(test)", "findLast"),
        ("dialog.showModal()", "showModal"),
        ("crypto.randomUUID()", "randomUUID"),
        ("node.popover = 'auto'", "popover"),
        ("new Intl.Segmenter('zh')", "Segmenter"),
        ("AbortSignal.timeout(1)", "AbortSignal.timeout"),
        ("/(?<!a)b/.test(c)", "looking behind in a regular expression"),
        ("/a/v.test(b)", "the flags v of a regular expression"),
        ("class A { #b = 1 }", "the syntax private_property_identifier"),
        ("class A { b = 1 }", "the syntax field_definition"),
        ("class A { static { b() } }", "the syntax class_static_block"),
        ("import a from 'b'", "the syntax import_statement"),
        ("var a = ;", "what can't be read"),
    ],
)
def test_a_script_that_is_too_new_is_found(script: str, what: str) -> None:
    assert what in findings_in(".js", script)


@pytest.mark.parametrize(
    "script",
    [
        "const { a, ...b } = { ...c }; const f = async (x) => { await x?.y ?? 1; };",
        "const o = { at: 1, findLast() {} }; if (o.at) o.findLast(); 'a'.replaceAll('b', 'c'); Promise.allSettled([]);",
        "/(?<a>b)(?=c)/u.exec(d); `a${b}`; for (const [k, v] of Object.entries(e)) f(k, v);",
    ],
)
def test_a_script_that_old_browsers_know_passes(script: str) -> None:
    assert findings_in(".js", script) == []


def test_what_a_page_carries_itself_is_looked_at_in_its_place() -> None:
    page = "<style>\na { inset: 0 }\n</style>\n<script>\n\nstructuredClone(a)\n</script>"
    assert [(finding.line, finding.what) for finding in findings(".html", page)] == [
        (2, "inset"),
        (6, "structuredClone"),
    ]


def test_what_is_harmless_has_a_reason_and_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert all(HARMLESS.values())
    file = tmp_path / "a.css"
    file.write_text("a { text-wrap: balance }", encoding="utf-8")
    assert lint_floor.main([str(file)]) == 0
    monkeypatch.setattr(lint_floor, "HARMLESS", {**HARMLESS, "field-sizing": "never used"})
    assert lint_floor.main([]) == 1
    assert "field-sizing is not used any more" in capsys.readouterr().out
