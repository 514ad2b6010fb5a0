"""What only a stage speaks of that a buyer leaves out is gone with it: terms, words, sources, passages."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from guide.content.tailor import Structure, tailor
from guide.content.views.guide import GuideView
from guide.core.errors import InputError
from guide.loading.loader import load_guide
from guide.model.guide import Guide
from support.real import STEPS as REAL_STEPS
from support.small import STEPS, guide_of
from support.texts import words_in

GLOSSARY = """\
glossary:
  - id: tasting
    term: {zh: 试饮, en: Tasting}
    meaning: {zh: "见[[cup]]，属于[供茶](stage:offer-tea)。", en: "See [[cup]], part of [the offer](stage:offer-tea)."}
    stages: [offer-tea]
    sources: [tasters]
"""


def changed(folder: Path) -> Guide:
    """The small guide with a term, a label, a source, a passage and a word for the search that only one stage needs."""
    return guide_of(
        folder,
        ("glossary:\n", GLOSSARY),
        ("labels:\n", "labels:\n  cup: {zh: 茶杯, en: Cup}\n"),
        ("sources:\n", 'sources:\n  tasters: {title: {zh: 品茶, en: Tasters}, published: "2026"}\n'),
        ("words:\n", "words:\n  sip: [试饮]\n"),
        ("  order: [{text:", "  order: [{stages: [offer-tea], text: {zh: '先看[试饮](term:tasting)。', en: 'First [taste](term:tasting).'}}, {text:"),
        ("{zh: 由园主来做。, en: The owner does this.}", "{zh: '由园主来做[这件事](term:tasting)。', en: 'The owner does [this](term:tasting).'}"),
    ).guide  # fmt: skip


def view(guide: Guide, *skipped: str) -> GuideView:
    return tailor(guide, Structure(("zh", "en"), frozenset(skipped)), "en")


def test_what_belongs_to_a_stage_is_there_with_it(tmp_path: Path) -> None:
    whole = view(changed(tmp_path))
    assert "tasting" in {term.id for term in whole.glossary}
    assert "cup" in {label.key for label in whole.labels}
    assert "tasters" in {source.id for source in whole.sources}
    assert dict(whole.words)["sip"] == ("试饮",)
    assert words_in(whole.order).startswith("First taste.")


def test_what_belongs_to_a_stage_is_gone_with_it(tmp_path: Path) -> None:
    rest = view(changed(tmp_path), "offer-tea")
    assert "tasting" not in {term.id for term in rest.glossary}
    assert "cup" not in {label.key for label in rest.labels}
    assert "tasters" not in {source.id for source in rest.sources}
    assert "sip" not in dict(rest.words)
    assert not words_in(rest.order).startswith("First")
    assert "term:" not in repr(rest.stages)
    assert "anchor='tasting'" not in repr(rest), "a link to it is its words alone"


@pytest.mark.parametrize("part", ["greeting", "intro"])
def test_a_passage_of_the_first_words_goes_with_its_stage(part: str, tmp_path: Path) -> None:
    first = {"greeting": "  greeting:\n", "intro": "  intro: ["}[part]
    passage = "{stages: [offer-tea], text: {zh: '随后[供茶](term:tasting)。', en: 'Then [taste](term:tasting).'}}"
    added = f"{first}    - {passage}\n" if part == "greeting" else f"{first}{passage}, "
    guide = guide_of(tmp_path, (first, added), ("glossary:\n", GLOSSARY.replace("[[cup]]", "")), ("sources:\n", "sources:\n  tasters: {title: {zh: 品茶, en: Tasters}, published: '2026'}\n")).guide  # fmt: skip
    assert words_in(getattr(view(guide), part)).startswith("Then taste.")
    rest = words_in(getattr(view(guide, "offer-tea"), part))
    assert rest
    assert "taste" not in rest


def test_a_search_word_for_a_term_that_is_left_out_is_gone_even_if_a_quotation_names_it(tmp_path: Path) -> None:
    guide = guide_of(
        tmp_path,
        ("glossary:\n", GLOSSARY.replace("[[cup]]", "")),
        ("sources:\n", "sources:\n  tasters: {title: {zh: 品茶, en: Tasters}, published: '2026'}\n"),
        ("words:\n", "words:\n  sip: [试饮, 本指南]\n"),
        ("本指南纯属虚构。", "从前有一步叫试饮；本指南纯属虚构。"),
    ).guide
    assert "试饮" in words_in(tailor(guide, Structure(("zh",), frozenset({"offer-tea"})), "zh").provenance)
    assert dict(view(guide).words)["sip"] == ("试饮", "本指南")
    assert dict(view(guide, "offer-tea").words)["sip"] == ("本指南",)


def test_passages_make_up_one_list(tmp_path: Path) -> None:
    item = "{text: {zh: '- 甲', en: '- A'}}, {stages: [offer-tea], text: {zh: '- 乙', en: '- B'}}, {text: {zh: '- 丙', en: '- C'}}, {text:"
    guide = guide_of(tmp_path, ("  order: [{text:", f"  order: [{item}")).guide
    for skipped, said in (((), 3), (("offer-tea",), 2)):
        order = view(guide, *skipped).order
        assert [len(getattr(block, "items", ())) for block in order] == [said, 0]


def test_a_stage_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"glossary.lot.stages.0: offer is not one of the stages"):
        guide_of(tmp_path, ("    also: [批号, batch]\n", "    also: [批号, batch]\n    stages: [offer]\n"))


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif dataclasses.is_dataclass(part):
        for field in dataclasses.fields(part):
            yield from _texts(getattr(part, field.name))
    elif isinstance(part, (tuple, list)):
        for item in part:
            yield from _texts(item)


def test_the_shipped_guide_explains_no_credit_terms_to_who_grants_none() -> None:
    guide = load_guide(REAL_STEPS).guide
    terms = re.compile("账期|授信|赊|结算日期")
    whole, rest = (
        tailor(guide, Structure(("zh",), skipped), "zh") for skipped in (frozenset[str](), frozenset({"credit-terms"}))
    )
    assert len(list(filter(terms.search, _texts(whole)))) > 80
    left = {
        re.sub(r"^.*?([^，。：→]*(?:账期|授信)[^，。：→]*).*$", r"\1", text, flags=re.S).strip()
        for text in _texts(dataclasses.replace(rest, words=()))
        if terms.search(text)
    }
    assert left == {"开通账期交易", "认证、收款和授信都归在它名下", "买家查询账期接口"}
    assert dict(rest.words).keys() < dict(whole.words).keys()
    assert not [pair for pair in rest.words if terms.search(str(pair[1]))]


def test_the_shipped_guide_promises_no_quoting_to_who_does_not_quote() -> None:
    guide = load_guide(REAL_STEPS).guide
    whole, rest = (tailor(guide, Structure(("zh",), frozenset(skipped)), "zh") for skipped in ((), ("quote",)))
    for part in ("greeting", "intro", "order"):
        said = re.sub("“[^”]*”", "", words_in(getattr(rest, part)))  # what the 2018 guide said is history
        assert not re.search("报价|询价", said), part
    assert "报价" in words_in(whole.greeting)
    left = {text for text in _texts(dataclasses.replace(rest, words=())) if re.search("报价|询价", text)}
    assert all("找到询价单进行报价”" in text for text in left), left  # what the 2018 guide said, again
    assert len(left) == 1


def test_a_text_by_itself_is_one_passage(tmp_path: Path) -> None:
    line = next(line for line in STEPS.read_text("utf-8").splitlines() if line.startswith("  order: [{text: "))
    alone = line.replace("[{text: ", "").removesuffix("}]")
    assert guide_of(tmp_path, (line, alone)).guide.guide.order == load_guide(STEPS).guide.guide.order
    with pytest.raises(InputError, match=r"steps\.yaml:15:3: guide\.order: no en text"):
        guide_of(tmp_path, (line, "  order: {zh: 先开摊。}"))
