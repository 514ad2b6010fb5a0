"""Kinds of values that a buyer fills in: their types, and how they are written in each language."""

from __future__ import annotations

import datetime
import math
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints, TypeAdapter
from pydantic_core import PydanticCustomError

from guide.model.durations import Duration
from guide.model.guide import BuyerValue, ValueKind
from guide.model.kinds import Day, HttpsUrl, Line
from guide.model.texts import Language


def _no_fraction(percent: Decimal) -> Decimal:
    """Returns `percent`, unless it must be a fraction: 0.5 % exists, as a rate and as a moisture; 0.09 % is nine that went astray."""
    if 0 < percent < Decimal("0.5"):
        better = _number(percent * 100)
        raise PydanticCustomError(
            "fraction",
            "{given} is less than one percent; write {better} for {better} %",
            {"given": _number(percent), "better": better},
        )
    return percent


_Percent = Annotated[Decimal, Field(ge=0, le=100), AfterValidator(_no_fraction)]

TYPES: dict[ValueKind, Any] = {
    "text": Line,
    "member_name": Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^\S(.*\S)?$")],
    "money_cny": Annotated[int, Field(ge=1, le=10**12)],
    "days": Annotated[int, Field(ge=1, le=3650)],
    "percents": Annotated[tuple[_Percent, ...], Field(min_length=1, max_length=10)],
    "date": Day,
    "phone": Annotated[str, StringConstraints(pattern=r"^\+?[0-9][0-9 ()/-]{3,30}$")],
    "email": Annotated[str, StringConstraints(pattern=r"^[^\s@<>\"']+@[^\s@<>\"']+\.[^\s@<>\"']+$", max_length=200)],
    "url": HttpsUrl,
}
"""The type of each kind: money in whole yuan, days as a number, percents as a list of numbers."""
KINDS_IN_WORDS: dict[ValueKind, str] = {
    "text": "one line of text",
    "member_name": "a name on one line, such as harbour-tools",
    "money_cny": "a whole number of yuan, such as 5000000",
    "days": "a whole number of days, such as 90",
    "percents": "a list of rates in percent, such as [13, 9]",
    "date": "a date such as 2026-11-23",
    "phone": "a telephone number such as +86 10 0000 0000",
    "email": "an e-mail address such as suppliers@company.example",
    "url": "an address that begins with https://",
}
"""What an operator writes for each kind."""
_ADAPTERS = {kind: TypeAdapter(type_) for kind, type_ in TYPES.items()}


def default_of(buyer_value: BuyerValue) -> Any:
    """Returns the value of a buyer that gives none itself; None if the guide declares no default."""
    return None if buyer_value.default is None else _ADAPTERS[buyer_value.kind].validate_python(buyer_value.default)


def display_value(kind: ValueKind, value: Any, language: Language) -> str:
    """Returns `value` as a sentence in `language` shows it."""
    if kind == "money_cny":
        return _yuan(value) if language == "zh" else f"RMB {value:,}"
    if kind == "days":
        return f"{value} 天" if language == "zh" else f"{value} day{'s' if value != 1 else ''}"
    if kind == "percents":
        return _alternatives([f"{_number(percent)}%" for percent in value], language)
    if kind == "date":
        return format_date(value, language)
    return str(value)


def form_value(kind: ValueKind, value: Any) -> str:
    """Returns `value` as it is typed into a form: digits alone, without separators or units."""
    if kind == "percents":
        return "/".join(_number(percent) for percent in value)
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


_FIGURES: dict[Language, tuple[str, ...]] = {
    "zh": ("零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十"),
    "en": ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
}


def count_in_words(number: int, language: Language) -> str:
    """Returns a number of things as running text counts them: `五`, `five`; above ten in figures."""
    return _FIGURES[language][number] if number <= 10 else str(number)


def format_date(date: datetime.date, language: Language) -> str:
    """Returns a date as running text shows it: `2026 年 11 月 23 日`, `23 November 2026`."""
    if language == "zh":
        return f"{date.year} 年 {date.month} 月 {date.day} 日"
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def _yuan(amount: int) -> str:
    """Returns `5,000,000 元（500 万元）`: the second form only where it comes out even (to a tenth of 10,000)."""
    if amount >= 10_000 and amount % 1_000 == 0:
        return f"{amount:,} 元（{_number(Decimal(amount) / 10_000)} 万元）"
    return f"{amount:,} 元"


def _number(number: Decimal) -> str:
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"


def _alternatives(words: list[str], language: Language) -> str:
    comma, last = ("、", " 或 ") if language == "zh" else (", ", " or ")
    return last.join([comma.join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


# --------------------------------------------------------------------------------------------------
# Times

_UNIT_WORDS: dict[Language, dict[str, tuple[str, str]]] = {
    "zh": {"min": ("分钟", "分钟"), "h": ("小时", "小时"), "d": ("天", "天"), "wd": ("个工作日", "个工作日")},
    "en": {"min": ("min", "min"), "h": ("hour", "hours"), "d": ("day", "days"), "wd": ("working day", "working days")},
}


def format_range(low: Fraction, high: Fraction, unit: str, language: Language) -> str:
    """Returns `1–3 个工作日`, `1–3 working days`; one number where both are equal."""
    one, many = _UNIT_WORDS[language][unit]
    numbers = _short(low) if low == high else f"{_short(low)}–{_short(high)}"
    return f"{numbers} {one if high == 1 and low == high else many}"


def format_duration(duration: Duration, language: Language) -> str:
    """Returns a duration as text."""
    return format_range(duration.low, duration.high, duration.unit, language)


def format_wait(duration: Duration, language: Language) -> str | None:
    """Returns a waiting time as text; None if nothing is waited for."""
    return format_duration(duration, language) if duration.high else None


def format_work(low: Fraction, high: Fraction, language: Language) -> str:
    """Own work, given in working days of eight hours, in minutes or in half hours."""
    minutes = (low * 480, high * 480)
    if minutes[1] < 90:
        return format_range(*minutes, "min", language)
    halves = [Fraction(round(value / 30), 2) for value in minutes]
    return format_range(max(halves[0], Fraction(1, 2)), halves[1], "h", language)


def format_working_days(low: Fraction, high: Fraction, language: Language) -> str:
    """Whole working days, rounded up."""
    return format_range(Fraction(math.ceil(low)), Fraction(math.ceil(high)), "wd", language)


def _short(number: Fraction) -> str:
    return str(number.numerator) if number.denominator == 1 else f"{float(number):g}"
