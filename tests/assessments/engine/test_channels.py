"""Channels and their limits: responses, moving, and the refusals."""

import numpy as np
import pytest

from assessments.engine.channels import Channels, Response
from assessments.engine.errors import InvalidInput

YEARS = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]
TIRING = Response(width=[[0.5, 0.5], [0.2, 0.8]], slope=[[1.0, 0.4], [1.0, 0.0]])


def test_the_usual_return_is_the_mean_of_the_years():
    assert Channels(YEARS).usual.tolist() == [3.0, 4.0]
    assert Channels(YEARS).count == 2


def test_a_response_fills_its_segments_from_the_first_on():
    tiring = Channels(YEARS, response=TIRING)
    assert tiring.exposure(np.array([0.7, 0.3])).round(12).tolist() == [0.58, 0.2]
    assert tiring.exposure(np.array([0.4, 0.0])).tolist() == [0.4, 0.0]
    assert Channels(YEARS).exposure(np.array([0.7, 0.3])).tolist() == [0.7, 0.3]


def test_the_next_unit_is_worth_the_slope_of_the_segment_it_falls_in():
    tiring = Channels(YEARS, response=TIRING)
    assert tiring.next_slope(np.array([0.4, 0.2])).tolist() == [1.0, 0.0]
    assert tiring.next_slope(np.array([0.5, 1.0])).tolist() == [0.4, 0.0]
    assert tiring.next_slope(np.array([1.0, 0.1])).tolist() == [0.0, 1.0]
    assert Channels(YEARS).next_slope(np.array([1.0, 0.0])).tolist() == [1.0, 1.0]


def test_moving_costs_by_direction_and_staying_nothing():
    channels = Channels(YEARS, today=[0.6, 0.4], cost_in=[2.0, 3.0], cost_out=0.5)
    assert channels.moving_cost(np.array([0.6, 0.4])) == 0.0
    assert channels.moving_cost(np.array([0.4, 0.6])) == pytest.approx(0.2 * 0.5 + 0.2 * 3.0)
    assert Channels(YEARS).moving_cost(np.array([0.4, 0.6])) == 0.0


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: Channels([1.0, 2.0]), "returns"),
        (lambda: Channels([[np.nan, 1.0]]), "returns[0, 0]"),
        (lambda: Channels(np.empty((0, 2))), "returns"),
        (lambda: Channels(YEARS, budget=0.0), "budget"),
        (lambda: Channels(YEARS, least=-0.1), "least"),
        (lambda: Channels(YEARS, least=[0.1, 0.1, 0.1]), "least"),
        (lambda: Channels(YEARS, most=[0.1, -1.0]), "most[1]"),
        (lambda: Channels(YEARS, most=[0.1, 0.2, 0.3]), "most"),
        (lambda: Channels(YEARS, today=[0.5, -0.5]), "today[1]"),
        (lambda: Channels(YEARS, cost_in=1.0), "today"),
        (lambda: Channels(YEARS, cost_out=1.0), "today"),
        (lambda: Channels(YEARS, most_moved=0.1), "today"),
        (lambda: Channels(YEARS, today=[0.5, 0.5], most_moved=-1.0), "most_moved"),
        (lambda: Channels(YEARS, today=[0.5, 0.5], cost_in=-1.0), "cost_in"),
        (lambda: Channels(YEARS, owners=["a"]), "owners"),
        (lambda: Channels(YEARS, owner_most={"a": 1.0}), "owners"),
        (lambda: Channels(YEARS, owners=["a", "b"], owner_most={"c": 1.0}), "owner_most"),
        (lambda: Channels(YEARS, owners=["a", "b"], owner_most={"a": -1.0}), "owner_most of a"),
        (lambda: Channels(YEARS, response=Response([[1.0, 1.0]] * 2, [[0.4, 0.5]] * 2)), "slope of response[0]"),
        (lambda: Channels(YEARS, response=Response([[1.0]] * 3, [[1.0]] * 3)), "width of response"),
        (lambda: Channels(YEARS, response=Response([[-1.0]] * 2, [[1.0]] * 2)), "width of response[0, 0]"),
        (lambda: Channels([[-1.0, 1.0]], response=TIRING), "returns"),
    ],
)
def test_a_wrong_value_is_refused_by_name(make, name):
    with pytest.raises(InvalidInput) as refused:
        make()
    assert refused.value.name == name


def test_slopes_may_rise_only_where_there_is_no_segment():
    assert Channels(YEARS, response=Response([[1.0, 0.0]] * 2, [[0.4, 0.5]] * 2)).count == 2
