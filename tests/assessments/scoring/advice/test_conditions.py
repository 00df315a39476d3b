"""Every recommendation of the library: a profile that triggers it and one, like it but for what matters, that does not (V12)."""

from typing import Any

import pytest

from assessments.scoring.advice.findings import Finding
from assessments.scoring.advice.library import library
from assessments.scoring.advice.recommend import findings_of
from tests.factories.profiles import profile_with
from tests.factories.situations import situation_of

TIKTOK = {"channel": "tiktok", "audience": 10_000, "last_used": "this_week"}


def channel(kind: str, used: str = "this_week", audience: int = 800) -> dict[str, Any]:
    return {"channel": kind, "audience": audience, "last_used": used}


def account(**more: Any) -> dict[str, Any]:
    return {"name": "@one", "kind": "profile", "market": "GB", "admins": 2, "registered_to": "company_address", **more}


def rule(**more: Any) -> dict[str, Any]:
    base = {"metric": "orders", "normal": 100, "failed": 0, "threshold": 50, "direction": "below", "every_min": 1}
    return {**base, "lasts_min": 0, "fastest_min": 30, "notify": "Ruth", **more}


SELL = {"FUN-02": 100, "FUN-04": 50, "FUN-05": 3, "IMP-01": "d3", "IMP-04": 0, "WRK-01": "s0"}
SHOP = {"PRO-07": 1_000_000, "DET-02": 2, "MON-06": 40}
PUBLISH = {"USE-01": ["organic"], "USE-02": ["social_publishing"]}
SAAS = {"PRO-01": "saas", "USE-01": ["api", "login"], "USE-02": ["software_integration"], "MON-09": "recurring"}
FULL_HANDLING = ["backoff", "durable_queue", "idempotent", "token_refresh"]
TRACKED = ["changelog", "token_life", "token_method", "scopes", "quotas", "contact", "terms"]
PROTECTED = ["two_admins", "two_factor", "company_contact", "recovery", "roles", "leavers"]
TOOL = {
    "name": "StockLink",
    "kind": "shop_connector",
    "functions": "all",
    "commitment": "contract_with_times",
    "days_to_replace": 20,
}
TOOLS = {"DEP-01": ["shop_connector"], "DEP-02": [TOOL], "DEP-03": "slow"}
INCIDENT = {"date": "2026-01", "kind": "short_outage", "hours_down": 3, "hours_to_normal": 4}
ANALYSED = {"primary_cause": "a", "contributing": ["b"], "not_caught": "c", "changed": "d"}
LATE = {"credit_percent": 10, "after_hours": 4, "period": "month"}

