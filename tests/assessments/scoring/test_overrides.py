"""Overrides of every path: applied, refused, expired; both values kept and everything downstream calculated anew."""

from datetime import date

import pytest

from assessments.scoring.evaluate import Evaluation, evaluate
from assessments.scoring.overrides import a_year_after
from assessments.scoring.report.results import results_of
from tests.factories.profiles import content_with, profile_with, read

TEXT = "We tried this with the whole team in October and it held."
FUNCTIONS = {
    "social_commerce": {"FUN-02": 100, "IMP-01": "d3", "WRK-01": "s2", "WRK-02": "h24"},
    "live_selling": {"FUN-02": 100, "IMP-01": "w1", "WRK-01": "s0"},
    "customer_care": {"FUN-02": 60, "IMP-01": "m1", "WRK-01": "s0"},
}
ANSWERS = {"USE-01": ["shop", "live", "inbox"], "USE-02": list(FUNCTIONS), "DEP-01": ["none"], "PRO-07": 1_000_000}


def override(path: str, to, **more) -> dict:
    given = {
        "set": path,
        "to": to,
        "reason": "contract",
        "text": TEXT,
        "by": "Ruth Okafor",
        "until": "2027-05-31",
        **more,
    }
    return {key: value for key, value in given.items() if value is not None or key == "to"}


def evaluated(*overrides: dict) -> Evaluation:
    return evaluate(profile_with(ANSWERS, FUNCTIONS, overrides=list(overrides)))


def impact(found: Evaluation, key: str):
    return next(it for it in found.impacts if it.key == key)


def one(found: Evaluation):
    assert len(found.overrides.in_order) == 1
    return found.overrides.in_order[0]


# -------------------------------------------------------------------------------------------------- applied
def test_a_shorter_limit_moves_target_tier_gap_and_rank():
    base, found = evaluated(), evaluated(override("functions.live_selling.mtpd_h.normal", 12))
    assert impact(base, "live_selling").normal.mtpd_h == 72
    moved = impact(found, "live_selling")
    assert (moved.normal.mtpd_h, moved.rto_h, moved.tier) == (12, 12, "B")
    assert (moved.normal.set_by, moved.normal.between_h) == (("override", "h24"), (12, 12))
    assert moved.peak.mtpd_h == 12
    assert [it.key for it in base.impacts] == ["social_commerce", "live_selling", "customer_care"]
    assert [it.key for it in found.impacts] == ["live_selling", "social_commerce", "customer_care"]
    entry = one(found)
    assert (entry.calculated, entry.used, entry.state, entry.sentence) == (
        72,
        12,
        "active",
        "Set by Ruth Okafor until 31 May 2027.",
    )


def test_a_longer_limit_needs_evidence():
    path = "functions.live_selling.mtpd_h.normal"
    assert one(evaluated(override(path, 200))).state == "refused"
    assert impact(evaluated(override(path, 200)), "live_selling").normal.mtpd_h == 72
    proven = evaluated(override(path, 200, evidence="Letter of the partner, 3 March"))
    assert impact(proven, "live_selling").normal.mtpd_h == 200
    endless = impact(evaluated(override(path, None, evidence="Letter")), "live_selling")
    assert (endless.normal.mtpd_h, endless.normal.set_by, endless.normal.between_h) == (None, None, (720, None))


def test_a_limit_of_the_peak_leaves_the_normal_one_and_cannot_be_longer():
    found = evaluated(override("functions.live_selling.mtpd_h.peak", 8))
    assert (impact(found, "live_selling").normal.mtpd_h, impact(found, "live_selling").peak.mtpd_h) == (72, 8)
    longer = evaluated(override("functions.live_selling.mtpd_h.peak", 100, evidence="Letter"))
    assert one(longer).state == "refused"
    assert impact(longer, "live_selling").peak.mtpd_h == 72


def test_a_shorter_target_needs_no_reason_and_a_longer_one_does_and_never_exceeds_the_limit():
    path = "functions.live_selling.rto_h"
    bare = {"set": path, "by": "Ruth Okafor"}
    shorter = evaluated({**bare, "to": 6})
    assert (impact(shorter, "live_selling").rto_h, impact(shorter, "live_selling").tier) == (6, "B")
    assert one(shorter).sentence == "Set by Ruth Okafor."
    assert one(evaluated({**bare, "to": 73})).sentence == "Not applied: the target may not exceed the limit of 3 days."
    catch_up = {**FUNCTIONS, "live_selling": {**FUNCTIONS["live_selling"], "IMP-04": 4, "FUN-05": 1}}
    for given, state in (({**bare, "to": 66}, "refused"), (override(path, 66), "active")):
        found = evaluate(profile_with(ANSWERS, catch_up, overrides=[given]))
        assert one(found).calculated == 60  # 72 h less 12 h of work
        assert one(found).state == state


def test_a_rating_is_carried_into_limit_and_scenarios_and_makes_its_row_where_there_was_none():
    found = evaluated(override("functions.customer_care.impact.reputational.h8", 5))
    care = impact(found, "customer_care")
    assert list(care.normal.grid["reputational"].values()) == [0, 0, 5, 5, 5, 5, 5, 5]
    assert care.normal.mtpd_h == 4
    assert (one(found).calculated, one(found).used) == (0, 5)
    outage = next(it for it in found.scenarios if it.key == "short_outage")
    assert (outage.impact_typical, outage.impact_severe, outage.worst_function) == (1, 5, "customer_care")
    refused = evaluated(override("functions.customer_care.impact.reputational.h8", 5, text="Too short"))
    assert "reputational" not in impact(refused, "customer_care").normal.grid


