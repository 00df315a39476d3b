"""Each activity: how much of it stops, what runs through it, how long it may stop, and what could replace it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from assessments.questionnaires.profile import Activity
from assessments.scoring.quantity import Quantity
from assessments.scoring.resolver import Resolver, as_date

PROVEN_FOR = timedelta(days=365)
NEVER = "never"
NOTHING = 0
IMPROVISED = 1


@dataclass(frozen=True, slots=True)
class Alternative:
    """What could be done today without TikTok."""

    status: int
    status_code: str
    is_known: bool
    is_running: bool
    operate_h: float
    output: Quantity | None
    endurance_h: float
    endurance_is_open: bool
    proven_on: date | None
    is_proven: bool
    cost_day: Quantity | None
    sources: tuple[str, ...]

    @property
    def exists(self) -> bool:
        """Whether there is anything at all."""
        return self.status > NOTHING

    @property
    def share(self) -> float:
        """Share (0-1) of what stops that the alternative replaces; never more than all of it."""
        return min(1.0, self.output.number / 100) if self.exists and self.output is not None else 0.0


@dataclass(frozen=True, slots=True)
class StatedActivity:
    """Quantities of one activity; percentages in per cent, times in hours."""

    activity: Activity
    rank: int
    owner: str | None
    deputy: str | None
    dependency: Quantity
    income_share: Quantity
    volume: dict[str, Any] | None
    mbco: Quantity
    people: Quantity | None
    catch_up_h: Quantity
    rpo_h: Quantity | None
    limit: str | None
    limit_sources: tuple[str, ...]
    limit_reason: str | None
    grid: dict[str, dict[str, int]]
    alternative: Alternative

    @property
    def key(self) -> str:
        """The activity's key."""
        return self.activity.key


def state_activities(resolver: Resolver, earns_income: bool) -> tuple[StatedActivity, ...]:
    """The activities in the user's order."""
    shares = _income_shares(resolver, earns_income)
    return tuple(
        _activity(resolver, activity, rank, shares[activity.key])
        for rank, activity in enumerate(resolver.profile.activities, start=1)
    )


def _activity(resolver: Resolver, activity: Activity, rank: int, income_share: Quantity) -> StatedActivity:
    key = activity.key
    person = resolver.profile.value("FUN-01", key) or {}
    stated = resolver.resolve("IMP-01", key)
    dependency = resolver.resolve("FUN-02", key)
    mbco = resolver.resolve("FUN-04", key)
    catch_up = resolver.resolve("IMP-04", key)
    assert dependency is not None and mbco is not None and catch_up is not None
    return StatedActivity(
        activity=activity,
        rank=rank,
        owner=person.get("owner"),
        deputy=person.get("deputy"),
        dependency=dependency,
        income_share=income_share,
        volume=resolver.profile.value("FUN-03", key),
        mbco=mbco,
        people=resolver.resolve("FUN-05", key),
        catch_up_h=catch_up,
        rpo_h=resolver.resolve("IMP-05", key),
        limit=None if stated is None else stated.value,
        limit_sources=() if stated is None else stated.sources,
        limit_reason=resolver.course.known("IMP-02", key),
        grid=_grid(resolver, key),
        alternative=_alternative(resolver, key),
    )


def _income_shares(resolver: Resolver, earns_income: bool) -> dict[str, Quantity]:
    """Share of the income that depends on TikTok by activity, in per cent, by the rule under `derived` in the bank."""
    activities = resolver.profile.activities
    name = "functions.{}.income_share"
    if not earns_income:
        return {
            a.key: Quantity(name.format(a.key), 0.0, "%", "C", "derived", (resolver.path("MON-09"),))
            for a in activities
        }
    given = {a.key: resolver.course.known("FUN-06", a.key) for a in activities}
    known = {key: float(share) for key, share in given.items() if share is not None}
    left = max(0.0, 100.0 - sum(known.values()))
    open_ones = [activity for activity in activities if activity.key not in known]
    earning = [activity for activity in open_ones if _brings_income(resolver, activity)] or open_ones
    split = {activity.key: left / len(earning) for activity in earning}
    return {a.key: _income_share(resolver, a, known, split, name.format(a.key)) for a in activities}


