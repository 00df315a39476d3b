"""What controls change: parameters only, each in the direction that helps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.engine.cascade import Conditions, Workarounds, solve
from assessments.engine.controls import Controls, rates_with_controls, terms_with_controls, with_controls
from assessments.engine.errors import InvalidInput
from assessments.engine.losses import LossTerms
from tests.assessments.engine.situations import HORIZON_H, conditions, few, graphs

effects = st.sampled_from([0.0, 0.3, 0.95])


@few
@given(data=st.data(), channel=effects, stock=effects, runbook=effects)
def test_the_residual_is_never_more_than_the_inherent(data, channel, stock, runbook):
    graph = data.draw(graphs())
    inherent = data.draw(conditions(graph))
    controls = Controls(channel=channel, stock=stock, runbook=runbook)
    residual = with_controls(inherent, controls, most_stock_h=48.0, most_effect=0.8)
    before, after = (solve(graph, each, horizon_h=HORIZON_H).hours_lost[:, :, -1] for each in (inherent, residual))
    assert (after <= before + 1e-9).all()


def test_no_control_changes_nothing():
    inherent = Conditions([1.0, 0.0], weight=[0.8], buffer_h=[4.0], by_node=Workarounds(0.5, 24.0, 72.0))
    same = with_controls(inherent, Controls(), most_stock_h=99.0, most_effect=1.0)
    assert (same.weight, same.buffer_h) == ([0.8], [4.0])
    assert same.by_node is inherent.by_node


def test_a_drilled_runbook_starts_sooner_on_a_logarithmic_scale_and_takes_more():
    inherent = Conditions([1, 0, 0, 0], by_node=Workarounds([0.5, 0.9, 0.5, 0.5], [100.0, 0.5, np.inf, 0.0], 500.0))
    better = with_controls(inherent, Controls(runbook=0.25), fastest_start_h=1.0, most_effect=0.7).by_node
    assert better.start_h == pytest.approx([100.0**0.75, 0.5, np.inf, 0.0])
    assert better.effect == pytest.approx([0.55, 0.9, 0.55, 0.55])
    assert better.end_h == 500.0


def test_recovery_retention_and_events_of_ones_own_making():
    better = terms_with_controls(LossTerms(1.0, recapture=0.2, recovery_h=10.0), Controls(recovery=0.5, retention=0.25))
    assert (float(better.recovery_h), float(better.recapture)) == pytest.approx((5.0, 0.4))
    assert rates_with_controls([2.0, 4.0], Controls(own_cause=[0.5, 0.0])).tolist() == [1.0, 4.0]


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: with_controls(Conditions(1.0), Controls(channel=1.0)), "channel effect"),
        (lambda: with_controls(Conditions(1.0), Controls(stock=-0.1)), "stock effect"),
        (lambda: with_controls(Conditions(1.0), Controls(), most_stock_h=np.inf), "most_stock_h"),
        (lambda: terms_with_controls(LossTerms(1.0), Controls(retention=[0.1, 0.99])), "retention effect[1]"),
        (lambda: rates_with_controls([-1.0], Controls()), "rates[0]"),
    ],
)
def test_a_wrong_value_is_refused_by_name(make, name):
    with pytest.raises(InvalidInput) as refused:
        make()
    assert refused.value.name == name
