"""How often, here: library rates corrected by own incidents, notices, protections, legal signs, and what a person set."""

import math

import pytest

from assessments.catalogue.scenarios import scenario_library
from assessments.questionnaires.profile import Answer
from assessments.scoring.evaluate import evaluate
from assessments.scoring.events import events_of, likelihood_level, own_incidents
from assessments.scoring.model import Model
from assessments.scoring.overrides import Overrides
from assessments.scoring.statement import state
from tests.factories.examples import profile_of
from tests.factories.profiles import profile_with

LIBRARY = scenario_library()
OBSERVED = LIBRARY.observed.years
QUIET = {"DEP-01": ["none"], "RSK-01": {"unknown": True}, "RSK-05": 1, "RSK-06": ["none"], "GOV-03": ["none"]}


def rate(scenario: str, answers=None, **top) -> float:
    statement = state(profile_with({**QUIET, **(answers or {})}, **top))
    events = events_of(statement, Overrides(statement.profile))
    return sum(event.rate.mean for event in events if event.scenario == scenario)


def incident(kind: str, **more):
    return {"date": "2026-05-01", "kind": kind, "hours_down": 5, "hours_to_normal": 9, **more}


def test_the_library_rate_is_counted_events_and_prior_over_the_years_watched():
    entry = LIBRARY.scenario("short_outage")
    assert len(entry.frequency.counted) == 2
    assert rate("short_outage") == pytest.approx((0.5 + 2) / (0.5 + OBSERVED))


def test_no_incidents_count_as_two_years_watched_and_not_knowing_does_not():
    assert rate("short_outage", {"RSK-01": []}) == pytest.approx(2.5 / (0.5 + OBSERVED + 2))
    assert rate("short_outage", {"RSK-01": {"unknown": True}}) == rate("short_outage", {"RSK-01": None})


def test_own_incidents_of_the_last_two_years_are_added():
    rows = [
        incident("short_outage"),
        incident("short_outage", date="2024-12-01"),
        incident("short_outage", date="2024-11-01"),
    ]
    assert rate("short_outage", {"RSK-01": rows}) == pytest.approx((2.5 + 2) / (0.5 + OBSERVED + 2))


def test_an_incident_still_going_on_counts_as_one():
    going_on = {"date": "2026-11-21", "kind": "short_outage", "ongoing": True}
    assert rate("short_outage", {"RSK-01": [going_on]}) == pytest.approx(3.5 / (0.5 + OBSERVED + 2))


def test_an_incident_without_date_or_kind_counts_inside_the_window_and_as_partial():
    nameless = {"date": {"unknown": True}, "kind": {"unknown": True}, "hours_down": 1, "hours_to_normal": 1}
    assert rate("partial_degradation", {"RSK-01": [nameless]}) == pytest.approx((0.5 + 5 + 1) / (0.5 + OBSERVED + 2))


def test_an_impostor_changes_no_rate_and_leads_to_advice_on_account_health():
    rows = [incident("impersonation")]
    for entry in LIBRARY.scenarios:
        assert rate(entry.id, {"RSK-01": rows}) == rate(entry.id, {"RSK-01": []})
    found = evaluate(profile_with({**QUIET, "RSK-05": 0, "RSK-01": rows}))
    advice = next(it for it in found.recommendations if it.key == "account_hygiene")
    assert "pretended to be you" in advice.finding.why


def test_a_national_event_counts_in_its_market_and_one_of_all_markets_in_the_largest():
    markets = {"PRO-03": [{"country": "GB", "share": 70}, {"country": "NZ", "share": 30}]}
    years = 2.5 + OBSERVED + 2, 2.5 + 0.3 * OBSERVED + 2  # Great Britain is watched in full, New Zealand by a third
    base = 1.5 / years[0] + 0.5 / years[1]
    assert rate("regional_outage", {**markets, "RSK-01": []}) == pytest.approx(base)
    there = {**markets, "RSK-01": [incident("regional_outage", market="NZ")]}
    assert rate("regional_outage", there) == pytest.approx(base + 1 / years[1])
    everywhere = {**markets, "RSK-01": [incident("regional_outage")]}
    assert rate("regional_outage", everywhere) == pytest.approx(base + 1 / years[0])
    elsewhere = {**markets, "RSK-01": [incident("regional_outage", market="JP")]}
    assert rate("regional_outage", elsewhere) == pytest.approx(base)


