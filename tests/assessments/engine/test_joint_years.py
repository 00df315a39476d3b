"""Years in which channels fail together."""

import numpy as np
import pytest

from assessments.engine.annual import AnnualModel, annual_loss
from assessments.engine.curves import Curve, batch_of
from assessments.engine.durations import Lognormal
from assessments.engine.errors import InvalidInput
from assessments.engine.joint_years import failing_together, shares_lost


def yearly(rate):
    line = Curve.from_points([(0, 0), (8760, 8760.0)])
    return annual_loss(AnnualModel(batch_of([line]), [Lognormal.from_median(24.0, 1.0)], [rate]))


def test_shares_have_the_mean_of_the_exact_distribution_and_are_independent():
    losses = [yearly(3.0), yearly(0.5)]
    shares = shares_lost(losses, 8760.0, 4096, seed=3)
    assert shares.mean(axis=0) == pytest.approx([loss.mean() / 8760.0 for loss in losses], rel=0.01)
    assert abs(np.corrcoef(shares.T)[0, 1]) < 0.02
    assert (shares[:, 1] == 0).mean() == pytest.approx(losses[1].none, abs=1e-3)


def test_no_more_than_all_is_lost_and_the_same_seed_gives_the_same_years():
    small = shares_lost([yearly(20.0)], 300.0, 256, seed=3)
    assert small.max() == 1.0
    assert np.array_equal(small, shares_lost([yearly(20.0)], 300.0, 256, seed=3))
    assert not np.array_equal(small, shares_lost([yearly(20.0)], 300.0, 256, seed=4))


def test_channels_of_one_owner_lose_the_same_share_and_the_common_cause_takes_from_what_is_left():
    table = failing_together([2.0, 1.0, 1.0], ["meta", "meta", "own"], {"meta": [0.5, 0.0]}, common=[0.0, 0.1])
    assert table.round(12).tolist() == [[1.0, 0.5, 1.0], [1.8, 0.9, 0.9]]
    assert failing_together([2.0, 1.0], ["a", "b"], {}).tolist() == [[2.0, 1.0]]


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: shares_lost([], 1.0, 64, 1), "losses"),
        (lambda: shares_lost([yearly(1.0)], 0.0, 64, 1), "at_stake"),
        (lambda: shares_lost([yearly(1.0)], [1.0, 2.0], 64, 1), "at_stake"),
        (lambda: shares_lost([yearly(1.0)], 1.0, 100, 1), "count"),
        (lambda: failing_together([1.0], ["a", "b"], {}), "owners"),
        (lambda: failing_together([1.0], ["a"], {"b": [0.1]}), "lost"),
        (lambda: failing_together([1.0], ["a"], {"a": [1.1]}), "lost of a[0]"),
        (lambda: failing_together([1.0], ["a"], {"a": [0.1]}, common=2.0), "common"),
        (lambda: failing_together([np.inf], ["a"], {}), "returns[0]"),
        (lambda: failing_together([1.0], ["a"], {"a": [0.1, 0.2]}, common=[0.1, 0.2, 0.3]), "lost"),
    ],
)
def test_a_wrong_value_is_refused_by_name(make, name):
    with pytest.raises(InvalidInput) as refused:
        make()
    assert refused.value.name == name
