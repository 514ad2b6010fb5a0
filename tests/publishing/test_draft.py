"""Drafts: what is there is built, what is missing is marked in page and print and told, and no draft passes for a site."""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest
from typer.testing import CliRunner

from guide.cli import preview
from guide.cli.app import app
from guide.content.tailor import Structure, tailor
from guide.core.errors import InputError
from guide.core.paths import ROOT, guide_folder
from guide.figures.store import gallery_of
from guide.loading.loader import load_buyer, load_guide
from guide.model.buyer import DRAFT_ENDING
from guide.publishing.audit.run import audit
from guide.publishing.registry import orphaned_sites
from guide.site.gaps import with_gaps_marked
from guide.site.template_cache import template_key
from support.htmls import words
from support.prints import squeezed
from support.real import STEPS as REAL_STEPS
from support.small import BUYERS, STEPS, WORDS, copied, guide_of, replaced, write

MISSING = (
    ("title: {zh: 开设摊位, en: Open a stall}", "title: {zh: 开设摊位}"),
    ("title: {zh: 填写表单, en: Fill in the form}", "title: {en: Fill in the form}"),
    ("do: {zh: \"点击[[open_stall]]。\", en: \"Click [[open_stall]].\"}", "do: {zh: \"点击[[open_stall]]。\", en: }"),
    (
        "          en: |-\n            Fill in each field:\n\n            - a **short** name\n            - a passphrase of your own\n\n"
        "            1. fill in\n            2. send\n",
        "",
    ),
    ("        fields:\n          - id: stall_name\n", "        screen: form\n        fields:\n          - id: stall_name\n"),
    ("lost_phrase: {zh: 忘记口令？, en: \"Forgot your passphrase?\"}", "lost_phrase: {zh: 忘记口令？}"),
    ("    work: 30 min\n    wait: 0 d\n    cost: {kind: conditional, note: {zh: 第二份起收费。, en: Charged from the second on.}}\n", "    work:\n"),
    ("\nupdates:\n", "\nscreens:\n  form: {title: {zh: 表单, en: The form}, still: form.png, basis: live, taken_on: 2026-11-01}\n\nupdates:\n"),
)  # fmt: skip
"""What makes a draft of the small guide."""


