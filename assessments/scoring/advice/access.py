"""Conditions on accounts, tools, software, sign-in and noticing."""

from assessments.scoring.advice.findings import Finding, Situation
from assessments.scoring.phrases import measured
from assessments.scoring.scores.detection import RuleVerdict
from assessments.scoring.stated.dependencies import HOURS_A_DAY
from assessments.ui import words

PROTECTIONS = ("two_admins", "two_factor", "company_contact", "recovery", "roles", "leavers")
HANDLING = ("backoff", "durable_queue", "idempotent")
WEAK_TOKENS = {"token_schedule", "token_on_failure", "token_unknown"}
TRACKED = {"changelog", "token_life", "token_method", "scopes", "quotas", "terms", "contact"}
DAY_H = 24.0


def access_hardening(it: Situation) -> Finding | None:
    """Any of the access protections is missing."""
    ticked = it.ticked("GOV-03")
    if ticked is None:
        return None
    missing = missing_protections(it, ticked)
    if not missing:
        return None
    have = ticked - {"none"}
    why = it.hedged("GOV-03", f"Not in place yet: {it.options('GOV-03', missing)}.")
    already = f"In place: {it.options('GOV-03', have)}." if have else ""
    return Finding("access_hardening", why, already, _own(it), ("account_loss",), ("answers.GOV-03",))


def missing_protections(it: Situation, ticked: set[str]) -> set[str]:
    """Protections that are not in place and make sense: one person has no staff, no leavers and no second administrator."""
    alone = {"two_admins", "roles", "leavers"} if it.statement.organisation.people <= 1 else set()
    return set(PROTECTIONS) - ticked - alone


def account_hygiene(it: Situation) -> Finding | None:
    """Notices were received, restricted categories are published, or someone pretended to be the organisation."""
    notices = it.course.known("RSK-05") or 0
    categories = (it.ticked("RSK-06") or set()) - {"none"}
    impostor = any(row.get("kind") == "impersonation" for row in it.course.known("RSK-01") or [])
    if not notices and not categories and not impostor:
        return None
    reasons = []
    if notices:
        reasons.append(f"you had {words.plural(round(notices), 'notice')} in the last 12 months")
    if categories:
        reasons.append(f"some of what you publish falls under stricter rules ({it.options('RSK-06', categories)})")
    if impostor:
        reasons.append("somebody pretended to be you")
    said = words.listed(reasons)
    why = f"{said[0].upper()}{said[1:]}. Such signs often come before the loss of an account."
    return Finding(
        "account_hygiene", why, "", _own(it), ("account_loss",), ("answers.RSK-05", "answers.RSK-06", "answers.RSK-01")
    )


def tool_fallback(it: Situation) -> Finding | None:
    """Working directly in TikTok is possible only in part, slowly or not at all."""
    fallback = it.single("DEP-03")
    tools = it.statement.dependencies.tools
    if fallback not in ("part", "slow", "cannot") or not tools:
        return None
    said = {
        "part": "only part of the volume directly in TikTok",
        "slow": "nothing directly in TikTok before access or training is arranged",
        "cannot": "nothing directly in TikTok",
    }[fallback]
    stopped = tools[0].name or "the tool between you and TikTok" if len(tools) == 1 else "your tools"
    why = it.hedged("DEP-03", f"If {stopped} stopped, your team could do {said}.")
    already = "Part of the work can be done directly today." if fallback == "part" else ""
    keys = tuple(dict.fromkeys(key for tool in tools for key in tool.functions))
    return Finding("tool_fallback", why, already, keys, ("third_party_failure",), ("answers.DEP-03",))


def tool_second_source(it: Situation) -> Finding | None:
    """A tool takes longer to replace than an activity that rests on it may stop."""
    slow = []
    for tool in it.statement.dependencies.tools:
        limits = [it.by_key[key].normal.mtpd_h for key in tool.functions]
        known = [limit for limit in limits if limit is not None]
        if tool.name and known and tool.days_to_replace * HOURS_A_DAY > min(known):
            slow.append((tool, min(known)))
    if not slow or it.single("DEP-03") == "full":
        return None
    tool, limit = max(slow, key=lambda entry: (entry[0].days_to_replace, entry[0].name))
    why = f"{tool.label} would take {measured(tool.days_to_replace, 'days')} to replace; what rests on it may stop for {words.hours(limit)}."
    keys = tuple(dict.fromkeys(key for entry, _ in slow for key in entry.functions))
    promised = [entry.label for entry, _ in slow if entry.has_promise]
    already = (
        f"{words.listed(promised)} {'comes' if len(promised) == 1 else 'come'} with a service promise."
        if promised
        else ""
    )
    return Finding("tool_second_source", why, already, keys, ("third_party_failure",), ("answers.DEP-02",))


