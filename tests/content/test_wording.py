"""What texts become for the readers of an edition: how many stages they have, words of the portal in place, who does what."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from guide.content.plain_text import lines_of, plain_text
from guide.content.tailor import Structure, tailor
from guide.content.views.guide import GuideView
from guide.handout.content.context import Context
from guide.handout.content.messages import message_data
from guide.model.texts import Language
from support.small import guide_of

INTRO = "{zh: 由园主来做。, en: The owner does this.}"
PROGRESS = "        {progress}（{code}）\n"
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def view(folder: Path, *changes: tuple[str, str], language: Language = "zh", skipped: str = "") -> GuideView:
    guide = guide_of(folder, *changes).guide
    return tailor(guide, Structure(LANGUAGES, frozenset(filter(None, [skipped]))), language)


def intro_of(view: GuideView) -> str:
    return "".join(cast(str, part) for part in plain_text(*lines_of(view.stages[0].intro)))


@pytest.mark.parametrize(
    ("language", "skipped", "said"),
    [
        ("zh", "", "共2个阶段，两步走。"),
        ("zh", "offer-tea", "共1个阶段，一步走。"),
        ("en", "", "Two stages: 2; two."),
        ("en", "offer-tea", "One stages: 1; one."),
    ],
)
def test_a_text_counts_the_stages_of_the_edition(language: Language, skipped: str, said: str, tmp_path: Path) -> None:
    counted = (
        INTRO,
        '{zh: "共{{ guide.stages }}个阶段，{{ guide.stages.words }}步走。", '
        'en: "{{ guide.stages.words }} stages: **{{ guide.stages }}**; {{ guide.stages.words }}."}',
    )
    assert intro_of(view(tmp_path, counted, language=language, skipped=skipped)) == said


def test_a_label_in_place_is_a_word_of_the_portal_in_both_languages(tmp_path: Path) -> None:
    change = (INTRO, '{zh: "点[[价目牌|Price board]]。", en: "Click [[价目牌|Price board]]."}')
    assert intro_of(view(tmp_path, change)) == "点“价目牌”。"
    assert intro_of(view(tmp_path, change, language="en")) == "Click 价目牌 (Price board)."


def test_optional_steps_are_among_those_that_someone_does(tmp_path: Path) -> None:
    made = view(tmp_path, ("      - id: tell-house\n", "      - id: tell-house\n        optional: true\n"))
    assert [step.number for _, step in made.people[0].steps] == ["1.1", "1.2", "1.3", "2.1"]


def test_where_a_stage_does_not_say_who_acts_its_steps_do(tmp_path: Path) -> None:
    nobody = ("    who: [grower]\n    waits_for", "    waits_for")
    assert view(tmp_path, nobody).stages[0].who == ()
    by_step = ("      - id: tell-house\n", "      - id: tell-house\n        actors: [grower]\n")
    assert view(tmp_path, nobody, by_step).stages[0].who == ("茶农",)


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("{progress}（{code}）", None),
        ("进度：{progress}", None),
        ("我们已办到 {progress}，请查收。", ["我们已办到 ", "blank", "，请查收。"]),
        ("摊名：{stall}，进度：{progress}", ["摊名：", "blank", "，进度：", "blank"]),
        ("见[{progress}](stage:open-stall)。", ["见", "blank", "。"]),
    ],
)
def test_a_printed_message_leaves_out_what_the_page_alone_says_and_no_sentence(
    line: str, printed: list[str] | None, tmp_path: Path
) -> None:
    made = view(tmp_path, (PROGRESS, f"        {line}\n"))
    context = cast(Context, SimpleNamespace(rich=lambda _: []))
    lines: list[list[Any]] = message_data(context, made.messages[0])["sent"]["lines"]
    shown = [["blank" if isinstance(run, dict) else run for run in runs] for runs in lines[2:]]
    assert shown == ([printed] if printed else [])
