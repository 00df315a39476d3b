"""The scores 0 to 100: parts add up, a part that was not asked dilutes nothing, and each rises with what it should."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.scoring.evaluate import evaluate
from assessments.scoring.scores.cascade import cascade_score, earliness
from assessments.scoring.scores.concentration import concentration_score, shares_by_channel, single_points
from assessments.scoring.scores.detection import detection_score, rule_verdicts
from assessments.scoring.scores.exposure import exposure_score
from assessments.scoring.scores.parts import Part, band_of, make_score
from assessments.scoring.statement import Statement, state
from tests.factories.profiles import generated, profile_with

few = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))


def stated(answers=None, functions=None, **top) -> Statement:
    return state(profile_with(answers or {}, functions, **top))


@pytest.mark.parametrize(
    ("score", "band"),
    [
        (0, "Low"),
        (19, "Low"),
        (19.4, "Low"),
        (20, "Guarded"),
        (39, "Guarded"),
        (40, "Elevated"),
        (59, "Elevated"),
        (60, "High"),
        (79, "High"),
        (80, "Critical"),
        (100, "Critical"),
    ],
)
def test_bands_are_those_of_the_domain_guide(score, band):
    assert band_of(score) == band


def test_a_part_that_was_not_asked_neither_lowers_nor_dilutes_a_score():
    full, half = Part("a", "A", 30, 1.0, "All of it."), Part("b", "B", 10, 0.5, "Half of it.")
    assert make_score("x", [full, None]).score == 100
    assert make_score("x", [full, half, None]).points == pytest.approx({"a": 75, "b": 12.5})
    assert make_score("x", [half, full]).reasons == ("All of it.", "Half of it.")
    assert make_score("x", [None]).score == 0


@few
@given(seed=st.integers(0, 10_000))
def test_points_add_up_and_stay_between_0_and_100(seed):
    found = evaluate(generated(seed)[0])
    for score in (*found.scores, found.overall):
        assert sum(score.points.values()) == pytest.approx(score.score)
        assert 0 <= score.score <= 100 + 1e-9
        assert len(score.reasons) <= 2


# ------------------------------------------------------------------------------------------------------------ exposure
def test_exposure_rises_with_shares_dependency_and_people_locked_out_and_not_with_followers():
    base = exposure_score(stated({"MON-01": 20, "MON-02": 10})).score
    assert exposure_score(stated({"MON-01": 30, "MON-02": 10})).score > base
    assert exposure_score(stated({"MON-01": 20, "MON-02": 20})).score > base
    assert exposure_score(stated({"MON-01": 20, "MON-02": 10}, {"social_commerce": {"FUN-02": 40}})).score < base
    with_login = {"PRO-01": "saas", "USE-01": ["login"], "MON-01": 20, "MON-02": 10}
    assert (
        exposure_score(stated({**with_login, "DEP-04": 50})).score
        > exposure_score(stated({**with_login, "DEP-04": 5})).score
    )
    rows = [{"channel": "tiktok", "audience": 10, "last_used": "this_week"}]
    many = [{**rows[0], "audience": 9_000_000}]
    assert exposure_score(stated({"DIV-01": rows})).score == exposure_score(stated({"DIV-01": many})).score


# ------------------------------------------------------------------------------------------------------- concentration
TIKTOK = {"channel": "tiktok", "audience": 10_000, "last_used": "this_week"}


def test_concentration_rests_on_channels_where_there_are_any():
    one_owner = [
        TIKTOK,
        *({"channel": c, "audience": 500, "last_used": "this_week"} for c in ("instagram", "facebook", "whatsapp")),
    ]
    several = [
        TIKTOK,
        *({"channel": c, "audience": 500, "last_used": "this_week"} for c in ("instagram", "youtube", "email")),
    ]
    cold = [TIKTOK, {"channel": "youtube", "audience": 500, "last_used": "this_year"}]
    scores = [concentration_score(stated({"DIV-01": rows, "DIV-02": 100})).score for rows in (several, one_owner, cold)]
    assert scores == sorted(scores)
    assert scores[0] < scores[1] < scores[2]
    assert concentration_score(stated({"DIV-01": several, "DIV-02": 5_000})).score < scores[0]


def test_concentration_without_channels_of_its_own_rests_on_income_clients_tools_and_sign_in():
    warehouse = {
        "PRO-01": "logistics",
        "USE-01": ["none_direct"],
        "AG-01": 27,
        "DEP-01": ["shop_connector"],
        "DEP-03": "cannot",
    }
    parts = {part.key for part in concentration_score(stated(warehouse, depth="standard")).parts}
    assert parts == {"income", "client", "tools"}
    assert {part.key for part in concentration_score(stated()).parts} >= {"over_cap", "warm", "owners"}


def test_an_unknown_list_of_channels_counts_as_tiktok_alone():
    parts = {part.key: part.level for part in concentration_score(stated({"DIV-01": {"unknown": True}})).parts}
    assert (parts["warm"], parts["owners"]) == (1, 1)


def test_shares_by_channel_are_those_stated_else_of_income_else_of_people_reached():
    rows = [
        {**TIKTOK, "value_share": 60},
        {"channel": "email", "audience": 900, "last_used": "this_week", "value_share": 40},
    ]
    assert shares_by_channel(stated({"DIV-01": rows})) == pytest.approx({"TikTok": 0.6, "Email list": 0.4})
    bare = [{**TIKTOK}, {"channel": "email", "audience": 30_000, "last_used": "this_week"}]
    assert shares_by_channel(stated({"DIV-01": bare, "MON-01": 40})) == pytest.approx(
        {"TikTok": 0.4, "Everything else": 0.6}
    )
    reach = {"PRO-01": "media", "MON-09": "not_income", "USE-01": ["organic"], "DIV-01": bare}
    assert shares_by_channel(stated(reach, {"audience_reach": {}})) == pytest.approx(
        {"TikTok": 0.25, "Email list": 0.75}
    )


def test_single_points_are_people_accounts_tools_and_channels_of_which_there_is_one():
    accounts = [{"name": "@one", "kind": "profile", "market": "GB", "admins": 1, "registered_to": "personal_address"}]
    answers = {
        "PRO-02": "p10_49",
        "USE-03": accounts,
        "DIV-01": [TIKTOK],
        "DEP-01": ["scheduler"],
        "DEP-03": "cannot",
        "USE-01": ["shop", "organic"],
    }
    found = single_points(stated(answers, {"social_commerce": {"FUN-05": 1}}))
    assert {point.kind for point in found} == {"person", "account", "tool", "channel"}
    alone = single_points(stated({**answers, "PRO-02": "p1"}, {"social_commerce": {"FUN-05": 1}}))
    assert "person" not in {point.kind for point in alone}


# ----------------------------------------------------------------------------------------------------------- detection
RULE = {
    "metric": "load",
    "normal": 85,
    "failed": 100,
    "threshold": 95,
    "direction": "above",
    "lasts_min": 0,
    "fastest_min": 3,
    "notify": "Ruth",
}


@pytest.mark.parametrize(
    ("change", "verdict", "fires", "against"),
    [
        ({"every_min": 1}, "in_time", 2.0, 1.0),
        ({"every_min": 5}, "late", 5.0, -2.0),
        ({"every_min": 1, "lasts_min": 5}, "late", 7.0, -4.0),
        ({"every_min": 1, "average_min": 5}, "late", 5.0, -2.0),
        ({"every_min": 0.5, "threshold": 90}, "in_time", 1.0, 2.0),
        ({"every_min": 1, "threshold": 90, "lasts_min": 2}, "in_time", 3.0, 0.0),
        ({"every_min": 1, "react_min": 1}, "in_time", 2.0, 1.0),
        ({"every_min": 1, "react_min": 2}, "late", 2.0, 1.0),
        ({"every_min": 1, "threshold": 101}, "never", None, None),
        ({"every_min": {"unknown": True}}, "not_checked", None, None),
        ({"every_min": 1, "direction": {"unknown": True}}, "in_time", 2.0, 1.0),
    ],
)
def test_the_table_of_the_alert_rule_checker_comes_out_of_the_answers(change, verdict, fires, against):
    """Domain guide 2.1: 85 flat, then 85 to 100 in three minutes."""
    found = rule_verdicts(stated({"DET-01": ["own_alerts"], "DET-04": [{**RULE, **change}]}, depth="standard"))[0]
    replay = found.replay
    minutes = [None if seconds is None else seconds / 60 for seconds in (replay.fires_at_s, replay.before_failure_s)]
    assert (replay.verdict, *minutes) == (verdict, fires, against)
    assert found.is_in_time is (verdict == "in_time")


def test_detection_rises_with_delay_unwatched_hours_failing_rules_and_no_written_check():
    good = {
        "DET-01": ["own_alerts"],
        "DET-02": 0.25,
        "DET-03": "always",
        "DET-04": [{**RULE, "every_min": 1}],
        "DET-05": "written",
    }

    def score(**change) -> float:
        statement = stated({**good, **{k.replace("_", "-"): v for k, v in change.items()}}, depth="standard")
        return detection_score(statement, 24.0, rule_verdicts(statement)).score

    base = score()
    assert base < 2
    assert score(DET_02=6) > base
    assert score(DET_03="office") > score(DET_03="extended") > base
    assert score(DET_04=[{**RULE, "every_min": 60}]) > base
    assert score(DET_05="none") > score(DET_05="expert") > base
    assert score(DET_05={"unknown": True}) == score(DET_05="none")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"every_min": 30}, ["Check every", "Alert when", "Keep this rule"]),  # a threshold of 92.5 speaks no earlier
        ({"every_min": 5}, ["Check every", "Alert when", "Keep this rule"]),
        ({"every_min": {"unknown": True}}, []),
    ],
)
def test_advice_on_a_rule_is_to_speak_earlier_than_today_or_is_not_given(change, said):
    rules = [{**RULE, **change}]
    found = rule_verdicts(stated({"DET-01": ["own_alerts"], "DET-04": rules}, depth="standard"))[0]
    assert [any(text.startswith(start) for text in found.advice) for start in said] == [True] * len(said)
    assert len(found.advice) == len(said)


def test_advice_on_a_rule_names_figures_that_people_would_set():
    row = {**RULE, "normal": 100, "failed": 185, "threshold": 180, "every_min": 30, "fastest_min": 5}
    found = rule_verdicts(stated({"DET-01": ["own_alerts"], "DET-04": [row]}, depth="standard"))[0]
    assert found.advice == (
        "Check every minute instead of every 30 minutes. It would then speak within 5 minutes.",
        "Alert when the value moves by 21 within 2 minutes, instead of waiting. It would then speak within 2 minutes.",
        "Keep this rule and add one that speaks at once, checked every minute. It would then speak within 5 minutes.",
    )


def test_a_reason_that_rests_on_something_not_known_says_so():
    unknown = {"DET-02": {"unknown": True}, "DEP-07": {"unknown": True}, "DEP-05": ["creators"]}
    functions = {"influencer_partnerships": {"FUN-02": 60, "WRK-01": "s0"}}
    statement = stated({**unknown, "USE-01": ["creators"]}, functions, depth="standard")
    delay = detection_score(statement, 4.0, ()).reasons[0]
    assert delay.startswith("You do not know this yet, so we assume: noticing takes")
    creators = cascade_score(statement).reasons[0]
    assert creators.startswith("You do not know this yet, so we assume: 90% of your creators")
    told = detection_score(stated({"DET-02": 5}, depth="standard"), 4.0, ()).reasons[0]
    assert told == "Noticing takes 5 hours; the shortest time to recover is 4 hours."


# ------------------------------------------------------------------------------------------------------------- cascade
def test_cascade_rises_with_links_their_share_and_an_early_start():
    def score(*links, **more) -> float:
        rows = [
            {"from": "social_commerce", "to": to, "starts_after": after, "share": share} for to, after, share in links
        ]
        return cascade_score(stated({"DEP-05": ["buyers"], "DEP-06": rows, **more}, depth="standard")).score

    base = score(("warehouse", "d3", 30))
    assert score(("warehouse", "d3", 60)) > base
    assert score(("warehouse", "h4", 30)) > base
    assert score(("warehouse", "d3", 30), ("suppliers", "w1", 20)) > base
    assert [earliness(hours) for hours in (1, 8, 24, 72, 168, 336, 720)] == sorted(
        earliness(h) for h in (1, 8, 24, 72, 168, 336, 720)
    )[::-1]


def test_contracts_that_name_a_failing_platform_lower_the_cascade_score():
    base = {"DEP-05": ["clients"], "GOV-07": ["generic_fm"]}
    agreed = {"DEP-05": ["clients"], "GOV-07": ["names_platform", "alt_platform", "time_shift", "payment_rule"]}
    low, high = (cascade_score(stated(answers, depth="standard")).score for answers in (agreed, base))
    assert low < high