def run(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    return result.exit_code, result.output


def incomplete(folder: Path) -> Path:
    """A copy of the small guide that lacks something of every kind."""
    guide = copied(folder)
    (guide / "captures").mkdir()
    write(guide / "steps.yaml", replaced(WORDS, *MISSING))
    return guide


@dataclass(frozen=True)
class Built:
    guide: Path
    out: Path
    said: str

    def page(self, name: str) -> str:
        return (self.out / "willow-draft" / name).read_text(encoding="utf-8")

    def build(self, *arguments: str | Path) -> tuple[int, str]:
        places = ("--steps", self.guide / "steps.yaml", "--buyers", self.guide / "buyers", "--out", self.out)
        return run("build", *arguments, *places)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("draft")
    draft = Built(incomplete(folder), folder / "out", "")
    code, said = draft.build("willow", "--draft")
    assert code == 0, said
    return Built(draft.guide, draft.out, said)


def test_what_is_missing_is_listed_by_kind_with_its_place_and_counted(built: Built) -> None:
    steps = built.guide / "steps.yaml"
    told = built.said.replace(str(steps), "steps.yaml").splitlines()
    assert told[1:] == [
        "5 translations missing:",
        "  steps.yaml:57:3: labels.lost_phrase.en: no en meaning yet",
        "  steps.yaml:90:5: stages.open-stall.title.en: no en text yet",
        "  steps.yaml:104:39: stages.open-stall.steps.choose-kind.do.en: no en text yet",
        "  steps.yaml:125:9: stages.open-stall.steps.fill-form.title.zh: no zh text yet",
        "  steps.yaml:126:9: stages.open-stall.steps.fill-form.do.en: no en text yet",
        "1 picture missing:",
        "  steps.yaml:240:3: screens.form: no picture yet",
        "2 times missing:",
        "  steps.yaml:182:5: stages.offer-tea.wait: no wait yet",
        "  steps.yaml:192:5: stages.offer-tea.work: no work yet",
        "1 cost missing:",
        "  steps.yaml:182:5: stages.offer-tea.cost: no cost yet",
        "left to do: 5 translations, 1 picture, 2 times, 1 cost",
    ]


def test_it_stands_beside_the_site_and_says_so(built: Built) -> None:
    first = built.said.splitlines()[0]
    assert "willow-draft/ built as a draft: open " in first
    assert "to send" not in first
    assert sorted(path.name for path in built.out.iterdir() if not path.name.startswith(".")) == ["willow-draft"]
    manifest = json.loads((built.out / "willow-draft" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["draft"] is True


def test_every_page_says_that_it_is_a_draft_in_its_language_and_to_search_engines(built: Built) -> None:
    for path in (built.out / "willow-draft").rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        said = "do not send it to suppliers" if "/en/" in path.as_posix() else "请勿发给供应商"
        assert said in words(page), path
        assert 'name="robots" content="noindex' in page
        assert path.name == "404.html" or "assets/css/draft.css" in page
    assert ".gap {" in built.page("assets/css/draft.css")
    assert "<title>Draft · " in built.page("en/index.html")


def test_a_missing_translation_is_a_mark_before_the_text_of_the_other_language(built: Built) -> None:
    english, chinese = built.page("en/open-stall.html"), built.page("open-stall.html")
    gap = '<mark class="gap">missing: English</mark> '
    assert f'{gap}<span lang="zh-Hans">开设摊位</span>' in english
    assert f'{gap}<span lang="zh-Hans">点击</span>' in english, "with the label of the text"
    assert re.search(rf"{gap}</p>\s*<p><span lang=\"zh-Hans\">逐栏填写", english), "a list stays one"
    assert "<li>" in english
    assert "摊名用" in english
    assert '<mark class="gap">待补：中文</mark> <span lang="en">Fill in the form</span>' in chinese
    assert "【" not in words(english).replace("【missing: picture】", ""), "in no text for readers"
    assert '<mark class="gap">missing: English</mark>' in built.page("en/glossary.html"), "a label's meaning"


def test_missing_times_costs_and_pictures_are_marks(built: Built) -> None:
    page, home = words(built.page("offer-tea.html")), words(built.page("index.html"))
    assert "操作时间待补：时间" in squeezed(page)
    assert "等待时间待补：时间" in squeezed(page)
    assert "费用待补：费用" in squeezed(page)
    assert "待补：时间10–20分钟" in squeezed(home), "what is known counts"
    assert "0 天" not in page, "nothing made up"
    assert "免费" not in page
    assert "0 分钟" not in home.replace("20 分钟", "")
    assert '<mark class="gap">待补：图片</mark>' in built.page("open-stall.html")


def test_print_says_on_every_page_that_it_is_a_draft_and_marks_what_is_missing(built: Built) -> None:
    for name in ("handout", "handbook", "card"):
        for language, notice, picture in (
            ("zh", "请勿发给供应商", "待补：图片"),
            ("en", "do not send it", "missing: picture"),
        ):
            opened = pypdfium2.PdfDocument((built.out / "willow-draft" / f"{name}.{language}.pdf").read_bytes())
            texts = [squeezed(page.get_textpage().get_text_range()) for page in opened]
            assert all(squeezed(notice) in text for text in texts), (name, language)
            whole = "".join(texts)
            assert "【" not in whole, (name, language)
            assert squeezed("missing: time" if language == "en" else "待补：时间") in whole
            assert name == "card" or squeezed(picture) in whole
            assert name == "card" or squeezed("missing: English" if language == "en" else "待补：中文") in whole
            assert opened.get_metadata_value("Title").startswith("Draft · " if language == "en" else "草稿 · ")


def test_it_belongs_to_its_buyer(built: Built) -> None:
    assert orphaned_sites(built.out, ["willow"], "small-guide") == []
    assert orphaned_sites(built.out, ["pine"], "small-guide") == [built.out / "willow-draft"]


def test_without_draft_it_is_refused_and_the_draft_stays(built: Built) -> None:
    code, said = built.build("willow")
    assert code == 1
    assert "no en text, expected one in each of zh, en" in said
    assert [path.name for path in built.out.glob("willow*")] == ["willow-draft"]


def test_drafts_of_all_are_wrong_usage(built: Built) -> None:
    code, said = built.build("--all", "--draft")
    assert code == 2
    assert "--all and --draft together" in said


def test_mistakes_are_mistakes_in_a_draft_too(tmp_path: Path) -> None:
    changed = replaced(
        WORDS,
        (
            "goal: {zh: 贵园有了一个**摊位**。, en: You have a **stall**.}\n    work",
            "goal: {zh: 贵园有了**摊位}\n    wrok",
        ),
    )
    with pytest.raises(InputError) as caught:
        load_guide(write(tmp_path / "steps.yaml", changed), draft=True)
    told = "\n".join(map(str, caught.value.problems))
    assert "** opens and does not close" in told
    assert "wrok: unknown key" in told


def test_a_complete_guide_is_the_same_as_a_draft_but_for_saying_so(tmp_path: Path) -> None:
    loaded = load_guide(write(tmp_path / "steps.yaml", WORDS), draft=True)
    assert loaded.gaps == ()
    assert loaded.guide.model_dump() == guide_of(tmp_path).guide.model_dump()
    structure, gallery = Structure(("zh", "en"), frozenset()), gallery_of(loaded, tmp_path / "captures")
    assert template_key(loaded.guide, structure, gallery) != template_key(guide_of(tmp_path).guide, structure, gallery)
    assert load_guide(REAL_STEPS, draft=True).gaps == ()


def test_where_no_stage_says_its_times_their_sum_is_missing_too(tmp_path: Path) -> None:
    untimed = re.sub(r"^    (work|wait): .*\n", "", WORDS, flags=re.MULTILINE)
    loaded = load_guide(write(tmp_path / "steps.yaml", untimed), draft=True)
    view = tailor(loaded.guide, Structure(("zh", "en"), frozenset()), "en")
    schedule = view.schedule
    assert all(stage.days_before_deadline is None for stage in view.stages), "no day to begin by that nobody knows"
    assert (schedule.work, schedule.finish, schedule.one_by_one) == ("【missing: time】",) * 3


def test_a_published_site_is_never_replaced_by_a_draft(built: Built, tmp_path: Path) -> None:
    manifest = write(tmp_path / "willow-draft" / "manifest.json", '{"guide": "small-guide", "files": {}}')
    code, said = Built(built.guide, tmp_path, "").build("willow", "--draft")
    assert code == 2
    assert "willow-draft/ is a site that was published, and no draft" in said
    assert manifest.is_file()


def test_no_buyer_is_named_like_a_draft(tmp_path: Path) -> None:
    loaded = guide_of(tmp_path)
    path = write(tmp_path / "buyers" / f"willow{DRAFT_ENDING}.yaml", "name: {zh: 茶, en: Tea}\n")
    with pytest.raises(
        InputError, match=r"willow-draft can't be a buyer's slug, for so ends the name of a draft's site"
    ):
        load_buyer(path, loaded)


def test_an_audit_takes_a_draft_for_its_buyers(tmp_path: Path) -> None:
    out = tmp_path / "out"
    page = f"<p>{load_buyer(BUYERS / 'willow.yaml', load_guide(STEPS)).value('stall_code')}</p>"
    for name in ("willow-draft", "pine-draft"):
        write(out / name / "index.html", page)
        write(out / name / "manifest.json", '{"guide": "small-guide", "files": {}}')
        with zipfile.ZipFile(out / f"{name}.zip", "w") as archive:
            archive.writestr(f"{name}/index.html", page)
    told = [str(problem) for problem in audit(guide_folder(steps=STEPS, buyers=BUYERS, site=out), jobs=1)]
    assert [line for line in told if "pine-draft/" in line]
    assert [line for line in told if "pine-draft.zip" in line]
    assert not [line for line in told if "willow-draft" in line]


def test_marks_stay_out_of_attributes_drawings_and_scripts() -> None:
    gap = "【missing: English】"
    page = f'<p title="{gap}">{gap}甲</p><svg><text>{gap}</text></svg><script>"{gap}"</script><title>{gap}</title>'
    marked = with_gaps_marked(page, {"en": {"en": gap}, "zh": {"zh": "【待补：中文】"}})
    assert marked == page.replace(f">{gap}甲", '><mark class="gap">missing: English</mark> 甲')


def test_the_search_tells_what_is_missing_too(built: Built) -> None:
    index = built.page("en/search/search_index.js")
    assert "Cost: 【missing: cost】" in index
    assert "Hands-on time: 【missing: time】" in index


def test_the_preview_shows_a_draft_if_asked_to(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDE_STEPS", str(built.guide / "steps.yaml"))
    monkeypatch.delenv("BUYER", raising=False)
    with pytest.raises(InputError):
        preview._chosen()
    monkeypatch.setenv("GUIDE_DRAFT", "1")
    assert preview._chosen()[0].loaded.guide.draft is not None


@pytest.mark.parametrize(("target", "asked"), [("site", "--draft"), ("sites", "--draft"), ("serve", "--draft")])
def test_make_passes_it_on(target: str, asked: str) -> None:
    said = subprocess.run(
        ["make", "--no-print-directory", "-n", target, "DRAFT=1"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert asked in said
