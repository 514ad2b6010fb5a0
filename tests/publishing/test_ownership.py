"""A build touches only what it has made: whatever else stands in its way is refused by name, and stays as it is."""

from __future__ import annotations

import errno
import json
import os
import shutil
import socket
import stat
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner

from guide.cli.app import app
from guide.core.errors import MachineError, UsageError
from guide.core.paths import ROOT, guide_folder
from guide.publishing import publisher as publishing
from guide.publishing.ownership import manifest_of
from guide.publishing.publisher import StagingArea, publish, remove, tidy
from guide.publishing.registry import orphaned_sites, refuse_out
from guide.publishing.site_files import Site
from guide.publishing.verify import verify
from support.small import copied, write

Make = Callable[[Path], object]


def site(tmp_path: Path, text: str = "A", slug: str = "shop", more: Mapping[str, bytes] | None = None) -> Site:
    """A site of the guide `tea`, with a file that it shares with others."""
    if not (shared := tmp_path / "template" / "assets" / "style.css").exists():
        write(shared, "p {}")
    pages = {"index.html": text.encode(), "en/index.html": text.lower().encode(), **(more or {})}
    return Site(slug, pages, {"assets/style.css": "0" * 64}, tmp_path / "template", {"guide": "tea", "edition": text})


def snapshot(folder: Path) -> dict[str, tuple[object, ...]]:
    """Everything below `folder`: what it is, what it holds, where it leads, when it was changed."""
    seen: dict[str, tuple[object, ...]] = {}
    for path in sorted(folder.rglob("*")):
        status = path.lstat()
        inside: object = None
        if path.is_symlink():
            inside = os.readlink(path)
        elif stat.S_ISREG(status.st_mode):
            inside = path.read_bytes()
        changed = None if stat.S_ISDIR(status.st_mode) else status.st_mtime_ns
        seen[path.relative_to(folder).as_posix()] = (stat.S_IFMT(status.st_mode), status.st_mode, inside, changed)
    return seen


def manifest(**more: object) -> str:
    return json.dumps({"guide": "tea", "edition": "1", "files": {"index.html": "0" * 64}, **more})


def archive(path: Path, files: dict[str, str]) -> Path:
    path.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(path, "w") as opened:
        for name, text in files.items():
            opened.writestr(name, text)
    return path


def folder(path: Path) -> Path:
    path.mkdir(parents=True)
    return path


