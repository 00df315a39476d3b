"""What contracts make the organisation pay when it is late: credits, service levels, penalties for late orders."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from assessments.questionnaires.bank_schema import Cell
from assessments.scoring.quantity import Quantity
from assessments.scoring.resolver import Resolver
from assessments.scoring.stated.activities import StatedActivity
from assessments.scoring.stated.organisation import Organisation

MONTH_H = 730.0
YEAR_H = 8760.0
PERIOD_H = {"week": 168.0, "month": MONTH_H, "quarter": 3 * MONTH_H, "year": 12 * MONTH_H}
SELLING = ("social_commerce", "live_selling")
DISPATCHING = ("order_fulfilment",)
ORDER_UNITS = ("order", "parcel", "package", "sale", "shipment")
Source = Literal["SA-02", "AG-04", "EC-02"]


@dataclass(frozen=True, slots=True)
class Credit:
    """A payment that falls due once an outage has lasted so long; it comes again with each further period."""

    source: Source
    after_h: float
    amount: float
    period_h: float | None
    cap_month: float | None
    functions: tuple[str, ...]
    sources: tuple[str, ...]
    share: Quantity | None = None

    @property
    def is_fee(self) -> bool:
        """Whether it is a part of the fee, so that it grows and shrinks with what clients pay."""
        return self.source != "EC-02"

    def due_by(self, hours: float) -> float:
        """Sum of the payments that have fallen due after so many hours."""
        if hours < self.after_h:
            return 0.0
        if self.period_h is None:
            return self.amount
        return self.amount * (1 + int((hours - self.after_h) // self.period_h))

    @property
    def dates_h(self) -> tuple[float, ...]:
        """The hours of a year at which it falls due."""
        if self.period_h is None:
            return (self.after_h,) if self.after_h < YEAR_H else ()
        count = max(0, -int(-(YEAR_H - self.after_h) // self.period_h))
        return tuple(self.after_h + number * self.period_h for number in range(count))


@dataclass(frozen=True, slots=True)
class Exit:
    """Income that may leave because clients may; shown, in no loss figure."""

    late_percent: float
    period: str
    income_year: float
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contracts:
    """The credits that count at some hour, and the exit right.

    Of SA-02 and AG-04 only the larger counts at any hour: a client is not paid twice for the same lateness.
    """

    credits: tuple[Credit, ...]
    exit: Exit | None

    def counted(self, credit: Credit, hours: float) -> float:
        """What a credit adds to the loss after so many hours."""
        if not credit.is_fee:
            return credit.due_by(hours)
        rivals = [it for it in self.credits if it.is_fee]
        return credit.due_by(hours) if max(rivals, key=lambda it: it.due_by(hours)) is credit else 0.0

    def fees_due(self) -> tuple[tuple[float, float], ...]:
        """Hours at which credits of the fee fall due, each with what then comes on top."""
        rivals = [it for it in self.credits if it.is_fee]
        steps, before = [], 0.0
        for hours in sorted({date for it in rivals for date in it.dates_h}):
            due = max(it.due_by(hours) for it in rivals)
            if due > before:
                steps.append((hours, due - before))
            before = max(before, due)
        return tuple(steps)


def state_contracts(
    resolver: Resolver, organisation: Organisation, activities: tuple[StatedActivity, ...]
) -> Contracts:
    """What falls due when, by SA-02, AG-04 and EC-02."""
    fee_year = organisation.income.number * organisation.direct.number / 100
    earning = tuple(activity.key for activity in activities if activity.income_share.number > 0)
    service = _service_level(resolver, fee_year, earning)
    late, leaving = _late_work(resolver, fee_year, earning)
    penalty = _late_orders(resolver, organisation, activities)
    everything = Contracts(tuple(it for it in (service, late, penalty) if it is not None), leaving)
    carries_exit = late if leaving is not None else None
    counting = [
        it
        for it in everything.credits
        if it is carries_exit or any(everything.counted(it, hours) for hours in it.dates_h)
    ]
    return Contracts(tuple(counting), leaving)


def _cells(resolver: Resolver, question: str) -> dict[str, Cell]:
    return {cell.key: cell for cell in resolver.course.bank.questions[question].form}


def _form(resolver: Resolver, question: str) -> dict[str, Any] | None:
    """The form's fields; with "I don't know" or a missing required answer every field counts as not known."""
    if not resolver.course.exists(question):
        return None
    answer = resolver.profile.answer(question)
    if answer is not None and not answer.unknown:
        return dict(answer.value)
    if answer is None and not resolver.course.asks(resolver.course.bank.questions[question]):
        return None
    resolver.resolve(question)
    return {cell.key: {"unknown": True} for cell in resolver.course.bank.questions[question].form}


