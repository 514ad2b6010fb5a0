"""Makes sure of what tests and captures use beside Python: a browser, a font with Chinese characters, and nginx.

Uses what is present; else installs Debian's or Ubuntu's packages where that needs no password, else (for the
browser) Playwright's own; else says what to install.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys

from guide.capture.browser import executable, playwright
from guide.core.errors import MachineError

SHELL = "chromium-headless-shell"
"""The package and the program of a browser without windows: the tests that use it take half of the time of a whole one.

Debian has it; Ubuntu does not, and works with whatever browser there is.
"""


def main() -> int:
    """Returns 0 if everything is there at the end, 3 if not. With `--browser`, nginx is left out."""
    checks = {"chromium": has_browser, "fonts-noto-cjk": has_font}
    if "--browser" not in sys.argv:
        checks["nginx-light"] = has_nginx
        if not shutil.which(SHELL) and is_debian():
            install_packages([SHELL])
    missing = [package for package, present in checks.items() if not present()]
    if missing:
        install_packages(missing)
    if "chromium" in missing and not has_browser():
        print("installing Playwright's Chromium (once)…", flush=True)
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    absent = [package for package in missing if not checks[package]()]
    if absent:
        print(
            f"missing, and could not be installed: {', '.join(absent)}. On Debian or Ubuntu: "
            f"sudo apt-get install {' '.join(absent)}. Elsewhere: Chromium or Chrome (or {sys.executable} -m playwright "
            "install --with-deps chromium), a font with Chinese characters (Noto Sans CJK), and nginx.",
            file=sys.stderr,
        )
    return 3 if absent else 0


def is_debian() -> bool:
    try:
        return platform.freedesktop_os_release()["ID"] == "debian"
    except (OSError, KeyError):
        return False


def has_browser() -> bool:
    try:
        with playwright() as driver:
            executable(driver)
    except MachineError:
        return False
    return True


def has_font() -> bool:
    """Returns whether the system has a Chinese font by its own account; True too where it can't be asked."""
    if not shutil.which("fc-list"):
        return sys.platform != "linux"
    listed = subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip())


def has_nginx() -> bool:
    return shutil.which("nginx", path=os.environ.get("PATH", "") + os.pathsep + "/usr/sbin") is not None


def install_packages(packages: list[str]) -> None:
    if not shutil.which("apt-get"):
        return
    sudo: list[str] = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if sudo and not shutil.which("sudo"):
        return
    print(f"installing {' '.join(packages)} (once)…", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
    ):
        if subprocess.run([*sudo, *command], env=environment, stdout=subprocess.DEVNULL, check=False).returncode:
            return


if __name__ == "__main__":
    sys.exit(main())
