"""The live preview: an edit of any of its sources shows, and a mistake is told without ending the server."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from guide.core.paths import ROOT
from support.servers import free_port
from support.small import copied, replaced, write

PATIENCE = 40
"""Seconds until something that should have shown counts as never shown; it takes about two."""


@dataclass(frozen=True)
class Preview:
    """A server at work on a copy of the project, and on a copy of the small guide that lies elsewhere."""

    project: Path
    guide: Path
    port: int
    log: Path
    process: subprocess.Popen[bytes]

    def page(self, name: str = "") -> str:
        """What the browser would get; nothing if the server does not answer."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{name}", timeout=2) as answer:
                return str(answer.read().decode())
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            return ""

    def shows(self, words: str, name: str = "") -> bool:
        """Whether the words come to stand on the page."""
        return self._until(lambda: words in self.page(name))

    def says(self, words: str) -> bool:
        """Whether the server comes to say the words."""
        return self._until(lambda: words in self.log.read_text(encoding="utf-8"))

    def _until(self, holds: Callable[[], bool]) -> bool:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            if holds():
                return True
            time.sleep(0.05)
        return False


def change(path: Path, old: str, new: str) -> None:
    write(path, replaced(path.read_text(encoding="utf-8"), (old, new)))


def server(project: Path, guide: Path, port: int, log: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(project / "scripts")}
    command = [sys.executable, "-W", "ignore", "-m", "guide.cli", "serve", "willow", "--guide", str(guide)]
    command += ["--port", str(port)]
    with log.open("wb") as said:
        return subprocess.Popen(command, cwd=project, env=environment, stdout=said, stderr=said)


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    place = tmp_path_factory.mktemp("served")
    project = place / "project"
    for name in ("docs", "scripts", "templates"):
        shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    shutil.copy(ROOT / "mkdocs.yml", project)
    guide = copied(place)
    write(guide / "words" / "zh.yaml", "page: {home: 大门}\n")
    port = free_port()
    log = place / "log"
    with server(project, guide, port, log) as process:
        made = Preview(project, guide, port, log, process)
        try:
            assert made.shows("柳溪茶庄"), log.read_text(encoding="utf-8")
            yield made
        finally:
            process.terminate()


def test_an_edit_of_the_steps_shows(preview: Preview) -> None:
    change(preview.guide / "steps.yaml", "您好！请按", "各位好！请按")
    assert preview.shows("各位好！请按")


def test_an_edit_of_a_buyer_shows(preview: Preview) -> None:
    change(preview.guide / "buyers" / "willow.yaml", "柳小姐", "杨先生")
    assert preview.shows("杨先生")


def test_an_edit_of_the_guides_own_words_shows(preview: Preview) -> None:
    change(preview.guide / "words" / "zh.yaml", "大门", "山门")
    assert preview.shows("山门")


def test_an_edit_of_a_template_shows(preview: Preview) -> None:
    change(preview.project / "templates" / "pages" / "faq.md.j2", 'class="answer"', 'class="answer edited"')
    assert preview.shows('class="answer edited"', "faq.html")


def test_an_edit_of_a_style_sheet_shows(preview: Preview) -> None:
    change(
        preview.project / "docs" / "assets" / "src" / "css" / "guide" / "base.css",
        "body { margin: 0;",
        "/* edited */ body { margin: 0;",
    )
    assert preview.shows("/* edited */", "assets/css/guide.css")


def test_a_mistake_is_told_and_the_page_comes_back_once_it_is_mended(preview: Preview) -> None:
    change(preview.guide / "steps.yaml", "cost: free", "cost: gratis")
    assert preview.says(
        "steps.yaml:95:5: stages.open-stall.cost: 'gratis' does not fit, expected 'free', 'paid' or 'conditional'"
    )
    assert preview.shows("柳溪茶庄"), "the last good page stays"
    change(preview.guide / "steps.yaml", "cost: gratis", "cost: paid")
    assert preview.shows("cost-paid", "open-stall.html")
    mended = f"\nmended: http://127.0.0.1:{preview.port}/ shows it\n"
    assert preview.says(mended)
    change(preview.guide / "steps.yaml", "cost: paid", "cost: conditional")
    assert preview.shows("cost-conditional", "open-stall.html")
    assert preview.log.read_text(encoding="utf-8").count(mended.strip()) == 1, "told once"
    assert "Traceback" not in preview.log.read_text(encoding="utf-8")


def test_it_says_where_it_is_to_be_seen_and_how_it_ends(preview: Preview) -> None:
    assert preview.log.read_text(encoding="utf-8").startswith(f"http://127.0.0.1:{preview.port}/ – Ctrl-C ends it\n")


def test_a_port_that_is_taken_is_one_line(preview: Preview, tmp_path: Path) -> None:
    with server(preview.project, preview.guide, preview.port, tmp_path / "log") as second:
        code = second.wait(PATIENCE)
    said = (tmp_path / "log").read_text(encoding="utf-8")
    assert code == 3
    assert said == (
        f"127.0.0.1:{preview.port} is taken, expected a port that nothing listens on; give another, such as PORT=8001 (--port 8001)\n"
    )


def test_what_is_served_has_the_buyers_values_and_no_placeholder(preview: Preview) -> None:
    page = preview.page("en/index.html")
    assert "Willow Brook Teas" in page
    assert not [character for character in page if "\ue000" <= character <= "\uf8ff"]


def test_no_policy_refuses_the_script_that_shows_an_edit(preview: Preview) -> None:
    assert "livereload" in preview.page("index.html")
    assert "Content-Security-Policy" not in preview.page("index.html")