def _field(resolver: Resolver, question: str, form: dict[str, Any], key: str) -> Any:
    return resolver.cell(form, _cells(resolver, question)[key], resolver.path(question))[0]


def _service_level(resolver: Resolver, fee_year: float, functions: tuple[str, ...]) -> Credit | None:
    form = _form(resolver, "SA-02")
    if form is None or _field(resolver, "SA-02", form, "upstream_excluded") == "yes":
        return None
    uptime, share = (_field(resolver, "SA-02", form, key) for key in ("uptime", "credit_max"))
    if uptime is None or not share or fee_year <= 0:
        return None
    month = fee_year / 12 * float(share) / 100
    after = (1 - float(uptime) / 100) * MONTH_H
    path = resolver.path("SA-02")
    known = resolver.made.get(f"{path}.credit_max")
    return Credit("SA-02", after, month, MONTH_H, month, functions, (path,), known)


def _late_work(resolver: Resolver, fee_year: float, functions: tuple[str, ...]) -> tuple[Credit | None, Exit | None]:
    """The credit for late work and the right to leave; the right stands with a credit of 0 where none is agreed."""
    form = _form(resolver, "AG-04")
    if form is None or fee_year <= 0:
        return None, None
    share, after, late, period = (
        _field(resolver, "AG-04", form, key) for key in ("credit_percent", "after_hours", "exit_late_percent", "period")
    )
    period = period or "month"
    path = resolver.path("AG-04")
    leaving = Exit(float(late), period, fee_year, (path,)) if late is not None else None
    if (not share or after is None) and leaving is None:
        return None, None
    amount = fee_year * PERIOD_H[period] / (12 * MONTH_H) * float(share) / 100 if share and after is not None else 0.0
    month = amount * MONTH_H / min(PERIOD_H[period], MONTH_H)
    known = resolver.made.get(f"{path}.credit_percent")
    hours = float(after) if after is not None else 0.0
    return Credit("AG-04", hours, amount, PERIOD_H[period], month, functions, (path,), known), leaving


def _late_orders(
    resolver: Resolver, organisation: Organisation, activities: tuple[StatedActivity, ...]
) -> Credit | None:
    form = _form(resolver, "EC-02")
    if form is None:
        return None
    hours, penalty = (_field(resolver, "EC-02", form, key) for key in ("hours", "penalty"))
    path = resolver.path("EC-02")
    if penalty is None or hours is None or float(penalty) <= 0:
        if form.get("penalty") == {"unknown": True}:
            sentence = "The cost of a late order is not known; it is left out of the sums."
            resolver.keep(
                Quantity(
                    "pack.dispatch_penalty", None, "currency per order", "D", "unknown", (path,), sentence=sentence
                )
            )
        return None
    if organisation.basis == "share":
        return None  # an amount per order cannot be set against an income that is not known
    orders, sources = _daily_orders(resolver, activities)
    if not orders:
        return None
    selling = [activity.key for activity in activities if activity.activity.kind in (*SELLING, *DISPATCHING)]
    functions = tuple(selling[:1]) or (activities[0].key,)
    amount = float(penalty) * orders * float(hours) / 24
    return Credit("EC-02", float(hours), amount, None, None, functions, (path, *sources))


def _daily_orders(resolver: Resolver, activities: tuple[StatedActivity, ...]) -> tuple[float, tuple[str, ...]]:
    """TikTok orders a day from EC-01, else from the weekly volume of what sells, else of what dispatches.

    A warehouse's volume is that of all its sellers; LG-01 says how much of it begins as TikTok orders.
    """
    stated = resolver.course.known("EC-01")
    if stated is not None:
        return float(stated), (resolver.path("EC-01"),)
    for kinds in (SELLING, DISPATCHING):
        volumes = {
            a.key: float(a.volume["number"])
            for a in activities
            if a.volume is not None and a.activity.kind in kinds and _in_orders(a.volume)
        }
        if volumes:
            break
    part = resolver.resolve("LG-01")
    share, sources = (1.0, ()) if part is None or part.value is None else (part.number / 100, part.sources)
    return share * sum(volumes.values()) / 7, (*(resolver.path("FUN-03", key) for key in volumes), *sources)


def _in_orders(volume: Mapping[str, Any]) -> bool:
    """Whether a volume is counted in orders; a number without its unit is taken to be."""
    unit = str(volume.get("unit") or "order").lower()
    return any(word in unit for word in ORDER_UNITS)
