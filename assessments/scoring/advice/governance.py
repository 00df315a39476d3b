"""Conditions on money at risk, contracts, people, plans, practice and law."""

from datetime import timedelta

from assessments.scoring.advice.findings import Finding, Situation
from assessments.scoring.phrases import as_you
from assessments.scoring.quantity import Quantity
from assessments.scoring.scores.readiness import MESSAGE_FOR, exercise
from assessments.ui import words

LONG_DISRUPTION_WEEKS = 13.0
LARGE_BALANCE = 0.25
STRONG_PEAK = 2.0
YEAR = timedelta(days=365)
IDLE_HOURS = 40.0
PIECE_SHARE = 30.0
SIGNED = {"own_alerts"}
EXPORT_H = {"continuous": 1.0, "daily": 24.0, "weekly": 168.0, "monthly": 730.0, "never": 8760.0}


def cash_buffer(it: Situation) -> Finding | None:
    """The runway is shorter than a plausible long disruption."""
    weeks = it.course.known("PRO-06")
    if weeks is None or weeks >= LONG_DISRUPTION_WEEKS or not it.statement.organisation.is_lost_by_the_hour:
        return None
    share = it.statement.organisation.direct.number + it.statement.organisation.influenced.number
    if share < 10:
        return None
    why = f"Without TikTok income you could pay fixed costs for {words.plural(round(weeks), 'week')}; bans have lasted for months."
    return Finding("cash_buffer", why, "", _all(it), ("market_ban", "account_loss"), ("answers.PRO-06",))


def payout_sweep(it: Situation) -> Finding | None:
    """The balance held is large against the severe-loss amount."""
    held = it.statement.organisation.balance_held
    severe = it.statement.organisation.severe_loss.number
    if held is None or severe <= 0 or held.number < LARGE_BALANCE * severe:
        return None
    why = it.hedged(
        "MON-08", f"{it.money(held.number)} of yours is usually held by TikTok and can be frozen with an account."
    )
    return Finding("payout_sweep", why, "", _all(it), ("account_loss", "market_ban"), held.sources)


def fulfilment_flex(it: Situation) -> Finding | None:
    """Shift notice or volume terms exceed the time until you know."""
    notice, owed = it.number("LG-02"), it.number("LG-03")
    delay = it.statement.noticing.delay_h.number
    if notice is None or (notice <= delay and not owed):
        return None
    costs = f", and unused volume costs {it.stated_money('LG-03')} a week" if owed else ""
    why = it.hedged("LG-02", f"Shifts can be changed only {words.hours(notice)} ahead{costs}.")
    keys = tuple(a.key for a in it.statement.activities if a.activity.kind == "order_fulfilment") or _all(it)
    return Finding("fulfilment_flex", why, "", keys, (), ("answers.LG-02", "answers.LG-03"))


def people_plan(it: Situation) -> Finding | None:
    """Volume-paid people or many idle hours."""
    pieces, idle = it.number("AG-03"), it.number("USE-04")
    staff = "staff" in it.statement.dependencies.parties
    if not (
        (pieces or 0) >= PIECE_SHARE or (staff and (idle or 0) >= IDLE_HOURS and it.statement.organisation.people > 1)
    ):
        return None
    if (pieces or 0) >= PIECE_SHARE:
        why = it.hedged(
            "AG-03", f"{pieces:.3g}% of the work is done by people paid per piece or hour; they lose income first."
        )
    else:
        why = it.hedged("USE-04", f"{idle:,.0f} working hours a week would stand idle or need other work.")
    return Finding("people_plan", why, "", _all(it), (), ("answers.AG-03", "answers.USE-04"))


def client_sla(it: Situation) -> Finding | None:
    """Client or service-level exposure without clear terms, or credits that start before anybody can switch."""
    credits = it.statement.contracts.credits
    early = [c for c in credits if c.source != "EC-02" and _too_late(it, c.after_h, c.functions)]
    clients = {"clients", "sellers"} & set(it.statement.dependencies.parties)
    terms = it.ticked("GOV-07")
    unclear = bool(clients) and terms is not None and not terms & {"names_platform", "alt_platform", "time_shift"}
    if not early and not unclear:
        return None
    if early:
        first = early[0]
        late = it.labels(_too_late(it, first.after_h, first.functions))
        why = f"Credits fall due after {words.hours(first.after_h)}, before an alternative for {late} delivers."
    else:
        why = it.hedged("GOV-07", "Client contracts do not say what happens when the platform fails.")
    have = (terms or set()) - {"none", "generic_fm"}
    already = f"In your contracts today: {it.options('GOV-07', have)}." if have else ""
    keys = tuple(dict.fromkeys(key for c in early for key in c.functions)) or _all(it)
    sources = ("answers.AG-04", "answers.SA-02", "answers.GOV-07")
    title = "Agree with clients that credits for a platform outage fall due later" if "names_platform" in have else None
    return Finding("client_sla", why, already, keys, (), sources, title)