Case = tuple[dict[str, Any], dict[str, Any]]
"""Answers of the organisation, and of its only activity."""
CASES: dict[str, tuple[Case, Case]] = {
    "own_contact_list": (
        ({"DIV-01": [TIKTOK], "DIV-02": 100}, {}),
        ({"DIV-01": [TIKTOK], "DIV-02": 2_000}, {}),
    ),
    "second_channel_live": (
        ({**PUBLISH, "DIV-01": [TIKTOK, channel("youtube", "this_month")], "DIV-03": 90}, {}),
        ({**PUBLISH, "DIV-01": [TIKTOK, channel("youtube")], "DIV-03": 60}, {}),
    ),
    "independent_parent": (
        ({"DIV-01": [TIKTOK, channel("instagram"), channel("facebook")]}, {}),
        ({"DIV-01": [TIKTOK, channel("instagram"), channel("youtube")]}, {}),
    ),
    "alt_checkout": (({"DIV-04": ["phone_chat"]}, {}), ({"DIV-04": ["own_checkout"]}, {})),
    "redirect_kit": (
        ({"DIV-04": ["own_checkout"], "MON-06": 20}, {}),
        ({"DIV-04": ["own_checkout"], "MON-06": 60}, {}),
    ),
    "master_archive": (({"WRK-06": "some"}, {}), ({"WRK-06": "most"}, {})),
    "content_buffer": (({**PUBLISH, "WRK-07": 0}, {"IMP-01": "w2"}), ({**PUBLISH, "WRK-07": 30}, {"IMP-01": "w2"})),
    "ad_switch_plan": (
        ({"USE-01": ["ads"], "USE-02": ["paid_acquisition"], "MON-04": 500, "DIV-06": "w1"}, {}),
        ({"USE-01": ["ads"], "USE-02": ["paid_acquisition"], "MON-04": 500, "DIV-06": "h4"}, {}),
    ),
    "creator_clauses": (
        ({"USE-01": ["creators"], "USE-02": ["influencer_partnerships"], "GOV-07": ["generic_fm"]}, {}),
        ({"USE-01": ["creators"], "USE-02": ["influencer_partnerships"], "GOV-07": ["names_platform"]}, {}),
    ),
    "creator_multi": (
        ({"USE-01": ["creators"], "USE-02": ["influencer_partnerships"], "DEP-07": 45}, {}),
        ({"USE-01": ["creators"], "USE-02": ["influencer_partnerships"], "DEP-07": 10}, {}),
    ),
    "client_sla": (
        ({**SAAS, "AG-04": LATE, "SA-02": {}, "GOV-07": ["names_platform"], "DEP-05": ["clients"]}, {}),
        ({**SAAS, "AG-04": {}, "SA-02": {}, "GOV-07": ["names_platform"], "DEP-05": ["clients"]}, {}),
    ),
    "tool_fallback": ((TOOLS, {}), ({**TOOLS, "DEP-03": "full"}, {})),
    "tool_second_source": ((TOOLS, {}), ({**TOOLS, "DEP-02": [{**TOOL, "days_to_replace": 0.5}]}, {})),
    "api_error_handling": (({**SAAS, "DET-06": ["backoff"]}, {}), ({**SAAS, "DET-06": FULL_HANDLING}, {})),
    "api_change_watch": (({**SAAS, "DET-07": ["changelog"]}, {}), ({**SAAS, "DET-07": TRACKED}, {})),
    "login_alternative": (({**SAAS, "DEP-04": 9}, {}), ({**SAAS, "DEP-04": 0}, {})),
    "data_exports": (({"GOV-09": "weekly"}, {"IMP-05": 24}), ({"GOV-09": "daily"}, {"IMP-05": 24})),
    "access_hardening": (({"GOV-03": PROTECTED[:5]}, {}), ({"GOV-03": PROTECTED}, {})),
    "account_hygiene": (({"RSK-05": 1, "RSK-06": ["none"]}, {}), ({"RSK-05": 0, "RSK-06": ["none"]}, {})),
    "status_watch": (({"DET-01": ["staff"]}, {}), ({"DET-01": ["staff", "tracker"]}, {})),
    "api_health_checks": (({**SAAS, "DET-01": ["own_alerts"]}, {}), ({**SAAS, "DET-01": ["api_checks"]}, {})),
    "custom_monitoring": (({"DET-01": ["staff"]}, {"IMP-01": "h24"}), ({"DET-01": ["own_alerts"]}, {"IMP-01": "h24"})),
    "alerting_rules": (
        ({"DET-01": ["own_alerts"], "DET-04": [rule(every_min=60)]}, {}),
        ({"DET-01": ["own_alerts"], "DET-04": [rule()]}, {}),
    ),
    "webhook_intake": (({**SAAS, "DET-01": ["api_checks"]}, {}), ({**SAAS, "DET-01": ["api_checks", "webhooks"]}, {})),
    "triage_guide": (({"DET-05": "expert"}, {}), ({"DET-05": "written"}, {})),
    "oncall_cover": (({"DET-03": "office"}, {"IMP-01": "h24"}), ({"DET-03": "always"}, {"IMP-01": "h24"})),
    "cash_buffer": (({"PRO-06": 8}, {}), ({"PRO-06": 20}, {})),
    "payout_sweep": (({"MON-08": 6_000, "PRO-07": 10_000}, {}), ({"MON-08": 100, "PRO-07": 10_000}, {})),
    "stock_rebalance": (({"DIV-05": 40}, {}), ({"DIV-05": 10}, {})),
    "fulfilment_flex": (
        ({"PRO-01": "logistics", "LG-02": 24, "LG-03": 0, "USE-02": ["order_fulfilment"]}, {}),
        ({"PRO-01": "logistics", "LG-02": 1, "LG-03": 0, "USE-02": ["order_fulfilment"]}, {}),
    ),
    "launch_split": (({"PRO-01": "fashion_beauty", "FB-01": 3}, {}), ({"PRO-01": "fashion_beauty", "FB-01": 0}, {})),
    "peak_freeze": (
        ({"TIM-01": [{"name": "P", "start": "2026-12-01", "end": "2026-12-03", "factor": 2}]}, {}),
        ({"TIM-01": [{"name": "P", "start": "2026-12-01", "end": "2026-12-03", "factor": 1.9}]}, {}),
    ),
    "comms_templates": (
        ({"DEP-05": ["buyers", "warehouse"], "GOV-05": ["customers"]}, {}),
        ({"DEP-05": ["buyers", "warehouse"], "GOV-05": ["customers", "partners"]}, {}),
    ),
    "contacts_offline": (({"GOV-04": "partly"}, {}), ({"GOV-04": "yes_checked"}, {})),
    "deputies": (
        ({"GOV-02": {"owner": "Ruth", "deputy": "Sam"}}, {"FUN-05": 1}),
        ({"GOV-02": {"owner": "Ruth", "deputy": "Sam"}}, {"FUN-05": 2}),
    ),
    "plan_write": (({"GOV-01": "written"}, {}), ({"GOV-01": "approved"}, {})),
    "exercise_programme": (({"GOV-06": {"date": "2025-11-01"}}, {}), ({"GOV-06": {"date": "2026-11-01"}}, {})),
    "review_cycle": (
        ({"GOV-06": {"date": "2026-11-01", "actions_open": 2, "actions_overdue": 1, "review_months": 6}}, {}),
        ({"GOV-06": {"date": "2026-11-01", "actions_open": 2, "actions_overdue": 0, "review_months": 6}}, {}),
    ),
    "insurance_review": (
        ({"GOV-10": "maybe", "PRO-07": 10, "RSK-05": 9}, {}),
        ({"GOV-10": "yes_checked", "PRO-07": 10, "RSK-05": 9}, {}),
    ),
    "market_watch": (({"RSK-04": ["proposed"]}, {}), ({"RSK-04": ["none"]}, {})),
    "obligations_register": (({"GOV-08": ["dora"]}, {}), ({"GOV-08": ["none"]}, {})),
    "sponsor_reschedule": (
        ({"TIM-02": [{"what": "Drop", "date": "2026-12-12", "function": "social_commerce", "can_move": 0}]}, {}),
        ({"TIM-02": []}, {}),
    ),
    "revenue_cap": (({"MON-01": 40, "DIV-07": 25}, {}), ({"MON-01": 20, "DIV-07": 25}, {})),
    "evidence": (
        ({"MON-03": "D"}, {}),
        ({"MON-03": "A"}, {}),
    ),
    "multi_region": (
        ({**SAAS, "SA-02": {"uptime": 99.9}, "DET-06": FULL_HANDLING}, {}),
        ({**SAAS, "SA-02": {"uptime": 99.9}, "DET-06": [*FULL_HANDLING, "multi_region"]}, {}),
    ),
    "status_page_apart": (
        ({**SAAS, "SA-02": {"status_page": "same_infrastructure"}}, {}),
        ({**SAAS, "SA-02": {"status_page": "independent"}}, {}),
    ),
    "incident_log": (
        ({"RSK-01": [INCIDENT], "RSK-02": {"primary_cause": "a"}}, {}),
        ({"RSK-01": [INCIDENT], "RSK-02": ANALYSED}, {}),
    ),
    "people_plan": (({"USE-04": 80, "DEP-05": ["staff"]}, {}), ({"USE-04": 10, "DEP-05": ["staff"]}, {})),
}


