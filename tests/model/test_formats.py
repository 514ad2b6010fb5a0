"""Rules of fields: patterns, lengths and check characters, held against python-stdnum."""

from __future__ import annotations

import random
import re
import time
from pathlib import Path

import pytest
import stdnum.cn.uscc
import stdnum.iso7064.mod_11_2
import stdnum.iso7064.mod_11_10
from hypothesis import given
from hypothesis import strategies as st

from guide.core.errors import InputError
from guide.model.formats import (
    date_is_right,
    pattern_problem,
    portability,
    registration_number_is_right,
    resident_id_is_right,
    uscc_is_right,
    uscc_or_registration_number_is_right,
    violation,
)
from guide.model.forms import Format
from guide.publishing.builder import BuildContext
from support.small import guide_of

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
BODIES = st.from_regex(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{9}", fullmatch=True).filter(str.isascii)
NUMERIC = st.text("0123456789", min_size=17, max_size=17)


def rule(**parts: object) -> Format:
    return Format.model_validate({"describe": {"zh": "规则", "en": "Rule"}, **parts})


# --------------------------------------------------------------------------------------------------
# Unified Social Credit Codes


@pytest.mark.parametrize("code", ["91350100M000100Y43", "911100000000000250", "91330100MADEM0003W"])
def test_a_right_credit_code_is_right(code: str) -> None:
    assert uscc_is_right(code)


@pytest.mark.parametrize(
    "code",
    [
        "91350100M000100Y4A",  # check character
        "91350100M000100YIO",  # letters that do not occur
        "91350100m000100y43",  # lower case
        "91350100M000100Y4",  # too short
        "91350100M000100Y433",  # too long
        "９1350100M000100Y43",  # full width
        "91350100 M000100Y43",
        "",
    ],
)
def test_a_wrong_credit_code_is_wrong(code: str) -> None:
    assert not uscc_is_right(code)


def test_the_check_character_of_remainder_zero_is_a_zero() -> None:
    """The mistake of much code in use: it wants a 32nd character and refuses one code in 31."""
    code = "911100000000000250"
    weights = [pow(3, place, 31) for place in range(17)]
    assert sum(ALPHABET.index(character) * weight for character, weight in zip(code, weights, strict=False)) % 31 == 0
    assert code[17] == "0"
    assert uscc_is_right(code)


@given(BODIES, st.sampled_from(ALPHABET))
def test_credit_codes_are_right_where_python_stdnum_says_so(body: str, check: str) -> None:
    """python-stdnum wants digits in the first eight places; a code that begins with letters is looked at below."""
    code = body + check
    if body[:2].isdigit():
        assert uscc_is_right(code) == stdnum.cn.uscc.is_valid(code)
    else:
        assert uscc_is_right(code) == (stdnum.cn.uscc.calc_check_digit(body) == check)


@given(BODIES)
def test_one_check_character_fits_each_code(body: str) -> None:
    assert [character for character in ALPHABET if uscc_is_right(body + character)] == [
        stdnum.cn.uscc.calc_check_digit(body)
    ]


@given(
    BODIES.map(lambda body: body + stdnum.cn.uscc.calc_check_digit(body)), st.integers(0, 17), st.sampled_from(ALPHABET)
)
def test_any_one_wrong_character_is_noticed(code: str, place: int, other: str) -> None:
    changed = code[:place] + other + code[place + 1 :]
    assert uscc_is_right(changed) == (changed == code)


def test_a_code_of_a_department_that_has_a_letter_is_taken() -> None:
    """The standard's alphabet holds for the first two characters as well."""
    body = "N2350100M000100Y4"
    assert uscc_is_right(body + stdnum.cn.uscc.calc_check_digit(body))


# --------------------------------------------------------------------------------------------------
# The other numbers


@given(st.text("0123456789", min_size=15, max_size=15))
def test_registration_numbers_are_right_where_python_stdnum_says_so(number: str) -> None:
    assert registration_number_is_right(number) == stdnum.iso7064.mod_11_10.is_valid(number)


@pytest.mark.parametrize(("number", "right"), [("310115600985533", True), ("110108000000016", True), ("310115600985535", False), ("31011560098553", False), ("31011560098553X", False)])  # fmt: skip
def test_known_registration_numbers(number: str, right: bool) -> None:
    assert registration_number_is_right(number) is right


def test_a_code_or_number_is_told_by_its_length() -> None:
    assert uscc_or_registration_number_is_right("310115600985533")
    assert uscc_or_registration_number_is_right("91350100M000100Y43")
    assert not uscc_or_registration_number_is_right("310115600985535")
    assert not uscc_or_registration_number_is_right("91350100M000100Y4A")
    assert not uscc_or_registration_number_is_right("3101156009855")


@given(st.dates(), st.integers(0, 999_999), st.integers(0, 999), st.sampled_from("0123456789X"))
def test_resident_numbers_are_right_where_python_stdnum_says_so(
    birth: object, place: int, order: int, check: str
) -> None:
    """python-stdnum also wants a known place of birth, which no check here can: only the rest is compared."""
    number = f"{place:06}{str(birth).replace('-', '')}{order:03}{check}"
    assert resident_id_is_right(number) == (stdnum.iso7064.mod_11_2.is_valid(number))


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014"])
def test_a_right_resident_number_is_right(number: str) -> None:
    assert resident_id_is_right(number)
    assert stdnum.iso7064.mod_11_2.is_valid(number)


@pytest.mark.parametrize(
    "number",
    ["11010519491231002x", "110105194912310021", "110105194913310029", "110105190002290000", "1101051949123100", ""],
)
def test_a_wrong_resident_number_is_wrong(number: str) -> None:
    assert not resident_id_is_right(number)


@pytest.mark.parametrize(("written", "right"), [("2026-11-23", True), ("2028-02-29", True), ("2026-02-29", False), ("2026-13-01", False), ("2026-1-1", False), ("20261123", False), ("0000-01-01", False), ("２０２６-11-23", False)])  # fmt: skip
def test_a_date_is_right_if_a_calendar_has_it(written: str, right: bool) -> None:
    assert date_is_right(written) is right


# --------------------------------------------------------------------------------------------------
# Rules


def test_what_breaks_a_rule_first_is_told() -> None:
    made = rule(pattern="[0-9A-Z]+", lengths=[18], check="uscc")
    assert violation(made, "91350100M000100Y43") is None
    assert violation(made, "9135") == "length"
    assert violation(made, "91350100m000100y43") == "pattern"
    assert violation(made, "91350100M000100Y4A") == "check"


def test_a_pattern_holds_for_the_whole_value() -> None:
    assert violation(rule(pattern="[0-9]{2}"), "123") == "pattern"
    assert violation(rule(pattern="a|ab"), "ab") is None
    assert violation(rule(pattern="[0-9]{2}"), "12\n") == "pattern"


def test_a_digit_is_an_ascii_digit() -> None:
    assert violation(rule(pattern=r"\d+"), "１２３") == "pattern"


def test_lengths_count_characters() -> None:
    assert violation(rule(lengths=[2]), "茶😀") is None


@pytest.mark.parametrize(
    "pattern",
    [
        r"^[0-9]{11}$",
        r"^(?!\d+$)[A-Za-z\u4e00-\u9fff]{3,25}$",
        r"a\.b\/c",
        r"(?:a|b)+?",
        r"[\d\-]+",
        r"x{2,}",
        r"\u4e00",
        r"(?=a)a",
    ],
)
def test_a_pattern_that_python_and_browsers_read_alike_is_fine(pattern: str) -> None:
    assert portability(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        (r"^\w+$", r"\w means something else in a browser, expected a class such as [0-9A-Za-z] in its place"),
        (r"a\sb", r"\s means something else in a browser, expected a class such as [0-9A-Za-z] in its place"),
        (r"\bx", r"\b means something else in a browser, expected a class such as [0-9A-Za-z] in its place"),
        (r"\Ax", r"\A means something else in a browser, expected a class such as [0-9A-Za-z] in its place"),
        ("a.b", ". means something else in a browser, expected a class such as [^ ] in its place"),
        ("(?<=a)b", "(?<= is not known to every browser, expected (?:…), (?=…) or (?!…)"),
        ("(?P<n>a)", "(?P< is not known to every browser, expected (?:…), (?=…) or (?!…)"),
        ("(?i)a", "(?i) is not known to every browser, expected (?:…), (?=…) or (?!…)"),
        (r"[\w-]", r"\w stands in a class, expected characters, ranges, \d or \uXXXX"),
        ("[[a]", "[ stands in a class, expected characters, ranges, \\d or \\uXXXX"),
        ("a{", "{ stands alone, expected {n}, {n,} or {n,m}, or a backslash before it"),
        ("a++", "++ is not known to a browser, expected + alone"),
    ],
)
def test_a_pattern_that_a_browser_reads_otherwise_is_told(pattern: str, said: str) -> None:
    assert portability(pattern) == said