def test_without_countries_every_scenario_counts_as_if_it_hit_and_every_own_incident_counts():
    known = [
        rate("market_ban", {"PRO-03": [{"country": country}]})
        for country in LIBRARY.scenario("market_ban").frequency.by_market
    ]
    assert rate("market_ban", {"PRO-03": None}) == pytest.approx(max(known))
    rows = [incident("regional_outage", market="JP")]
    assert rate("regional_outage", {"PRO-03": None, "RSK-01": rows}) > rate(
        "regional_outage", {"PRO-03": None, "RSK-01": []}
    )


def test_an_own_account_loss_is_one_event_however_many_kinds_of_account_there_are():
    accounts = [
        {"name": name, "kind": kind, "market": "GB", "admins": 2, "registered_to": "company_address"}
        for name, kind in (("@a", "profile"), ("shop", "shop"), ("ads", "ad_account"))
    ]
    answers = {"USE-01": ["organic", "shop", "ads"], "USE-03": accounts}
    base = rate("account_loss", {**answers, "RSK-01": []}, depth="standard")
    with_one = rate("account_loss", {**answers, "RSK-01": [incident("account_loss")]}, depth="standard")
    assert with_one - base == pytest.approx(1 / (25 + 2))


@pytest.mark.parametrize(
    ("notices", "factor"), [(0, 0.8), (1, 1.5), (3, 2.0), (4, 3.0), (40, 3.0), ({"unknown": True}, 3.0)]
)
def test_notices_raise_the_rate_of_losing_an_account(notices, factor):
    none = {**QUIET, "RSK-05": 1}
    assert rate("account_loss", {"RSK-05": notices}) / rate("account_loss", none) == pytest.approx(factor / 1.5)


def test_restricted_categories_raise_and_protections_lower_the_rate_of_losing_an_account():
    base = rate("account_loss", depth="standard")
    assert rate("account_loss", {"RSK-06": ["health", "finance"]}, depth="standard") == pytest.approx(1.5 * base)
    assert rate("account_loss", {"RSK-06": {"unknown": True}}, depth="standard") == pytest.approx(1.5 * base)
    assert rate("account_loss", {"GOV-03": ["two_admins", "two_factor"]}, depth="standard") == pytest.approx(
        0.87**2 * base
    )
    assert rate("account_loss", {"GOV-03": {"unknown": True}}, depth="standard") == pytest.approx(base)


def test_legal_signs_move_the_rate_of_a_ban():
    base = rate("market_ban", {"RSK-04": {"unknown": True}})
    years = LIBRARY.scenario("market_ban").frequency.prior_years + OBSERVED
    assert rate("market_ban", {"RSK-04": ["proposed", "data_rules"]}) == pytest.approx(base + 1.0 / years)
    assert rate("market_ban", {"RSK-04": ["none"]}) < base
    assert likelihood_level(rate("market_ban", {"RSK-04": ["in_force"]})) >= 4


def test_each_tool_fails_on_its_own_and_one_incident_is_shared_by_them():
    two = {"DEP-01": ["scheduler", "shop_connector"]}
    assert rate("third_party_failure", two) == pytest.approx(2 * 0.5 / 0.5)
    assert rate("third_party_failure", {**two, "RSK-01": [incident("third_party_failure")]}) == pytest.approx(
        (2 * 0.5 + 1) / 2.5
    )
    assert rate("third_party_failure", {"DEP-01": ["none"]}) == 0
    assert rate("third_party_failure", {"DEP-01": {"unknown": True}}) == 1


@pytest.mark.parametrize(
    ("chance", "level"),
    [(0.0199, 1), (0.0201, 2), (0.0999, 2), (0.1001, 3), (0.39, 3), (0.41, 4), (0.89, 4), (0.91, 5)],
)
def test_levels_are_those_of_the_yearly_chance(chance, level):
    assert likelihood_level(-math.log(1 - chance)) == level


