"""`guide new`: what it asks, what it writes, and that what it has written is a guide."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from typer.testing import CliRunner

from guide.cli.app import app
from guide.core.errors import UsageError
from guide.core.paths import ROOT
from guide.loading.loader import load_buyer, load_guide
from guide.starter.questions import QUESTIONS, AnswerError, Answers, read_address, read_languages, read_name
from guide.starter.wording import keep_comments, keep_texts, yaml_value
from guide.starter.writer import STARTER, guide_id, slug_of_name, write_starter
from support.small import contents, replaced, write

TODAY = datetime.date(2026, 11, 26)
HAN = re.compile("[\u3400-\u9fff]")


def run(*arguments: str, typed: str | None = None) -> tuple[int, str]:
    return run_any("new", *arguments, typed=typed)


def run_any(*arguments: str, typed: str | None = None) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments), input=typed)
    return result.exit_code, result.output


def answers(**others: Any) -> Answers:
    """The defaults, but for `others`, which are written as an operator writes them."""
    read: dict[str, Any] = {}
    for question in QUESTIONS:
        read[question.key] = question.read(others.get(question.key, question.default(read)))
    return Answers(**read)


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A guide begun with the defaults. Not to be changed."""
    folder = tmp_path_factory.mktemp("begun") / "guides" / "acme"
    write_starter(folder, answers(), TODAY)
    return folder


def check(folder: Path) -> str:
    return run_any("check", "--guide", str(folder))[1]


# --------------------------------------------------------------------------------------------------
# What it writes


def test_without_a_terminal_it_takes_the_defaults_and_says_how_to_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, said = run("guides/acme")
    assert code == 0
    assert said.splitlines() == [
        "guides/acme/ written: a guide in two stages, for the buyer sample-group. Next:",
        "  make site BUYER=sample-group GUIDE=guides/acme",
        "  make serve BUYER=sample-group GUIDE=guides/acme",
        "  make check GUIDE=guides/acme",
    ]
    assert sorted(contents(tmp_path / "guides/acme")) == [
        ".gitignore",
        "buyers/sample-group.yaml",
        "captures/registration-form.json",
        "captures/registration-form.png",
        "schemas/buyer.schema.json",
        "schemas/steps.schema.json",
        "schemas/words.schema.json",
        "screens/registration-form.html.j2",
        "steps.yaml",
    ]
    assert [path.name for path in (tmp_path / "guides").iterdir()] == ["acme"]
    assert (tmp_path / "guides/acme").stat().st_mode == (tmp_path / "guides").stat().st_mode


@pytest.mark.parametrize("languages", ["zh,en", "en,zh", "zh", "en"])
def test_check_finds_nothing_in_it_whatever_its_languages(languages: str, tmp_path: Path) -> None:
    slug = write_starter(tmp_path / "new", answers(languages=languages), datetime.date.today())
    assert check(tmp_path / "new").endswith(": no problems found\n")
    loaded = load_guide(tmp_path / "new" / "steps.yaml")
    buyer = load_buyer(tmp_path / "new" / "buyers" / f"{slug}.yaml", loaded)
    assert loaded.guide.guide.languages == buyer.profile.languages == tuple(languages.split(","))
    spoken = {key for part in ("title", "greeting", "safety") for key in loaded.tree.data["guide"][part]}
    assert spoken == set(languages.split(","))


def test_it_has_one_of_each_thing_that_a_guide_begins_with(acme: Path) -> None:
    guide = load_guide(acme / "steps.yaml").guide
    steps = [step for stage in guide.stages for step in stage.steps]
    fields = [field for step in steps for field in step.fields]
    assert len(guide.stages) == 2
    assert [field.format for field in fields if field.format] == list(guide.formats)
    assert any(step.trouble for step in steps)
    assert all((guide.labels, guide.materials, guide.glossary, guide.buyer_values, guide.actors))
    assert list(guide.screens) == ["registration-form"]
    assert {mark.style for mark in guide.screens["registration-form"].marks} == {"outline", "typed", "arrow"}


