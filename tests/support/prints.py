"""What tests of all that is printed share: views, and how a PDF is read back and looked at."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2
import zxingcpp
from PIL import Image

from guide.content.tailor import Structure, tailor
from guide.content.views.guide import GuideView
from guide.loading.loader import Loaded
from guide.model.buyer import Buyer
from guide.model.texts import Language
from support.small import guide_of

MARGIN = 20
"""Of the paper, in millimetres."""


def structure_of(loaded: Loaded, buyer: Buyer | None) -> Structure:
    if buyer is None:
        return Structure(loaded.guide.guide.languages, frozenset())
    return Structure(buyer.profile.languages, frozenset(buyer.profile.skip_stages))


_VIEWS: dict[tuple[int, Structure, Language], tuple[Loaded, GuideView]] = {}


def view_of(loaded: Loaded, structure: Structure, language: Language) -> GuideView:
    """The same object for the same guide, as a build has it."""
    key = (id(loaded), structure, language)
    if key not in _VIEWS:
        _VIEWS[key] = (loaded, tailor(loaded.guide, structure, language))
    return _VIEWS[key][1]


def squeezed(text: str) -> str:
    """Without white space, which a PDF has where it breaks lines."""
    return re.sub(r"\s+", "", text)


_AS_TYPESET = str.maketrans({"\ufffe": "-", "•": "·", "\u2060": None})
"""What PDFium makes of a hyphen at the end of a line and of a middle dot, and a joiner that others leave out."""


@cache
def page_texts(pdf: bytes) -> list[str]:
    """The text of each page, lines and all; PDFium reads 52 pages in 0.14 s, where pypdf takes 2.9 s."""
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_range().translate(_AS_TYPESET) for page in document]


def squeezed_pages(pdf: bytes) -> list[str]:
    """The text of each page, without white space."""
    return [squeezed(text) for text in page_texts(pdf)]


def rendered(pdf: bytes, scale: float = 1) -> Iterator[Image.Image]:
    """Each page, at `scale` times 72 dots an inch."""
    opened = pypdfium2.PdfDocument(pdf)
    for index in range(len(opened)):
        yield opened[index].render(scale=scale).to_pil().convert("RGB")


def pages_of_names(pdf: bytes, names: Iterable[str]) -> dict[str, int]:
    """For each of `names`, destinations of the PDF, the number of the page that it lies on, from 1."""
    opened = pikepdf.open(io.BytesIO(pdf))
    order = {page.obj.objgen: number for number, page in enumerate(opened.pages, 1)}
    places = pikepdf.NameTree(opened.Root.Names.Dests)
    return {name: order[places[name][0].objgen] for name in names}


def codes(pdf: bytes) -> list[str]:
    """What the QR codes say, in the order of the pages."""
    return [code.text for page in rendered(pdf, 2) for code in zxingcpp.read_barcodes(page)]


def overflowing(pdf: bytes) -> list[int]:
    """Pages with ink in the outer half of their right margin, from 1."""
    found = []
    for number, page in enumerate(rendered(pdf), 1):
        strip = page.crop((int(page.width * (1 - MARGIN / 2 / 210)), 0, page.width, page.height))
        if strip.convert("L").getextrema()[0] < 200:  # type: ignore[operator]
            found.append(number)
    return found


LONG_HAN = "某某某重工机械装备制造集团股份有限公司华东区域采购与供应链管理中心第一事业部" * 5


LONG_LATIN = "VeryLongCompanyNameWithoutASingleBlank" * 5


def many(folder: Path, count: int) -> Loaded:
    """The small guide with that many stages, each waiting for the one before."""
    changes = ("  - id: offer-tea\n", "".join(
        f"  - id: stage-{n}\n    title: {{zh: 第{n}关, en: Gate {n}}}\n    goal: {{zh: 过第{n}关, en: Through gate {n}}}\n"
        + (f"    after: [stage-{n - 1}]\n" if n else "")
        + f"    work: {10 + n} min\n    wait: {n % 3} wd\n    cost: free\n    steps:\n"
        + f"      - {{id: go, title: {{zh: 走过第{n}道门, en: Walk through {n}}}, do: {{zh: 走。, en: Go.}}}}\n"
        for n in range(count)
    ) + "  - id: offer-tea\n")  # fmt: skip
    return guide_of(folder, changes)
