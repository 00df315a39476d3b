"""What contracts make the organisation pay when it is late: credits, service levels, penalties for late orders."""

from dataclasses import dataclass
from typing import Any, Literal

from assessments.questionnaires.bank_schema import Cell
from assessments.scoring.quantity import Quantity
from assessments.scoring.resolver import Resolver
from assessments.scoring.stated.activities import StatedActivity
from assessments.scoring.stated.organisation import Organisation

MONTH_H = 730.0
PERIOD_H = {"week": 168.0, "month": MONTH_H, "quarter": 3 * MONTH_H, "year": 12 * MONTH_H}
SELLING = ("social_commerce", "order_fulfilment", "live_selling")
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

    def due_by(self, hours: float) -> float:
        """Sum of the payments that have fallen due after so many hours."""
        if hours < self.after_h:
            return 0.0
        if self.period_h is None:
            return self.amount
        return self.amount * (1 + int((hours - self.after_h) // self.period_h))


@dataclass(frozen=True, slots=True)
class Exit:
    """Income that may leave because clients may; shown, in no loss figure."""

    late_percent: float
    period: str
    income_year: float
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contracts:
    """Credits that count, credits that a larger one covers, and the exit right."""

    credits: tuple[Credit, ...]
    covered: tuple[Credit, ...]
    exit: Exit | None


def state_contracts(
    resolver: Resolver, organisation: Organisation, activities: tuple[StatedActivity, ...]
) -> Contracts:
    """What falls due when, by SA-02, AG-04 and EC-02; where the first two both apply, the larger counts."""
    fee_year = organisation.income.number * organisation.direct.number / 100
    earning = tuple(activity.key for activity in activities if activity.income_share.number > 0)
    service = _service_level(resolver, fee_year, earning)
    late, leaving = _late_work(resolver, fee_year, earning)
    penalty = _late_orders(resolver, organisation, activities)
    both = [credit for credit in (service, late) if credit is not None]
    counting = [max(both, key=_size)] if both else []
    covered = tuple(credit for credit in both if credit not in counting)
    return Contracts((*counting, *([penalty] if penalty else ())), covered, leaving)


def _size(credit: Credit) -> tuple[float, float]:
    """Larger by what is due within a month; then the earlier one."""
    return credit.due_by(720.0), -credit.after_h


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
    if uptime is None or share is None or fee_year <= 0:
        return None
    month = fee_year / 12 * float(share) / 100
    after = (1 - float(uptime) / 100) * MONTH_H
    return Credit("SA-02", after, month, MONTH_H, month, functions, (resolver.path("SA-02"),))


def _late_work(resolver: Resolver, fee_year: float, functions: tuple[str, ...]) -> tuple[Credit | None, Exit | None]:
    form = _form(resolver, "AG-04")
    if form is None:
        return None, None
    share, after, late, period = (
        _field(resolver, "AG-04", form, key) for key in ("credit_percent", "after_hours", "exit_late_percent", "period")
    )
    period = period or "month"
    source = (resolver.path("AG-04"),)
    leaving = Exit(float(late), period, fee_year, source) if late is not None and fee_year > 0 else None
    if share is None or after is None or fee_year <= 0:
        return None, leaving
    amount = fee_year * PERIOD_H[period] / (12 * MONTH_H) * float(share) / 100
    month = amount * MONTH_H / min(PERIOD_H[period], MONTH_H)
    return Credit("AG-04", float(after), amount, PERIOD_H[period], month, functions, source), leaving


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
    selling = [activity.key for activity in activities if activity.activity.kind in SELLING]
    functions = tuple(selling[:1]) or (activities[0].key,)
    amount = float(penalty) * orders * float(hours) / 24
    return Credit("EC-02", float(hours), amount, None, None, functions, (path, *sources))


def _daily_orders(resolver: Resolver, activities: tuple[StatedActivity, ...]) -> tuple[float, tuple[str, ...]]:
    """Orders a day from EC-01, else from the weekly volume of the selling activities."""
    stated = resolver.course.known("EC-01")
    if stated is not None:
        return float(stated), (resolver.path("EC-01"),)
    volumes = [a for a in activities if a.activity.kind in SELLING and a.volume is not None]
    weekly = sum(float(a.volume["number"]) for a in volumes if a.volume is not None)
    return weekly / 7, tuple(resolver.path("FUN-03", a.key) for a in volumes)
