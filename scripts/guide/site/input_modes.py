"""Which keyboard a telephone shows for a value of the data sheet."""

from __future__ import annotations

import re

from guide.content.views.data_sheet import DataSheetRow

_KINDS = {"phone": "tel", "money": "decimal"}
_DIGITS_ALONE = re.compile(r"(?:\\d|\[[0-9-]+\]|\(\?:|\{[0-9,]+\}|[0-9^$|()?*+])+")
"""A pattern that no letter, sign or space stands in."""


def input_mode(row: DataSheetRow) -> str:
    """A value of HTML's `inputmode`. Digits alone only where the rule allows nothing else: other keys can't be reached there."""
    pattern = row.format.rule.pattern if row.format else None
    if row.kind in _KINDS:
        return _KINDS[row.kind]
    return "numeric" if pattern and _DIGITS_ALONE.fullmatch(pattern) else "text"