def link(path: Path, to: Path | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(to)
    return path


def pipe(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(path)
    return path


def huge(path: Path) -> Path:
    """A file that takes no room on the disk, and 20 GB in memory."""
    os.truncate(write(path, ""), 20 << 30)
    return path


# --------------------------------------------------------------------------------------------------
# What is not ours

FOLDERS: dict[str, Make] = {
    "somebody's repository": lambda place: (write(place / ".git" / "HEAD", "ref"), write(place / "a.py", "x")),
    "notes": lambda place: write(place / "notes.txt", "x"),
    "a page": lambda place: write(place / "index.html", "<p>mine"),
    "a hidden file": lambda place: write(place / ".keep", ""),
    "an empty folder in it": lambda place: folder(place / "empty"),
    "a link in it": lambda place: link(place / "link", "/etc"),
    "an application's manifest": lambda place: write(place / "manifest.json", '{"name": "Shop", "icons": []}'),
    "another guide's site": lambda place: write(place / "manifest.json", manifest(guide="silk")),
    "a guide's id of another kind": lambda place: write(place / "manifest.json", manifest(guide=["tea"])),
    "no guide in the manifest": lambda place: write(place / "manifest.json", '{"files": {}}'),
    "no files in the manifest": lambda place: write(place / "manifest.json", '{"guide": "tea"}'),
    "files of another kind": lambda place: write(place / "manifest.json", manifest(files=["index.html"])),
    "hashes of another kind": lambda place: write(place / "manifest.json", manifest(files={"index.html": 1})),
    "a list": lambda place: write(place / "manifest.json", "[1]"),
    "brackets": lambda place: write(place / "manifest.json", "[" * 100_000),
    "no JSON": lambda place: write(place / "manifest.json", b"\xff\xfe{"),
    "an empty manifest": lambda place: write(place / "manifest.json", ""),
    "a manifest that is a folder": lambda place: (place / "manifest.json").mkdir(parents=True),
    "a manifest that never ends": lambda place: pipe(place / "manifest.json"),
    "a manifest that is a link": lambda place: link(
        place / "manifest.json", write(place.parent / "theirs.json", manifest())
    ),
    "a manifest that is huge": lambda place: huge(place / "manifest.json"),
    "a manifest further down": lambda place: write(place / "sub" / "manifest.json", manifest()),
    "a file": lambda place: write(place, "x"),
    "an empty file": lambda place: write(place, ""),
    "a pipe": lambda place: os.mkfifo(place),
    "a socket": lambda place: _socket(place),
    "a link to nowhere": lambda place: place.symlink_to("nowhere"),
    "a link to nowhere outside": lambda place: place.symlink_to("../www/none"),
    "a link to itself": lambda place: place.symlink_to(place.name),
    "a link to a file": lambda place: place.symlink_to(write(place.parent / "theirs", "x")),
    "a link to somebody's folder": lambda place: place.symlink_to(
        write(place.parent.parent / "www" / "a.txt", "x").parent
    ),
    "a link to where sites are": lambda place: place.symlink_to("."),
    "a link to above that": lambda place: place.symlink_to("../.."),
    "a link to the root": lambda place: place.symlink_to("/"),
    "a link to another's site": lambda place: (
        write(place.parent / "other" / "manifest.json", manifest()),
        link(place, "other"),
    ),
    "a link to a disk": lambda place: place.symlink_to("/proc"),
}


def _socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # their names must be short
    try:
        with socket.socket(socket.AF_UNIX) as opened:
            opened.bind(path.name)
    finally:
        os.chdir(here)


ZIPS: dict[str, Make] = {
    "no ZIP": lambda path: write(path, "not a ZIP"),
    "somebody's ZIP": lambda path: archive(path, {"a.txt": "x"}),
    "another's site": lambda path: archive(path, {"other/manifest.json": manifest()}),
    "another guide's": lambda path: archive(path, {"shop/manifest.json": manifest(guide="silk")}),
    "with something in it": lambda path: archive(path, {"shop/manifest.json": manifest(), "shop/notes.txt": "x"}),
    "with something beside it": lambda path: archive(path, {"shop/manifest.json": manifest(), "a.txt": "x"}),
    "a bad manifest": lambda path: archive(path, {"shop/manifest.json": "[" * 100_000}),
    "cut short": lambda path: path.write_bytes(
        archive(path, {"shop/manifest.json": manifest(), "shop/index.html": "x" * 5000}).read_bytes()[:2000]
    ),
    "a folder": lambda path: path.mkdir(),
    "a link": lambda path: path.symlink_to(archive(path.parent / "theirs.zip", {"shop/manifest.json": manifest()})),
    "a link to nowhere": lambda path: path.symlink_to("nowhere"),
    "a pipe": lambda path: os.mkfifo(path),
}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder of sites, with one in it."""
    publish(site(tmp_path, slug="near"), tmp_path / "site", make_zip=True)
    return tmp_path / "site"


@pytest.mark.parametrize("make", FOLDERS.values(), ids=FOLDERS)
def test_what_is_not_ours_is_neither_replaced_nor_removed(make: Make, out: Path, tmp_path: Path) -> None:
    make(out / "shop")
    before = _without_content_of_huge(out)
    for attempt in (
        lambda: publish(site(tmp_path), out),
        lambda: publish(site(tmp_path), out, make_zip=True),
        lambda: remove(out, "shop", "tea"),
    ):
        with pytest.raises(UsageError, match=r"site/shop"):
            attempt()
    assert orphaned_sites(out, ["near"], "tea") == [path for path in [out / "other"] if path.exists()]
    assert _without_content_of_huge(out) == before


def _without_content_of_huge(out: Path) -> dict[str, tuple[object, ...]]:
    huge = out / "shop" / "manifest.json"
    if huge.is_file() and huge.stat().st_size > 1 << 30:
        return {"size": (huge.stat().st_size, huge.stat().st_mtime_ns, *sorted(os.listdir(out)))}
    return snapshot(out.parent / "www") | snapshot(out)


@pytest.mark.parametrize(
    ("to", "told"),
    [
        ("../www/none", "which is not there; make that folder, or remove the link"),
        ("shop", "which is not there; make that folder, or remove the link"),
        ("near/index.html", "which is no folder; make that folder, or remove the link"),
        ("near", "where other sites stand or lie, expected a folder of its own; lead the link elsewhere, or remove it"),
        ("/proc", "where a disk begins, expected a folder on it; make one there, and lead the link to it"),
    ],
)
def test_of_a_link_is_told_where_it_leads_and_what_to_do(to: str, told: str, out: Path, tmp_path: Path) -> None:
    link(out / "shop", to)
    with pytest.raises(UsageError) as raised:
        publish(site(tmp_path), out)
    assert str(raised.value) == f"{out}/shop is a link to {os.path.realpath(out / to)}, {told}"


@pytest.mark.parametrize("make", ZIPS.values(), ids=ZIPS)
@pytest.mark.parametrize("stands", [False, True], ids=["without a site", "with a site"])
@pytest.mark.parametrize("zipped", [False, True])
def test_a_zip_that_is_not_ours_is_neither_replaced_nor_removed(
    zipped: bool, stands: bool, make: Make, out: Path, tmp_path: Path
) -> None:
    if stands:
        publish(site(tmp_path), out)
    make(out / "shop.zip")
    before = snapshot(out)
    with pytest.raises(UsageError, match=r"site/shop\.zip is not this guide's: expected the ZIP of the site shop"):
        publish(site(tmp_path, "B"), out, make_zip=zipped)
    assert snapshot(out) == before
    if stands:
        remove(out, "shop", "tea")
    assert snapshot(out) == {
        name: seen for name, seen in before.items() if not name.startswith("shop/") and name != "shop"
    }
    assert orphaned_sites(out, ["near"], "tea") == []


@pytest.mark.parametrize("make", [lambda place: None, lambda place: place.mkdir()], ids=["nothing", "an empty folder"])
def test_what_is_empty_is_filled(make: Make, out: Path, tmp_path: Path) -> None:
    make(out / "shop")
    write(out / "shop.zip", "")
    publish(site(tmp_path), out, make_zip=True)
    assert zipfile.is_zipfile(out / "shop.zip")
    assert (out / "shop" / "index.html").read_text() == "A"


def test_a_site_of_an_earlier_release_is_ours(out: Path, tmp_path: Path) -> None:
    """The manifest as the first release wrote it, which may list what no site has any more."""
    files = {"index.html": "1" * 64, "search/old.json": "2" * 64}
    first = {
        "guide": "tea", "edition": "2025.1", "verified_on": "2025-11-01", "inputs": "3" * 64,
        "tools": {"guide": "0.1", "python": "3.11.2"}, "files": files,
    }  # fmt: skip
    for name in files:
        write(out / "shop" / name, "old")
    write(out / "shop" / "manifest.json", json.dumps(first, ensure_ascii=False, indent=1) + "\n")
    archive(out / "shop.zip", {f"shop/{name}": "old" for name in files} | {"shop/manifest.json": json.dumps(first)})
    publish(site(tmp_path), out, make_zip=True)
    assert sorted(snapshot(out / "shop")) == [
        "assets", "assets/style.css", "en", "en/index.html", "index.html", "manifest.json",
    ]  # fmt: skip


@pytest.mark.parametrize("slug", ["Shop", "shop.bak", "shop copy", "generic", "-shop", "s" * 61])
def test_only_what_a_buyer_could_be_called_is_left_over(slug: str, out: Path) -> None:
    shutil.copytree(out / "near", out / slug)
    shutil.copytree(out / "near", out / "shop-2")
    assert orphaned_sites(out, ["near"], "tea") == [out / "shop-2"]
    assert orphaned_sites(out, ["near"], "silk") == []


def test_a_zip_whose_site_never_came_up_is_left_over_and_removed(out: Path) -> None:
    archive(out / "shop.zip", {"shop/manifest.json": manifest()})
    assert orphaned_sites(out, ["near"], "tea") == [out / "shop"]
    remove(out, "shop", "tea")
    assert sorted(os.listdir(out)) == ["near", "near.zip"]


# --------------------------------------------------------------------------------------------------
# The hidden folder

WORK: dict[str, Make] = {
    "a file": lambda place: write(place, "x"),
    "a link": lambda place: place.symlink_to(
        write(place.parent.parent / "www" / "guide-00000001" / "x", "x").parents[1]
    ),
    "a link to nowhere": lambda place: place.symlink_to("nowhere"),
}


@pytest.mark.parametrize("make", WORK.values(), ids=WORK)
def test_what_stands_in_the_place_of_the_hidden_folder_is_refused(make: Make, out: Path, tmp_path: Path) -> None:
    make(out / ".building")
    before = snapshot(tmp_path)
    with pytest.raises(UsageError, match=r"site/\.building is no folder"):
        publish(site(tmp_path), out)
    assert {name: seen for name, seen in snapshot(tmp_path).items() if not name.startswith("template")} == {
        name: seen for name, seen in before.items() if not name.startswith("template")
    }


@pytest.mark.parametrize(
    "make",
    [
        lambda work: write(work / "notes.txt", "x"),
        lambda work: write(work / "x1" / "shop" / "index.html", "x"),
        lambda work: write(work / "guide-notes" / "shop" / "index.html", "x"),
        lambda work: write(work / "guide-00000001", "a file"),
        lambda work: link(work / "guide-00000001", write(work.parent / "a" / "b", "x").parent),
    ],
    ids=["a file", "a folder", "a name that is almost a run's", "a file by a run's name", "a link by a run's name"],
)
def test_what_others_keep_in_the_hidden_folder_stays(make: Make, out: Path, tmp_path: Path) -> None:
    make(out / ".building")
    before = snapshot(out)
    publish(site(tmp_path), out)
    remove(out, "shop", "tea")
    assert snapshot(out) == before


# --------------------------------------------------------------------------------------------------
# What others add to a site


def add(place: Path) -> dict[str, tuple[object, ...]]:
    """Adds a little of everything; returns what that is, by path."""
    ours = snapshot(place)
    write(place / "notes.txt", "mine").chmod(0o600)
    os.utime(place / "notes.txt", (1, 2))
    write(place / ".git" / "objects" / "ab" / "cd", "blob").chmod(0o444)
    write(place / "en" / "draft.html", "<p>draft")
    (place / "empty").mkdir(mode=0o700)
    (place / "link").symlink_to("notes.txt")
    (place / "to-nowhere").symlink_to("nowhere")
    (place / "to-folder").symlink_to("/etc")
    os.mkfifo(place / "pipe")
    return {name: seen for name, seen in snapshot(place).items() if name not in ours}


def no_links(*arguments: object, **named: object) -> None:
    raise PermissionError(errno.EPERM, "Operation not permitted")


@pytest.fixture(params=["exchanged", "renamed twice", "no hard links"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Every way in which a site may be replaced."""
    if request.param == "renamed twice":
        monkeypatch.setattr(publishing, "_exchange", lambda one, other: False)
    if request.param == "no hard links":
        monkeypatch.setattr(os, "link", no_links)
    return str(request.param)


@pytest.mark.usefixtures("way")
def test_what_others_have_added_is_kept_as_it_is(out: Path, tmp_path: Path) -> None:
    publish(site(tmp_path), out)
    added = add(out / "shop")
    for text in "BC":
        publish(site(tmp_path, text), out, make_zip=True)
        after = snapshot(out / "shop")
        assert {name: after.get(name) for name in added} == added
        assert (out / "shop" / "index.html").read_text() == text
        assert sorted(os.listdir(out)) == ["near", "near.zip", "shop", "shop.zip"]
    with zipfile.ZipFile(out / "shop.zip") as opened:
        assert set(opened.namelist()) == {
            f"shop/{name}" for name in ("index.html", "en/index.html", "assets/style.css", "manifest.json")
        }


@pytest.mark.usefixtures("way")
def test_a_site_that_is_removed_leaves_what_others_have_added(out: Path, tmp_path: Path) -> None:
    publish(site(tmp_path), out, make_zip=True)
    added = add(out / "shop")
    assert remove(out, "shop", "tea").additions == (
        ".git", "empty", "en/draft.html", "link", "notes.txt", "pipe", "to-folder", "to-nowhere",
    )  # fmt: skip
    assert {name: seen for name, seen in snapshot(out / "shop").items() if name != "en"} == added
    assert sorted(os.listdir(out)) == ["near", "near.zip", "shop"]
    with pytest.raises(UsageError):
        publish(site(tmp_path), out)


def test_what_the_new_site_no_longer_has_goes_and_what_lies_beside_it_stays(out: Path, tmp_path: Path) -> None:
    publish(site(tmp_path, more={"old/page.html": b"x"}), out)
    write(out / "shop" / "old" / "mine.txt", "x")
    publish(site(tmp_path), out)
    assert os.listdir(out / "shop" / "old") == ["mine.txt"]


def test_what_a_link_in_a_site_leads_to_is_not_touched(out: Path, tmp_path: Path) -> None:
    """Also where it stands in the place of a folder that the new site does not have."""
    publish(site(tmp_path, more={"old/page.html": b"x"}), out)
    (out / "shop" / "old").rename(tmp_path / "moved")
    link(out / "shop" / "old", tmp_path / "moved")
    publish(site(tmp_path, "B"), out)
    remove(out, "shop", "tea")
    assert os.readlink(out / "shop" / "old") == str(tmp_path / "moved")
    assert (tmp_path / "moved" / "page.html").read_text() == "x"


def test_a_page_that_somebody_has_changed_is_ours_to_replace(out: Path, tmp_path: Path) -> None:
    publish(site(tmp_path), out)
    write(out / "shop" / "index.html", "changed")
    publish(site(tmp_path, "B"), out)
    assert (out / "shop" / "index.html").read_text() == "B"


def _instead(path: Path, make: Make) -> None:
    path.unlink()
    make(path)


CLASHES: dict[str, Make] = {
    "a file": lambda place: write(place / "new.html", "mine"),
    "a link": lambda place: (place / "new.html").symlink_to("/etc/hostname"),
    "a link to nowhere": lambda place: (place / "new.html").symlink_to("nowhere"),
    "a folder for a file": lambda place: write(place / "new.html" / "x", "mine"),
    "a file for a folder": lambda place: write(place / "sub", "mine"),
    "a file in a folder": lambda place: write(place / "sub" / "new.html", "mine"),
    "a link for a folder": lambda place: (place / "sub").symlink_to("en"),
    "a link in place of a page": lambda place: _instead(
        place / "index.html", lambda path: path.symlink_to("/etc/hosts")
    ),
    "a folder in place of a page": lambda place: _instead(place / "index.html", lambda path: write(path / "x", "x")),
    "a link in place of a folder": lambda place: (
        shutil.move(place / "assets", place.parent.parent / "moved"),
        link(place / "assets", place.parent.parent / "moved"),
    ),
}


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("make", CLASHES.values(), ids=CLASHES)
def test_what_others_have_added_is_never_overwritten(make: Make, out: Path, tmp_path: Path) -> None:
    publish(site(tmp_path), out, make_zip=True)
    make(out / "shop")
    before = snapshot(tmp_path)
    with pytest.raises(
        UsageError, match=r"site/shop/[\w./]+ is not this guide's, and the site has a file or folder of"
    ):
        publish(site(tmp_path, "B", more={"new.html": b"n", "sub/new.html": b"n"}), out)
    assert snapshot(tmp_path) == before


def test_an_added_folder_and_a_new_one_of_that_name_are_one(out: Path, tmp_path: Path) -> None:
    publish(site(tmp_path), out)
    write(out / "shop" / "sub" / "mine.html", "mine")
    for text in "BC":
        publish(site(tmp_path, text, more={"sub/new.html": b"n"}), out)
        assert sorted(os.listdir(out / "shop" / "sub")) == ["mine.html", "new.html"]


@pytest.mark.usefixtures("way")
def test_what_is_added_while_a_site_is_replaced_is_kept(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(site(tmp_path), out)
    took_place = StagingArea._replace

    def late(*arguments: object) -> bool:
        if not (out / "shop" / "late.txt").exists():
            write(out / "shop" / "late.txt", "late")
            write(out / "shop" / "en" / "late" / "x", "late")
        return took_place(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(StagingArea, "_replace", late)
    publish(site(tmp_path, "B"), out)
    assert (out / "shop" / "index.html").read_text() == "B"
    assert (out / "shop" / "late.txt").read_text() == (out / "shop" / "en" / "late" / "x").read_text() == "late"
    assert sorted(os.listdir(out)) == ["near", "near.zip", "shop"]


class Killed(BaseException):
    """What ends a run at some step, with nothing after it."""


CALLS = ("mkdir", "rename", "link", "unlink", "rmdir", "replace", "lstat")


def dying(call: Callable[..., object], left: Iterator[int]) -> Callable[..., object]:
    """`call`, as long as anything is `left`; then what kills the run."""

    def called(*arguments: object, **named: object) -> object:
        if next(left, None) is None:
            raise Killed
        return call(*arguments, **named)

    return called


@pytest.mark.parametrize("how", ["built", "built with a ZIP", "removed"])
def test_a_run_that_is_killed_at_any_step_loses_nothing_that_others_have_added(
    how: str, way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed at every call of the system in turn that changes anything: what is added is there, or at least after the next run."""
    kinds = {name: getattr(os, name) for name in CALLS}
    seen: set[str] = set()
    for moment in range(1, 10_000):
        out = tmp_path / str(moment) / "site"
        publish(site(tmp_path), out)
        write(out / "shop" / "notes.txt", "mine")
        write(out / "shop" / "en" / "sub" / "draft.html", "draft")
        with monkeypatch.context() as patched:
            left = iter(range(moment - 1))
            for name, kind in kinds.items():
                patched.setattr(os, name, dying(kind, left))
            try:
                if how == "removed":
                    remove(out, "shop", "tea")
                else:
                    publish(site(tmp_path, "B"), out, make_zip=how == "built with a ZIP")
                ended = True
            except Killed:
                ended = False
        assert way != "exchanged" or (out / "shop" / "notes.txt").exists()
        tidy(out)
        seen.add((out / "shop" / "index.html").read_text() if (out / "shop" / "index.html").exists() else "")
        assert (out / "shop" / "notes.txt").read_text() == "mine"
        assert (out / "shop" / "en" / "sub" / "draft.html").read_text() == "draft"
        pages = ["assets", "index.html", "manifest.json"] if "" not in seen else []
        assert sorted(os.listdir(out / "shop")) == sorted(["en", "notes.txt", *pages])
        assert sorted(os.listdir(out / "shop" / "en")) == (["index.html", "sub"] if pages else ["sub"])
        assert not (out / ".building").exists()
        if ended:
            break
        shutil.rmtree(out)
    assert moment > 20
    assert seen == ({"A", ""} if how == "removed" else {"A", "B"})


# --------------------------------------------------------------------------------------------------
# Links


@pytest.fixture(params=["the same disk", "another disk"])
def www(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """A folder that a site may be linked to, on the same file system or another."""
    if request.param == "the same disk":
        yield tmp_path / "www"
        return
    shared_memory = Path("/dev/shm")
    if not shared_memory.is_dir() or shared_memory.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no other disk")
    folder = shared_memory / f"guide-test-{os.getpid()}"
    yield folder
    shutil.rmtree(folder)


@pytest.mark.usefixtures("way")
def test_a_linked_site_is_replaced_where_it_lies_and_the_link_stays(www: Path, out: Path, tmp_path: Path) -> None:
    (www / "tea-house").mkdir(parents=True)
    write(www / "other" / "page.html", "theirs")
    link = out / "shop"
    link.symlink_to(www / "tea-house")
    before = os.readlink(link)
    for text in "ABC":
        publish(site(tmp_path, text), out, make_zip=True)
        assert (www / "tea-house" / "index.html").read_text() == text
        write(www / "tea-house" / "notes.txt", "mine")
    assert os.readlink(link) == before
    assert sorted(os.listdir(www)) == ["other", "tea-house"]
    assert sorted(os.listdir(out)) == ["near", "near.zip", "shop", "shop.zip"]
    assert orphaned_sites(out, ["near"], "tea") == [link]
    there = remove(out, "shop", "tea")
    assert (there.additions, there.is_link) == (("notes.txt",), True)
    assert os.readlink(link) == before
    assert os.listdir(www / "tea-house") == ["notes.txt"]
    (www / "tea-house" / "notes.txt").unlink()
    publish(site(tmp_path), out)
    remove(out, "shop", "tea")
    assert (os.readlink(link), os.listdir(www / "tea-house")) == (before, [])
    assert orphaned_sites(out, ["near"], "tea") == []


def test_a_run_that_died_beside_a_linked_site_is_cleared_away(out: Path, tmp_path: Path) -> None:
    (tmp_path / "www" / "shop.old").mkdir(parents=True)
    (out / "shop").symlink_to(tmp_path / "www" / "shop.old")
    publish(site(tmp_path), out)
    work = tmp_path / "www" / ".building" / "guide-00000001"
    work.mkdir(parents=True)
    (tmp_path / "www" / "shop.old").rename(work / "aside-shop.old")
    tidy(tmp_path / "www")
    publish(site(tmp_path, "B"), out)
    assert (out / "shop" / "index.html").read_text() == "B"
    assert os.listdir(tmp_path / "www") == ["shop.old"]


def test_a_linked_folder_that_can_not_be_written_beside_is_told(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "www" / "shop").mkdir(parents=True)
    (out / "shop").symlink_to(tmp_path / "www" / "shop")
    monkeypatch.setattr("tempfile.mkdtemp", no_links)
    with pytest.raises(MachineError, match=r"can't write .*shop: Operation not permitted; what was there is unchanged"):
        publish(site(tmp_path), out)
    assert os.listdir(tmp_path / "www" / "shop") == []


# --------------------------------------------------------------------------------------------------
# Where sites may go


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small guide, in the working directory."""
    monkeypatch.chdir(copied(tmp_path))
    for name in ("captures", ".git"):
        write(Path(name) / "x", "x")
    Path("elsewhere").symlink_to("buyers")
    Path("up").symlink_to("..")
    Path("deep").symlink_to("buyers/oak")
    Path("loop").symlink_to("loop")
    write(Path("buyers/oak/oak.svg"), "<svg/>")
    monkeypatch.setenv("HOME", str(tmp_path / "home" / "me"))
    return Path.cwd()


def project(name: str) -> str:
    return str(ROOT / name)


REFUSED = [
    "/", ".", "..", "../..", "../home", "../home/me", "up", "up/small", "buyers", "buyers/", "./site/../buyers", "buyers/oak", "buyers/new/er",
    "elsewhere", "elsewhere/new", "deep/../new", "captures", "captures/x1", ".git/sites", "screens", "words/new", "loop", "loop/site",
    "steps.yaml", "steps.yaml/site", *(project(name) for name in ("", "data", "data/buyers/x", "docs", "scripts/guide", ".git/x", "build/x")),
]  # fmt: skip


@pytest.mark.parametrize("place", REFUSED, ids=[name[-20:] for name in REFUSED])
def test_sites_can_not_go_where_the_guide_itself_lies(place: str, home: Path) -> None:
    before = snapshot(home)
    result = CliRunner().invoke(
        app, ["build", "--all", "--steps", "steps.yaml", "--buyers", "buyers", "--out", place, "--no-handout"]
    )
    assert result.exit_code == 2, result.output
    assert "give OUT=another-folder (--out)" in result.output
    assert len(result.output.splitlines()) == 1
    assert snapshot(home) == before


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("place", ["site", "site/new", "www", "other/site", "../sites", "up/site", "../home/me/site"])
def test_sites_can_go_beside_the_guide(place: str) -> None:
    refuse_out(guide_folder(Path(), site=Path(place)))


@pytest.mark.parametrize("guide", ["data", "tests/data/small"])
def test_sites_can_go_into_site_beside_any_steps_file_and_into_the_projects_own(guide: str) -> None:
    home = Path(project(guide))
    for place in (home / "site", Path(project("site"))):
        refuse_out(guide_folder(home, site=place))
    with pytest.raises(UsageError):
        refuse_out(guide_folder(home, site=home / "buyers" / "site"))


def test_a_link_does_not_lead_sites_to_where_the_guide_itself_lies(home: Path) -> None:
    (home / "buyers" / "new").mkdir()
    (home / "site").mkdir()
    (home / "site" / "willow").symlink_to(home / "buyers" / "new")
    code, said = build("willow")
    assert code == 2
    assert f"{home}/buyers/new is no place for sites: it lies in buyers" in said[0]
    assert os.listdir(home / "buyers" / "new") == []


# --------------------------------------------------------------------------------------------------
# On the command line


def build(*arguments: str) -> tuple[int, list[str]]:
    data = ("--steps", "steps.yaml", "--buyers", "buyers", "--out", "site", "--no-handout")
    result = CliRunner().invoke(app, ["build", *arguments, *data])
    return result.exit_code, result.output.splitlines()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small guide, in the working directory."""
    monkeypatch.chdir(copied(tmp_path))
    return Path.cwd()


FOREIGN = "is not this guide's: it holds README and no manifest.json of the guide small-guide, expected a site of this guide or nothing; "
CURE = "move it away, or give OUT=another-folder (--out)"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_folder_that_is_not_ours_costs_its_buyer_and_no_other(jobs: str, place: Path) -> None:
    write(place / "site" / "pine" / "README", "mine")
    before = snapshot(place / "site" / "pine")
    told = f"buyers/pine.yaml: site/pine/ {FOREIGN}{CURE}"
    assert build("pine") == (2, [told, "0 built, 0 unchanged, 1 failed"])
    assert os.listdir("site") == ["pine"]
    code, said = build("--all", "--prune", "--jobs", jobs)
    assert (code, told in said, said[-1]) == (1, True, "2 built, 0 unchanged, 1 failed")
    assert sorted(os.listdir("site")) == ["generic", "pine", "willow"]
    assert snapshot(place / "site" / "pine") == before
    for name in ("generic", "willow"):
        verify(place / "site" / name)


@pytest.mark.parametrize("how", [["--zip"], ["--no-zip"], []])
def test_a_zip_that_is_not_ours_costs_its_buyer_and_no_other(how: list[str], place: Path) -> None:
    write(place / "site" / "pine.zip", "mine")
    told = f"buyers/pine.yaml: site/pine.zip is not this guide's: expected the ZIP of the site pine, or nothing; {CURE}"
    assert build("pine", *how) == (2, [told, "0 built, 0 unchanged, 1 failed"])
    code, said = build("--all", *how)
    assert (code, told in said, said[-1]) == (1, True, "2 built, 0 unchanged, 1 failed")
    assert (place / "site" / "pine.zip").read_text() == "mine"
    assert not (place / "site" / "pine").exists()


@pytest.mark.usefixtures("place")
def test_pruning_says_what_stays() -> None:
    build("--all", "--zip")
    for name in ("willow", "pine"):
        Path(f"buyers/{name}.yaml").unlink()
    write(Path("site/willow/notes.txt"), "mine")
    write(Path("site/willow.zip"), "mine")
    assert build("--all", "--prune")[1][-2:] == [
        "site/pine/ removed: there is no such buyer any more",
        "site/willow/ removed: there is no such buyer any more; kept, since it is not the guide's: notes.txt, willow.zip",
    ]
    assert sorted(snapshot(Path("site/willow"))) == ["notes.txt"]
    assert sorted(os.listdir("site")) == ["generic", "generic.zip", "willow", "willow.zip"]
    assert build("--all", "--prune")[1][-1] == "site/generic/ is up to date"


@pytest.mark.usefixtures("place")
def test_a_page_changed_by_hand_is_noticed_and_an_added_one_kept() -> None:
    build("willow")
    write(Path("site/willow/mine.html"), "mine")
    assert build("willow")[1][0].startswith("site/willow/ is up to date")
    page = Path("site/willow/index.html")
    page.write_text(page.read_text(encoding="utf-8").replace("a", "b"), encoding="utf-8")
    assert build("willow")[1][0].startswith("site/willow/ built")
    result = CliRunner().invoke(app, ["verify", "site/willow"])
    assert (result.exit_code, result.output.splitlines()[0].split(":")[0]) == (1, "site/willow/mine.html")
    assert len(result.output.splitlines()) == 2


@pytest.mark.usefixtures("place")
def test_a_linked_site_is_built_where_the_web_server_reads_it() -> None:
    Path("www/tea").mkdir(parents=True)
    Path("site").mkdir()
    Path("site/willow").symlink_to("../www/tea")
    for expected in ("built", "is up to date"):
        code, said = build("--all")
        assert (code, said[2].split("/ ")[1]) == (0, expected)
    assert os.readlink("site/willow") == "../www/tea"
    assert manifest_of(Path("www/tea")) is not None
    assert os.listdir("www") == ["tea"]


def test_a_disk_in_a_site_is_told(out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(site(tmp_path), out)
    write(out / "shop" / "disk" / "x", "x")
    before = snapshot(out)
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path).name == "disk")
    with pytest.raises(UsageError, match=r"shop/disk is where a disk begins"):
        publish(site(tmp_path, "B"), out)
    assert snapshot(out) == before
