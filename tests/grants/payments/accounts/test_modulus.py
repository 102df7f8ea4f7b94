"""A mistyped number is found by the published sum, with every exception that it has."""

import csv
from pathlib import Path

import pytest
from hypothesis import assume, given, strategies as st

from applicants.access import Refused
from grants.payments.accounts.modulus import Answer, Tables, Weights, check
from grants.payments.accounts.tables import read_tables

FOLDER = Path(__file__).parents[3] / "data" / "modulus"
WEIGHTS = (FOLDER / "fixture_weights.txt").read_text()
SUBSTITUTIONS = (FOLDER / "fixture_substitutions.txt").read_text()
VECTORS = list(csv.DictReader((FOLDER / "test_vectors.csv").read_text().splitlines()))
TABLES = read_tables(WEIGHTS, SUBSTITUTIONS)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["case"])
def test_the_published_cases_come_out(vector):
    answer = check(vector["sort_code"], vector["account_number"], TABLES)

    assert answer == (Answer.POSSIBLE if vector["expected_valid"] == "true" else Answer.IMPOSSIBLE)


def test_all_published_cases_are_here_and_each_exception_has_one():
    assert len(VECTORS) == 27
    used = {row.exception for vector in VECTORS for row in TABLES.rows_for(vector["sort_code"])}
    assert used == set(range(15))


def test_a_sort_code_without_weights_cannot_be_checked():
    assert check("112233", "12345678", TABLES) == Answer.UNKNOWN
    assert check("089999", "66374958", Tables([])) == Answer.UNKNOWN


def test_without_the_substitution_the_same_number_does_not_come_out():
    assert check("938600", "42368003", read_tables(WEIGHTS)) == Answer.IMPOSSIBLE


def test_a_row_counts_for_the_first_and_the_last_sort_code_of_its_range():
    row = Weights("100000", "100009", "MOD10", (0,) * 13 + (1,))
    tables = Tables([row, Weights("200000", "200000", "MOD10", (0,) * 13 + (1,))])

    found = [len(tables.rows_for(code)) for code in ("099999", "100000", "100009", "100010")]

    assert found == [0, 1, 1, 0]


@given(
    digits=st.lists(st.integers(0, 9), min_size=14, max_size=14),
    place=st.integers(0, 13),
    other=st.integers(0, 9),
)
def test_one_wrong_digit_is_always_found_where_each_digit_counts(digits, place, other):
    """Eleven is a prime, so a single change can't keep the remainder of a weighed sum."""
    weights = (7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1, 1)
    tables = Tables([Weights("000000", "999999", "MOD11", weights)])
    assume(digits[place] != other)
    wrong = [*digits[:place], other, *digits[place + 1 :]]

    both = [_answer(each, tables) for each in (digits, wrong)]

    assert both.count(Answer.POSSIBLE) <= 1


@given(digits=st.lists(st.integers(0, 9), min_size=14, max_size=14))
def test_each_method_agrees_with_its_definition(digits):
    weights = (2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, -1)
    products = [digit * weight for digit, weight in zip(digits, weights, strict=True)]
    doubled = sum(int(sign) for product in products[:-1] for sign in str(product)) + digits[-1]
    expected = {
        "MOD10": sum(products) % 10 == 0,
        "MOD11": sum(products) % 11 == 0,
        "DBLAL": doubled % 10 == 0,
    }

    for method, comes_out in expected.items():
        last = 1 if method == "DBLAL" else -1
        row = Weights("000000", "999999", method, (*weights[:-1], last))
        assert (_answer(digits, Tables([row])) == Answer.POSSIBLE) is comes_out, method


def _answer(digits, tables):
    text = "".join(map(str, digits))
    return check(text[:6], text[6:], tables)


# The two files


@pytest.mark.parametrize(
    ("weights", "substitutions", "says"),
    [
        ("", "", "The table of weights is empty."),
        ("\n \n", "", "The table of weights is empty."),
        ("<html>not found</html>", "", "Line 1 of the weights is not as"),
        ("089999 089999 MOD10 0 0 0", "", "Line 1 of the weights is not as"),
        ("089999 089999 MOD12 " + "0 " * 14, "", "Line 1 of the weights is not as"),
        ("089999 080000 MOD10 " + "0 " * 14, "", "Line 1 of the weights is not as"),
        ("089999 089999 MOD10 " + "x " * 14, "", "Line 1 of the weights is not as"),
        ("089999 089999 MOD10 " + "0 " * 14 + "15", "", "names exception 15"),
        ("089999 089999 MOD10 " + "0 " * 14 + "-1", "", "names exception -1"),
        ("089999 089999 MOD10 " + "0 " * 14 + "1 1", "", "Line 1 of the weights is not as"),
        (f"{WEIGHTS}\n{WEIGHTS}", "", "more than two rows for the sort code"),
        (WEIGHTS, "938600", "Line 1 of the substitutions is not as"),
        (WEIGHTS, "938600 93861x", "Line 1 of the substitutions is not as"),
    ],
)
def test_a_broken_table_is_refused_with_its_line(weights, substitutions, says):
    with pytest.raises(Refused, match=says):
        read_tables(weights, substitutions)
