"""What must hold for the project's own files."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from guide.core.paths import ROOT, TEMPLATES

_NOT_OURS = {
    ".git",
    ".venv",
    "build",
    "site",
    "__pycache__",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
    "node_modules",
}
_PICTURES = {".png", ".jpg", ".jpeg", ".woff2", ".pdf", ".zip"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def own_files() -> list[Path]:
    return [
        path
        for path in sorted(ROOT.rglob("*"))
        if path.is_file()
        and not _NOT_OURS & set(path.relative_to(ROOT).parts)
        and ".egg-info" not in str(path)
        and path.suffix not in _PICTURES
    ]


def found_in(files: list[Path], pattern: str) -> list[str]:
    """`path:line: words` for each place where the pattern stands."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(pattern, line)
    ]


def test_every_text_file_is_utf_8_and_ends_with_a_line_end() -> None:
    for path in own_files():
        text = path.read_text(encoding="utf-8")
        assert text == "" or text.endswith("\n"), path
        assert "\r" not in text, path


def test_no_file_names_a_registry_or_a_folder_of_one_machine() -> None:
    hosts = "|".join(
        ("pypi" + r"\.org", "pythonhosted" + r"\.org", "npmjs" + r"\.", "registry" + r"\.npm", "mirrors" + r"\.\w")
    )
    assert found_in(own_files(), rf"{hosts}|(?<![\w./:])/(?:work|root|home|opt|tmp)/\w") == []


def test_the_project_speaks_of_itself_alone() -> None:
    assert (
        found_in(
            own_files(),
            r"(?i)\bissue" + r" #?\d|brief" + r"-code|" + "design" + r"\.md|domain" + r"\.md|peers" + r"\.md",
        )
        == []
    )


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.stem)
def test_a_lock_pins_and_hashes_each_package_and_says_nothing_of_where_it_is_from(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert lines
    for line in lines:
        assert re.match(r"[a-z0-9][a-z0-9._\[\]-]*==\S+ .*--hash=sha256:[0-9a-f]{64}", line), line[:80]
    assert not re.search(r"https?://|--(extra-)?index|--find-links|--trusted-host", text)


def test_what_is_locked_is_what_the_project_asks_for() -> None:
    def asked(name: str) -> set[str]:
        lines = (ROOT / "requirements" / f"{name}.in").read_text(encoding="utf-8").splitlines()
        return {line for line in lines if line and not line.startswith(("#", "-c"))}

    extras = dict(PROJECT["project"]["optional-dependencies"])
    assert asked("run") == set(PROJECT["project"]["dependencies"])
    assert asked("bench") == set(extras.pop("bench"))
    assert asked("dev") == {
        one for extra in extras.values() for one in extra if not one.startswith(PROJECT["project"]["name"])
    }
    for name in ("run", "dev", "bench"):
        pinned = {
            line.partition("==")[0].partition("[")[0]
            for line in (ROOT / "requirements" / f"{name}.txt").read_text("utf-8").splitlines()
            if "==" in line
        }
        assert {re.split(r"[<>=\[]", one)[0].lower() for one in asked(name)} <= pinned


@pytest.mark.parametrize(("extra", "folder"), [("pictures", "capture"), ("audit", "publishing/audit")])
def test_an_extra_names_what_the_code_that_needs_it_imports(extra: str, folder: str) -> None:
    def names(requirements: list[str]) -> set[str]:
        return {re.split(r"[<>=\[]", requirement)[0].lower() for requirement in requirements}

    owners = packages_distributions()
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "scripts" / "guide" / folder).rglob("*.py"))
    roots = (
        set(re.findall(r"^ *(?:from (?=.* import )|import )(\w+)", code, re.MULTILINE))
        - sys.stdlib_module_names
        - {"guide"}
    )
    imported = {owners[root][0].lower() for root in roots}
    assert imported - names(PROJECT["project"]["dependencies"]) == names(
        PROJECT["project"]["optional-dependencies"][extra]
    )


def test_templates_scripts_and_code_have_no_word_of_the_portal() -> None:
    """Another portal's guide must not need a change in them."""
    files = [path for path in own_files() if TEMPLATES in path.parents]
    files += [
        path
        for path in own_files()
        if path.is_relative_to(ROOT / "scripts") or path.is_relative_to(ROOT / "docs" / "assets")
    ]
    assert len(files) > 50
    assert (
        found_in(
            files,
            r"1688|2018 年版|阿里|支付宝|主账号|网商|融易收|账期|授信|诚信通"
            r"|(?i:alibaba|alipay|mybank|rongyishou|main account|chinese screens)",
        )
        == []
    )


def test_the_usual_papers_are_there() -> None:
    assert "MIT License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "\n## Unreleased\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in ("make site BUYER=demo", "make test"):
        assert command in readme
    for picture in re.findall(r"!\[[^]]+\]\(([^)]+)\)", readme):
        assert (ROOT / picture).is_file(), picture


def test_what_is_published_or_made_never_enters_the_project() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"/site/", "/build/", "/.venv/"} <= set(ignored)