def test_every_format_of_the_shipped_guide_has_values_that_keep_it_and_break_it(real: BuildContext) -> None:
    for key, made in real.loaded.guide.formats.items():
        if made.pattern or made.check or made.lengths:
            assert made.valid, key
            assert made.invalid, key
        assert made.pattern is None or re.compile(made.pattern), key


# --------------------------------------------------------------------------------------------------
# Patterns over which a browser could stand still

STILL = "a browser could stand still over it, since it can read one text in very many ways"


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a+)+", r"(a*)*b", r"(a|a)*", r"(?:a|aa)+", r"(?:\d|[0-9])*x", r"([a-z]+)*\d", r"(x+x+)+y", r"(?:[A-Za-z]+ ?)+",
        r"((a|b)*c*)*d", r"(?:[\u4e00-\u9fff]|[\u5000-\u6000])+x", r"([a-zA-Z0-9])(([\-.]|[_]+)?([a-zA-Z0-9]+))*",
        r"a*a*a*b", r"\d+\d+\d+\d+x", "a?" * 30 + "a" * 30, r"(?:a?){30}", r"(?:a{1,2}){30}", r"(?:a{1,30}){1,30}",
        r"(?=(a+)+$)b", r"x(?!(?:a|a)*$)", r"(?:(?=\d*\d*x)\d)+", "(?:|)" * 22 + "x", "a(?:|)" * 22, r"(?:[^a]|[^b])+c",
    ],
)  # fmt: skip
def test_a_pattern_that_reads_a_text_in_very_many_ways_is_refused(pattern: str) -> None:
    re.compile(pattern)
    assert (pattern_problem(pattern) or "").startswith(STILL)


