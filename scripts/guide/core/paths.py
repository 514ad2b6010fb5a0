"""The project's folders."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

DATA = ROOT / "data"
STEPS = DATA / "steps.yaml"
BUYERS = DATA / "buyers"
DOCS = ROOT / "docs"
CAPTURES = DOCS / "assets" / "captures"
TEMPLATES = ROOT / "templates"
MKDOCS_YML = ROOT / "mkdocs.yml"
SITE = ROOT / "site"
BUILD = ROOT / "build"
SITE_TEMPLATES = BUILD / "site-templates"
TYPESETTING = BUILD / "typesetting"
"""What is handed to the typesetter, buyers' values among it, while it is at work."""
SCHEMAS = ROOT / "data" / "schemas"
