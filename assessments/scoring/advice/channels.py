"""Conditions on channels, sales paths, content and creators."""

from assessments.scoring.advice.findings import Finding, Situation
from assessments.scoring.scores.concentration import carried, channels_of, tiktok_share, warm_alternatives
from assessments.scoring.statement import own_cap
from assessments.ui import words

FEW_CONTACTS = 0.2
LOW_REUSE = 50.0
HIGH_LOCK = 25.0
MANY_CREATORS = 20.0
PUBLISHING = ("organic", "live", "payouts")
LISTS = {"email": "an email list", "sms": "a phone list", "own_app": "an app of your own"}
PARALLEL = "Publish more of your TikTok pieces on the channels you already use"


def own_contact_list(it: Situation) -> Finding | None:
    """Owned contacts are small against the TikTok audience."""
    channels = channels_of(it.statement.resolver)
    owned = it.number("DIV-02")
    audience = next((use.audience for use in channels or () if use.channel == "tiktok" and use.audience), None)
    if owned is None or audience is None or owned >= FEW_CONTACTS * audience:
        return None
    why = it.hedged("DIV-02", f"You can reach {owned:,.0f} people without any platform, and {audience:,.0f} on TikTok.")
    lists = [LISTS[use.channel] for use in channels or () if use.channel in LISTS]
    already = f"You have {words.listed(lists)}." if lists else ""
    keys = tuple(a.key for a in it.statement.activities if a.income_share.number > 0) or _all(it)
    return Finding("own_contact_list", why, already, keys, (), ("answers.DIV-01", "answers.DIV-02"))


def second_channel_live(it: Situation) -> Finding | None:
    """No other channel was used this week, or little of what is published appears elsewhere."""
    channels = channels_of(it.statement.resolver)
    if channels is None or not it.uses(*PUBLISHING, "ads", "shop", "creators"):
        return None
    rows = it.course.known("DIV-01") or []
    weekly = [row for row in rows if row["channel"] != "tiktok" and row.get("last_used") == "this_week"]
    reuse = it.number("DIV-03") if it.course.used("DIV-03") is not None else None
    if weekly and (reuse is None or reuse >= LOW_REUSE):
        return None
    warm = warm_alternatives(channels)
    already = f"You used {words.listed([use.label for use in warm])} in the last 30 days." if warm else ""
    if reuse is not None and weekly:
        why = it.hedged(
            "DIV-03", f"Only {reuse:.3g}% of what you publish on TikTok appears anywhere else within a week."
        )
    else:
        why = it.hedged("DIV-01", "No other channel was used in the last seven days, so none is warm when you need it.")
    keys = tuple(a.key for a in it.activities_with("organic", "live", "creators"))
    sources = ("answers.DIV-01", "answers.DIV-03")
    return Finding("second_channel_live", why, already, keys, (), sources, PARALLEL if weekly else None)


def independent_parent(it: Situation) -> Finding | None:
    """All warm alternatives belong to one owner group."""
    channels = channels_of(it.statement.resolver)
    warm = warm_alternatives(channels or ())
    owners = {use.owner_group for use in warm}
    if not warm or len(owners) > 1 or owners == {"own"}:
        return None
    names = words.listed([use.label for use in warm])
    why = f"{names} {'has' if len(warm) == 1 else 'have'} one owner; in October 2021 its services failed together for about six hours."
    if owners != {"meta"}:
        why = f"{names} {'has' if len(warm) == 1 else 'have'} one owner, so one failure or decision can take all of your alternatives."
    return Finding("independent_parent", why, f"You already use {names}.", _all(it), (), ("answers.DIV-01",))


def alt_checkout(it: Situation) -> Finding | None:
    """Shop products can be bought nowhere else."""
    paths = it.ticked("DIV-04")
    if paths is None or not it.uses("shop"):
        return None
    useful = paths - {"nowhere", "phone_chat"}
    if useful:
        return None
    known = it.course.used("DIV-04")
    said = (
        "You said that buyers could buy nowhere else today."
        if known and not known.unknown
        else "It is not known where else buyers could buy."
    )
    why = "Buyers could order only by phone, chat or email." if "phone_chat" in paths else said
    already = "You take orders by phone, chat or email." if "phone_chat" in paths else ""
    keys = tuple(a.key for a in it.activities_with("shop"))
    return Finding("alt_checkout", why, already, keys, (), ("answers.DIV-04",))


def redirect_kit(it: Situation) -> Finding | None:
    """An alternative checkout exists, but few sales would come back."""
    paths = it.ticked("DIV-04")
    recapture = it.statement.organisation.recapture
    if (
        paths is None
        or not paths & {"own_checkout", "marketplace", "social_shop", "physical"}
        or recapture.number >= 50
    ):
        return None
    where = it.options("DIV-04", paths - {"nowhere"})
    back = f"You could sell elsewhere, but only {recapture.number:.3g}% of a lost day's sales would come back by themselves."
    why = it.hedged("MON-06", back)
    keys = tuple(a.key for a in it.activities_with("shop", "live") if a.income_share.number > 0)
    return Finding(
        "redirect_kit", why, f"Buyers can already use {where}.", keys, (), ("answers.DIV-04", *recapture.sources)
    )


def master_archive(it: Situation) -> Finding | None:
    """Fewer than half of the originals are kept outside TikTok."""
    kept = it.single("WRK-06")
    if kept not in ("some", "none"):
        return None
    why = (
        "Less than half of your videos exist as originals outside TikTok."
        if kept == "some"
        else "No originals are kept outside TikTok."
    )
    keys = tuple(a.key for a in it.activities_with("organic", "live", "creators"))
    already = "You keep originals of some videos." if kept == "some" else ""
    return Finding(
        "master_archive", it.hedged("WRK-06", why), already, keys, ("account_loss", "market_ban"), ("answers.WRK-06",)
    )