def test_a_site_of_it_can_be_built_at_once_with_its_picture_and_its_prints(acme: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    assert run_any("build", "sample-group", "--guide", str(acme), "--out", str(out))[0] == 0
    site = out / "sample-group"
    for page, title in (("register.html", "注册账号"), ("en/register.html", "Register an account")):
        text = (site / page).read_text(encoding="utf-8")
        assert title in text
        assert 'id="fig-registration-form"' in text
        assert "SAMPLE2027" in text
    assert list(site.rglob("registration-form.*.png"))
    assert {path.name for path in site.glob("*.pdf")} >= {"handout.zh.pdf", "handbook.en.pdf", "card.zh.pdf"}


def test_the_languages_of_the_comments_and_of_the_guide_are_chosen_apart(tmp_path: Path) -> None:
    write_starter(tmp_path / "new", answers(languages="zh", comments="en"), TODAY)
    text = (tmp_path / "new/steps.yaml").read_text(encoding="utf-8")
    comments = [line for line in text.splitlines() if line.lstrip().startswith("#")]
    assert len(comments) > 20
    assert [line for line in comments if HAN.search(line)] == []
    assert not re.search(r"^ +en:", text, re.MULTILINE)
    screen = (tmp_path / "new/screens/registration-form.html.j2").read_text(encoding="utf-8")
    assert "# A page of the portal" in screen
    assert "平台页面" not in screen


def test_every_comment_of_the_starter_is_there_in_both_languages() -> None:
    for path in (path for path in STARTER.rglob("*") if path.suffix in (".yaml", ".j2")):
        runs = re.findall(r"^ *#(zh|en)\b.*\n(?: *#\1\b.*\n)*", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert runs == ["zh", "en"] * (len(runs) // 2), path
        assert runs


def test_the_dates_of_a_new_guide_lie_ahead(acme: Path) -> None:
    loaded = load_guide(acme / "steps.yaml")
    about, buyer = loaded.guide.guide, load_buyer(acme / "buyers/sample-group.yaml", loaded)
    assert about.verified_on == TODAY
    assert about.review_by is not None
    assert buyer.profile.deadline is not None
    assert TODAY < buyer.profile.deadline < about.review_by


def test_texts_of_several_lines_go_with_their_language() -> None:
    text = (
        "a:\n  zh: |-\n    一\n\n    二\n  en: |-\n    one\n\n    two\n\nb: {zh: 三, en: three}\nc:\n  en: x\n  zh: y\n"
    )
    assert yaml.safe_load(keep_texts(text, read_languages("zh"))) == {
        "a": {"zh": "一\n\n二"},
        "b": {"zh": "三", "en": "three"},
        "c": {"zh": "y"},
    }
    assert yaml.safe_load(keep_texts(text, read_languages("en")))["a"] == {"en": "one\n\ntwo"}
    assert keep_texts(text, read_languages("zh,en")) == text
    assert "\n\nb:" in keep_texts(text, read_languages("zh")), "the blank line behind it stays"
    assert keep_comments("#zh 一\n#zh\nx: 1\n  #en one\n", "zh") == "# 一\n#\nx: 1\n"


def test_what_contributing_adds_to_it_can_be_added(tmp_path: Path) -> None:
    """The walk to a portal of one's own: a field with its format, a screenshot, a second buyer."""
    folder = tmp_path / "acme"
    write_starter(folder, answers(comments="en"), datetime.date.today())
    walk = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Your own portal in an hour\n")[2]
    label, rule, field, screen = re.findall(r"```yaml\n(.*?)```", walk.partition("\n## ")[0], re.DOTALL)
    steps = folder / "steps.yaml"
    text = steps.read_text(encoding="utf-8")
    ends = {
        "en: My buyers}\n": label,
        "    invalid: [short, 2027sample, sample-hardware]\n": rule,
        "en: The name exactly as on the business licence.\n": field,
        "        path: [my_buyers]\n": "        screen: my-buyers\n",
        "en: Check everything, then click [[submit]].\n": screen,
    }
    write(steps, replaced(text, *((end, end + addition) for end, addition in ends.items())))
    Image.new("RGB", (800, 400), "white").save(tmp_path / "mine.png")
    code, said = run_any("capture", "my-buyers", "--import", str(tmp_path / "mine.png"), "--guide", str(folder))
    assert (code, said.splitlines()[-1]) == (0, "1 taken, 0 unchanged")
    assert check(folder).endswith(": no problems found\n")
    (folder / "buyers/second.yaml").write_bytes((folder / "buyers/sample-group.yaml").read_bytes())
    assert "second.yaml:" in check(folder)
    assert "has the same, expected a value that no other buyer has" in check(folder)


# --------------------------------------------------------------------------------------------------
# What it asks


def test_at_a_terminal_it_asks_five_questions_and_asks_again_where_an_answer_does_not_fit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guide.cli.new._is_terminal", lambda: True)
    typed = "fr\nen,zh\n\n绿洲样例 / Oasis Sample\nno address\nportal.example/join\n\n"
    code, said = run(str(tmp_path / "new"), typed=typed)
    assert code == 0
    assert [said.count(f"{number}/5  ") for number in range(1, 6)] == [2, 1, 1, 2, 1]
    assert "“fr” is no choice of languages, expected one of zh,en · en,zh · zh · en" in said
    assert "“no address” is no address, expected one that begins with https://" in said
    guide = load_guide(tmp_path / "new/steps.yaml").guide
    assert guide.guide.languages == ("en", "zh")
    assert (guide.guide.title.zh, guide.guide.title.en) == ("绿洲样例供应商入驻指南", "Oasis Sample supplier guide")
    assert guide.stages[0].steps[0].url == "https://portal.example/join"
    assert "This file is the whole guide" in (tmp_path / "new/steps.yaml").read_text(encoding="utf-8")


def test_what_an_option_answers_is_not_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guide.cli.new._is_terminal", lambda: True)
    options = ["--languages", "zh", "--comments", "zh", "--portal", "Acme", "--address", "https://acme.example/"]
    code, said = run(str(tmp_path / "new"), *options, "--buyer", "样例 / Sample Works", typed="")
    assert code == 0
    assert "/5" not in said
    assert load_guide(tmp_path / "new/steps.yaml").guide.guide.title.zh == "Acme 供应商入驻指南"
    assert (tmp_path / "new/buyers/sample-works.yaml").is_file()


def test_there_are_five_questions_at_most_and_each_is_an_option() -> None:
    said = run("--help")[1]
    assert len(QUESTIONS) <= 5
    for question in QUESTIONS:
        assert f"--{question.key}" in said


def test_all_that_is_wrong_with_options_is_told_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    code, said = run(
        str(tmp_path / "new"), "--languages", "zh,zh", "--comments", "de", "--address", "a b", "--buyer", "  ",
        "--portal", "x" * 101,
    )  # fmt: skip
    assert code == 2
    assert [line.split(":")[0] for line in said.splitlines()] == [
        "--languages", "--comments", "--portal", "--address", "--buyer",
    ]  # fmt: skip
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("answer", "languages"), [("zh,en", ("zh", "en")), (" EN， zh ", ("en", "zh")), ("en/zh", ("en", "zh")), ("zh", ("zh",))]
)  # fmt: skip
def test_languages_may_be_written_in_any_usual_way(answer: str, languages: tuple[str, ...]) -> None:
    assert read_languages(answer) == languages


@pytest.mark.parametrize("answer", ["", "zh zh", "fr", "zh,fr", "chinese"])
def test_other_languages_are_refused(answer: str) -> None:
    with pytest.raises(AnswerError, match="is no choice of languages, expected one of zh,en"):
        read_languages(answer)


def test_a_name_is_one_line_in_each_language() -> None:
    assert read_name("样例 / Sample") == {"zh": "样例", "en": "Sample"}
    assert read_name("A/B Works") == {"zh": "A/B Works", "en": "A/B Works"}
    assert read_name("a / b / c") == dict.fromkeys(("zh", "en"), "a / b / c")
    assert read_name(" two\n lines\t\x07\ue000 ")["zh"] == "two lines"
    for answer in ("", " \n", "\x00", "[[label]]", "{{ buyer.name }}", "**x**"):
        with pytest.raises(AnswerError):
            read_name(answer)


def test_an_address_is_one_of_the_web() -> None:
    assert read_address("portal.example/a?b=c&d") == "https://portal.example/a?b=c&d"
    for answer in ("", "ftp://portal.example", "javascript:alert(1)", 'https://a.example/"x', "https://a b"):
        with pytest.raises(AnswerError, match="is no address, expected one that begins with https://"):
            read_address(answer)


# --------------------------------------------------------------------------------------------------
# Answers of any kind


HOSTILE = [
    "it's \"quoted\"", "a: b", "key: [x, {y}]", "x # no comment", "#1", "- item", "? yes", "! tag", "&anchor *alias", "%TAG",
    "@home", "`code`", "| > block", "null", "true", "~", "2026-01-01", "0x1F", "1e3", "1_000", "<<", ">>", "{% raw %}", "<% x %>",
    "<# x #>", "back\\slash \\n", "line\nbreak", "line\r\nbreak\u2028and\u0085more", "tab\there", "茶🍵 店", "“全角”：，。；", "…", "-- x", "=",
    "https://x.example/#a: b", "zh: x", "e\u0301 \u200b\u200d", "\\* \\[", "'", '"', "0123", "x" * 100,
]  # fmt: skip


@pytest.mark.parametrize(("portal", "buyer"), list(zip(HOSTILE[::2], HOSTILE[1::2], strict=True)))
def test_any_answer_gives_a_guide_that_says_it(portal: str, buyer: str, tmp_path: Path) -> None:
    slug = write_starter(tmp_path / "new", answers(portal=portal, buyer=buyer), TODAY)
    loaded = load_guide(tmp_path / "new/steps.yaml")
    about, names = loaded.guide.guide, (read_name(portal), read_name(buyer))
    assert about.portal is not None
    assert (about.portal.zh, about.portal.en) == (names[0]["zh"], names[0]["en"])
    assert about.title.en == f"{names[0]['en']} supplier guide"
    assert about.title.zh is not None
    assert re.fullmatch(re.escape(names[0]["zh"]) + " ?供应商入驻指南", about.title.zh)
    name = load_buyer(tmp_path / f"new/buyers/{slug}.yaml", loaded).profile.name
    assert (name.zh, name.en) == (names[1]["zh"], names[1]["en"])


@given(st.text(max_size=60), st.dates())
def test_what_is_written_as_yaml_reads_back_as_it_was(text: str, day: datetime.date) -> None:
    try:
        line = read_name(text)["zh"]
    except AnswerError:
        return
    written = f"a: {yaml_value(line)}\nb: {yaml_value([line, 'zh'])}\ne: {yaml_value(day)}\n"
    read: Mapping[str, Any] = yaml.load(written, yaml.BaseLoader)  # noqa: S506 - texts alone
    assert read == {"a": line, "b": [line, "zh"], "e": day.isoformat()}


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Sample Group (invented)", "sample-group"), ("Sample Group（虚构）Ltd.", "sample-group-ltd"), ("样例集团", "first-buyer"),
        ("Generic", "first-buyer"), ("Con", "first-buyer"), ("A very long name of a company that buys", "a-very-long-name-of-a-company"), ("x" * 99, "x" * 30),
    ],
)  # fmt: skip
def test_a_buyers_file_is_named_after_it(name: str, slug: str) -> None:
    assert slug_of_name(name, "first-buyer") == slug