def test_a_rating_of_money_that_was_set_counts_in_scenarios_too():
    band = "functions.social_commerce.impact.financial.h24"
    found = evaluated(
        *(override(f"functions.social_commerce.impact.financial.{b}", 5) for b in ("h24", "d3")), override(band, 5)
    )
    assert impact(found, "social_commerce").money_row_stated
    assert next(it for it in found.scenarios if it.key == "short_outage").impact_severe == 5


def test_ranks_are_moved_and_the_others_keep_their_order():
    found = evaluated(override("functions.customer_care.rank", 1), override("scenarios.api_change.rank", 2))
    assert [it.key for it in found.impacts] == ["customer_care", "social_commerce", "live_selling"]
    assert [gap.key for gap in found.gaps] == ["customer_care", "social_commerce", "live_selling"]
    base = [it.key for it in evaluated().scenarios if it.key != "api_change"]
    moved = [it.key for it in found.scenarios]
    assert moved[1] == "api_change"
    assert [key for key in moved if key != "api_change"] == base
    assert [it.rank for it in found.scenarios] == list(range(1, 10))


def test_the_impact_of_a_scenario_moves_its_cell_and_band():
    found = next(
        it for it in evaluated(override("scenarios.short_outage.impact", 5)).scenarios if it.key == "short_outage"
    )
    assert (found.impact, found.cell, found.band) == (5, 5 * found.likelihood, "severe")


def test_a_status_reaches_the_gap_score_and_the_headline():
    found = evaluated(*(override(f"functions.{key}.gap.status", "Covered") for key in FUNCTIONS))
    assert found.scores[-1].score == 0
    assert "enough" in results_of(found, [])["headline"]["sentence"]


# ---------------------------------------------------------------------------------------- refused and expired
@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"reason": None}, "it gives no reason"),
        ({"text": None}, "its text has fewer than 30 characters"),
        ({"text": "x" * 29}, "its text has fewer than 30 characters"),
        ({"until": None}, "it has no end date"),
        ({"until": "2027-11-23"}, "it ends more than 12 months after the assessment"),
        ({"to": 0}, "the limit must be longer than 0 hours"),
    ],
)
def test_one_that_breaks_a_rule_is_not_applied_and_is_named(change, why):
    found = evaluated(
        {**override("functions.live_selling.mtpd_h.normal", 12), **change}
        if "to" in change
        else override("functions.live_selling.mtpd_h.normal", 12, **change)
    )
    assert one(found).state == "refused"
    assert one(found).sentence == f"Not applied: {why}."
    assert impact(found, "live_selling").normal.mtpd_h == 72
    notice = found.overrides.notices()[0]
    assert (notice.path, notice.code) == ("overrides[1]", "override_refused")


def test_an_end_exactly_twelve_months_away_is_allowed():
    assert one(evaluated(override("functions.live_selling.mtpd_h.normal", 12, until="2027-11-22"))).state == "active"
    assert a_year_after(date(2028, 2, 29)) == date(2029, 2, 28)


def test_one_past_its_end_falls_back_with_a_warning():
    found = evaluated(override("functions.live_selling.mtpd_h.normal", 12, until="2026-11-21"))
    assert (one(found).state, one(found).used) == ("expired", 72)
    assert impact(found, "live_selling").normal.mtpd_h == 72
    assert found.overrides.notices()[0].code == "override_expired"
    assert one(evaluated(override("functions.live_selling.mtpd_h.normal", 12, until="2026-11-22"))).state == "active"


def test_one_for_a_result_that_does_not_exist_here_is_refused_and_not_lost():
    found = evaluated(override("functions.live_selling.gap.by_scenario.third_party_failure", "Covered"))
    assert one(found).state == "refused"
    assert one(found).sentence == "Not applied: your results have no such figure."


def test_of_several_for_one_result_the_last_that_may_apply_counts():
    path = "functions.live_selling.mtpd_h.normal"
    found = evaluated(override(path, 12), override(path, 24), override(path, 300))
    assert impact(found, "live_selling").normal.mtpd_h == 24
    assert [entry.state for entry in found.overrides.in_order] == ["active", "active", "refused"]


def test_results_name_each_override_once_and_repeat_it_with_its_activity():
    content = content_with(
        ANSWERS,
        FUNCTIONS,
        overrides=[override("functions.live_selling.impact.legal.d3", 4), override("scenarios.api_change.rank", 1)],
    )
    profile, notices = read(content)
    found = results_of(evaluate(profile), notices)
    assert [entry["set"] for entry in found["overrides"]] == [
        "functions.live_selling.impact.legal.d3",
        "scenarios.api_change.rank",
    ]
    by_key = {function["key"]: function["overrides"] for function in found["functions"]}
    assert by_key["live_selling"] == [found["overrides"][0]]
    assert by_key["social_commerce"] == []
    assert any("overrides.functions.live_selling.impact.legal.d3" in sources for sources in found["trace"].values())
