"""What `pyproject.toml` can't say: the wheel has the project's templates and documents in `guide/project/`, beside the code."""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

PACKED = ("templates", "docs", "mkdocs.yml", "scripts/hooks.py")


class BuildWithResources(build_py):
    """Copies the code and, unless it is installed as it stands (`--editable`), what it reads."""

    def run(self) -> None:
        if self.editable_mode:
            super().run()
            return
        shutil.rmtree(
            Path(self.build_lib) / "guide", ignore_errors=True
        )  # an earlier build's, with files that are gone
        super().run()
        for name in PACKED:
            source, target = Path(name), Path(self.build_lib) / "guide" / "project" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, target)
            else:
                shutil.copy2(source, target)


setup(cmdclass={"build_py": BuildWithResources})