def api_error_handling(it: Situation) -> Finding | None:
    """Queueing, safe repeats or backoff are missing, or tokens are not refreshed by the expiry returned."""
    handled = it.ticked("DET-06")
    if handled is None or not it.uses("api"):
        return None
    missing = {code for code in HANDLING if code not in handled}
    weak = handled & WEAK_TOKENS or "token_refresh" not in handled
    if not missing and not weak:
        return None
    needs = ({"token_refresh"} if weak else set()) | missing
    why = it.hedged(
        "DET-06", f"Your software does not yet do this when a call to TikTok fails: {it.options('DET-06', needs)}."
    )
    have = handled - {"none"} - WEAK_TOKENS
    already = f"It already does this: {it.options('DET-06', have)}." if have else ""
    keys = tuple(a.key for a in it.activities_with("api"))
    return Finding(
        "api_error_handling", why, already, keys, ("short_outage", "partial_degradation"), ("answers.DET-06",)
    )


def api_change_watch(it: Situation) -> Finding | None:
    """An API is used and changes are not tracked."""
    tracked = it.ticked("DET-07")
    if tracked is None or not it.uses("api"):
        return None
    missing = TRACKED - tracked
    if not missing:
        return None
    have = tracked - {"none"}
    why = it.hedged("DET-07", f"Nobody by name receives and acts on: {it.options('DET-07', missing)}.")
    already = f"Tracked today: {it.options('DET-07', have)}." if have else ""
    keys = tuple(a.key for a in it.activities_with("api"))
    return Finding("api_change_watch", why, already, keys, ("api_change",), ("answers.DET-07",))


def login_alternative(it: Situation) -> Finding | None:
    """Some users can sign in only with TikTok."""
    share = it.number("DEP-04")
    if not share:
        return None
    why = it.hedged("DEP-04", f"{share:.3g}% of your users are locked out when sign-in with TikTok fails.")
    keys = tuple(a.key for a in it.activities_with("login"))
    return Finding(
        "login_alternative",
        why,
        f"The other {100 - share:.3g}% have a second way." if share < 100 else "",
        keys,
        (),
        ("answers.DEP-04",),
    )


def multi_region(it: Situation) -> Finding | None:
    """Own software promises availability and runs in one region."""
    handled = it.ticked("DET-06")
    uptime = (it.course.known("SA-02") or {}).get("uptime")
    if handled is None or "multi_region" in handled or not isinstance(uptime, int | float):
        return None
    promise = f"You promise {uptime:g}% availability from one region."
    why = it.hedged(
        "DET-06", f"{promise} A second one does not cure an outage at TikTok; it keeps your own service up."
    )
    keys = tuple(a.key for a in it.activities_with("api"))
    return Finding("multi_region", why, "", keys, (), ("answers.SA-02", "answers.DET-06"))


def status_page_apart(it: Situation) -> Finding | None:
    """The status page shares infrastructure with the product, or there is none."""
    page = (it.course.known("SA-02") or {}).get("status_page")
    if page not in ("same_infrastructure", "no_page"):
        return None
    why = (
        "Your status page runs on the same infrastructure as the product."
        if page == "same_infrastructure"
        else "You have no status page."
    )
    return Finding("status_page_apart", why, "", _own(it), (), ("answers.SA-02",))


def status_watch(it: Situation) -> Finding | None:
    """Nobody would be told by a notice or a tracker."""
    methods = it.ticked("DET-01")
    if methods is None or methods & {"status_page", "tracker"}:
        return None
    have = methods - {"none"}
    delay = words.hours(it.statement.noticing.delay_h.number)
    why = it.hedged("DET-01", f"Noticing takes about {delay}, and nobody is subscribed to a status notice or tracker.")
    already = f"Today: {it.options('DET-01', have)}." if have else ""
    return Finding("status_watch", why, already, _own(it), (), ("answers.DET-01",))


def api_health_checks(it: Situation) -> Finding | None:
    """An API is used without health checks."""
    methods = it.ticked("DET-01")
    if methods is None or "api_checks" in methods or not it.uses("api", "login"):
        return None
    keys = tuple(a.key for a in it.activities_with("api", "login"))
    return Finding(
        "api_health_checks",
        it.hedged("DET-01", "Your software uses TikTok's APIs and nothing checks them automatically."),
        "",
        keys,
        (),
        ("answers.DET-01",),
    )