def test_a_guide_is_named_after_its_folder() -> None:
    assert guide_id(Path("guides/Acme 2")) == "acme-2"
    assert guide_id(Path("guides/2027")) == "guide-2027"
    assert re.fullmatch("guide-[0-9a-f]{6}", guide_id(Path("guides/采购")))
    assert guide_id(Path("guides/采购")) != guide_id(Path("guides/入驻"))


# --------------------------------------------------------------------------------------------------
# Where it writes


def test_a_folder_that_is_not_empty_is_refused_before_anything_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("guide.cli.new._is_terminal", lambda: True)
    for name in "abcd":
        write(tmp_path / "mine" / name, "mine")
    before = contents(tmp_path)
    expected = "expected a folder that is new or empty; name another\n"
    assert run("mine", typed="") == (2, f"mine is not empty: it has a, b, c and 1 more; {expected}")
    assert run("mine/a", typed="") == (2, f"mine/a is no folder, {expected}")
    assert run("mine/a/new", typed="") == (2, f"mine/a is no folder, {expected}")
    with pytest.raises(UsageError, match="mine is not empty"):  # filled while the questions were answered
        write_starter(Path("mine"), answers(), TODAY)
    assert contents(tmp_path) == before


def test_an_empty_folder_is_taken_and_one_behind_a_link_too(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "behind").mkdir()
    (tmp_path / "link").symlink_to("behind")
    for name in ("empty", "link"):
        assert write_starter(tmp_path / name, answers(), TODAY) == "sample-group"
        assert (tmp_path / name / "steps.yaml").is_file()
    assert (tmp_path / "link").is_symlink()


def test_where_something_fails_nothing_new_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(loaded: object) -> None:
        assert list(tmp_path.rglob("steps.yaml")), "it is half done by now"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("guide.starter.writer.schemas", fail)
    (tmp_path / "here").mkdir()
    code, said = run(str(tmp_path / "here/guides/acme"))
    assert (code, said) == (3, "system error: [Errno 28] No space left on device\n")
    assert [path.name for path in tmp_path.rglob("*")] == ["here"]


def test_an_answer_that_the_guide_refuses_is_told_without_a_guide(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"^an answer can't stand in a guide: .*U\+FFFC"):
        write_starter(tmp_path / "new", answers(portal="a\ufffcb"), TODAY)
    assert list(tmp_path.iterdir()) == []