def sponsor_reschedule(it: Situation) -> Finding | None:
    """Dated deliverables or unpublished paid work exist."""
    dated = it.statement.timing.commitments
    paid = next((question for question in ("CR-02", "FB-02") if it.number(question)), None)
    pieces = it.number("AG-02") or 0
    if not dated and not paid and not pieces:
        return None
    if dated:
        fixed = "commitment has" if len(dated) == 1 else "commitments have"
        first = "it is" if len(dated) == 1 else "the first is"
        number = words.count_word(len(dated)).capitalize()
        why = f"{number} {fixed} a fixed date in the next six months; {first} “{dated[0].what}” on {words.day(dated[0].on)}."
    elif paid:
        why = it.hedged(paid, f"{it.stated_money(paid)} of paid work is accepted and not yet published.")
    else:
        why = it.hedged("AG-02", f"{pieces:,.0f} pieces a month must appear on an agreed date.")
    keys = tuple(dict.fromkeys(c.function for c in dated)) or _all(it)
    return Finding(
        "sponsor_reschedule", why, "", keys, (), ("answers.TIM-02", "answers.CR-02", "answers.AG-02", "answers.FB-02")
    )


def peak_freeze(it: Situation) -> Finding | None:
    """A peak of twice normal or more lies ahead."""
    peaks = [peak for peak in it.statement.timing.stated_peaks if peak.factor >= STRONG_PEAK]
    if not peaks:
        return None
    as_of = it.statement.profile.as_of
    peak = next((one for one in peaks if one.start > as_of), peaks[0])
    why = f"“{peak.name}” from {words.day(peak.start)} brings {peak.factor:.3g} times a normal day."
    return Finding("peak_freeze", why, "", _all(it), (), ("answers.TIM-01",), before=peak.start)


def comms_templates(it: Situation) -> Finding | None:
    """A group that would feel it has no ready message."""
    ready = it.ticked("GOV-05")
    if ready is None:
        return None
    parties = it.statement.dependencies.parties
    lacking = [party for party in parties if MESSAGE_FOR[party] not in ready]
    if not lacking:
        return None
    labels = it.course.bank.labels(it.course.bank.questions["DEP-05"])
    named = "; ".join(as_you(words.lower_first(labels[party])) for party in lacking)
    why = it.hedged("GOV-05", f"No message is ready for: {named}.")
    have = ready - {"none"}
    already = f"Messages exist for: {it.options('GOV-05', have)}." if have else ""
    return Finding("comms_templates", why, already, _all(it), (), ("answers.GOV-05", "answers.DEP-05"))


def contacts_offline(it: Situation) -> Finding | None:
    """Key contacts cannot be reached without your systems."""
    reach = it.single("GOV-04")
    if reach not in ("partly", "unreachable", "yes_old"):
        return None
    said = {
        "partly": "Some key contacts could not be reached if TikTok and your office systems were down.",
        "unreachable": "Key contacts could not be reached if TikTok and your office systems were down.",
        "yes_old": "The offline contact list was not checked recently.",
    }
    already = "You keep an offline list." if reach == "yes_old" else ""
    return Finding("contacts_offline", it.hedged("GOV-04", said[reach]), already, _all(it), (), ("answers.GOV-04",))


