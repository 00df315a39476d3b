"""What an organisation states about its activities, tools, accounts and channels, as rows that pages can show. Owns no fact."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessments.catalogue.scenarios import scenario_library
from assessments.questionnaires.asking.saying import said
from assessments.questionnaires.course import Course
from assessments.questionnaires.profile import Activity, Profile
from assessments.questionnaires.reading.context import is_unknown
from assessments.questionnaires.reading.tables import ROW_ID

LONGEST_STOP = {
    "h1": "under 1 hour",
    "h4": "1 hour",
    "h8": "4 hours",
    "h24": "8 hours",
    "d3": "24 hours",
    "w1": "3 days",
    "w2": "1 week",
    "m1": "2 weeks",
    "never": "longer than a month",
}
"""The longest stop that each answer of IMP-01 leaves: the time before the first one that is not acceptable."""
ALL = "all"


@dataclass(frozen=True)
class Link:
    """A way in which a stop spreads: from an activity to another one or to a party, and after how long."""

    source: str
    target: str
    after: str
    share: str

    @property
    def sentence(self) -> str:
        """When and how much, as far as it is known."""
        parts = [f"after {self.after}" if self.after else "", f"{self.share} of the work" if self.share else ""]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class Facts:
    """The stated facts that the register shows, read from a course."""

    course: Course

    @property
    def profile(self) -> Profile:
        """The profile behind them."""
        return self.course.profile

    @property
    def activities(self) -> tuple[Activity, ...]:
        """The activities in the organisation's order."""
        return self.profile.activities

    @property
    def parts(self) -> list[str]:
        """The parts of TikTok that are used, in the order of the vocabulary."""
        return [cap for cap in self.profile.bank.vocabulary.capabilities if cap in self.profile.capabilities]

    def rows(self, question: str) -> Sequence[Mapping[str, Any]]:
        """The rows of a table that counts; none while it is not known."""
        found: Sequence[Mapping[str, Any]] = self.course.known(question) or ()
        return found

    def label(self, key: str) -> str:
        """The name of an activity or a party."""
        labels = {activity.key: activity.label for activity in self.activities}
        parties = self.profile.bank.labels(self.profile.bank.questions["DEP-05"])
        return labels.get(key) or parties.get(key, key)

    def owner(self, key: str) -> str:
        """Who is responsible for an activity; "" if nobody is named."""
        return str((self.course.known("FUN-01", key) or {}).get("owner", ""))

    def longest_stop(self, key: str) -> str:
        """The longest this activity can stop, as stated; "" if that was not said."""
        return LONGEST_STOP.get(self.course.known("IMP-01", key) or "", "")

    def uses_tool(self, key: str, tool: Mapping[str, Any]) -> bool:
        """Whether an activity uses a tool; a tool of which that is not known counts for all."""
        named = tool.get("functions")
        return named is None or named == ALL or is_unknown(named) or key in named

    def tools(self, key: str) -> list[Mapping[str, Any]]:
        """The tools that an activity uses."""
        return [row for row in self.rows("DEP-02") if self.uses_tool(key, row)]

    def accounts(self, activity: Activity) -> list[Mapping[str, Any]]:
        """The accounts that an activity stands on: those of a kind that goes with the parts of TikTok it uses."""
        return [row for row in self.rows("USE-03") if not account_caps(row).isdisjoint(activity.caps)]

    def links(self) -> Iterator[Link]:
        """All ways in which a stop spreads."""
        question = self.profile.bank.questions["DEP-06"]
        assert question.table is not None
        bands = self.profile.bank.vocabulary.band_labels
        for row in self.rows("DEP-06"):
            share = row.get("share")
            after = row.get("starts_after")
            yield Link(
                row["from"],
                row["to"],
                "" if after is None or is_unknown(after) else bands[after],
                "" if share is None or is_unknown(share) else f"{share:g}%",
            )

    def text(self, question: str, key: str | None = None) -> str:
        """An answer in words."""
        asked = self.profile.bank.questions[question]
        return said(asked, self.profile.answer(question, key), self.profile)


def account_caps(row: Mapping[str, Any]) -> frozenset[str]:
    """The parts of TikTok that go with an account of this kind."""
    return frozenset(scenario_library().accounts.get(str(row.get("kind")), ()))


def tool_caps(row: Mapping[str, Any]) -> frozenset[str]:
    """The parts of TikTok that a tool of this kind stands before."""
    entry = scenario_library().tools.get(str(row.get("kind")))
    return frozenset(entry.capabilities) if entry else frozenset()


def row_id(row: Mapping[str, Any]) -> str:
    """The stable id of a row."""
    return str(row.get(ROW_ID, ""))


def known_number(row: Mapping[str, Any], key: str) -> float | None:
    """A number in a row, None while it is not known."""
    value = row.get(key)
    return float(value) if isinstance(value, int | float) else None
