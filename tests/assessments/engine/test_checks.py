"""The checks and the errors they raise."""

import pickle

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