# --------------------------------------------------------------------------------------------- set by people
@pytest.mark.parametrize(
    ("likelihood", "reason", "level"),
    [
        (5, "it happens every month", 5),
        (1, "we left the platform's pilot", 1),
        (5, None, 5),
        (1, None, 3),
        (3, None, 3),
    ],
)
def test_a_level_counts_with_its_reason_and_without_one_only_if_it_is_the_higher(likelihood, reason, level):
    stated = {"likelihood": likelihood} if reason is None else {"likelihood": likelihood, "reason": reason}
    answers = {"RSK-03": {"short_outage": stated}, "RSK-01": []}
    found = rate("short_outage", answers)
    assert likelihood_level(found) == level
    if level != 3:
        assert found == pytest.approx(LIBRARY.likelihood_rates[level])
    assert rate("api_change", answers) == rate("api_change", {"RSK-01": []})


def test_an_override_of_the_likelihood_is_calculated_through():
    override = {
        "set": "scenarios.account_loss.likelihood", "to": 5, "reason": "better_evidence", "by": "Ruth Okafor",
        "text": "Two of our accounts were closed this month alone.", "until": "2027-05-31",
    }  # fmt: skip
    base, higher = (evaluate(profile_with(QUIET, overrides=overrides)) for overrides in ([], [override]))
    scenario = next(it for it in higher.scenarios if it.key == "account_loss")
    assert (scenario.likelihood, scenario.rate) == (5, pytest.approx(LIBRARY.likelihood_rates[5]))
    assert higher.yearly.expected > base.yearly.expected
    entry = higher.overrides.in_order[0]
    assert (entry.calculated, entry.used, entry.state) == (2, 5, "active")


def test_own_incidents_are_counted_for_the_sentence():
    answers = {**QUIET, "RSK-01": [incident("short_outage"), incident("regional_outage", market="GB")]}
    statement = state(profile_with(answers))
    assert [
        own_incidents(statement, LIBRARY.scenario(key)) for key in ("short_outage", "regional_outage", "api_change")
    ] == [1, 1, 0]
    assert own_incidents(state(profile_with(QUIET)), LIBRARY.scenario("short_outage")) is None


def tool_loss(**alternative):
    """What failing tools cost Northlight a year with another alternative for its Shop."""
    stated = {question.replace("_", "-"): Answer(value) for question, value in alternative.items()}
    profile = profile_of("beauty_brand").with_changes(functions={"social_commerce": stated})
    statement = state(profile)
    failures = tuple(it for it in events_of(statement, Overrides(profile)) if it.scenario == "third_party_failure")
    return float(Model(statement, failures).run().expected_losses().sum())


@pytest.mark.parametrize(
    ("weak", "strong"),
    [
        ({"WRK_02": "m1", "WRK_03": 2, "WRK_04": "h8"}, {"WRK_02": "m1", "WRK_03": 100, "WRK_04": "h8"}),
        ({"WRK_02": "w2", "WRK_03": 10, "WRK_04": "d3"}, {"WRK_02": "w2", "WRK_03": 100, "WRK_04": "d3"}),
        ({"WRK_02": "h4", "WRK_03": 10, "WRK_04": "w1"}, {"WRK_02": "h1", "WRK_03": 90, "WRK_04": "w1"}),
    ],
)
def test_an_alternative_that_reaches_more_never_makes_a_failing_tool_cost_more(weak, strong):
    """It is taken where it takes over most while such failures last, not because its share is larger."""
    assert tool_loss(WRK_01="s2", **strong) <= tool_loss(WRK_01="s2", **weak) * (1 + 1e-9)


def test_a_new_tool_comes_in_the_end_where_nothing_takes_over_more():
    tools = {"DEP-01": ["scheduler"], "DEP-03": "cannot"}
    events = events_of(state(profile_with({**QUIET, **tools})), Overrides(profile_with({**QUIET, **tools})))
    (failure,) = [it for it in events if it.scenario == "third_party_failure"]
    assert {relief.share for relief in failure.relief.values()} == {1.0}
    assert all(24 < relief.start_h < float("inf") for relief in failure.relief.values())
