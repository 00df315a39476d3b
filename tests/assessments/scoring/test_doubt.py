"""What is not known exactly: the band, what would narrow it, the grade it earns."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.scoring.cases import Case, Variation
from assessments.scoring.doubt import expected_totals
from assessments.scoring.evaluate import Evaluation, evaluate
from tests.factories.profiles import generated, profile_with

few = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
SURE = {
    "PRO-04": {"value": 365_000, "grade": "A"}, "MON-01": {"value": 40, "grade": "A"}, "MON-02": {"value": 0, "grade": "A"},
    "MON-06": {"value": 30, "grade": "A"}, "MON-07": {"value": 0, "grade": "A"}, "GOV-11": 5, "DEP-01": ["none"], "MON-03": "A",
}  # fmt: skip


def evaluated(**answers) -> Evaluation:
    given = {**SURE, **{key.replace("_", "-"): value for key, value in answers.items()}}
    return evaluate(profile_with(given, {"social_commerce": {"FUN-02": {"value": 100, "grade": "A"}, "WRK-01": "s0"}}))


def test_variants_that_differ_only_in_rates_cost_the_same_solved_alone_or_together():
    model = evaluated().model
    variations = [
        Variation(),
        Variation(rates=(("market_ban", 3.0), ("short_outage", 0.5))),
        Variation(direct=0.5, rates=(("market_ban", 2.0),)),
    ]
    together = expected_totals(model, model.events, variations)
    alone = [float(model.run([Case(model.events, variation)]).expected_losses().sum()) for variation in variations]
    assert together == pytest.approx(alone)


@pytest.mark.slow
@few
@given(seed=st.integers(0, 10_000))
def test_the_band_holds_the_printed_loss_and_widest_swings_come_first(seed):
    found = evaluate(generated(seed)[0])
    for band, yearly in (
        (found.uncertainty.band, found.yearly),
        (found.uncertainty.band_without_measures, found.without_measures),
    ):
        assert band[0] <= yearly.expected * (1 + 1e-9) + 1e-9
        assert band[1] >= yearly.expected * (1 - 1e-9) - 1e-9
    widths = [swing.width for swing in found.uncertainty.swings]
    assert widths == sorted(widths, reverse=True)
    assert len(found.uncertainty.narrowing) <= 3
    assert all(swing.doubt.is_answer for swing in found.uncertainty.narrowing)


def test_less_is_known_the_wider_the_band():
    sure, unsure = evaluated(), evaluated(MON_01={"value": 40, "grade": "D"})
    assert unsure.uncertainty.band[1] - unsure.uncertainty.band[0] > sure.uncertainty.band[1] - sure.uncertainty.band[0]
    assert next(s for s in unsure.uncertainty.swings if s.doubt.is_answer).doubt.key == "direct"


def test_the_grade_is_the_worst_of_what_moves_the_result_by_a_tenth():
    assert evaluated().uncertainty.grade == "C"  # the library's own rates are graded C
    assert evaluated(MON_01={"value": 40, "grade": "D"}).uncertainty.grade == "D"
    assert evaluated(MON_01={"unknown": True}).uncertainty.grade == "D"
    assert evaluated(MON_02={"value": 0.5, "grade": "D"}).uncertainty.grade == "C"  # hardly moves anything


def test_without_losses_the_grade_is_that_of_the_answers():
    nothing = {"PRO-01": "media", "MON-09": "not_income", "MON-01": 0, "MON-02": 0, "USE-01": ["organic"], "MON-07": 0}
    for sure, grade in ((5, "A"), (3, "C"), (1, "D")):
        found = evaluate(profile_with({**nothing, "GOV-11": sure}, {"audience_reach": {"FUN-02": 20, "WRK-01": "s0"}}))
        assert found.yearly.expected == 0
        assert found.uncertainty.grade == grade


def test_the_effect_of_an_assumption_is_that_of_the_doubt_it_belongs_to():
    found = evaluated(MON_01={"unknown": True}).uncertainty
    assert found.effect_of("answers.MON-01") == "high"
    assert found.effect_of("answers.DIV-07") == "low"


def test_the_seed_is_fixed_by_the_name_so_that_comparisons_carry_no_noise():
    assert evaluated().uncertainty.band == evaluated().uncertainty.band
    assert evaluated().seed == evaluated(MON_01=10).seed
