"""When stages can begin and end: dependencies, alternatives, waiting times, stages that are left out."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from guide.content.schedule import Timing, critical_chain, dependencies, reachable, timings, ways
from guide.content.tailor import Structure, tailor
from guide.handout.content.handbook import handbook_data
from guide.model.durations import Duration
from guide.model.guide import Guide
from guide.model.stages import Dependency
from guide.model.texts import Language
from guide.publishing.builder import BuildContext
from guide.site.pages import render_pages
from support.small import guide_of
from support.texts import words_in

BOTH: tuple[Language, ...] = ("zh", "en")
CONDITION = {"condition": {"zh": "有担保", "en": "vouched for"}}


def guide_with(**stages: dict[str, Any]) -> Guide:
    """A guide of stages by id, each with `after`, `work` and `wait` where they matter."""
    written = [
        {
            "id": name,
            "title": {"zh": name, "en": name},
            "goal": {"zh": name, "en": name},
            "work": "1 d",
            "wait": "0 d",
            "cost": "free",
            "steps": [{"id": "only", "title": {"zh": "做", "en": "Do"}, "do": {"zh": "做", "en": "Do"}}],
            **own,
        }
        for name, own in stages.items()
    ]
    about = {"id": "x", "title": {"zh": "指南", "en": "Guide"}, "edition": "1", "verified_on": "2026-11-02"}
    return Guide.model_validate({"guide": about, "stages": written})


def timed(guide: Guide, *skipped: str) -> dict[str, Timing]:
    """The timing of each stage that is not skipped."""
    stages = {stage.id: stage for stage in guide.stages if stage.id not in skipped}
    return timings(stages, dependencies(guide, skipped))


def needs(guide: Guide, *skipped: str) -> dict[str, list[list[str]]]:
    """What each stage waits for: the ways to meet each of its dependencies; a condition is `…`."""
    found = dependencies(guide, skipped)
    return {
        name: [[way.stage or "…" for way in ways(dependency)] for dependency in after] for name, after in found.items()
    }


# --------------------------------------------------------------------------------------------------
# Durations


@pytest.mark.parametrize(
    ("written", "work", "wait"),
    [
        ("240 min", Fraction(1, 2), Fraction(1, 6)),
        ("8 h", Fraction(1), Fraction(1, 3)),
        ("72 h", Fraction(9), Fraction(3)),
        ("3 d", Fraction(3), Fraction(3)),
        ("2 working days", Fraction(2), Fraction(2)),
        ("0.5 wd", Fraction(1, 2), Fraction(1, 2)),
        ("1 hour", Fraction(1, 8), Fraction(1, 24)),
    ],
)
def test_an_hour_of_work_is_an_eighth_of_a_day_and_an_hour_of_waiting_a_twenty_fourth(
    written: str, work: Fraction, wait: Fraction
) -> None:
    duration = Duration.model_validate(written)
    assert duration.work_days() == (work, work)
    assert duration.wait_days() == (wait, wait)


@pytest.mark.parametrize("written", ["1-3 wd", "1–3 wd", "1 - 3 wd", "1~3 wd", "1 to 3 wd", "1-3wd"])
def test_a_range_may_be_written_in_any_of_the_usual_ways(written: str) -> None:
    assert Duration.model_validate(written).wait_days() == (1, 3)


@pytest.mark.parametrize("written", ["", "3", "wd", "3 weeks", "1-2-3 d", "-1 d", "1,5 h", "3 d 2 h", "1e3 d"])
def test_what_is_no_duration_is_refused(written: str) -> None:
    with pytest.raises(ValidationError, match="expected a number or a range and a unit"):
        Duration.model_validate(written)


# --------------------------------------------------------------------------------------------------
# Timing


def test_a_stage_begins_when_the_last_of_those_it_waits_for_is_done() -> None:
    guide = guide_with(a={"work": "1-2 d"}, b={"wait": "4 d"}, c={"after": ["a", "b"], "work": "1-3 d"})
    known = timed(guide)
    assert (known["a"].earliest_finish, known["a"].latest_finish) == (1, 2)
    assert (known["c"].earliest_start, known["c"].earliest_finish) == (5, 6)
    assert (known["c"].latest_start, known["c"].latest_finish) == (5, 8)
    assert known["c"].decided_by == "b"


def test_stages_that_wait_for_nothing_begin_at_once() -> None:
    known = timed(guide_with(a={}, b={}))
    assert [(timing.earliest_start, timing.latest_start, timing.decided_by) for timing in known.values()] == [
        (0, 0, None)
    ] * 2


def test_own_work_is_counted_in_hours_of_work_and_waiting_in_hours_of_the_clock() -> None:
    known = timed(guide_with(a={"work": "4 h", "wait": "48 h"}))
    assert known["a"].latest_finish == Fraction(5, 2)


def test_of_several_ways_the_shortest_counts_for_the_earliest_and_the_longest_for_the_latest() -> None:
    guide = guide_with(a={}, b={"work": "5 d"}, c={"after": [{"at_least_one_of": [{"stage": "a"}, {"stage": "b"}]}]})
    known = timed(guide)
    assert (known["c"].earliest_start, known["c"].latest_start) == (1, 5)
    assert known["c"].decided_by == "b"


def test_a_condition_that_the_reader_may_meet_already_takes_no_time() -> None:
    guide = guide_with(b={"work": "5 d"}, c={"after": [{"at_least_one_of": [CONDITION, {"stage": "b"}]}]})
    assert (timed(guide)["c"].earliest_start, timed(guide)["c"].latest_start) == (0, 5)


def test_the_chain_that_decides_the_finish_leads_from_the_first_stage_to_the_last() -> None:
    guide = guide_with(a={}, b={"after": ["a"], "wait": "5 d"}, c={"after": ["a"]}, d={"after": ["b", "c"]})
    assert critical_chain(timed(guide)) == ("a", "b", "d")


def test_stages_are_listed_in_the_order_of_the_guide_whatever_they_wait_for() -> None:
    assert list(timed(guide_with(c={"after": ["a"]}, b={}, a={"after": ["b"]}))) == ["c", "b", "a"]


def test_what_a_stage_waits_for_is_known_through_all_stages_before_it() -> None:
    guide = guide_with(a={}, b={"after": ["a"]}, c={"after": [{"at_least_one_of": [CONDITION, {"stage": "b"}]}]}, d={})
    assert reachable(dependencies(guide, ())) == {"a": set(), "b": {"a"}, "c": {"a", "b"}, "d": set()}


# --------------------------------------------------------------------------------------------------
# Stages left out


def test_who_waited_for_a_stage_that_is_left_out_waits_for_what_that_one_waited_for() -> None:
    guide = guide_with(a={}, b={"after": ["a"]}, c={"after": ["b"]}, d={"after": ["c"]})
    assert needs(guide, "b") == {"a": [], "c": [["a"]], "d": [["c"]]}
    assert needs(guide, "b", "c") == {"a": [], "d": [["a"]]}
    assert needs(guide, "a") == {"b": [], "c": [["b"]], "d": [["c"]]}


def test_what_is_inherited_twice_is_told_once() -> None:
    guide = guide_with(a={}, b={"after": ["a"]}, c={"after": ["a"]}, d={"after": ["a", "b", "c"]})
    assert needs(guide, "b", "c") == {"a": [], "d": [["a"]]}


def test_of_several_ways_those_that_are_left_remain() -> None:
    guide = guide_with(a={}, b={}, c={"after": [{"at_least_one_of": [CONDITION, {"stage": "a"}, {"stage": "b"}]}]})
    assert needs(guide, "a")["c"] == [["…", "b"]]
    assert needs(guide, "a", "b")["c"] == [["…"]]


def test_a_choice_between_stages_that_are_all_left_out_is_no_dependency() -> None:
    guide = guide_with(a={}, b={}, c={"after": [{"at_least_one_of": [{"stage": "a"}, {"stage": "b"}]}]})
    assert needs(guide, "a", "b") == {"c": []}


WHY = {"zh": "因为", "en": "because"}


def test_what_is_inherited_is_the_stage_alone_without_a_reason() -> None:
    guide = guide_with(a={}, b={"after": [{"stage": "a", "basis": "stated", "why": WHY}]}, c={"after": ["b"]})
    assert dependencies(guide, ("b",))["c"] == (Dependency(stage="a"),)


@pytest.mark.parametrize(("first", "second"), [("inferred", "stated"), ("stated", "inferred")])
def test_what_is_inherited_through_an_inference_is_one(first: str, second: str) -> None:
    guide = guide_with(
        a={}, b={"after": [{"stage": "a", "basis": first}]}, c={"after": [{"stage": "b", "basis": second, "why": WHY}]}
    )
    assert dependencies(guide, ("b",))["c"] == (Dependency(stage="a", basis="inferred"),)


def test_a_condition_of_a_stage_that_is_left_out_is_gone_with_it() -> None:
    ways = [CONDITION, {"stage": "a"}]
    guide = guide_with(
        a={}, b={"after": [{"at_least_one_of": ways, "why": WHY}]}, c={"after": ["b"]}, d={"after": ["c"]}
    )
    assert needs(guide, "b") == {"a": [], "c": [], "d": [["c"]]}
    assert needs(guide, "b", "c") == {"a": [], "d": []}


def test_a_choice_between_stages_is_inherited_as_far_as_they_are_there() -> None:
    either = [{"stage": "a"}, {"stage": "b"}]
    guide = guide_with(a={}, b={}, c={"after": [{"at_least_one_of": either, "why": WHY}]}, d={"after": ["c"]})
    assert needs(guide, "c")["d"] == [["a", "b"]]
    assert dependencies(guide, ("c", "b"))["d"] == (Dependency(stage="a"),)


def test_what_is_reached_already_is_not_inherited() -> None:
    guide = guide_with(
        a={},
        b={"after": ["a"]},
        c={"after": ["a", {"at_least_one_of": [{"stage": "a"}, {"stage": "b"}]}]},
        d={"after": ["b", "c"]},
        e={"after": ["a", "b", "c"]},
    )
    assert needs(guide, "c") == {"a": [], "b": [["a"]], "d": [["b"]], "e": [["a"], ["b"]]}


def test_what_is_reached_by_one_of_several_ways_only_is_inherited() -> None:
    guide = guide_with(
        a={},
        b={"after": ["a"]},
        c={"after": ["a"]},
        d={"after": [{"at_least_one_of": [CONDITION, {"stage": "b"}]}, "c"]},
    )
    assert needs(guide, "c")["d"] == [["…", "b"], ["a"]]


def test_what_is_inherited_and_follows_from_the_rest_is_not_told() -> None:
    either = {"at_least_one_of": [CONDITION, {"stage": "b"}]}
    guide = guide_with(
        a={}, b={"after": ["a"]}, c={"after": ["a", either]}, d={"after": ["b", "c"]}, e={"after": ["c"]}
    )
    assert needs(guide, "c")["d"] == [["b"]]
    assert needs(guide, "c")["e"] == [["a"]]


def test_an_inherited_choice_goes_where_one_of_its_ways_is_waited_for_anyway() -> None:
    either = {"at_least_one_of": [{"stage": "a"}, {"stage": "b"}]}
    guide = guide_with(a={}, b={}, c={"after": [either]}, d={"after": ["a", "c"]}, e={"after": ["c"]})
    assert needs(guide, "c")["d"] == [["a"]]
    assert needs(guide, "c")["e"] == [["a", "b"]]


def test_what_a_stage_names_itself_is_told_even_if_it_follows_from_the_rest() -> None:
    guide = guide_with(a={}, b={"after": ["a"]}, c={"after": ["a"]}, d={"after": ["a", "b", "c"]})
    assert needs(guide, "c")["d"] == [["a"], ["b"]]


ORDERED = st.lists(st.sets(st.integers(0, 5)), min_size=1, max_size=6)


def _guide_in_order(before: list[set[int]]) -> Guide:
    """Stages s0, s1, … of which each waits for some of those before it."""
    after = [sorted(earlier for earlier in found if earlier < place) for place, found in enumerate(before)]
    return guide_with(
        **{f"s{place}": {"after": [f"s{earlier}" for earlier in found]} for place, found in enumerate(after)}
    )


@given(ORDERED, st.sets(st.integers(0, 5)))
def test_leaving_stages_out_keeps_the_order_of_the_others(before: list[set[int]], gone: set[int]) -> None:
    guide = _guide_in_order(before)
    skipped = {f"s{place}" for place in gone}
    whole, left = reachable(dependencies(guide, ())), reachable(dependencies(guide, skipped))
    assert left == {name: found - skipped for name, found in whole.items() if name not in skipped}


@given(ORDERED)
def test_no_stage_begins_before_those_it_waits_for_are_done(before: list[set[int]]) -> None:
    guide = _guide_in_order(before)
    known, order = timed(guide), reachable(dependencies(guide, ()))
    for name, earlier in order.items():
        assert all(known[name].earliest_start >= known[other].earliest_finish for other in earlier)
        assert all(known[name].latest_start >= known[other].latest_finish for other in earlier)
    chain = critical_chain(known)
    assert known[chain[-1]].latest_finish == max(timing.latest_finish for timing in known.values())
    assert known[chain[0]].latest_start == 0
    assert sum(known[name].latest_finish - known[name].latest_start for name in chain) == known[chain[-1]].latest_finish


# --------------------------------------------------------------------------------------------------
# In a guide


def test_the_small_guide_takes_three_working_days_at_most(small: BuildContext) -> None:
    view = tailor(small.loaded.guide, Structure(BOTH, frozenset()), "en")
    assert (view.schedule.work, view.schedule.finish, view.schedule.one_by_one) == (
        "40–50 min",
        "2–3 working days",
        "2–3 working days",
    )
    assert [link.id for link in view.schedule.chain] == ["open-stall", "offer-tea"]


def test_stages_that_do_not_wait_for_each_other_are_told_to_go_on_at_the_same_time(tmp_path: Path) -> None:
    guide = guide_of(tmp_path, ("    after:\n      - open-stall\n      - at_least_one_of:", "    after:\n      - at_least_one_of:"), (
        "          - {stage: open-stall}\n", "",
    )).guide  # fmt: skip
    stall, tea = tailor(guide, Structure(BOTH, frozenset()), "zh").stages
    assert (stall.parallel, tea.parallel) == (("给茶庄供茶",), ("开摊",))
    assert stall.following == ()


def test_the_shipped_guide_leaves_out_any_stage_and_still_has_an_order(real: BuildContext) -> None:
    guide = real.loaded.guide
    for stage in guide.stages:
        view = tailor(guide, Structure(BOTH, frozenset({stage.id})), "en")
        assert stage.id not in {link.id for link in view.schedule.chain}
        assert [left.number for left in view.stages] == list(range(1, len(guide.stages)))


def test_no_stage_tells_conditions_or_reasons_of_a_stage_that_is_left_out(real: BuildContext) -> None:
    guide = real.loaded.guide
    for gone in guide.stages:
        told = {text for d in gone.after for text in (d.why, *(way.condition for way in ways(d))) if text is not None}
        view = tailor(guide, Structure(BOTH, frozenset({gone.id})), "en")
        printed = json.dumps(handbook_data(view, {}, {}), ensure_ascii=False, default=str)
        printed += "".join(render_pages(view, {}).values())
        for stage in view.stages:
            said = [words_in(found.why) for found in stage.after]
            said += [
                "".join(getattr(part, "text", "") for part in line) for found in stage.after for line in found.ways
            ]
            assert not [text for text in told if text.en in said]
        assert not [text for text in told if str(text.en).partition("[[")[0] in printed], gone.id
        assert gone.title.en not in {link.title for stage in view.stages for link in stage.following}


def test_who_grants_no_credit_has_quoting_wait_for_what_is_left_alone(real: BuildContext) -> None:
    assert needs(real.loaded.guide, "credit-terms")["quote"] == [["taxpayer"], ["rongyishou"]]


def test_the_shipped_guide_tells_what_the_original_states_from_what_is_inferred(real: BuildContext) -> None:
    found = needs(real.loaded.guide)
    assert found["credit-terms"][-1] == ["…", "rongyishou"]
    assert {dependency.basis for stage in real.loaded.guide.stages for dependency in stage.after} == {
        "stated",
        "inferred",
    }
    assert "taxpayer" not in reachable(dependencies(real.loaded.guide, ()))["rongyishou"]


# ---- back from the deadline ------------------------------------------------------------------------


def test_the_latest_start_leaves_time_for_the_stage_and_for_the_longest_way_behind_it() -> None:
    guide = guide_with(
        first={"wait": "1-3 wd"},
        short={"after": ["first"]},
        long={"after": ["first"], "wait": "72 h"},
        end={"after": ["short", "long"]},
    )
    remaining = {name: timing.remaining for name, timing in timed(guide).items()}
    assert remaining == {"first": 4 + 4 + 1, "short": 1 + 1, "long": 4 + 1, "end": 1}


def test_a_way_that_may_be_taken_counts_as_if_it_were() -> None:
    guide = guide_with(first={}, last={"after": [{"at_least_one_of": [{"stage": "first"}, CONDITION]}]})
    assert timed(guide)["first"].remaining == 2


def test_a_stage_that_is_left_out_takes_no_time_and_hands_on_what_waits_for_it() -> None:
    guide = guide_with(first={}, middle={"after": ["first"]}, last={"after": ["middle"]})
    assert timed(guide, "middle")["first"].remaining == 2


def test_what_suppliers_are_to_be_ready_for_has_no_latest_start(real: BuildContext) -> None:
    view = tailor(real.loaded.guide, Structure(BOTH, frozenset()), "en")
    assert {stage.id: stage.days_before_deadline for stage in view.stages} == {
        "register": 7,
        "verify": 7,
        "taxpayer": 2,
        "rongyishou": 4,
        "credit-terms": 1,
        "quote": None,
    }