def _income_share(
    resolver: Resolver, activity: Activity, known: dict[str, float], split: dict[str, float], name: str
) -> Quantity:
    path = resolver.path("FUN-06", activity.key)
    if activity.key in known:
        grade = resolver.grade_of(resolver.profile.answer("FUN-06", activity.key))
        return resolver.keep(Quantity(name, known[activity.key], "% of TikTok income", grade, "entered", (path,)))
    share = split.get(activity.key, 0.0)
    sources = (path, resolver.path("USE-02"))
    alone = len(resolver.profile.activities) == 1
    sentence = "" if alone else f"Income is split by rule: {share:.3g}% runs through {activity.label}."
    return resolver.keep(
        Quantity(
            name, share, "% of TikTok income", "C", "derived", sources, 0.0, 100.0 if not alone else share, sentence
        )
    )


def _brings_income(resolver: Resolver, activity: Activity) -> bool:
    kind = resolver.course.bank.vocabulary.functions.get(activity.kind or "")
    return kind is None or kind.brings_income(resolver.profile.industry)


def _grid(resolver: Resolver, key: str) -> dict[str, dict[str, int]]:
    """Ratings by category and band as given, a falling one raised to the highest before it unless it has a reason."""
    grid: dict[str, dict[str, int]] = {}
    answer = resolver.course.used("IMP-03", key)
    if answer is None or answer.unknown:
        return grid
    for category, row in answer.value.items():
        highest = 0
        for band in resolver.course.bank.vocabulary.band_hours:
            cell = row.get(band)
            if cell is None or cell == {"unknown": True}:
                continue
            rating = cell["rating"] if isinstance(cell, dict) else cell
            is_reasoned = isinstance(cell, dict) and bool(cell.get("reason"))
            highest = rating if is_reasoned else max(highest, rating)
            grid.setdefault(category, {})[band] = highest
    return grid


def _alternative(resolver: Resolver, key: str) -> Alternative:
    status = resolver.resolve("WRK-01", key)
    assert status is not None
    level = int(resolver.course.bank.option_value("WRK-01", status.value) or 0)
    if level == NOTHING:
        return Alternative(
            0, status.value, status.origin == "entered", False, 0.0, None, 0.0, False, None, False, None, status.sources
        )
    operate = resolver.resolve("WRK-02", key)
    output = resolver.resolve("WRK-03", key)
    endurance = resolver.resolve("WRK-04", key)
    bands = resolver.course.bank.vocabulary.band_hours
    time_code = operate.value if operate is not None else "w2"
    is_running = time_code == "now" and status.value == "s4"
    operate_h = 0.0 if is_running else bands.get(str(time_code), 1.0)
    endurance_code = str(endurance.value) if endurance is not None else "d3"
    proven_on, is_proven = _proof(resolver, key, status.value)
    sources = tuple(
        source for part in (status, operate, output, endurance) if part is not None for source in part.sources
    )
    return Alternative(
        status=level,
        status_code=status.value,
        is_known=status.origin == "entered",
        is_running=is_running,
        operate_h=operate_h,
        output=output,
        endurance_h=bands[endurance_code],
        endurance_is_open=endurance_code == "m1",
        proven_on=proven_on,
        is_proven=is_proven,
        cost_day=resolver.resolve("WRK-08", key),
        sources=sources,
    )


def _proof(resolver: Resolver, key: str, status: str) -> tuple[date | None, bool]:
    """When the alternative was last shown to work, and whether that is within twelve months.

    Where WRK-05 was not asked, "tested in the last 12 months" and "runs every week" say so themselves.
    """
    answer = resolver.course.used("WRK-05", key)
    if answer is not None and not answer.unknown:
        day = as_date(answer.value)
        assert day is not None
        return day, timedelta(0) <= resolver.profile.as_of - day <= PROVEN_FOR
    question = resolver.course.bank.questions["WRK-05"]
    said_unknown = answer is not None
    if said_unknown or resolver.course.asks(question, key):
        resolver.resolve("WRK-05", key)
        return None, False
    return None, status in ("s3", "s4")
