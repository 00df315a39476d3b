"""The organisation as a whole: markets, income, what depends on TikTok and how it is earned."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from assessments.catalogue.scenarios import ScenarioLibrary
from assessments.scoring.quantity import Origin, Quantity, plausible
from assessments.scoring.resolver import Resolver
from assessments.ui.words import SHARE_OF_INCOME

Basis = Literal["revenue", "margin", "share"]
ANYWHERE = "*"
"""Stands for the one market of an organisation that did not say where its viewers are."""
WHOLE_INCOME = 100.0
PER_SALE = ("per_sale", "per_piece")
PEOPLE = {"p1": 1, "p2_9": 5, "p10_49": 25, "p50_249": 120, "p250": 500}
"""A middle number of people for each size band."""


@dataclass(frozen=True, slots=True)
class Market:
    """A country with its share (0-1) of the value TikTok brings."""

    country: str
    share: float


@dataclass(frozen=True, slots=True)
class Organisation:
    """Quantities that concern the organisation once; percentages in per cent, money in the amounts of its basis."""

    industry: str
    size: str
    markets: tuple[Market, ...]
    market_sources: tuple[str, ...]
    basis: Basis
    income: Quantity
    margin: Quantity | None
    margin_factor: float
    rating_factor: float
    direct: Quantity
    influenced: Quantity
    income_mode: str
    mode_sources: tuple[str, ...]
    recapture: Quantity
    runway_weeks: Quantity | None
    severe_loss: Quantity
    cost_day: Quantity | None
    ad_spend_month: Quantity | None
    client_media_month: Quantity | None
    balance_held: Quantity | None

    @property
    def is_lost_by_the_hour(self) -> bool:
        """Whether direct income stops with the service: sales and pieces do, subscriptions and reach do not."""
        return self.income_mode in PER_SALE

    @property
    def earns_income(self) -> bool:
        """Whether what depends on TikTok is income at all."""
        return self.income_mode != "not_income"

    @property
    def people(self) -> int:
        """A middle number of people for the size band."""
        return PEOPLE[self.size]


def state_organisation(resolver: Resolver, library: ScenarioLibrary) -> Organisation:
    """The organisation's quantities; fills the bases that unknown amounts are multiplied by."""
    income, basis = _income(resolver)
    direct, influenced = _shares(resolver)
    resolver.money_in = SHARE_OF_INCOME if basis == "share" else resolver.profile.currency
    resolver.base_amount = lambda name: _base(name, resolver, income, direct, influenced)
    margin = resolver.resolve("PRO-05")
    known_margin = margin is not None and margin.origin == "entered"
    if basis == "revenue" and known_margin:
        basis = "margin"
    factor = max(0.0, margin.number) / 100 if margin is not None and known_margin else 1.0
    assumed = library.income_margin_for_ratings / 100
    mode, mode_sources = _income_mode(resolver)
    markets, market_sources = _markets(resolver)
    return Organisation(
        industry=resolver.profile.industry,
        size=resolver.profile.size,
        markets=markets,
        market_sources=market_sources,
        basis=basis,
        income=income,
        margin=margin,
        margin_factor=factor,
        rating_factor=1.0 if known_margin else assumed,
        direct=direct,
        influenced=influenced,
        income_mode=mode,
        mode_sources=mode_sources,
        recapture=_recapture(resolver),
        runway_weeks=resolver.resolve("PRO-06"),
        severe_loss=_severe_loss(resolver, income, basis),
        cost_day=_amount(resolver, "MON-07", basis),
        ad_spend_month=_amount(resolver, "MON-04", basis),
        client_media_month=_amount(resolver, "MON-10", basis),
        balance_held=_amount(resolver, "MON-08", basis),
    )


def _income(resolver: Resolver) -> tuple[Quantity, Basis]:
    income = resolver.resolve("PRO-04")
    if income is not None and income.origin == "entered":
        return income, "revenue"
    sources = income.sources if income is not None else (resolver.path("PRO-04"),)
    sentence = "Yearly income is not known: every amount is a percentage of it."
    origin = income.origin if income is not None else "missing"
    whole = Quantity(
        "profile.revenue_year", WHOLE_INCOME, "% of yearly income", "D", origin, sources, sentence=sentence
    )
    return resolver.keep(whole), "share"