def content_buffer(it: Situation) -> Finding | None:
    """Ready content lasts less long than the recovery target of publishing."""
    days = it.number("WRK-07")
    publishing = [
        i
        for i in it.impacts
        if i.stated.activity.kind in ("social_publishing", "creator_income", "audience_reach", "product_launch")
    ]
    if days is None or not publishing:
        return None
    target = min(impact.rto_h for impact in publishing)
    if days * 24 >= target:
        return None
    lasts = "There is no ready content" if days < 1 else f"Ready content would last {words.plural(round(days), 'day')}"
    why = (
        f"{lasts}; publishing must run again within {words.hours(target)}, and nothing would bridge the time till then."
    )
    keys = tuple(impact.key for impact in publishing)
    return Finding(
        "content_buffer",
        it.hedged("WRK-07", why),
        f"You hold {words.plural(round(days), 'day')} of finished content." if days >= 1 else "",
        keys,
        (),
        ("answers.WRK-07",),
    )


def ad_switch_plan(it: Situation) -> Finding | None:
    """Ads are used and moving the budget takes longer than the target."""
    moving = it.course.used("DIV-06")
    ads = [impact for impact in it.impacts if "ads" in impact.stated.activity.caps]
    hours = it.course.bank.vocabulary.band_hours
    code = it.single("DIV-06")
    if moving is None or code is None or not ads:
        return None
    target = min(impact.rto_h for impact in ads)
    if hours[code] <= target:
        return None
    slow = f"Moving the ad budget takes up to {words.hours(hours[code])}; winning customers must go on within {words.hours(target)}."
    why = it.hedged("DIV-06", slow)
    return Finding("ad_switch_plan", why, "", tuple(i.key for i in ads), (), ("answers.DIV-06",))


def creator_clauses(it: Situation) -> Finding | None:
    """Creators are used and contracts do not name a platform outage."""
    terms = it.ticked("GOV-07")
    keys = _with_creators(it)
    if terms is None or not keys or "names_platform" in terms:
        return None
    have = terms - {"none", "generic_fm"}
    already = f"In your contracts today: {it.options('GOV-07', have)}." if have else ""
    why = it.hedged("GOV-07", "Creator contracts do not say what happens when the platform, not a party, fails.")
    return Finding("creator_clauses", why, already, keys, (), ("answers.GOV-07",))


def creator_multi(it: Situation) -> Finding | None:
    """A fifth or more of the creators have no other agreed channel."""
    share = it.number("DEP-07")
    keys = _with_creators(it)
    if share is None or share < MANY_CREATORS or not keys:
        return None
    why = it.hedged("DEP-07", f"{share:.3g}% of your creators could be reached and redirected only through TikTok.")
    already = (
        f"The other {100 - share:.3g}% have a second agreed channel." if it.course.known("DEP-07") is not None else ""
    )
    return Finding("creator_multi", why, already, keys, (), ("answers.DEP-07",))


def stock_rebalance(it: Situation) -> Finding | None:
    """A quarter or more of the stock can fill TikTok orders only."""
    share = it.number("DIV-05")
    if share is None or share < HIGH_LOCK:
        return None
    why = it.hedged(
        "DIV-05",
        f"{share:.3g}% of your stock can be shipped only through TikTok and would be stranded by a suspension or a ban.",
    )
    keys = tuple(a.key for a in it.activities_with("shop"))
    return Finding(
        "stock_rebalance", why, "", keys, ("account_loss", "market_ban", "policy_change"), ("answers.DIV-05",)
    )


def launch_split(it: Situation) -> Finding | None:
    """Launches with fixed dates rely on TikTok for most of their reach."""
    count = it.number("FB-01")
    dated = [
        c
        for c in it.statement.timing.commitments
        if it.statement.activity(c.function).activity.kind == "product_launch"
    ]
    if not (count or dated):
        return None
    if count:
        rely = "launch relies" if round(count) == 1 else "launches rely"
        why = it.hedged("FB-01", f"{count:,.0f} {rely} on TikTok for most of the reach in the next 12 months.")
    else:
        why = f"“{dated[0].what}” on {words.day(dated[0].on)} relies on TikTok."
    keys = tuple(a.key for a in it.statement.activities if a.activity.kind == "product_launch") or _all(it)
    return Finding("launch_split", why, "", keys, (), ("answers.FB-01", "answers.TIM-02"))


def revenue_cap(it: Situation) -> Finding | None:
    """TikTok carries more than the chosen limit."""
    share = tiktok_share(it.statement)
    cap, is_own = own_cap(it.statement)
    if share <= cap or not it.statement.organisation.earns_income:
        return None
    whose = "your own limit for one platform is" if is_own else "a limit of your own is not set; we propose"
    why = f"{carried(share, cap)}; {whose} {words.percent(cap)}."
    already = "You have set the limit; tracking it is what is missing." if is_own else ""
    return Finding(
        "revenue_cap", why, already, _all(it), (), ("answers.DIV-07", *it.statement.organisation.direct.sources)
    )


def _all(it: Situation) -> tuple[str, ...]:
    return tuple(activity.key for activity in it.statement.activities)


def _with_creators(it: Situation) -> tuple[str, ...]:
    """Activities that work with other creators; a creator's own channel is not one of them."""
    if not it.uses("creators"):
        return ()
    return tuple(a.key for a in it.activities_with("creators") if a.activity.kind != "creator_income")
