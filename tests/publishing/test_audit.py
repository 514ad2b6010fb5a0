"""Whether one buyer's site holds anything of another's: planted leaks are found, in whatever form, and nothing else is."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
import typst
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from typer.testing import CliRunner

from guide.cli.app import app
from guide.content.views.texts import Condition, Value
from guide.core.paths import guide_folder
from guide.loading.loader import buyer_files, load_buyer
from guide.model.buyer import Buyer
from guide.publishing.audit import audit
from guide.publishing.audit.scan import Scanner
from guide.publishing.audit.secrets import normalize, secrets_of
from guide.publishing.builder import BuildContext
from guide.site import placeholders
from guide.site.html import escape
from support.small import BUYERS, STEPS, order, write

OTHER = """\
name: {zh: "白桦 & 橡木茶庄 (样例)", en: "Birch & Oak \\"Teas\\" 🍃"}
stall_code: birch_oak_2027
advance_cny: 70000
tasting_days: 14
contact:
  person: 华小姐
  phone: 0571-8888-1234
  email: orders@birch-oak.example
site_url: https://teas.example/birch/?from=oak&to=birch
deadline: 2027-05-01
notes:
  open-stall:
    zh: |-
      样茶请寄西湖路八号。
      周末不收件。
    en: |-
      Send samples to 8 West Lake Road.
      Closed at weekends.
brand: {logo: birch.svg}
"""
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7v7z"/></svg>'


@pytest.fixture(scope="module")
def buyers(small: BuildContext, tmp_path_factory: pytest.TempPathFactory) -> list[Buyer]:
    """The buyers of the small guide, and another with more to leak."""
    folder = tmp_path_factory.mktemp("audited") / "buyers"
    shutil.copytree(BUYERS, folder)
    write(folder / "birch" / "birch.svg", LOGO)
    write(folder / "birch.yaml", OTHER)
    return [load_buyer(path, small.loaded) for path in buyer_files(folder)]


@pytest.fixture(scope="module")
def built(small: BuildContext, buyers: list[Buyer], tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("audited-sites")
    for buyer in (*buyers, None):
        small.build(buyer, order(out, zipped=True))
    return out


@pytest.fixture
def out(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sites, in the working directory, to plant leaks in."""
    monkeypatch.chdir(tmp_path)
    for site in built.iterdir():
        if site.is_dir():
            shutil.copytree(site, tmp_path / "site" / site.name)
    return Path("site")


@pytest.fixture
def findings(buyers: list[Buyer], small: BuildContext) -> Callable[[Path], list[str]]:
    """`findings(out)` → what the audit finds."""
    return lambda out: [str(problem) for problem in Scanner(buyers, small.loaded.guide, out).problems()]


def leak(name: str, text: str, owners: str = "birch") -> str:
    return f"{name}: holds {text!r}, which belongs to {owners}; take this site down and build it again"


# --------------------------------------------------------------------------------------------------
# Nothing is found where nothing is


def test_sites_as_they_are_built_hold_nothing_of_each_other(
    built: Path, buyers: list[Buyer], small: BuildContext
) -> None:
    assert Scanner(buyers, small.loaded.guide, built).problems() == []


def test_what_the_neutral_edition_says_too_is_no_leak(
    small: BuildContext, buyers: list[Buyer], out: Path, tmp_path: Path
) -> None:
    """An account that is called like a word of the guide would be found everywhere."""
    word = "Camellia Exchange"
    text = OTHER.replace("birch_oak_2027", word).replace("brand: {logo: birch.svg}", "")
    harmless = load_buyer(write(tmp_path / "buyers" / "elm.yaml", text), small.loaded)
    assert normalize(word) in secrets_of([harmless], small.loaded.guide)
    assert not [
        problem
        for problem in Scanner([*buyers, harmless], small.loaded.guide, out).problems()
        if word in problem.message
    ]


def test_what_two_buyers_share_is_a_leak_only_at_a_third(
    small: BuildContext, buyers: list[Buyer], out: Path, tmp_path: Path
) -> None:
    twin = load_buyer(
        write(tmp_path / "buyers" / "twin.yaml", OTHER.replace("brand: {logo: birch.svg}", "")), small.loaded
    )
    small.build(twin, order(out))
    scanner = Scanner([*buyers, twin], small.loaded.guide, out)
    assert scanner.problems() == []
    write(out / "pine" / "x.txt", "birch_oak_2027")
    assert [str(problem) for problem in scanner.problems()] == [
        leak("site/pine/x.txt", "birch_oak_2027", "birch, twin")
    ]