def _shares(resolver: Resolver) -> tuple[Quantity, Quantity]:
    """Direct and influenced share of income in per cent, together never above 100."""
    if resolver.course.exists("CR-01"):
        return _income_mix(resolver)
    direct = resolver.resolve("MON-01") or _nothing(resolver, "exposure.direct_share", "MON-01")
    influenced = resolver.resolve("MON-02") or _nothing(resolver, "exposure.influenced_share", "MON-02")
    graded = resolver.profile.value("MON-03")
    direct, influenced = (_graded(resolver, share, graded) for share in (direct, influenced))
    # what is not known gives way to what was stated
    if influenced.origin == "entered" and direct.origin != "entered" and direct.number > 100.0 - influenced.number:
        direct = resolver.keep(_capped(direct, 100.0 - influenced.number))
    if influenced.number > 100.0 - direct.number:
        influenced = resolver.keep(_capped(influenced, 100.0 - direct.number))
    return direct, influenced


def _graded(resolver: Resolver, share: Quantity, grade: str | None) -> Quantity:
    """The share with the grade of MON-03, unless the answer has one of its own."""
    question = share.sources[0].rpartition(".")[2]
    answer = resolver.profile.answer(question)
    if grade is None or share.origin != "entered" or (answer is not None and answer.grade):
        return share
    low, high = plausible(share.number, grade, highest=100.0)
    sources = (*share.sources, "answers.MON-03")
    return resolver.keep(Quantity(share.name, share.value, share.unit, grade, "entered", sources, low, high))


def _capped(share: Quantity, room: float) -> Quantity:
    sentence = f"{share.sentence} Cut to {room:g}%, so that direct and influenced income stay within 100%.".strip()
    low, high = (None if end is None else min(end, room) for end in (share.low, share.high))
    return Quantity(share.name, room, share.unit, share.grade, share.origin, share.sources, low, high, sentence)


def _nothing(resolver: Resolver, name: str, question: str) -> Quantity:
    return resolver.keep(Quantity(name, 0.0, "% of income", "C", "derived", (resolver.path(question),), 0.0, 0.0, ""))


def _income_mix(resolver: Resolver) -> tuple[Quantity, Quantity]:
    """Shares of a creator's income from the mix (CR-01), by the rules under `derived` and `unknown_range` of the bank."""
    question = resolver.course.bank.questions["CR-01"]
    path = resolver.path("CR-01")
    answer = resolver.profile.answer("CR-01")
    if answer is None or answer.unknown:
        source = question.unknown_range
        assert source is not None
        used, low, high = resolver.unknown_number(source, "CR-01", None)
        sentence = f"The income mix is not known: {used:g}% is taken as direct, {source.note}."
        origin: Origin = "missing" if answer is None else "unknown"
        direct = Quantity("exposure.direct_share", used, "% of income", "D", origin, (path,), low, high, sentence)
        return resolver.keep(direct), _nothing(resolver, "exposure.influenced_share", "CR-01")
    rows = _filled(answer.value, [row.code for row in question.table.fixed_rows])  # type: ignore[union-attr]
    counts = {row.code: row.counts_as for row in question.table.fixed_rows}  # type: ignore[union-attr]
    grade = resolver.grade_of(answer)
    direct_sum = sum(share for code, share in rows.items() if counts[code] == "direct")
    low, high = plausible(direct_sum, grade, highest=100.0)
    direct = Quantity("exposure.direct_share", direct_sum, "% of income", grade, "derived", (path,), low, high, "")
    return resolver.keep(direct), _influenced_mix(resolver, answer.value, rows, grade, path)


def _influenced_mix(
    resolver: Resolver, given: list[dict[str, Any]], rows: Mapping[str, float], grade: str, path: str
) -> Quantity:
    used = low = high = 0.0
    guessed = False
    for row in given:
        if row["code"] not in ("deals_open", "own_products"):
            continue
        share, part = rows[row["code"]], row.get("from_tiktok_viewers")
        known = float(part) if isinstance(part, int | float) else None
        guessed = guessed or (known is None and share > 0)
        used += share * (80 if known is None else known) / 100
        low += share * (30 if known is None else known) / 100
        high += share * (80 if known is None else known) / 100
    sentence = (
        "For some of your income it is not known how much comes from TikTok viewers: 80% is used (30 to 80%)."
        if guessed
        else ""
    )
    name = "exposure.influenced_share"
    made = Quantity(name, used, "% of income", "D" if guessed else grade, "derived", (path,), low, high, sentence)
    return resolver.keep(made)