def deputies(it: Situation) -> Finding | None:
    """One person alone can act or decide."""
    if it.statement.organisation.people <= 1:
        return None
    asked = [a for a in it.statement.activities if a.people is not None and a.people.value is not None]
    alone = [a for a in asked if a.people.origin == "entered" and a.people.number <= 1]  # type: ignore[union-attr]
    open_ones = [a for a in asked if a.people.origin != "entered"]  # type: ignore[union-attr]
    no_deputy = [
        a for a in it.statement.activities if a.owner and not a.deputy and it.statement.organisation.people >= 10
    ]
    authority = it.course.used("GOV-02")
    person = {} if authority is None or authority.unknown else authority.value
    undecided = authority is not None and not person.get("deputy")
    said = {
        "only one person can run": alone,
        "it is not known who else can run": open_ones,
        "nobody is named to stand in for": no_deputy,
    }
    parts = [f"{text} {it.labels(tuple(a.key for a in group))}" for text, group in said.items() if group]
    if undecided:
        parts.append("nobody is named to decide if the person in charge is away")
    if not parts:
        return None
    text = words.listed(parts)
    keys = tuple(dict.fromkeys(a.key for a in (*alone, *open_ones, *no_deputy))) or _all(it)
    sources = tuple(f"functions.{key}.{question}" for key in keys for question in ("FUN-01", "FUN-05"))
    return Finding(
        "deputies",
        f"{text[0].upper()}{text[1:]}.",
        "",
        keys,
        (),
        ("answers.GOV-02", *sources),
    )


def plan_write(it: Situation) -> Finding | None:
    """No approved plan."""
    plan = it.single("GOV-01")
    if plan not in ("none", "notes", "written"):
        return None
    said = {
        "none": "There is no written plan.",
        "notes": "There are notes, not a plan.",
        "written": "The plan is written and not approved.",
    }
    already = {
        "none": "",
        "notes": "Your notes are a start; the plan made here takes them further.",
        "written": "The text exists; approval is what is missing.",
    }[plan]
    return Finding("plan_write", it.hedged("GOV-01", said[plan]), already, _all(it), (), ("answers.GOV-01",))


def exercise_programme(it: Situation) -> Finding | None:
    """No exercise in the last twelve months."""
    asked = it.course.asks(it.course.bank.questions["GOV-06"])
    day, _ = exercise(it.statement)
    if not asked and day is None:
        return None
    if day is not None and it.statement.profile.as_of - day <= YEAR:
        return None
    why = (
        "No exercise has been held."
        if day is None
        else f"The last exercise was on {words.day(day)}, more than 12 months ago."
    )
    return Finding("exercise_programme", why, "", _all(it), (), ("answers.GOV-06",))


def review_cycle(it: Situation) -> Finding | None:
    """No review interval, or overdue actions."""
    day, form = exercise(it.statement)
    if day is None:
        return None
    overdue, months = form.get("actions_overdue"), form.get("review_months")
    if not overdue and months is not None:
        return None
    why = (
        f"{words.plural(round(overdue), 'action')} from the last exercise {'is' if overdue == 1 else 'are'} overdue."
        if overdue
        else "No review interval is set."
    )
    already = f"You review every {words.plural(round(months), 'month')}." if months else ""
    return Finding("review_cycle", why, already, _all(it), (), ("answers.GOV-06",))


def insurance_review(it: Situation) -> Finding | None:
    """Cover is not known and a severe loss lies above the severe-loss amount."""
    cover = it.single("GOV-10")
    worst = max((s.loss_severe for s in it.scenarios if s.likelihood >= 2), default=0.0)
    if cover not in ("maybe", "not_covered", "none_held") or worst <= it.statement.organisation.severe_loss.number:
        return None
    said = {
        "maybe": "It is not known whether your insurance pays for an outage at a platform you do not own.",
        "not_covered": "Your insurance does not pay for an outage at a platform you do not own.",
        "none_held": "You hold no insurance for an outage at a platform you do not own.",
    }
    return Finding(
        "insurance_review",
        f"{it.hedged('GOV-10', said[cover])} The dearest severe case looked at costs {it.money(worst)}.",
        "",
        _all(it),
        (),
        ("answers.GOV-10",),
    )


def market_watch(it: Situation) -> Finding | None:
    """Legal exposure in a country with a material share."""
    ticked = (it.ticked("RSK-04") or set()) & {"in_force", "proposed", "data_rules", "ad_shop_rules", "age_rules"}
    if not ticked:
        return None
    largest = it.statement.organisation.markets[0]
    why = f"You named {it.options('RSK-04', ticked)}; your largest market carries {100 * largest.share:.0f}% of what TikTok brings."
    return Finding(
        "market_watch", why, "", _all(it), ("market_ban", "policy_change"), ("answers.RSK-04", "answers.PRO-03")
    )


