"""Style sheets and scripts: their sources, and the files that pages load."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from guide.core.errors import InputError
from guide.core.paths import DOCS, ROOT
from guide.site.bundles import DRAFT_STYLE, SOURCES, join_bundles
from support.small import replaced, write

if TYPE_CHECKING:
    from support.browsers import Opener

pytest_plugins = ["support.browsers", "support.sites"]

LIST = yaml.safe_load((DOCS / SOURCES / "bundles.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sources, to be changed, in the working directory."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(DOCS / SOURCES, tmp_path / "docs" / SOURCES)
    return tmp_path / "docs"


def problems(docs: Path) -> list[str]:
    with pytest.raises(InputError) as refused:
        join_bundles(docs)
    return str(refused.value).splitlines()


def test_pages_load_every_joined_file_and_no_other() -> None:
    configured = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    loaded = [*configured["extra_css"], *configured["extra_javascript"], *configured["extra"]["search_engine"]]
    loaded += re.findall(r"'(assets/js/.+?)'", (ROOT / "templates" / "theme" / "main.html").read_text(encoding="utf-8"))
    for page in (ROOT / "templates" / "pages").glob("*.md.j2"):
        front = re.findall(r"^scripts: \[(.+)\]$", page.read_text(encoding="utf-8"), re.M)
        loaded += [f"assets/js/{name}" for names in front for name in names.split(", ")]
    opener = (DOCS / "assets/src/js/share/opener.js").read_text(encoding="utf-8")
    loaded += [f"assets/js/{name}" for name in re.findall(r'new URL\("(.*?)", document\.currentScript', opener)]
    loaded.remove("assets/css/buyer.css")  # made of a template
    assert sorted({*loaded, DRAFT_STYLE}) == sorted(join_bundles(DOCS))


def test_a_site_has_the_joined_files_and_no_sources(demo: Path) -> None:
    for name, data in join_bundles(DOCS).items():
        if name == DRAFT_STYLE:
            assert not (demo / name).exists()
        else:
            assert (demo / name).read_bytes() == data, name
    assert not (demo / SOURCES).exists()
    assert not list(demo.rglob("*.yaml"))


def test_a_source_says_what_it_does_and_the_browser_is_spared_that() -> None:
    joined = {name: data.decode() for name, data in join_bundles(DOCS).items()}
    for name, sources in LIST.items():
        for source in sources:
            text = (DOCS / SOURCES / source).read_text(encoding="utf-8")
            assert text.startswith("/* " if source.endswith(".css") else "// "), source
            assert text.splitlines()[0] not in joined[name], source


def test_style_sheets_follow_one_another_without_their_comments(docs: Path) -> None:
    for source in LIST["assets/css/guide.css"]:
        write(
            docs / SOURCES / source,
            f"/* Of two\n   lines ** */\n\n.a {{ top: 0; }} /* stays */\n  /* {source} */\n.b {{ }}\n",
        )
    one = ".a { top: 0; } /* stays */\n.b { }\n"
    assert join_bundles(docs)["assets/css/guide.css"].decode() == "\n".join([one] * len(LIST["assets/css/guide.css"]))


def test_what_a_script_names_stays_its_own(docs: Path, opened: Opener, tmp_path: Path) -> None:
    write(docs / SOURCES / "bundles.yaml", "a.js: [js/one.js, js/other.js]\n")
    shutil.rmtree(docs / SOURCES / "css")
    shutil.rmtree(docs / SOURCES / "js")
    write(docs / SOURCES / "js" / "one.js", "// One.\n\nconst name = 1;\nwindow.said = [typeof this, name];\n")
    write(docs / SOURCES / "js" / "other.js", "// Other.\n\nconst name = 2;\nwindow.said.push(name);\n")
    script = join_bundles(docs)["a.js"].decode()
    page = opened(write(tmp_path / "a.html", "<!doctype html><title>a</title>"))
    page.add_script_tag(content=script)
    assert page.evaluate("window.said") == ["undefined", 1, 2]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            ("  - js/checks/rules.js\n", "  - js/checks/rule.js\n"),
            "there is no docs/assets/src/js/checks/rule.js, expected a source; correct the path",
        ),
        (
            ("  - js/checks/rules.js\n", ""),
            "docs/assets/src/js/checks/rules.js is in no file that pages load; add - js/checks/rules.js to one",
        ),
        (
            ("  - js/search/index.js\n", "  - js/search/index.js\n  - js/guide/dom.js\n"),
            "js/guide/dom.js is in assets/js/guide.js already, expected each source once; take one of them out",
        ),
        (
            ("  - js/guide/menu.js\n", "  - js/guide/menu.js\n  - bundles.yaml\n"),
            "bundles.yaml can't be joined into assets/js/guide.js, expected .css into .css or .js into .js",
        ),
        (
            ("assets/js/early.js: [js/early.js]", "assets/js/early.js: js/early.js"),
            "expected the list of its sources, at least one; add - and a path",
        ),
    ],
)
def test_a_mistake_in_the_list_is_told(docs: Path, change: tuple[str, str], problem: str) -> None:
    path = docs / SOURCES / "bundles.yaml"
    write(path, replaced(path.read_text(encoding="utf-8"), change))
    told = [line for line in problems(docs) if line.endswith(problem)]
    assert len(told) == 1
    assert re.match(r"docs/assets/src/bundles\.yaml:\d+:\d+: ", told[0])