def _filled(rows: list[dict[str, Any]], codes: list[str]) -> dict[str, float]:
    """Shares by row; rows not known take what is missing to 100, the direct ones first."""
    shares = {row["code"]: row.get("share") for row in rows}
    known = {code: float(share) for code, share in shares.items() if isinstance(share, int | float)}
    open_codes = [code for code in codes if code in shares and code not in known]
    missing = max(0.0, 100.0 - sum(known.values()))
    for position, code in enumerate(open_codes):
        known[code] = missing if position == 0 else 0.0
    return {code: known.get(code, 0.0) for code in codes}


def _base(name: str, resolver: Resolver, income: Quantity, direct: Quantity, influenced: Quantity) -> float | None:
    if name == "tiktok_audience":
        rows = resolver.profile.value("DIV-01") or []
        audience = next((row.get("audience") for row in rows if row["channel"] == "tiktok"), None)
        return float(audience) if isinstance(audience, int | float) else None
    year = income.number
    share = {"revenue_month": 365 / 12, "direct_income_day": direct.number / 100}.get(
        name, (direct.number + influenced.number) / 100
    )
    return year * share / 365


def _income_mode(resolver: Resolver) -> tuple[str, tuple[str, ...]]:
    """How the income is charged: asked of some industries, by the sale in the others."""
    mode = resolver.resolve("MON-09")
    if mode is None or mode.value is None:
        return "per_sale", (resolver.path("PRO-01"),)
    return str(mode.value), mode.sources


def _recapture(resolver: Resolver) -> Quantity:
    recapture = resolver.resolve("MON-06")
    assert recapture is not None and recapture.value is not None
    return recapture


def _severe_loss(resolver: Resolver, income: Quantity, basis: Basis) -> Quantity:
    """The organisation's yardstick (PRO-07); 25% of one month's income while it is not stated or cannot be compared."""
    stated = resolver.resolve("PRO-07")
    comparable = basis != "share" or (stated is not None and stated.origin != "entered")
    if stated is not None and stated.value is not None and comparable:
        return stated
    month = income.number / 12
    sentence = (
        "The severe-loss amount is proposed: 25% of one month's income. "
        "Change it if you would call an emergency meeting earlier or later."
    )
    if stated is not None and not comparable:
        sentence = (
            "The severe-loss amount you gave cannot be set against an income that is not known; "
            "25% of one month's income stands for it."
        )
    sources = ("bank.defaults.profile.severe_loss", *income.sources)
    unit = "% of yearly income" if basis == "share" else "currency"
    made = Quantity(
        "profile.severe_loss", 0.25 * month, unit, "C", "default", sources, 0.15 * month, 0.5 * month, sentence
    )
    return resolver.keep(made)


def _amount(resolver: Resolver, question: str, basis: Basis) -> Quantity | None:
    """An amount of money; left out where it cannot be held against an income that is not known."""
    stated = resolver.resolve(question)
    if stated is None or stated.value is None:
        return None
    if basis == "share" and stated.origin == "entered":
        sentence = (
            "The amount given cannot be set against an income that is not known; it is shown and left out of the sums."
        )
        resolver.keep(
            Quantity(stated.name, None, stated.unit, stated.grade, "derived", stated.sources, sentence=sentence)
        )
        return None
    return stated


def _markets(resolver: Resolver) -> tuple[tuple[Market, ...], tuple[str, ...]]:
    """Markets with shares that add up to 1, largest first; shares not given take equal parts of what is left."""
    path = resolver.path("PRO-03")
    rows = resolver.profile.value("PRO-03")
    if not rows:
        resolver.resolve("PRO-03")
        return (Market(ANYWHERE, 1.0),), (path,)
    given = {row["country"]: row.get("share") for row in rows}
    known = {country: float(share) for country, share in given.items() if isinstance(share, int | float)}
    left = max(0.0, 100.0 - sum(known.values()))
    unshared = [country for country in given if country not in known]
    if unshared and len(given) > 1:
        part = left / len(unshared)
        sentence = f"The share of {len(unshared)} of {len(given)} countries is not given: each counts with {part:.3g}%."
        resolver.keep(Quantity("profile.markets", part, "%", "C", "derived", (path,), 0.0, left, sentence))
    shares = {country: known.get(country, left / len(unshared) if unshared else 0.0) for country in given}
    total = sum(shares.values()) or 1.0
    markets = [Market(country, share / total) for country, share in shares.items()]
    return tuple(sorted(markets, key=lambda market: (-market.share, market.country))), (path,)
