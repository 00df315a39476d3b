"""Concentration: how hard TikTok is to replace. Rests on channels where there are any, else on income, clients, tools, sign-in."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.engine.concentration import concentration
from assessments.scoring.phrases import hedged
from assessments.scoring.resolver import Resolver
from assessments.scoring.scores.parts import Part, Score, clamped, make_score
from assessments.scoring.statement import Statement, own_cap
from assessments.ui import words

WARM = ("this_week", "this_month")
OWNED_ENOUGH = 0.2
"""People you can contact directly, against the TikTok audience, from which this part is empty."""


@dataclass(frozen=True, slots=True)
class ChannelUse:
    """One channel as stated: where, how many, how recently used, who owns it."""

    channel: str
    label: str
    audience: float | None
    is_warm: bool
    value_share: float | None
    owner_group: str


@dataclass(frozen=True, slots=True)
class SinglePoint:
    """One thing whose loss stops an activity: what it is and why it counts."""

    kind: str
    name: str
    why: str


def channels_of(resolver: Resolver) -> tuple[ChannelUse, ...] | None:
    """The organisation's channels; None where channels of its own make no sense for it."""
    if not resolver.course.exists("DIV-01"):
        return None
    rows = resolver.course.known("DIV-01")
    catalogue = resolver.course.bank.vocabulary.channels
    if rows is None:
        resolver.resolve("DIV-01")
        return (ChannelUse("tiktok", "TikTok", None, True, None, "tiktok"),)
    used = []
    for row in rows:
        channel = catalogue[row["channel"]]
        audience = row.get("audience")
        owner = row.get("owner_group") if channel.owner_group == "ask" else channel.owner_group
        used.append(
            ChannelUse(
                channel=channel.id,
                label=row.get("name") or channel.label,
                audience=float(audience) if isinstance(audience, int | float) else None,
                is_warm=row.get("last_used") in WARM,
                value_share=row.get("value_share"),
                owner_group=str(owner or channel.id),
            )
        )
    return tuple(sorted(used, key=lambda use: (use.channel, use.label)))


def warm_alternatives(channels: Sequence[ChannelUse]) -> list[ChannelUse]:
    """Channels other than TikTok that were used in the last 30 days and reach somebody."""
    return [use for use in channels if use.channel != "tiktok" and use.is_warm and use.audience]


def concentration_score(statement: Statement) -> Score:
    """The concentration score of the parts that apply."""
    channels = channels_of(statement.resolver)
    client = _percent_part(
        statement,
        "AG-01",
        "client",
        "Largest client or seller",
        60,
        15,
        "of TikTok-related fees come from one client or seller",
    )
    if channels is None:
        return make_score("concentration", [_income(statement), client, _tools(statement), _sign_in(statement)])
    stock = _percent_part(
        statement,
        "DIV-05",
        "stock",
        "Stock only TikTok can ship",
        50,
        10,
        "of your stock can be shipped only through TikTok",
    )
    parts = [_over_cap(statement), _warm(channels), _owners(channels), _contacts(statement, channels), stock, client]
    return make_score("concentration", parts)


def tiktok_share(statement: Statement) -> float:
    """Direct and influenced share of income together, in per cent."""
    return statement.organisation.direct.number + statement.organisation.influenced.number


def carried(share: float, cap: float) -> str:
    """What TikTok carries in whole per cent, or as exactly as it takes to tell it from the limit that it is held against."""
    shown = words.percent(share) if round(share) != round(cap) else f"{share:.3g}%"
    return f"TikTok carries {shown} of income"


def _over_cap(statement: Statement) -> Part | None:
    if not statement.organisation.earns_income:
        return None
    share = tiktok_share(statement)
    cap, is_own = own_cap(statement)
    whose = "your own limit" if is_own else "our proposed limit"
    reason = f"{carried(share, cap)}; {whose} for one platform is {words.percent(cap)}."
    sources = (*statement.organisation.direct.sources, *statement.organisation.influenced.sources, "answers.DIV-07")
    return Part("over_cap", "Share above the limit", 30, clamped((share - cap) / 40), reason, sources)


def _warm(channels: Sequence[ChannelUse]) -> Part:
    warm = warm_alternatives(channels)
    level = {0: 1.0, 1: 0.6, 2: 0.3}.get(len(warm), 0.0)
    if not warm:
        reason = "No other channel was used in the last 30 days."
    else:
        count = words.count_word(len(warm))
        were = "other channel was" if len(warm) == 1 else "other channels were"
        reason = f"Only {count} {were} used in the last 30 days."
    return Part("warm", "Warm alternatives", 25, level, reason, ("answers.DIV-01",))


def _owners(channels: Sequence[ChannelUse]) -> Part:
    owners = {use.owner_group for use in warm_alternatives(channels)}
    level = {0: 1.0, 1: 1.0, 2: 0.4}.get(len(owners), 0.0)
    reason = (
        "All channels you use besides TikTok belong to one owner."
        if len(owners) == 1
        else "The channels you use besides TikTok belong to few owners."
    )
    return Part("owners", "Owners of the alternatives", 15, level, reason, ("answers.DIV-01",))