def found(case: Case) -> dict[str, Finding]:
    answers, function = case
    key = answers.get("USE-02", ["social_commerce"])[0]
    depth = "full"
    profile = profile_with({**SHOP, **answers}, {key: {**SELL, **function}}, depth=depth)
    return {finding.key: finding for finding in findings_of(situation_of(profile))}


def test_every_recommendation_of_the_library_is_walked():
    assert set(CASES) == set(library())


@pytest.mark.parametrize("key", CASES)
def test_a_recommendation_appears_with_its_condition_and_not_without(key):
    triggered, quiet = CASES[key]
    finding = found(triggered).get(key)
    assert finding is not None
    assert finding.functions
    assert finding.sources
    assert finding.why[0].isupper() or finding.why[0] in "“0123456789£"
    assert finding.why.endswith((".", "!"))
    assert key not in found(quiet)


DECIDING = {
    "own_contact_list": "DIV-02", "second_channel_live": "DIV-01", "alt_checkout": "DIV-04", "redirect_kit": "MON-06",
    "master_archive": "WRK-06", "content_buffer": "WRK-07", "ad_switch_plan": "DIV-06", "creator_clauses": "GOV-07",
    "creator_multi": "DEP-07", "tool_fallback": "DEP-03", "api_error_handling": "DET-06", "api_change_watch": "DET-07",
    "login_alternative": "DEP-04", "data_exports": "GOV-09", "access_hardening": "GOV-03", "status_watch": "DET-01",
    "api_health_checks": "DET-01", "custom_monitoring": "DET-01", "webhook_intake": "DET-01", "triage_guide": "DET-05",
    "oncall_cover": "DET-03", "payout_sweep": "MON-08", "stock_rebalance": "DIV-05", "fulfilment_flex": "LG-02",
    "launch_split": "FB-01", "comms_templates": "GOV-05", "contacts_offline": "GOV-04", "plan_write": "GOV-01",
    "insurance_review": "GOV-10", "people_plan": "USE-04", "multi_region": "DET-06", "deputies": "FUN-05",
}  # fmt: skip
"""The answer that decides a recommendation, where it can be left open."""