def test_numbers_and_dates_identify_no_one(small: BuildContext, buyers: list[Buyer]) -> None:
    assert not {"70000", "20000", "14", "2027-05-01"} & set(secrets_of(buyers, small.loaded.guide))


def test_a_value_that_is_part_of_ones_own_is_no_leak(
    small: BuildContext, buyers: list[Buyer], out: Path, tmp_path: Path
) -> None:
    """`willow` has the contact `willow-brook`; a buyer with the account `brook` does not make that a leak."""
    text = "name: {zh: 小溪茶庄, en: Brook}\nstall_code: brook\nadvance_cny: 5\ntasting_days: 2\n"
    brook = load_buyer(write(tmp_path / "buyers" / "brook.yaml", text), small.loaded)
    assert Scanner([*buyers, brook], small.loaded.guide, out).problems() == []


# --------------------------------------------------------------------------------------------------
# Canaries


NAME, ACCOUNT, MAIL, SITE = (
    "白桦 & 橡木茶庄 (样例)",
    "birch_oak_2027",
    "orders@birch-oak.example",
    "https://teas.example/birch/?from=oak&to=birch",
)


@pytest.mark.parametrize(
    ("where", "planted", "text"),
    [
        ("index.html", f"<p>{escape(NAME)}</p>", NAME),
        ("index.html", f"<p>{NAME}</p>", NAME),
        ("index.html", '<p>Birch &amp; Oak &quot;Teas&quot; &#x1F343;</p>', 'Birch & Oak "Teas" 🍃'),
        ("index.html", "<p>BIRCH_OAK_2027</p>", ACCOUNT),
        ("index.html", "<p>ｂｉｒｃｈ_ｏａｋ_２０２７</p>", ACCOUNT),
        ("index.html", f'<a href="mailto:{MAIL}">', MAIL),
        ("index.html", f'<a href="/?to={quote(MAIL, safe="")}">', MAIL),
        ("index.html", f'<a href="{escape(SITE)}">', SITE),
        ("index.html", f'<a href="/?u={quote(SITE, safe="")}">', SITE),
        ("index.html", f"<!-- {ACCOUNT} -->", ACCOUNT),
        ("index.html", "<p>华\u200b小\u200b姐</p>", "华小姐"),
        ("index.html", "<p>华 小\u00ad姐</p>", "华小姐"),
        ("index.html", "<p>0571\u20118888\u20111234</p>".replace("\u2011", "-"), "0571-8888-1234"),
        ("index.html", "<p>Send samples to 8 West Lake Road.</p>", "Send samples to 8 West Lake Road."),
        ("index.html", "<p>周末不收件。</p>", "周末不收件。"),
        ("search/search_index.js", json.dumps({"text": NAME}), NAME),
        ("search/search_index.js", json.dumps({"text": 'Birch & Oak "Teas" 🍃'}), 'Birch & Oak "Teas" 🍃'),
        ("search/search_index.js", json.dumps({"text": SITE}).replace("/", "\\/"), SITE),
        ("search/search_index.js", "白\u200b桦\u200b & \u200b橡\u200b木\u200b茶\u200b庄\u200b (\u200b样\u200b例\u200b)", NAME),
        ("assets/css/buyer.css", f"/* {ACCOUNT} */", ACCOUNT),
        ("assets/favicon.svg", f"<title>{ACCOUNT}</title>", ACCOUNT),
        ("manifest.json", json.dumps({"buyer": ACCOUNT}), ACCOUNT),
        ("robots.txt", ACCOUNT, ACCOUNT),
    ],
)  # fmt: skip
def test_a_value_planted_in_a_file_is_found(
    where: str, planted: str, text: str, out: Path, findings: Callable[[Path], list[str]]
) -> None:
    path = out / "willow" / where
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    path.unlink(missing_ok=True)  # it may be a link to what other sites have too
    write(path, f"{before}\n{planted}\n")
    assert leak(f"site/willow/{where}", text) in findings(out)


def test_a_value_in_a_files_name_is_found(out: Path, findings: Callable[[Path], list[str]]) -> None:
    write(out / "willow" / "assets" / f"{ACCOUNT}.png.txt", "")
    assert findings(out) == [leak(f"site/willow/assets/{ACCOUNT}.png.txt", ACCOUNT)]


