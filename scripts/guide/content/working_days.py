"""Which days are worked in a country although they are a Saturday or Sunday, and which are not although they are weekdays.

China moves working days to weekends so that public holidays get longer; which ones, its State Council announces for one
year at a time. The package `chinesecalendar` has those lists, with the days that are worked instead.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

from chinese_calendar import constants

from guide.model.guide import Country

_SATURDAY = 5


def irregular_days(country: Country | None, first_year: int) -> Mapping[int, tuple[datetime.date, ...]]:
    """For each year from `first_year` on that has an official list: its weekdays off and its weekend days worked, in order.

    A year without a list is not among the keys; without a country there are none.
    """
    if country is None:
        return {}
    return {year: tuple(_irregular(year)) for year in _listed_years() if year >= first_year}


def _listed_years() -> list[int]:
    """A list of a year has its National Day, which no list of another year has."""
    return [year for year in sorted({day.year for day in constants.holidays}) if _national_day(year)]


def _national_day(year: int) -> bool:
    return datetime.date(year, 10, 1) in constants.holidays


def _irregular(year: int) -> Iterator[datetime.date]:
    off = (day for day in constants.holidays if day.weekday() < _SATURDAY)
    worked = (day for day in constants.workdays if day.weekday() >= _SATURDAY)
    return iter(sorted({day for day in (*off, *worked) if day.year == year}))
