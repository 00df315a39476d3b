"""The dependency map: what is done, the parts of TikTok it stands on, the accounts and tools behind them, and where to switch."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from assessments.catalogue.scenarios import ScenarioEntry, scenario_library
from assessments.catalogue.stand_ins import stand_ins
from assessments.questionnaires.profile import Activity
from assessments.questionnaires.reading.context import is_unknown
from assessments.register.queries import Failure
from assessments.register.stated import Facts, account_caps, known_number, row_id, tool_caps
from assessments.ui import words

TIMES_H = (0, 1, 4, 24, 72, 168, 336, 720)
TIME_NAMES = ("Now", "1 h", "4 h", "1 day", "3 days", "7 days", "14 days", "30 days")
TIME_WORDS = ("now", "1 hour", "4 hours", *TIME_NAMES[3:])
MOST_IN_A_COLUMN = 12


@dataclass(frozen=True)
class Node:
    """One thing on the map; `hit_h` is when a failure reaches it, `relief_h` when its alternative takes over.

    What is hit is reduced, or stopped if `is_stopped`.
    """

    id: str
    name: str
    meta: str
    kind: str
    url: str
    facts: tuple[tuple[str, str], ...] = ()
    needs: tuple[tuple[str, str], ...] = ()
    needed_by: tuple[tuple[str, str], ...] = ()
    backup: str = ""
    longest_stop: str = ""
    owner: str = ""
    hit_h: float | None = None
    relief_h: float | None = None
    is_stopped: bool = False

    @property
    def state(self) -> str:
        """What the failure does to it, in words."""
        if self.hit_h is None:
            return "Working"
        what = "Stops" if self.is_stopped else "Reduced"
        return f"{what} at once" if self.hit_h == 0 else f"{what} after {words.hours(self.hit_h)}"


@dataclass(frozen=True)
class Column:
    """A column of the map; what is over twelve stands under a count, so that the column stays readable."""

    key: str
    title: str
    note: str
    nodes: tuple[Node, ...]
    empty: str

    @property
    def shown(self) -> tuple[Node, ...]:
        """The nodes that are always there."""
        return self.nodes if len(self.nodes) <= MOST_IN_A_COLUMN else self.nodes[: MOST_IN_A_COLUMN - 1]

    @property
    def folded(self) -> tuple[Node, ...]:
        """The nodes behind "more"."""
        return self.nodes[len(self.shown) :]


@dataclass(frozen=True)
class DependencyMap:
    """The four columns with their edges, and how one failure runs through them, if results say so."""

    facts: Facts
    urls: Mapping[str, str]
    failure: Failure | None = None

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Functions, parts of TikTok, accounts and tools, fallbacks: in the order in which they are read."""
        nodes = {node.id: node for node in self._bare_nodes()}
        needs: dict[str, list[tuple[str, str]]] = {key: [] for key in nodes}
        needed_by: dict[str, list[tuple[str, str]]] = {key: [] for key in nodes}
        for source, target, kind in self._all_links():
            if source in nodes and target in nodes and kind == "needs":
                needs[source].append((target, nodes[target].name))
                needed_by[target].append((source, nodes[source].name))
        whole = [
            replace(self._if_out(node), needs=tuple(needs[node.id]), needed_by=tuple(needed_by[node.id]))
            for node in nodes.values()
        ]
        is_indirect = "none_direct" in (self.facts.course.known("USE-01") or ())
        no_part = "You use no part of TikTok yourselves." if is_indirect else "No part of TikTok is ticked yet."
        heads = (
            ("f", "Activities", "what you do", "No activities are named yet."),
            ("s", "TikTok surfaces", "where you do it", no_part),
            ("at", "Accounts and tools", "what it needs", "No accounts or tools are listed yet."),
            ("c", "Fallback channels", "where you can switch", "No other channel is listed yet."),
        )
        return tuple(
            Column(kinds, title, note, tuple(node for node in whole if node.id[0] in kinds), empty)
            for kinds, title, note, empty in heads
        )

    @property
    def nodes(self) -> Iterator[Node]:
        """All nodes, column by column."""
        for column in self.columns:
            yield from column.nodes

    @property
    def edges(self) -> list[list[str]]:
        """What the page's script draws: from, to and kind ("needs", or "fallback", from the channel to the activity)."""
        known = {node.id for node in self.nodes}
        drawn = {
            (source, target, kind)
            for source, target, kind in self._all_links()
            if source in known and target in known and source[0] != target[0]
        }
        return [list(edge) for edge in sorted(drawn)]

    @property
    def times(self) -> list[tuple[int, str, str]]:
        """The times of the bar: in hours, short and in words; none while no result says when anything is reached."""
        return list(zip(TIMES_H, TIME_NAMES, TIME_WORDS, strict=True)) if self.failure else []

    # -------------------------------------------------------------------------------------------------------- the failure
    @cached_property
    def _scenario(self) -> ScenarioEntry | None:
        is_of_results = self.failure is not None and self._tried_parts is None
        return scenario_library().scenario(self.failure.key) if self.failure and is_of_results else None

    @property
    def _tried_parts(self) -> Mapping[str, float] | None:
        """What a failure that somebody tries out takes of each part of TikTok; None for a scenario of the results."""
        return self.failure.parts if self.failure else None

    @cached_property
    def _before_things(self) -> frozenset[str]:
        """The parts of TikTok that an account or tool that fails stands behind, for the activities that it reaches."""
        if self.failure is None or not self.failure.things:
            return frozenset()
        reached = {f"f-{key}" for key in self.failure.first_hit_h}
        needs = [(source, target) for source, target, kind in self._all_links() if kind == "needs"]
        behind = {source for source, target in needs if target in self.failure.things}
        return frozenset(target for source, target in needs if source in reached and target in behind)

    def _stops(self, activity: Activity) -> bool:
        """Whether an activity that is hit stops altogether."""
        if self.failure and self._tried_parts is not None:
            return activity.key in self.failure.stopped
        return any(map(self._is_gone, activity.caps))

    def _if_out(self, node: Node) -> Node:
        """The account or tool, out itself if it is what fails."""
        is_out = self.failure is not None and node.id in self.failure.things and node.id[0] in "at"
        return replace(node, hit_h=0.0, is_stopped=True) if is_out else node

    def _is_gone(self, cap: str) -> bool:
        """Whether the failure takes a part of TikTok whole: everywhere, and not one account of several."""
        if self._tried_parts is not None:
            return self._tried_parts.get(cap, 0) >= 1
        entry = self._scenario
        if entry is None or entry.severity.get(cap, 0) < 1:
            return False
        return entry.scope == "world" or (entry.scope == "market" and len(self.facts.rows("PRO-03")) == 1)

    def _part_hit_h(self, cap: str) -> float | None:
        if self._tried_parts is not None:
            return 0.0 if self._tried_parts.get(cap) or f"s-{cap}" in self._before_things else None
        return 0.0 if self._scenario is not None and self._scenario.severity.get(cap) else None

    # ------------------------------------------------------------------------------------------------------------ nodes
    def _bare_nodes(self) -> Iterator[Node]:
        for activity in self.facts.activities:
            yield self._function(activity)
        for cap in self.facts.parts:
            count = sum(cap in activity.caps for activity in self.facts.activities)
            label = self.facts.profile.bank.vocabulary.capabilities[cap]
            meta = words.plural(count, "activity", "activities") if count else "no activity"
            hit, is_gone = self._part_hit_h(cap), self._is_gone(cap)
            yield Node(f"s-{cap}", label, meta, "Part of TikTok", self.urls["surfaces"], hit_h=hit, is_stopped=is_gone)
        yield from self._accounts()
        yield from self._tools()
        yield from self._channels()

    def _function(self, activity: Activity) -> Node:
        key, facts = activity.key, self.facts
        stop, owner = facts.longest_stop(key), facts.owner(key)
        alternative = facts.text("WRK-01", key) if facts.course.known("WRK-01", key) else ""
        hit = self.failure.first_hit_h.get(key) if self.failure else None
        return Node(
            f"f-{key}",
            activity.label,
            f"max {stop}" if stop else "longest stop not stated",
            "Activity",
            f"{self.urls['functions']}{key}/",
            facts=(
                ("Longest stop", stop or "not stated"),
                ("Owner", owner or "to be named"),
                ("Without TikTok", alternative or "not stated"),
            ),
            backup=alternative,
            longest_stop=stop,
            owner=owner,
            hit_h=hit,
            relief_h=None if hit is None else self._relief(key, hit),
            is_stopped=self._stops(activity),
        )

    def _relief(self, key: str, hit: float) -> float | None:
        """When the stated alternative delivers: after the time to switch, and only if it is prepared at all."""
        if self.facts.course.known("WRK-01", key) not in ("s2", "s3", "s4"):
            return None
        code = self.facts.course.known("WRK-02", key)
        hours = {"now": 0.0, **self.facts.profile.bank.vocabulary.band_hours}.get(code or "")
        return None if hours is None else hit + hours

    def _accounts(self) -> Iterator[Node]:
        labels = _labels(self.facts, "USE-03", "kind")
        for row in self.facts.rows("USE-03"):
            admins = known_number(row, "admins")
            who = "not known" if admins is None else words.plural(int(admins), "person", "people")
            rights = "people with full rights not known" if admins is None else f"{who} with full rights"
            where = _labels(self.facts, "USE-03", "registered_to").get(str(row.get("registered_to")), "")
            held = {"personal_address": "private address", "agency_or_partner": "held by a partner"}
            alone = "no backup" if admins == 1 else ""
            meta = " · ".join(part for part in (rights, alone, held.get(str(row.get("registered_to")), "")) if part)
            backup = "another person" if admins and admins > 1 else "none" if admins == 1 else ""
            shown = (
                ("Kind", labels.get(str(row.get("kind")), "")),
                ("People with full rights", who),
                ("Registered to", where or "not known"),
            )
            yield Node(
                f"a-{row_id(row)}",
                row["name"],
                meta,
                "Account",
                f"{self.urls['accounts']}{row_id(row)}/",
                shown,
                backup=backup,
            )

    def _tools(self) -> Iterator[Node]:
        kinds, promises = (_labels(self.facts, "DEP-02", column) for column in ("kind", "commitment"))
        direct = {"full": "directly in TikTok", "part": "partly, directly in TikTok"}
        for row in self.facts.rows("DEP-02"):
            days = known_number(row, "days_to_replace")
            promise = promises.get(str(row.get("commitment")), "promise not known")
            replace_in = "not known" if days is None else words.plural(int(days), "day")
            meta = (
                f"{words.lower_first(promise)} · {replace_in} to replace"
                if days is not None
                else words.lower_first(promise)
            )
            backup = direct.get(str(self.facts.course.known("DEP-03")), "")
            shown = (
                ("Kind", kinds.get(str(row.get("kind")), "")),
                ("Service promise", promise),
                ("Days to replace", replace_in),
            )
            url = f"{self.urls['tools']}{row_id(row)}/"
            yield Node(f"t-{row_id(row)}", row["name"], meta, "Tool or firm", url, shown, backup=backup)

    def _channels(self) -> Iterator[Node]:
        channels = self.facts.profile.bank.vocabulary.channels
        used = _labels(self.facts, "DIV-01", "last_used")
        for row in self.facts.rows("DIV-01"):
            if row["channel"] == "tiktok":
                continue
            audience = known_number(row, "audience")
            last = used.get(str(row.get("last_used")), "")
            people = "audience not known" if audience is None else f"{audience:,.0f} people"
            name = row.get("name") or channels[row["channel"]].label
            shown = (("Audience", people), ("Last used", last or "not known"))
            meta = " · ".join(part for part in (people, words.lower_first(last)) if part)
            yield Node(
                f"c-{row_id(row)}", name, meta, "Fallback channel", f"{self.urls['channels']}{row_id(row)}/", shown
            )

    # ------------------------------------------------------------------------------------------------------------ edges
    def _all_links(self) -> Iterator[tuple[str, str, str]]:
        """Who needs what: an activity a part of TikTok, that part an account or a tool; a channel may stand in."""
        for activity in self.facts.activities:
            for cap in activity.caps:
                yield f"f-{activity.key}", f"s-{cap}", "needs"
            yield from self._fallbacks(activity)
            yield from self._through_tools(activity)
        for row in self.facts.rows("USE-03"):
            for cap in account_caps(row):
                yield f"s-{cap}", f"a-{row_id(row)}", "needs"
        for link in self.facts.links():
            yield f"f-{link.target}", f"f-{link.source}", "needs"

    def _through_tools(self, activity: Activity) -> Iterator[tuple[str, str, str]]:
        """A tool stands behind the parts it carries; one that carries none of them is needed by the activity itself."""
        for row in self.facts.tools(activity.key):
            shared = [cap for cap in activity.caps if cap in tool_caps(row)]
            for cap in shared:
                yield f"s-{cap}", f"t-{row_id(row)}", "needs"
            if not shared:
                yield f"f-{activity.key}", f"t-{row_id(row)}", "needs"

    def _fallbacks(self, activity: Activity) -> Iterator[tuple[str, str, str]]:
        known = stand_ins()
        for row in self.facts.rows("DIV-01"):
            channel = known.get(row["channel"])
            if channel is None or row.get("last_used") == "never" or is_unknown(row.get("audience")):
                continue
            if activity.kind in channel.functions or not channel.capabilities.isdisjoint(activity.caps):
                yield f"c-{row_id(row)}", f"f-{activity.key}", "fallback"


def _labels(facts: Facts, question: str, column: str) -> dict[str, str]:
    """Words by code of a column with options."""
    table = facts.profile.bank.questions[question].table
    assert table is not None
    return facts.profile.bank.labels(next(cell for cell in table.columns if cell.key == column))
