"""The recipe in deploy/, run by a real nginx over two buyers' sites."""

from __future__ import annotations

import gzip
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import pytest

from guide.core.paths import ROOT
from guide.loading.loader import load_buyer
from guide.publishing.builder import BuildOptions, load_context
from support.real import BUYERS, FOLDER
from support.servers import free_port

RECIPE = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message[str, str]
    body: bytes


@dataclass(frozen=True)
class Host:
    port: int

    def get(self, path: str, host: str = "suppliers.example.com", **headers: str) -> Answer:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers={"Host": host, **headers})
        try:
            with urllib.request.build_opener(NoRedirect).open(request, timeout=10) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.headers, error.read())


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments: object) -> None:
        return None


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    folder = tmp_path_factory.mktemp("nginx")
    sites = folder / "guides"
    guide_context = load_context(FOLDER)
    for slug in ("demo", "haitang"):
        guide_context.build(
            load_buyer(BUYERS / f"{slug}.yaml", guide_context.loaded),
            BuildOptions(sites, handouts=False, make_zip=True),
        )
    folder.chmod(0o755)
    port = free_port()
    (folder / "nginx.conf").write_text(configuration(folder, sites, port), encoding="utf-8")
    process = subprocess.Popen([nginx(), "-p", str(folder), "-c", str(folder / "nginx.conf")], stderr=subprocess.PIPE)
    try:
        wait_for(port, process)
        yield Host(port)
    finally:
        process.terminate()
        process.communicate(timeout=10)


def nginx() -> str:
    found = shutil.which("nginx", path=os.environ.get("PATH", "") + os.pathsep + "/usr/sbin")
    assert found, "nginx is not installed; apt-get install nginx-light"
    return found


def configuration(folder: Path, sites: Path, port: int, recipe: str = RECIPE) -> str:
    recipe = recipe.replace("/etc/nginx/guide-common.inc", str(ROOT / "deploy" / "guide-common.inc"))
    recipe = recipe.replace("/srv/guides", str(sites)).replace("listen 8080", f"listen 127.0.0.1:{port}")
    user = "user root;" if os.geteuid() == 0 else ""
    paths = "".join(
        f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return (
        f"{user}\ndaemon off;\nworker_processes 1;\npid {folder}/pid;\nerror_log stderr warn;\n"
        f"events {{}}\nhttp {{\naccess_log off;\n{paths}{recipe}\n}}\n"
    )


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if process.poll() is not None:
            assert process.stderr is not None
            raise AssertionError(process.stderr.read().decode())
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("nginx does not answer")


def test_serves_several_buyers_under_their_own_paths(host: Host) -> None:
    assert "示例重工集团" in host.get("/demo/").body.decode()
    assert "海棠演示纺织" in host.get("/haitang/register.html").body.decode()
    assert host.get("/demo").headers["Location"] == "/demo/"


def test_serves_a_buyer_on_a_host_of_its_own(host: Host) -> None:
    answer = host.get("/en/register.html", host="suppliers.buyer.example")
    assert answer.status == 200
    assert b'data-stage="register"' in answer.body


def test_lists_no_buyers_and_hands_out_no_archives(host: Host) -> None:
    for path in (
        "/",
        "/demo.zip",
        "/haitang.zip",
        "/.demo~x/index.html",
        "/demo/assets/",
        "/nosuch",
        "/nosuch/",
        "/demo.txt",
    ):
        answer = host.get(path)
        assert answer.status == 404, path
        assert "Location" not in answer.headers, path
        assert "haitang" not in answer.body.decode(), path


def test_compresses_text(host: Host) -> None:
    for path in (
        "/demo/register.html",
        "/demo/assets/css/guide.css",
        "/demo/assets/js/guide.js",
        "/demo/search/search_index.js",
    ):
        answer = host.get(path, **{"Accept-Encoding": "gzip"})
        assert answer.headers["Content-Encoding"] == "gzip", path
        assert len(answer.body) < 0.6 * len(gzip.decompress(answer.body)), path


def test_keeps_pictures_for_long_and_asks_for_pages_anew(host: Host) -> None:
    pictures = sorted((Path("assets/captures") / path.name) for path in FOLDER.captures.glob("*.png"))
    page = host.get("/demo/register.html").body.decode()
    name = page.split('src="assets/captures/', 1)[1].split('"', 1)[0]
    assert pictures
    picture = host.get(f"/demo/assets/captures/{name}")
    assert (picture.status, picture.headers["Content-Type"]) == (200, "image/png")
    assert picture.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    for path in ("/demo/", "/demo/register.html", "/demo/assets/css/guide.css", "/demo/search/search_index.js"):
        answer = host.get(path)
        assert answer.headers["Cache-Control"] == "no-cache", path
        assert host.get(path, **{"If-None-Match": answer.headers["ETag"]}).status == 304, path


def test_sends_security_headers_with_every_answer(host: Host) -> None:
    for path in ("/demo/", "/demo/nowhere.html", "/"):
        headers = host.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Content-Security-Policy"] == "frame-ancestors 'none'"
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
        assert "nginx/" not in (headers["Server"] or "")


def test_a_wrong_address_is_answered_by_the_buyers_own_guide(host: Host) -> None:
    for path, host_name in (("/demo/nowhere.html", "suppliers.example.com"), ("/demo/en/no/where.html", "suppliers.example.com"),
                            ("/demo/assets/", "suppliers.example.com"), ("/demo/en/assets/x/", "suppliers.example.com"),
                            ("/nowhere.html", "suppliers.buyer.example"), ("/assets/", "suppliers.buyer.example")):  # fmt: skip
        answer = host.get(path, host=host_name)
        assert answer.status == 404, path
        assert "没有这个页面" in answer.body.decode(), path
        assert "示例重工集团" in answer.body.decode(), path
    assert "海棠演示纺织" in host.get("/haitang/x").body.decode()
    assert host.get("/unknown/x").status == 404


def test_folders_within_a_guide_are_found_without_their_slash(host: Host) -> None:
    assert host.get("/demo/en").headers["Location"] == "/demo/en/"
    assert host.get("/demo/en/").status == 200


def test_the_server_for_a_host_of_its_own_can_be_left_out(tmp_path: Path) -> None:
    first, optional, _ = RECIPE.partition("# Optional: one buyer on a host of its own.")
    assert optional
    (tmp_path / "nginx.conf").write_text(configuration(tmp_path, tmp_path, free_port(), first), encoding="utf-8")
    tested = subprocess.run(
        [nginx(), "-t", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert tested.returncode == 0, tested.stderr


def test_the_documents_say_where_the_files_go_and_the_recipe_what_to_change() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    included = {line.split()[1].rstrip(";") for line in RECIPE.splitlines() if line.strip().startswith("include ")}
    assert included == {"/etc/nginx/guide-common.inc"}
    assert "sudo cp deploy/guide-common.inc /etc/nginx/\n" in text
    assert "sudo cp deploy/nginx.conf /etc/nginx/conf.d/guides.conf" in text
    for line in RECIPE.splitlines():
        if line.strip().startswith(("listen ", "server_name ", "root ")):
            assert "# change" in line, line
