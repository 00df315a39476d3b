"""What it would be worth to know: closed forms, new runs, and nothing where no answer changes the choice."""

import numpy as np
import pytest
from scipy.special import ndtri

from assessments.engine.errors import InvalidInput
from assessments.engine.information import normal_information, value_by_runs, value_of_knowing
from assessments.engine.uncertainty import sobol_points

POINTS = sobol_points(512, 3, seed=7)


def losses_of(chances):
    """Two options: one loses 0, the other a normal amount driven by two inputs, the third input matters to both."""
    x = ndtri(np.clip(chances, 1e-9, 1 - 1e-9))
    return np.stack([5.0 * x[:, 2], 5.0 * x[:, 2] + 0.5 + 2.0 * x[:, 0] + 1.0 * x[:, 1]], axis=1)


def test_the_unit_normal_loss_integral_is_the_published_table():
    """N1: Raiffa & Schlaifer 1961, table II, L(0) .3989, L(.5) .1978, L(1) .0833, L(2) .0085; scale and sign."""
    assert normal_information([0.0, 0.5, -1.0, 2.0], 1.0) == pytest.approx([0.3989, 0.1978, 0.0833, 0.0085], abs=6e-5)
    assert normal_information(5.0, 10.0) == pytest.approx(1.978, abs=6e-4)
    assert normal_information([0.0, 3.0], 0.0).tolist() == [0.0, 0.0]


def test_normal_losses_give_the_closed_form_and_an_input_both_share_is_worth_nothing():
    found = value_of_knowing(POINTS, losses_of(POINTS), [[0], [1], [2], [0, 1]])
    exact = normal_information(0.5, [2.0, 1.0, 1e-12, np.sqrt(5.0)])
    assert found.option == 0
    assert found.perfect == pytest.approx(float(exact[3]), rel=0.02)
    assert found.single == pytest.approx(exact, abs=0.02)
    assert (found.low <= found.single).all()
    assert (found.single <= found.high).all()
    assert found.changes == pytest.approx(0.4115, abs=0.02)  # P(N(0.5, 5) < 0)


def test_new_runs_find_the_same():
    by_runs = value_by_runs(losses_of, 3, [[0], [1], [0, 1]], outer=128, inner=64, seed=3)
    assert by_runs == pytest.approx(normal_information(0.5, [2.0, 1.0, np.sqrt(5.0)]), abs=0.04)


def test_where_one_option_is_always_best_no_answer_is_worth_anything():
    x = losses_of(POINTS)[:, :1]
    found = value_of_knowing(POINTS, np.concatenate([x, x + 1.0], axis=1))
    assert (found.perfect, found.changes, found.single.tolist()) == (0.0, 0.0, [0.0, 0.0, 0.0])


def test_knowing_more_is_worth_no_less_and_never_more_than_knowing_all():
    found = value_of_knowing(POINTS, losses_of(POINTS) ** 2, [[0], [0, 1], [0, 1, 2]])
    assert (np.diff(found.single) >= -0.02 * found.perfect).all()
    assert (found.low <= found.perfect * (1 + 1e-9)).all()


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: normal_information(np.nan, 1.0), "gain"),
        (lambda: normal_information(1.0, -1.0), "spread"),
        (lambda: value_of_knowing(POINTS[:16], np.ones((16, 2))), "points"),
        (lambda: value_of_knowing(POINTS, np.ones(512)), "losses"),
        (lambda: value_of_knowing(POINTS, np.ones((512, 2)), [[3]]), "groups[0][0]"),
        (lambda: value_of_knowing(POINTS, np.ones((512, 2)), [[0], []]), "groups[1]"),
        (lambda: value_by_runs(lambda u: np.ones(len(u)), 2, [[0]]), "losses"),
        (lambda: value_by_runs(losses_of, 2, [[2]]), "groups[0][0]"),
    ],
)
def test_a_wrong_value_is_refused_by_name(make, name):
    with pytest.raises(InvalidInput) as refused:
        make()
    assert refused.value.name == name