@pytest.mark.parametrize("kind", ["tEXt", "iTXt", "EXIF", "JPEG comment", "JPEG EXIF"])
def test_a_value_in_a_pictures_metadata_is_found(kind: str, out: Path, findings: Callable[[Path], list[str]]) -> None:
    picture = Image.new("RGB", (8, 8), "white")
    path = out / "willow" / "assets" / ("shot.jpg" if kind.startswith("JPEG") else "shot.png")
    if kind.endswith("EXIF"):
        exif = Image.Exif()
        exif[0x010E] = ACCOUNT
        picture.save(path, exif=exif)
    elif kind == "JPEG comment":
        picture.save(path, comment=ACCOUNT)
    else:
        info = PngInfo()
        (info.add_text if kind == "tEXt" else info.add_itxt)("Author", ACCOUNT)
        picture.save(path, pnginfo=info)
    assert findings(out) == [leak(path.as_posix(), ACCOUNT)]


@pytest.mark.parametrize(
    "source",
    [
        f"#set page(width: 300pt)\nSupplier of {ACCOUNT.replace('_', chr(92) + '_')}",
        "#set page(width: 60pt)\nbirch\\_oak\\_ #linebreak() 2027",
        f'#set document(title: "{ACCOUNT}")\nx',
        f'#set document(author: "{ACCOUNT}")\nx',
        f'#set document(title: "t", keywords: "{ACCOUNT}")\nx',
        f'#link("https://x.example/{ACCOUNT}")[here]',
        '#set document(title: "t")\n= Birch_oak_2027\nx'.replace("Birch_oak_2027", "birch\\_oak\\_2027"),
        f'#set document(title: "t")\n#figure(rect(), alt: "{ACCOUNT}", caption: [c])',
    ],
    ids=["text", "text over two lines", "title", "author", "keywords", "link", "heading", "alternative text"],
)
def test_a_value_in_a_pdf_is_found(source: str, out: Path, findings: Callable[[Path], list[str]]) -> None:
    made = typst.compile(source.encode(), pdf_standards=["ua-1"] if "title" in source else [])
    assert isinstance(made, bytes)
    write(out / "willow" / "handout.en.pdf", made)
    assert set(findings(out)) == {leak("site/willow/handout.en.pdf", ACCOUNT)}


def test_a_value_in_a_zip_is_found(out: Path, findings: Callable[[Path], list[str]]) -> None:
    with zipfile.ZipFile(out / "willow.zip", "w") as archive:
        archive.writestr("willow/en/index.html", f"<p>{ACCOUNT}</p>")
        archive.writestr(f"willow/{MAIL}.html", "")
    assert findings(out) == [
        leak("site/willow.zip!willow/en/index.html", ACCOUNT),
        leak(f"site/willow.zip!willow/{MAIL}.html", MAIL),
    ]


def test_another_buyers_logo_is_found_under_any_name(out: Path, findings: Callable[[Path], list[str]]) -> None:
    write(out / "willow" / "assets" / "decoration.svg", LOGO)
    published = (out / "birch" / "assets" / "logo.svg").read_bytes()
    assert published != LOGO.encode()
    write(out / "willow" / "assets" / "ornament.svg", published)
    assert findings(out) == [
        f"site/willow/assets/{name}.svg: is the logo of birch; take this site down and build it again"
        for name in ("decoration", "ornament")
    ]


def test_what_was_put_into_the_neutral_edition_since_it_was_built_makes_nothing_harmless(
    out: Path, findings: Callable[[Path], list[str]]
) -> None:
    write(out / "generic" / "x.txt", ACCOUNT)
    home = out / "generic" / "index.html"
    home.write_text(home.read_text(encoding="utf-8") + MAIL, encoding="utf-8")
    write(out / "willow" / "x.txt", ACCOUNT)
    assert findings(out) == [
        leak("site/generic/index.html", MAIL), leak("site/generic/x.txt", ACCOUNT), leak("site/willow/x.txt", ACCOUNT),
    ]  # fmt: skip


def test_a_word_of_the_guide_is_harmless_without_a_neutral_edition_too(
    small: BuildContext, buyers: list[Buyer], out: Path, tmp_path: Path
) -> None:
    shutil.rmtree(out / "generic")
    text = OTHER.replace("birch_oak_2027", "山茶集市").replace("brand: {logo: birch.svg}", "")
    elm = load_buyer(write(tmp_path / "buyers" / "elm.yaml", text), small.loaded)
    assert not [
        problem
        for problem in Scanner([*buyers, elm], small.loaded.guide, out).problems()
        if "山茶集市" in problem.message
    ]


@pytest.mark.parametrize("name", ["willow/handout.zh.pdf", "willow/assets/x.png", "willow.zip"])
def test_a_file_that_can_not_be_read_is_no_proof_of_anything(
    name: str, out: Path, findings: Callable[[Path], list[str]]
) -> None:
    write(out / name, "neither PDF nor PNG nor ZIP")
    assert findings(out) == [
        f"site/{name}: can't be read, so that nothing is known of it; take this site down and build it again"
    ]