def custom_monitoring(it: Situation) -> Finding | None:
    """An activity must recover within a day and no alert on own numbers exists."""
    methods = it.ticked("DET-01")
    urgent = [impact for impact in it.impacts if impact.rto_h <= DAY_H]
    if methods is None or methods & {"own_alerts", "api_checks"} or not urgent:
        return None
    first = min(urgent, key=lambda impact: (impact.rto_h, impact.stated.rank))
    due = f"{it.labels((first.key,))} must run again within {words.hours(first.rto_h)}"
    why = it.hedged("DET-01", f"{due}, and no alert watches your own numbers.")
    return Finding("custom_monitoring", why, "", tuple(impact.key for impact in urgent), (), ("answers.DET-01",))


def alerting_rules(it: Situation) -> Finding | None:
    """A rule fails the replay against the fastest change."""
    late = [verdict for verdict in it.verdicts if not verdict.is_in_time]
    if not late:
        return None
    why = _why_late(late[0])
    good = len(it.verdicts) - len(late)
    others = f"{words.count_word(good).capitalize()} other {'rule speaks' if good == 1 else 'rules speak'} in time."
    return Finding("alerting_rules", why, others if good else "", _own(it), (), ("answers.DET-04",))


def _why_late(verdict: RuleVerdict) -> str:
    rule, before = f"The rule on “{verdict.rule.metric}”", verdict.replay.before_failure_s
    if verdict.replay.verdict == "not_checked" or verdict.rule.fastest_min is None:
        return f"{rule} could not be checked and counts as late."
    length = words.seconds(round(60 * verdict.rule.fastest_min))
    if before is None:
        return f"{rule} would never speak in a failure that takes {length}."
    if before < 0:
        return f"{rule} would speak {words.seconds(-before)} after a failure that takes {length}."
    react = words.seconds(round(60 * verdict.rule.react_min))
    return f"{rule} would speak {words.seconds(before)} before a failure is complete; you need {react} to react."


def webhook_intake(it: Situation) -> Finding | None:
    """Software exists and webhooks are not handled."""
    methods = it.ticked("DET-01")
    if (
        methods is None
        or "webhooks" in methods
        or not it.uses("api")
        or it.statement.profile.industry not in ("saas", "ecommerce", "fashion_beauty", "agency")
    ):
        return None
    keys = tuple(a.key for a in it.activities_with("api"))
    return Finding(
        "webhook_intake",
        it.hedged("DET-01", "Your software does not yet receive TikTok's event notices."),
        "",
        keys,
        (),
        ("answers.DET-01",),
    )


def triage_guide(it: Situation) -> Finding | None:
    """There is no written triage."""
    triage = it.single("DET-05")
    if triage is None or triage == "written":
        return None
    other = "a penalty on your account" if it.course.profile.uses_tiktok_itself else "one of your tools or your own"
    said = {
        "expert": f"One person knows how to tell a platform fault from {other}; nobody else does.",
        "compare": f"You would ask around to tell a platform fault from {other}.",
        "none": f"You have no way of telling a platform fault from {other}.",
    }
    return Finding(
        "triage_guide",
        it.hedged("DET-05", said[triage]),
        "",
        _own(it),
        ("partial_degradation", "account_loss"),
        ("answers.DET-05",),
    )


def oncall_cover(it: Situation) -> Finding | None:
    """A peak or a short limit lies outside watched hours."""
    cover = it.single("DET-03")
    short = it.shortest_mtpd_h <= DAY_H
    peaks = it.statement.timing.stated_peaks
    if cover not in ("office", "nobody", "extended") or not (peaks or short) or (cover == "extended" and not short):
        return None
    hours = {"office": "office hours on weekdays", "nobody": "no fixed hours", "extended": "extended hours"}[cover]
    reason = (
        f"“{peaks[0].name}” needs more"
        if peaks and not short
        else f"one activity can stop for no longer than {words.hours(it.shortest_mtpd_h)}"
    )
    why = it.hedged("DET-03", f"Somebody watches in {hours}; {reason}.")
    return Finding("oncall_cover", why, "", _own(it), (), ("answers.DET-03", "answers.TIM-01"))


def _own(it: Situation) -> tuple[str, ...]:
    return tuple(activity.key for activity in it.statement.activities)
