"""A build on a system that has little: no POSIX locks, no exchange of folders, no hard links, none of POSIX' flags."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from guide.publishing.verify import verify
from support.small import copied

BARE = """
import errno, os, sys
for name in ("O_NONBLOCK", "O_CLOEXEC"):
    delattr(os, name)
sys.modules["fcntl"] = sys.modules["resource"] = None
def link(*arguments, **options):
    raise OSError(errno.EINVAL, "Incorrect function")
os.link = link
from guide.core import paths
for name in ("SITE_TEMPLATES", "TYPESETTING", "LOCKS"):  # locks of another kind would not hold those of other processes
    setattr(paths, name, paths.Path(name.lower()).resolve())
from guide.core import locks
from guide.publishing import publisher
assert locks.fcntl is None
publisher._renameat2 = lambda: None
from guide.cli.app import app
app(["build", *sys.argv[1:], "--guide", "small", "--no-handout"])
"""


def test_sites_are_built_and_replaced_on_a_system_with_little_of_posix(tmp_path: Path) -> None:
    place = copied(tmp_path)

    def build(*words: str) -> str:
        command = [sys.executable, "-W", "ignore", "-c", BARE, *words]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    assert build("pine").startswith("small/site/pine/ built")
    assert build("pine").startswith("small/site/pine/ is up to date")
    buyer = place / "buyers" / "pine.yaml"
    buyer.write_text(buyer.read_text(encoding="utf-8").replace("松风茶庄", "松涛茶庄"), encoding="utf-8")
    assert build("pine").startswith("small/site/pine/ built")
    assert "松涛茶庄" in (place / "site" / "pine" / "index.html").read_text(encoding="utf-8")
    assert all(path.stat().st_nlink == 1 for path in (place / "site" / "pine").rglob("*.js"))
    verify(place / "site" / "pine")
    assert sorted(os.listdir(place / "site")) == ["pine", "pine.zip"]
