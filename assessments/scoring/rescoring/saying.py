"""How a round goes, in sentences: the same ones on the page and on the command line."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from assessments.scoring.pages.standing import when_words
from assessments.scoring.rescoring.queries import RATE_OVER, Phase, Progress
from assessments.ui import words

ENOUGH_TO_TELL = 5
SOON_S = 20.0
MINUTE_S, HOUR_S, DAY_S = 60, 3600, 86_400
HEADINGS = {
    Phase.RUNNING: "Re-scoring is under way",
    Phase.STANDING_STILL: "The re-scoring stands still",
    Phase.FINISHING: "Re-scoring is nearly done",
    Phase.FINISHED: "Re-scoring is done",
    Phase.CANCELLED: "Re-scoring was cancelled",
}


@dataclass(frozen=True)
class Said:
    """What there is to say about a round: how far it is, and what comes next."""

    heading: str
    far: str
    next: str

    def __str__(self) -> str:
        return f"{self.far} {self.next}".strip()


def say(progress: Progress, *, now: datetime) -> Said:
    """How a round goes at a moment, in the time zone of that moment."""
    return Said(HEADINGS[progress.phase], _far(progress), _next(progress, now))


def time_left_s(progress: Progress) -> float | None:
    """Seconds until the round is done if it goes on as in the last two minutes; None while that says too little."""
    if progress.recent < ENOUGH_TO_TELL or progress.recent_s < SOON_S:
        return None
    return progress.left * progress.recent_s / progress.recent


def length_words(seconds: float) -> str:
    """A length of time rounded up, never finer than it can be known: about 25 minutes, about 3.5 hours, about 2 days."""
    if seconds <= MINUTE_S:
        return "less than a minute"
    minutes = ceil(seconds / MINUTE_S)
    if minutes > 20:
        minutes = 5 * ceil(minutes / 5)
    if minutes <= 90:
        return f"about {words.plural(minutes, 'minute')}"
    half_hours = ceil(seconds / (HOUR_S / 2))
    if half_hours < 96:
        return f"about {half_hours / 2:g} hours"
    return f"about {words.plural(ceil(seconds / DAY_S), 'day')}"


def _far(progress: Progress) -> str:
    done, total = progress.done, words.plural(progress.total, "organisation")
    are = "is" if 1 in (done, progress.total) else "are"
    parts = [f"{progress.scored:,} scored again"]
    if progress.current:
        parts.append(f"{progress.current:,} up to date already")
    if progress.failed:
        parts.append(f"{progress.failed:,} failed")
    if progress.stopped:
        parts.append(f"{progress.stopped:,} stopped")
    split = f": {', '.join(parts)}" if done and len(parts) > 1 else ""
    left = f" {progress.left:,} left." if progress.left else ""
    return f"{done:,} of {total} {are} done{split}.{left}"


def _next(progress: Progress, now: datetime) -> str:
    if progress.phase is Phase.STANDING_STILL:
        why = progress.trouble or "The workers gave it up after three tries."
        return f"{why} What is done stays done."
    if progress.phase is Phase.CANCELLED:
        return f"Cancelled {_when(progress, now)}. What is done stays; the others keep the results they had."
    if progress.phase is Phase.FINISHED:
        took = length_words((progress.ended_at - progress.started_at).total_seconds()) if progress.ended_at else ""
        return f"Finished {_when(progress, now)} after {took}."
    return _rate(progress)


def _rate(progress: Progress) -> str:
    """How quickly it goes and how long that would take; nothing is promised that was not seen."""
    if not progress.recent and progress.recent_s >= RATE_OVER.total_seconds():
        return "None was finished in the last two minutes. Is a background worker running?"
    left_s = time_left_s(progress)
    if left_s is None:
        return "It is too early to say how long this will take."
    a_minute = words.significant(progress.recent / progress.recent_s * MINUTE_S, 2)
    return f"{a_minute:,g} a minute at present; at that rate {length_words(left_s)} to go."


def _when(progress: Progress, now: datetime) -> str:
    return when_words(progress.ended_at.astimezone(now.tzinfo), now) if progress.ended_at else ""
