"""Kinds of strings: ids, keys, lines, addresses, days, and references to other parts of a guide."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, StringConstraints
from pydantic_core import PydanticCustomError


@dataclass(frozen=True)
class Ref:
    """Marks a string that must be a key or an id of one of the guide's collections."""

    collection: str


@dataclass(frozen=True)
class Inline:
    """Marks a string in which buyer values and labels may stand."""


Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
"""kebab-case: `credit-terms`. Ids end up in file names and in addresses."""
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$", max_length=60)]
"""snake_case: `verify_me`. Keys are written inside `[[…]]` and `{{ buyer.… }}`."""
Line = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[^\n]+$")]
"""One line of text, shown as written."""
HttpsUrl = Annotated[str, StringConstraints(pattern=r"^https://[^\s\"'<>\\`{}|^]+$", max_length=2000)]
WebUrl = Annotated[str, StringConstraints(pattern=r"^https?://[^\s\"'<>\\`{}|^]+$", max_length=2000)]


def _day_of_text(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise PydanticCustomError("day", "expected a date such as 2026-11-23")
    return value


Day = Annotated[datetime.date, BeforeValidator(_day_of_text)]
"""A date, written `2026-11-23` and no other way: a mere number would be taken for seconds since 1970."""

LabelKey = Annotated[Key, Ref("labels")]
StageId = Annotated[Id, Ref("stages")]
StepId = Annotated[Id, Ref("steps")]
MaterialId = Annotated[Id, Ref("materials")]
SourceId = Annotated[Id, Ref("sources")]
UpdateId = Annotated[Id, Ref("updates")]
ActorId = Annotated[Id, Ref("actors")]
ScreenId = Annotated[Id, Ref("screens")]
FormatKey = Annotated[Key, Ref("formats")]
PartialDate = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
"""A date as exactly as it is known: `2018`, `2018-06` or `2018-06-05`."""
