"""The checks and the errors they raise."""

import pickle
from fractions import Fraction

import numpy as np
import pytest

from assessments.engine import checks
from assessments.engine.errors import EngineError, InvalidInput


def test_an_error_is_a_sentence_with_name_value_and_what_is_allowed():
    with pytest.raises(EngineError, match=r"^weight\[1\] is 1\.4: it must be a share between 0 and 1\.$"):
        checks.share("weight", [0.2, 1.4])


@pytest.mark.parametrize("value", [np.nan, "many", None, [[1.0], [1.0, 2.0]]])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(InvalidInput) as refused:
        checks.amount("money", value)
    assert refused.value.name == "money"


def test_infinite_hours_mean_never_but_infinite_money_is_refused():
    assert checks.hours("start", np.inf) == np.inf
    with pytest.raises(InvalidInput):
        checks.amount("money", np.inf)
    with pytest.raises(InvalidInput):
        checks.positive("rate", 0.0)
    with pytest.raises(InvalidInput):
        checks.finite("value", -np.inf)


def test_errors_travel_between_processes():
    error = pickle.loads(pickle.dumps(InvalidInput("weight", 1.4, "a share")))
    assert (error.name, error.value, error.allowed) == ("weight", 1.4, "a share")
    assert str(error) == "weight is 1.4: it must be a share."


@pytest.mark.parametrize(
    "value",
    ["1", ["1", "2"], 1j, np.ones(2) * 1j, np.datetime64("2020-01-01"), {}, set(), [1.0, None], 10**400, object()],
)
def test_what_numpy_would_make_a_number_of_is_refused_all_the_same(value):
    with pytest.raises(InvalidInput, match=r"^money"):
        checks.amount("money", value)


def test_exact_numbers_of_any_kind_are_numbers():
    assert checks.amount("money", [Fraction(1, 2), 3, True, np.float32(0.25)]).tolist() == [0.5, 3.0, 1.0, 0.25]


def test_numbers_so_large_or_small_that_products_leave_the_floats_are_refused():
    for value in (1e101, 1e308):
        with pytest.raises(InvalidInput, match="at most 1e100"):
            checks.amount("money", value)
    with pytest.raises(InvalidInput, match="between 1e-100 and 1e100"):
        checks.positive("hours", 1e-300)


def test_a_single_number_is_no_list():
    assert checks.alone(checks.share, "level", 0.5) == 0.5
    for value in ([0.5], [], np.array([0.5])):
        with pytest.raises(InvalidInput, match=r"^level is .*: it must be a single number\.$"):
            checks.alone(checks.share, "level", value)


def test_whole_numbers_places_seeds_and_words_are_checked_by_name():
    assert (checks.whole("cells", 16.0, 16, 64, "16 to 64"), checks.seed(10**30)) == (16, 10**30)
    assert checks.places("nodes", (), 3, "a node").size == 0
    for refused in (
        lambda: checks.whole("cells", 16.5, 16, 64, "16 to 64"),
        lambda: checks.places("cells", [0, 3], 3, "a node"),
        lambda: checks.places("cells", [0.0], 3, "a node"),
        lambda: checks.one_of("cells", ["or"], ["or", "max"]),
        lambda: checks.made("cells", None, dict),
        lambda: checks.listed("cells", [{}, 3], dict),
        lambda: checks.answers("cells", 3, ["cdf"]),
        lambda: checks.together(rows=np.ones(2), cells=np.ones(3)),
    ):
        with pytest.raises(InvalidInput, match=r"^cells"):
            refused()
    with pytest.raises(InvalidInput, match=r"^seed is -1"):
        checks.seed(-1)