@pytest.mark.parametrize(
    "pattern",
    [
        r"\d+", r"\d*\d*x", r"(?:foo|far)*", r"(?:ab|ac|ad)+", r"[a-z0-9.-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+", r"[^ ]+(?: [^ ]+)*",
        r"(?:[A-Z][a-z]+ ?)+", r"(?:\d{4} ?){1,5}", r"\d{1,3}(?:,\d{3})*(?:\.\d{1,2})?", r"(?:[0-9a-f]{2}:){5}[0-9a-f]{2}",
        r"[a-z]{0,280}", r"\d{0,5}\d{0,5}", r"^$", "", r"(?:a|b)*a(?:a|b){12}", r"(?!\d+$)[0-9A-Za-z]{3,25}", r"[\]-]?a",
    ],
)  # fmt: skip
def test_a_pattern_that_reads_each_text_in_few_ways_is_taken(pattern: str) -> None:
    assert pattern_problem(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        (
            "(?:(?:a{200}){200}){200}",
            "its counts come to more than 2,000 characters in all, expected fewer; rewrite it",
        ),
        ("(" * 40 + ")" * 40, "groups lie more than 30 deep in one another, expected fewer; rewrite it"),
        ("a" * 1001, "1,001 characters long, expected at most 1,000; rewrite it"),
        ("a{99999999999}", "not a regular expression: the repetition number is too large; correct it"),
        ("a(", "not a regular expression: missing ), unterminated subpattern at position 1; correct it"),
    ],
)
def test_a_pattern_beyond_all_bounds_is_refused(pattern: str, said: str) -> None:
    assert pattern_problem(pattern) == said


def test_what_is_counted_is_never_less_than_what_reading_takes() -> None:
    """Patterns at random: where one is taken, Python, which reads as browsers do, reads the worst of texts in no time."""
    rng = random.Random(7)  # noqa: S311
    parts = ("a", "b", "[ab]", "(?:", ")", ")", "|", "*", "+", "?", "{2,5}", "{3}", "{0,40}", "{7,}", "(?=")
    taken = 0
    while taken < 150:
        pattern = "".join(rng.choices(parts, k=rng.randint(3, 14)))
        try:
            compiled = re.compile(pattern)
        except re.error:
            continue
        if pattern_problem(pattern) is None:
            taken += 1
            began = time.process_time()
            for text in ("a" * 299 + "c", "ab" * 149 + "c", "b" * 200 + "a" * 99 + "c"):
                compiled.fullmatch(text)
            assert time.process_time() - began < 2, pattern


def test_a_guide_with_such_a_pattern_is_not_read_and_its_values_are_not_tried(tmp_path: Path) -> None:
    changes = (
        "    pattern: '^[A-Za-z\\u4e00-\\u9fff]{3,12}$'\n    valid: [春山茶园, Springhill]",
        f"    pattern: '(a+)+b'\n    valid: [{'a' * 60}]",
    )
    with pytest.raises(InputError) as raised:
        guide_of(tmp_path, changes)
    [problem] = raised.value.problems
    assert problem.where.endswith(".pattern")
    assert problem.message.startswith(STILL)
    assert problem.message.endswith("; rewrite it")


def test_a_text_of_more_than_300_characters_keeps_no_pattern() -> None:
    assert violation(rule(pattern="a+"), "a" * 300) is None
    assert violation(rule(pattern="a+"), "a" * 301) == "pattern"