def _contacts(statement: Statement, channels: Sequence[ChannelUse]) -> Part | None:
    owned = statement.resolver.resolve("DIV-02")
    audience = next((use.audience for use in channels if use.channel == "tiktok" and use.audience), None)
    if owned is None or audience is None:
        return None
    ratio = owned.number / audience
    reason = f"You can contact {owned.number:,.0f} people directly, against a TikTok audience of {audience:,.0f}."
    return Part(
        "contacts",
        "People you can contact directly",
        15,
        clamped(1 - ratio / OWNED_ENOUGH),
        hedged(owned, reason),
        (*owned.sources, "answers.DIV-01"),
    )


def _percent_part(
    statement: Statement, question: str, key: str, label: str, full: float, weight: float, said: str
) -> Part | None:
    share = statement.resolver.resolve(question)
    if share is None or share.value is None:
        return None
    reason = hedged(share, f"{share.number:.3g}% {said}.")
    return Part(key, label, weight, clamped(share.number / full), reason, share.sources)


def _income(statement: Statement) -> Part:
    share = tiktok_share(statement)
    reason = f"{words.percent(share)} of income rests on one platform, and no channel of your own could carry it."
    sources = (*statement.organisation.direct.sources, *statement.organisation.influenced.sources)
    return Part("income", "Income from one platform", 45, clamped(share / 60), reason, sources)


def _tools(statement: Statement) -> Part | None:
    tools = statement.dependencies.tools
    if not tools:
        return None
    fallback = statement.dependencies.direct_fallback
    level = {"full": 0.0, "part": 0.4, "slow": 0.7}.get(fallback or "cannot", 1.0)
    count = "A tool" if len(tools) == 1 else f"{words.count_word(len(tools)).capitalize()} tools"
    way = {"part": "be replaced only in part", "slow": "be replaced only slowly"}.get(fallback or "", "not be replaced")
    reason = f"{count} between you and TikTok could {way} by working directly."
    return Part(
        "tools",
        "Tools without a way round",
        25,
        level,
        reason,
        ("answers.DEP-01", *statement.dependencies.fallback_sources),
    )


def _sign_in(statement: Statement) -> Part | None:
    return _percent_part(
        statement, "DEP-04", "sign_in", "Sign-in only with TikTok", 50, 15, "of your users can sign in only with TikTok"
    )


def shares_by_channel(statement: Statement) -> dict[str, float]:
    """Share 0-1 of results by channel as stated; else of income by TikTok and the rest, or of people reached without income."""
    channels = channels_of(statement.resolver) or ()
    stated = {use.label: use.value_share for use in channels if use.value_share is not None}
    if sum(stated.values()) > 50:
        return _as_parts(stated)
    reached = {use.label: use.audience for use in channels if use.audience}
    if not statement.organisation.earns_income and reached:
        return _as_parts(reached)
    share = min(1.0, tiktok_share(statement) / 100)
    return {"TikTok": share, "Everything else": 1 - share}


def _as_parts(amounts: dict[str, float]) -> dict[str, float]:
    total = sum(amounts.values())
    return {label: amount / total for label, amount in amounts.items()}


def hhi_of(shares: Sequence[float]) -> tuple[float, float]:
    """Herfindahl-Hirschman index (0-10 000) and the effective number of equal parts; 0 and 0 without any."""
    if sum(shares) <= 0:
        return 0.0, 0.0
    found = concentration(shares)
    return found.index, found.effective


def single_points(statement: Statement) -> tuple[SinglePoint, ...]:
    """People, accounts, tools and channels of which there is only one."""
    points = [
        SinglePoint("person", activity.owner or "one person", f"only one person can run “{activity.activity.label}”")
        for activity in statement.activities
        if activity.people is not None and activity.people.value == 1 and statement.organisation.people > 1
    ]
    points += [
        SinglePoint("account", account.name, "only one person has full rights")
        for account in statement.dependencies.accounts
        if account.name and account.admins <= 1
    ]
    weak = statement.dependencies.direct_fallback in ("cannot", "slow")
    points += [
        SinglePoint(
            "tool", tool.label, f"{words.plural(len(tool.functions), 'activity', 'activities')} cannot do without it"
        )
        for tool in statement.dependencies.tools
        if weak and tool.functions
    ]
    channels = channels_of(statement.resolver)
    if channels is not None and not warm_alternatives(channels):
        points.append(SinglePoint("channel", "TikTok", "no other channel was used in the last 30 days"))
    elif channels is not None and len({use.owner_group for use in warm_alternatives(channels)}) == 1:
        only = warm_alternatives(channels)[0]
        if only.owner_group != "own":
            points.append(
                SinglePoint("owner", only.owner_group, "all other channels used in the last 30 days belong to it")
            )
    return tuple(points)
