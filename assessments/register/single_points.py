"""Single points of failure in what is stated: one account, tool, person or owner on which several activities hang."""

from collections.abc import Iterator
from dataclasses import dataclass

from assessments.register.queries import NO_COSTS, PERSON, Costs, people_alone
from assessments.register.stated import Facts, account_caps, known_number, row_id
from assessments.ui import words

NO_WAY_ROUND = ("cannot", "slow")
"""Answers of DEP-03 that leave no way past a tool that fails."""


@dataclass(frozen=True)
class SinglePoint:
    """One thing whose failure stops several others, and why nothing takes its place."""

    node: str
    name: str
    functions: tuple[str, ...]
    reason: str

    @property
    def is_person(self) -> bool:
        """Whether it is somebody, and not a thing."""
        return self.node.startswith(PERSON)

    @property
    def pronoun(self) -> str:
        """What a sentence calls it."""
        return "them" if self.is_person else "it"


def single_points(facts: Facts, costs: Costs = NO_COSTS) -> list[SinglePoint]:
    """All of them, the worst first: by the money that a week without it costs, then by the activities that hang on it.

    Where neither tells them apart, accounts before tools, tools before people and owners.
    """
    found = [*_accounts(facts), *_tools(facts), *_people(facts), *_owners(facts)]
    return sorted(
        (point for point in found if point.functions),
        key=lambda point: (-cost.amount if (cost := costs.of(point.node, point.name)) else 0.0, -len(point.functions)),
    )


def headline(facts: Facts, points: list[SinglePoint], costs: Costs = NO_COSTS) -> tuple[str, str]:
    """The name to stand out, "" if there is none, and the rest of the sentence about the worst of the points."""
    total = len(facts.activities)
    if points:
        worst = points[0]
        count = len(worst.functions)
        share = f"{words.count_word(count)} of {words.count_word(total)} activities hang"
        if count == total:
            share = "both activities hang" if total == 2 else f"all {words.count_word(total)} activities hang"
        if total == 1:
            share = "your activity hangs"
        elif count == 1:
            share = f"one of {words.count_word(total)} activities hangs"
        return worst.name, f" is your single point of failure: {share} on {worst.pronoun}, {_reason(worst, costs)}."
    missing = [name for question, name in (("USE-03", "accounts"), ("DEP-02", "tools")) if _is_open(facts, question)]
    if missing:
        return "", f"No single point of failure shows yet: your {words.listed(missing)} are not listed."
    return "", "No single point of failure shows in what you have stated."


def _reason(worst: SinglePoint, costs: Costs) -> str:
    """Why nothing takes its place, and what a week of that costs where it is known."""
    cost = costs.of(worst.node, worst.name)
    if cost is None:
        return f"and {worst.reason}"
    gone = "a week without them" if worst.is_person else "a week of it gone"
    return f"{worst.reason}, and {gone} would cost {cost.week}"


def _is_open(facts: Facts, question: str) -> bool:
    return facts.course.exists(question) and not facts.rows(question)


def _accounts(facts: Facts) -> Iterator[SinglePoint]:
    """Accounts that one person alone can open, as far as no other account does the same."""
    rows = facts.rows("USE-03")
    for row in rows:
        if known_number(row, "admins") != 1:
            continue
        covered = {cap for other in rows if other is not row for cap in account_caps(other)}
        alone = account_caps(row) - covered
        hanging = tuple(activity.key for activity in facts.activities if not alone.isdisjoint(activity.caps))
        yield SinglePoint(f"a-{row_id(row)}", row["name"], hanging, "one person alone has full rights")


def _tools(facts: Facts) -> Iterator[SinglePoint]:
    """Tools that are the only way, where the team cannot do the job directly in TikTok."""
    if facts.course.known("DEP-03") not in NO_WAY_ROUND:
        return
    rows = facts.rows("DEP-02")
    for row in rows:
        others = [other for other in rows if other is not row and other.get("kind") == row.get("kind")]
        hanging = tuple(
            activity.key
            for activity in facts.activities
            if facts.uses_tool(activity.key, row) and not any(facts.uses_tool(activity.key, one) for one in others)
        )
        yield SinglePoint(f"t-{row_id(row)}", row["name"], hanging, "your team has no way round it")


def _people(facts: Facts) -> Iterator[SinglePoint]:
    """The people who alone could carry out an activity."""
    for name, keys in people_alone(facts.course).items():
        yield SinglePoint(f"{PERSON}{name}", name, keys, "nobody else could do the work")


def _owners(facts: Facts) -> Iterator[SinglePoint]:
    """Other channels that all belong to one company, which is not the organisation itself."""
    groups: dict[str, int] = {}
    channels = facts.profile.bank.vocabulary.channels
    for row in facts.rows("DIV-01"):
        channel = channels.get(row["channel"])
        group = str(row.get("owner_group") or "") or (channel.owner_group if channel else "")
        if row["channel"] != "tiktok" and row.get("last_used") != "never":
            groups[group] = groups.get(group, 0) + 1
    if len(groups) == 1 and (group := next(iter(groups))) not in ("own", "ask", "") and groups[group] > 1:
        keys = tuple(activity.key for activity in facts.activities)
        yield SinglePoint("", group.capitalize(), keys, "all your other channels belong to it")
