"""The handbook, and all that is printed for a buyer, beside what else can print the guide: WeasyPrint and Chromium, of all its pages in one document."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pypdf

from guide.capture.browser import ARGUMENTS, NAMES
from guide.content.substitutions import Substitutions, substitutions_for
from guide.content.views.texts import Value
from guide.core.paths import ROOT, guide_folder
from guide.handout.renderer import DOCUMENTS, Document, prints
from guide.loading.loader import load_buyer
from guide.model.buyer import NAMES as BUYER_NAMES
from guide.model.texts import LANGUAGES, Language
from guide.publishing.builder import BuildOptions, load_context

FURTHER = "one further handbook in the same process: Chinese"
EVERYTHING = "one further handbook, handout and card: "
WEASYPRINT = "WeasyPrint printing the pages of the site"
HANDBOOK: tuple[Document, ...] = ("handbook",)
OWN_PROCESS = """
import json, sys, time
from pathlib import Path
from guide.publishing.builder import load_context
from guide.content.substitutions import substitutions_for
from guide.handout.renderer import prints
from guide.loading.loader import load_buyer
from guide.core.paths import guide_folder
language, path = sys.argv[1:]
context = load_context(guide_folder())
buyer = load_buyer(context.folder.buyers / "demo.yaml", context.loaded)
structure = context.structure(buyer)
view, substitutions = context.view(structure, language), substitutions_for(context.loaded.guide, buyer, structure.languages)
start, before = time.perf_counter(), time.process_time()
pdf = prints(
    view, substitutions, context.gallery.captures, documents=["handbook"], buyer=buyer,
    pictures=context.gallery.folder, guide_tree=context.loaded.tree,
)["handbook"]
print(json.dumps([time.perf_counter() - start, time.process_time() - before]))
Path(path).write_bytes(pdf)
"""
"""What is measured is the handbook alone: the guide has been read and tailored, as it is for the pages."""


@dataclass(frozen=True)
class Spent:
    """Seconds, of all threads together for `cpu`."""

    wall: float
    cpu: float


_MAIN = re.compile(r"<main[^>]*>(.*)</main>", re.DOTALL)


def print_actions(work: Path) -> tuple[dict[str, Callable[[int], object]], Callable[[], dict[str, int]]]:
    """Returns what prints the guide, by name, and a function that returns how many pages each has printed."""
    pdfs = {name: work / f"{name}.pdf" for name in ("Chinese", "English", "WeasyPrint", "Chromium")}
    context = load_context(guide_folder())
    buyer = load_buyer(context.folder.buyers / "demo.yaml", context.loaded)
    structure = context.structure(buyer)
    substitutions = substitutions_for(context.loaded.guide, buyer, structure.languages)
    captures = context.gallery.captures
    site = context.build(buyer, BuildOptions(work / "printed", handouts=False, make_zip=False)).site
    # Only the pages of this language: the others lie in a folder of their own.
    whole = whole_guide(site, [stage.id for stage in context.loaded.guide.stages])

    def further(language: Language, documents: Collection[Document]) -> Callable[[int], object]:
        view = context.view(structure, language)
        printing = partial(
            prints, documents=documents, buyer=buyer, pictures=context.gallery.folder, guide_tree=context.loaded.tree
        )
        printing(view, substitutions, captures)
        return lambda turn: printing(view, another(substitutions, turn), captures)

    actions: dict[str, Callable[[int], object]] = {
        "the first handbook of a process: Chinese": lambda turn: _first("zh", pdfs["Chinese"]),
        FURTHER: further("zh", HANDBOOK),
        f"{EVERYTHING}Chinese": further("zh", DOCUMENTS),
        "the first handbook of a process: English": lambda turn: _first("en", pdfs["English"]),
        "one further handbook in the same process: English": further("en", HANDBOOK),
        f"{EVERYTHING}English": further("en", DOCUMENTS),
    }
    if _has_weasyprint():
        actions[WEASYPRINT] = lambda turn: _run(
            [sys.executable, "-m", "weasyprint", "--quiet", str(whole), str(pdfs["WeasyPrint"])]
        )
    if browser := next((path for name in NAMES if (path := shutil.which(name))), None):
        options = ["--headless", "--no-sandbox", *ARGUMENTS, f"--user-data-dir={work / 'profile'}"]
        actions["Chromium printing the pages of the site"] = lambda turn: _run(
            [browser, *options, f"--print-to-pdf={pdfs['Chromium']}", whole.as_uri()]
        )
    return actions, lambda: {name: len(pypdf.PdfReader(path).pages) for name, path in pdfs.items() if path.exists()}


def _has_weasyprint() -> bool:
    """Returns whether WeasyPrint starts: it needs Pango, which no Python package brings along."""
    started = subprocess.run([sys.executable, "-c", "import weasyprint"], capture_output=True, check=False)
    return started.returncode == 0


def _first(language: Language, path: Path) -> Spent:
    command = [sys.executable, "-c", OWN_PROCESS, language, str(path)]
    return Spent(*json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout))


def another(substitutions: Substitutions, turn: int) -> Substitutions:
    """Returns the values of another buyer for each turn: what was set in type for one is not set again for the same."""
    own = {
        "name": f"样例采购企业 {turn} 号（虚构）",
        "contact.phone": f"010-0000-{turn:04d}",
        "site_url": f"https://buyer-{turn}.example/guide/",
    }
    own |= {
        value.key: f"{turn + 1:,}0,000"
        for value in substitutions.values
        if value.form == "copy" and value.key not in BUYER_NAMES
    }
    values = {Value(key, language): text for language in LANGUAGES for key, text in own.items()}
    colour = {Value("accent.on_paper"): f"#{40 + turn % 60:02x}30{90 - turn % 60:02x}"}
    return replace(substitutions, values={**substitutions.values, **values, **colour})


def whole_guide(site: Path, stages: list[str]) -> Path:
    """Writes one page with what all pages of the main language say, unfolded and with its pictures, beside them; returns it."""
    home = (site / "index.html").read_text(encoding="utf-8")
    names = ["index", "prepare", *stages, "faq", "glossary", "about"]
    contents = []
    for name in names:
        if (path := site / f"{name}.html").is_file() and (match := _MAIN.search(path.read_text(encoding="utf-8"))):
            contents.append(match[1])
    together = "\n".join(contents).replace(' loading="lazy"', "").replace("<details ", "<details open ")
    page = _MAIN.sub(lambda _: f"<main>{together}</main>", home)
    target = site / "whole.html"
    target.write_text(re.sub(r"<script[^>]*></script>", "", page), encoding="utf-8")
    return target


def _run(command: list[str]) -> None:
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
