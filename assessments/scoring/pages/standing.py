"""Where the results stand: how old they are, whether answers have changed since, whether new ones are on their way."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from assessments.scoring.pages.changes import changed_answers
from assessments.scoring.pages.wording import capitalised, counted
from assessments.scoring.queries import Snapshot, Waiting


@dataclass(frozen=True)
class News:
    """What a page says above its figures; `kind` is the banner's, empty where there is nothing to say."""

    kind: str = ""
    text: str = ""
    offers_calculation: bool = False
    waiting_for: int | None = None


def news_of(snapshot: Snapshot | None, waiting: Waiting | None, answers: Mapping[str, Any] | None) -> News:
    """What to say about the results; `answers` is the present content of the questionnaire, where it was looked at."""
    old = " Below are the last results." if snapshot is not None else ""
    if waiting is not None and waiting.is_failed:
        return News("bad", f"{waiting.error or 'The calculation was stopped.'}{old}", offers_calculation=True)
    if waiting is not None:
        return News("info", f"New results are being calculated.{old}", waiting_for=waiting.number)
    if snapshot is None or answers is None:
        return News()
    changed = changed_answers(answers, snapshot.profile)
    if not changed:
        return News()
    have = "has" if changed == 1 else "have"
    text = f"{capitalised(counted(changed, 'answer'))} {have} changed since these figures were calculated."
    return News("info", text, offers_calculation=True)


def when_words(at: datetime, now: datetime) -> str:
    """A moment in the time zone of both: today at 09:12 GMT, yesterday at 17:40 GMT, on 18 Sep 2026 at 09:12 BST."""
    clock = f"{at:%H:%M} {at.tzname()}"
    if at.date() == now.date():
        return f"today at {clock}"
    if at.date() == now.date() - timedelta(days=1):
        return f"yesterday at {clock}"
    return f"on {at.day} {at:%b %Y} at {clock}"