def obligations_register(it: Situation) -> Finding | None:
    """Any outside duty applies."""
    duties = (it.ticked("GOV-08") or set()) - {"none"}
    if not duties:
        return None
    return Finding(
        "obligations_register",
        f"Outside duties apply: {it.options('GOV-08', duties)}.",
        "",
        _all(it),
        (),
        ("answers.GOV-08",),
    )


def data_exports(it: Situation) -> Finding | None:
    """Exports are rarer than the acceptable age of data."""
    every = it.single("GOV-09")
    if every is None:
        return None
    ages = [
        (i.stated.rpo_h.number, i)
        for i in it.impacts
        if i.stated.rpo_h is not None and i.stated.rpo_h.value is not None
    ]
    shortest = min(ages, key=lambda entry: (entry[0], entry[1].stated.rank), default=None)
    if shortest is None:
        if every not in ("monthly", "never"):
            return None
        why = (
            "TikTok data is never copied to your own storage."
            if every == "never"
            else "TikTok data is copied monthly or less often."
        )
        why = it.hedged("GOV-09", why)
        return Finding("data_exports", why, "", _all(it), ("account_loss", "market_ban"), ("answers.GOV-09",))
    if EXPORT_H[every] <= shortest[0]:
        return None
    bear = f"{it.labels((shortest[1].key,))} can bear data {words.hours(shortest[0])} old"
    made = "never made" if every == "never" else f"made {it.options('GOV-09', {every})}"
    why = it.hedged("GOV-09", f"{bear}; copies are {made}.")
    return Finding(
        "data_exports",
        why,
        "",
        (shortest[1].key,),
        ("account_loss", "market_ban"),
        ("answers.GOV-09", *_rpo_sources(it)),
    )


def evidence(it: Situation) -> Finding | None:
    """The figures that decide rest on estimates: graded so, based on a weak source, or not known."""
    organisation = it.statement.organisation
    source = it.course.known("MON-03")
    figures = (
        (organisation.direct, "the share of income paid through TikTok", source),
        (organisation.influenced, "the share of income found through TikTok", source),
        (organisation.income, "yearly income", None),
    )
    weak = [(figure, label) for figure, label, basis in figures if figure.number > 0 and _is_weak(it, figure, basis)]
    if not weak or not organisation.earns_income:
        return None
    named = words.listed([label for _, label in weak])
    rests = "rests on an estimate" if len(weak) == 1 else "rest on estimates"
    why = f"{named[0].upper()}{named[1:]} {rests}; records would narrow every amount."
    return Finding("evidence", why, "", _all(it), (), tuple(path for figure, _ in weak for path in figure.sources))


def _is_weak(it: Situation, figure: Quantity, basis: str | None) -> bool:
    if figure.origin in ("unknown", "missing"):
        return True
    answer = it.statement.profile.answer(figure.sources[0].rpartition(".")[2])
    grade = (answer.grade if answer is not None else None) or basis
    return grade in ("C", "D")


def incident_log(it: Situation) -> Finding | None:
    """Incidents occurred without a completed cause analysis."""
    rows = it.course.known("RSK-01") or []
    analysis = it.course.known("RSK-02") or {}
    if not rows or not it.course.exists("RSK-02") or it.statement.profile.depth == "quick":
        return None
    missing = [key for key in ("primary_cause", "contributing", "not_caught", "changed") if not analysis.get(key)]
    if not missing:
        return None
    said = {
        "primary_cause": "the cause",
        "contributing": "what contributed",
        "not_caught": "why it was not caught",
        "changed": "what has changed since",
    }
    why = f"{words.plural(len(rows), 'incident')} in your log; not written down yet: {words.listed([said[key] for key in missing])}."
    already = f"You log incidents{' and have begun the analysis' if len(missing) < 4 else ''}."
    return Finding("incident_log", why, already, _all(it), (), ("answers.RSK-01", "answers.RSK-02"))


def _too_late(it: Situation, after_h: float, functions: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the activities for which nothing delivers by then."""
    own = (gap for gap in it.gaps if gap.key in functions)
    return tuple(gap.key for gap in own if gap.achievable_h is None or gap.achievable_h > after_h)


def _rpo_sources(it: Situation) -> tuple[str, ...]:
    return tuple(source for i in it.impacts if i.stated.rpo_h is not None for source in i.stated.rpo_h.sources)


def _all(it: Situation) -> tuple[str, ...]:
    return tuple(activity.key for activity in it.statement.activities)
