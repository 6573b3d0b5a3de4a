"""Registration codes: real public codes, and what the check digits promise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.methods.identity import credit_code
from zhike.methods.identity.credit_code import ALPHABET, PROVINCES, Kind, Problem

REAL = [
    "91110108551385082Q",  # 小米科技有限责任公司
    "914403001922038216",  # 华为技术有限公司
    "91440300708461136T",  # 腾讯计算机系统
    "91330100799655058B",
    "91110000802100433B",
    "91100000100003962T",  # registered with the state, region 100000
    "12100000400000624D",  # a public institution
]

CODES = st.builds(
    lambda office, kind, province, district, body: office + kind + province + district + body,
    st.sampled_from("159"),
    st.sampled_from("123"),
    st.sampled_from(sorted(PROVINCES)),
    st.text("0123456789", min_size=4, max_size=4),
    st.text(ALPHABET, min_size=9, max_size=9),
)


@pytest.mark.parametrize("code", REAL)
def test_real_codes_pass(code):
    assert credit_code.problem(code) is None
    assert credit_code.check_digit(code[:17]) == code[17]
    assert credit_code.kind(code) is Kind.CREDIT


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", Problem.LENGTH),
        ("91110108551385082", Problem.LENGTH),
        ("9111O108551385082Q", Problem.CHARACTER),
        ("91110108551385082I", Problem.CHARACTER),
        ("91110108张51385082Q", Problem.CHARACTER),
        ("91990108551385082Q", Problem.REGION),
        ("91A10108551385082Q", Problem.REGION),
        ("91100001551385082Q", Problem.REGION),
        ("91110108551385082R", Problem.CHECK),
    ],
)
def test_each_fault_is_named(text, problem):
    assert credit_code.problem(text) is problem


def test_people_may_type_it_as_they_like():
    assert credit_code.normalise("９１１１０１０８ 5513-8508 2q\u200b") == "91110108551385082Q"


def test_letters_taken_for_digits_are_suggested():
    assert credit_code.suggestion("9111O1O8551385082Q") == "91110108551385082Q"
    assert credit_code.suggestion("91110108551385082Q") is None
    assert credit_code.suggestion("hello") is None


@given(CODES)
def test_exactly_one_check_digit_fits(first17):
    assert sum(credit_code.problem(first17 + digit) is None for digit in ALPHABET) == 1


@given(CODES, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_any_single_substitution_is_found(first17, position, other):
    code = first17 + credit_code.check_digit(first17)
    changed = code[:position] + other + code[position + 1 :]
    assert (credit_code.problem(changed) is None) == (changed == code)


@given(CODES, st.integers(0, 16))
def test_any_two_neighbours_exchanged_are_found(first17, at):
    code = first17 + credit_code.check_digit(first17)
    swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    assert (credit_code.problem(swapped) is None) == (swapped == code)


@given(st.text(max_size=20))
def test_any_text_gets_an_answer(text):
    credit_code.problem(text)
    credit_code.kind(text)
    credit_code.suggestion(text)


@pytest.mark.parametrize("first", ["", "1" * 16, "1" * 18])
def test_a_check_digit_needs_all_that_comes_before(first):
    with pytest.raises(ValueError):
        credit_code.check_digit(first)


def test_the_older_codes_are_recognised():
    assert credit_code.kind("55138508-2") is Kind.ORGANISATION
    assert credit_code.kind("110108012660422") is Kind.REGISTRATION
    assert credit_code.kind("110108012660423") is None
    assert credit_code.kind("551385083") is None


def test_an_old_and_a_new_code_of_one_organisation_meet():
    assert credit_code.organisation_code("91110108551385082Q") == "551385082"
    assert credit_code.organisation_code("55138508-2") == "551385082"
    assert credit_code.organisation_code("110108012660422") is None


@given(st.text("0123456789", min_size=14, max_size=14), st.integers(0, 14), st.sampled_from("0123456789"))
def test_a_registration_number_shows_any_single_substitution(first14, position, other):
    number = first14 + credit_code.registration_check_digit(first14)
    changed = number[:position] + other + number[position + 1 :]
    assert (credit_code.kind(changed) is Kind.REGISTRATION) == (changed == number)
