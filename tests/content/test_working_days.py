"""Working days by the official lists: which days are no rule of the week, and for which years that is known."""

from __future__ import annotations

import datetime

from guide.content.tailor import Structure, tailor
from guide.content.working_days import irregular_days
from guide.publishing.builder import BuildContext

DAY = datetime.date


def test_days_off_and_days_worked_instead_stand_in_the_list_of_their_year() -> None:
    """The State Council's arrangement for 2026: Spring Festival from 15 to 23 February, worked on the 14th and the 28th."""
    days = irregular_days("CN", 2026)[2026]
    assert [day for day in days if day.month == 2] == [
        DAY(2026, 2, 14),
        *(DAY(2026, 2, number) for number in (16, 17, 18, 19, 20, 23)),
        DAY(2026, 2, 28),
    ]


def test_a_day_that_is_off_at_a_weekend_anyway_needs_no_mention() -> None:
    assert DAY(2026, 10, 3) not in irregular_days("CN", 2026)[2026]


def test_years_are_known_from_the_first_one_on_to_the_last_that_has_a_list_of_its_own() -> None:
    years = list(irregular_days("CN", 2019))
    assert years[0] == 2019
    assert years == list(range(2019, years[-1] + 1))
    assert irregular_days("CN", 3000) == {}


def test_without_a_country_no_year_is_known(small: BuildContext, real: BuildContext) -> None:
    assert tailor(small.loaded.guide, Structure(("zh",), frozenset()), "zh").irregular_days == {}
    assert 2026 in tailor(real.loaded.guide, Structure(("zh",), frozenset()), "zh").irregular_days