@pytest.mark.parametrize("key", DECIDING)
def test_what_is_not_known_is_never_told_as_a_fact(key):
    answers, function = CASES[key][0]
    question = DECIDING[key]
    unknown = {question: {"unknown": True}}
    case = (answers, {**function, **unknown}) if question == "FUN-05" else ({**answers, **unknown}, function)
    why = found(case)[key].why
    assert "not know" in why or "not known" in why, why


def test_what_exists_is_named_and_gone_beyond():
    """Export rule 9: "you post on Instagram weekly; ..."."""
    channels = {**PUBLISH, "DIV-01": [TIKTOK, channel("instagram")], "DIV-03": 30}
    finding = found((channels, {}))["second_channel_live"]
    assert finding.already == "You used Instagram in the last 30 days."
    assert finding.title == "Publish more of your TikTok pieces on the channels you already use"
    assert found(CASES["second_channel_live"][0])["second_channel_live"].title is None


def test_a_warehouse_without_an_account_never_sees_advice_on_accounts_channels_or_apis():
    answers = {"PRO-01": "logistics", "USE-01": ["none_direct"], "USE-02": ["order_fulfilment"], "LG-02": 24}
    profile = profile_with(answers, {"order_fulfilment": {"FUN-02": 30, "WRK-01": "s0"}}, depth="full")
    keys = {finding.key for finding in findings_of(situation_of(profile))}
    assert not keys & {
        "access_hardening", "account_hygiene", "own_contact_list", "second_channel_live", "master_archive", "alt_checkout",
        "api_error_handling", "api_change_watch", "api_health_checks", "webhook_intake", "login_alternative", "creator_clauses",
    }  # fmt: skip


def test_one_person_is_not_told_to_find_a_second_one():
    profile = profile_with(
        {"PRO-02": "p1", "GOV-03": ["two_factor", "company_contact", "recovery"]},
        {"social_commerce": {"FUN-05": 1}},
        depth="full",
    )
    keys = {finding.key for finding in findings_of(situation_of(profile))}
    assert not keys & {"deputies", "access_hardening"}


def test_amounts_as_they_were_given_keep_their_currency_where_income_is_not_known():
    answers = {
        "PRO-01": "logistics",
        "PRO-04": {"unknown": True},
        "USE-01": ["none_direct"],
        "USE-02": ["order_fulfilment"],
        "LG-02": 24,
        "LG-03": 9500,
    }
    profile = profile_with(answers, {"order_fulfilment": {"FUN-02": 30, "WRK-01": "s0"}}, depth="full")
    findings = {finding.key: finding for finding in findings_of(situation_of(profile))}
    assert "£9,500 a week" in findings["fulfilment_flex"].why