def test_a_site_that_has_no_buyer_may_hold_nothing_of_anyone(out: Path, findings: Callable[[Path], list[str]]) -> None:
    write(out / "gone" / "index.html", ACCOUNT)
    assert findings(out) == [leak("site/gone/index.html", ACCOUNT)]


@pytest.mark.parametrize(
    "left",
    [
        placeholders.value(Value("name", "zh")),
        placeholders.opens(Condition("deadline")),
        placeholders.closes(Condition("named", negated=True)),
    ],
)
def test_a_placeholder_that_was_not_filled_is_found(
    left: str, out: Path, findings: Callable[[Path], list[str]]
) -> None:
    write(out / "pine" / "x.html", f"<p>{left}</p>")
    assert findings(out) == [
        "site/pine/x.html: has a placeholder that was not filled; take this site down and build it again"
    ]


def test_a_file_that_sites_share_is_read_for_each_of_them(out: Path, findings: Callable[[Path], list[str]]) -> None:
    """A leak into the site template would be in every site but its owner's."""
    script = write(out / "birch" / "assets" / "js" / "new.js", f"// {ACCOUNT}")
    for slug in ("willow", "pine"):
        (out / slug / "assets" / "js" / "new.js").hardlink_to(script)
    assert findings(out) == [leak(f"site/{slug}/assets/js/new.js", ACCOUNT) for slug in ("pine", "willow")]


# --------------------------------------------------------------------------------------------------
# The command


def _audit(out: Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["audit", str(out), "--steps", str(STEPS), "--buyers", str(BUYERS)])
    return result.exit_code, result.output


def test_the_command_says_whether_all_is_well(out: Path) -> None:
    shutil.rmtree(out / "birch")
    assert _audit(out) == (0, "site/: no problems found, nothing of one buyer's is in another's site\n")
    write(out / "pine" / "x.txt", "请先寄样茶。")
    assert _audit(out) == (1, leak("site/pine/x.txt", "请先寄样茶。", "willow") + "\n1 problem\n")


def test_a_site_whose_buyer_is_gone_is_told_once_with_the_command_that_removes_it(out: Path) -> None:
    """Also where it holds another buyer's values on every page, as a site under a buyer's old name does."""
    shutil.rmtree(out / "birch")
    shutil.copytree(out / "willow", out / "elder")
    shutil.make_archive("site/elder", "zip", "site", "elder")
    remove = f"make sites PRUNE=1 GUIDE={STEPS.parent} OUT=site"
    told_once = f"site/elder: has no buyer any more; remove it: {remove}"
    code, output = _audit(out)
    assert code == 1
    assert output.splitlines()[0].startswith(told_once)
    assert output.splitlines()[1:] == ["1 problem"]


def test_many_leaks_of_one_buyers_into_one_site_are_one_line_with_the_first_places_and_the_count(
    out: Path, findings: Callable[[Path], list[str]]
) -> None:
    for number in range(1, 8):
        write(out / "pine" / f"x{number}.html", ACCOUNT)
    write(out / "pine" / "y.html", "请先寄样茶。")
    write(out / "generic" / "x.html", ACCOUNT)
    assert findings(out) == [
        leak("site/generic/x.html", ACCOUNT),
        f"site/pine/x1.html: holds {ACCOUNT!r}, which belongs to birch; 7 such places in all, others in site/pine/x2.html "
        "and site/pine/x3.html; take this site down and build it again",
        leak("site/pine/y.html", "请先寄样茶。", "willow"),
    ]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert _audit(Path("site")) == (2, "no folder site, expected one with published sites; build them first\n")


def test_many_sites_are_looked_at_by_several_processes(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guide.publishing.audit.run._SHARE", 1)
    shutil.rmtree(out / "birch")
    write(out / "pine" / "x.txt", "请先寄样茶。")
    write(out / "generic" / "y.txt", "请先寄样茶。")
    found_by_one = [str(problem) for problem in audit(guide_folder(STEPS.parent, site=out), jobs=1)]
    assert found_by_one == [leak(f"site/{name}", "请先寄样茶。", "willow") for name in ("generic/y.txt", "pine/x.txt")]
    assert [str(problem) for problem in audit(guide_folder(STEPS.parent, site=out), jobs=2)] == found_by_one


def test_a_guide_without_buyers_has_no_secrets(small: BuildContext, out: Path) -> None:
    assert Scanner([], small.loaded.guide, out).problems() == []
