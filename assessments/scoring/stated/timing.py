"""When it would hurt most: busy periods and dated commitments inside their windows."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from assessments.scoring.quantity import Quantity
from assessments.scoring.resolver import Resolver, as_date

PEAK_WINDOW = timedelta(days=366)
COMMITMENT_WINDOW = timedelta(days=183)
EXAMPLE_FACTOR = 2.0
EXAMPLE_LENGTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Peak:
    """A busy period with its factor against an average day; `is_example` marks one that nobody stated."""

    name: str
    start: date
    end: date
    factor: float
    is_example: bool
    sources: tuple[str, ...]

    @property
    def days(self) -> int:
        """Its length in days, both ends included."""
        return (self.end - self.start).days + 1


@dataclass(frozen=True, slots=True)
class Commitment:
    """Dated work on TikTok; `can_move_h` is how long the other side would wait without penalty."""

    what: str
    on: date
    function: str
    value: float | None
    can_move_h: float
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Timing:
    """Periods and commitments in order of their dates."""

    peaks: tuple[Peak, ...]
    commitments: tuple[Commitment, ...]

    @property
    def strongest(self) -> Peak | None:
        """The period with the largest factor, the earliest of equals; None without periods."""
        return max(self.peaks, key=lambda peak: (peak.factor, -peak.start.toordinal()), default=None)

    @property
    def stated_peaks(self) -> tuple[Peak, ...]:
        """The periods somebody stated; an example is never part of the yearly losses."""
        return tuple(peak for peak in self.peaks if not peak.is_example)


def state_timing(resolver: Resolver) -> Timing:
    """Busy periods that touch the next twelve months, commitments of the next six."""
    return Timing(_peaks(resolver), _commitments(resolver))


def _peaks(resolver: Resolver) -> tuple[Peak, ...]:
    answer = resolver.course.used("TIM-01")
    as_of, path = resolver.profile.as_of, resolver.path("TIM-01")
    if answer is not None and answer.unknown:
        sentence = "Busy periods are not known: the peak figures show twice normal as an example."
        resolver.keep(Quantity("timing.peaks", EXAMPLE_FACTOR, "x", "D", "unknown", (path,), 1.5, 3.0, sentence))
        return (Peak("an example of a busy period", as_of, as_of + EXAMPLE_LENGTH, EXAMPLE_FACTOR, True, (path,)),)
    table = resolver.course.bank.questions["TIM-01"].table
    assert table is not None
    cells = {cell.key: cell for cell in table.columns}
    peaks = []
    for number, row in enumerate([] if answer is None else answer.value, start=1):
        start, end = as_date(row["start"]), as_date(row["end"])
        assert start is not None and end is not None
        if end < as_of or start > as_of + PEAK_WINDOW:
            continue
        factor, _ = resolver.cell(row, cells["factor"], f"{path}[{number}]")
        name = row.get("name")
        shown = name if isinstance(name, str) else ""
        peaks.append(Peak(shown, start, end, float(factor), False, (f"{path}[{number}]",)))
    in_order = sorted(peaks, key=lambda peak: (peak.start, peak.end, peak.name, peak.factor))
    return tuple(
        peak if peak.name else replace(peak, name=f"Period {place}") for place, peak in enumerate(in_order, start=1)
    )


def _commitments(resolver: Resolver) -> tuple[Commitment, ...]:
    rows = resolver.course.known("TIM-02") or []
    table = resolver.course.bank.questions["TIM-02"].table
    assert table is not None
    cells = {cell.key: cell for cell in table.columns}
    as_of, first = resolver.profile.as_of, resolver.profile.activities[0].key
    found = []
    for number, row in enumerate(rows, start=1):
        path = f"{resolver.path('TIM-02')}[{number}]"
        day = as_date(row["date"])
        assert day is not None
        if not as_of <= day <= as_of + COMMITMENT_WINDOW:
            continue
        can_move, _ = resolver.cell(row, cells["can_move"], path)
        function = row.get("function")
        value = row.get("value")
        found.append(
            Commitment(
                what=row["what"],
                on=day,
                function=function if isinstance(function, str) else first,
                value=float(value) if value is not None else None,
                can_move_h=float(can_move),
                sources=(path,),
            )
        )
    return tuple(sorted(found, key=lambda commitment: (commitment.on, commitment.what)))
