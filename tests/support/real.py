"""The guide that the project ships, and where its parts lie."""

from __future__ import annotations

from guide.core.paths import guide_folder

FOLDER = guide_folder()
STEPS = FOLDER.steps
BUYERS = FOLDER.buyers
CAPTURES = FOLDER.captures
SCHEMAS = FOLDER.schemas
