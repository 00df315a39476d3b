"""What stands between the organisation and TikTok, and who is hit after it: tools, accounts, links and parties."""

from dataclasses import dataclass
from typing import Any

from assessments.catalogue.scenarios import ScenarioLibrary
from assessments.scoring.quantity import Quantity
from assessments.scoring.resolver import Resolver

NO_PROMISE = ("no_contract", "contract_without_times", "unknown")
HOURS_A_DAY = 24.0


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool or firm between the organisation and TikTok, with the activities that rest on it."""

    name: str
    kind: str
    label: str
    functions: tuple[str, ...]
    share: float
    has_promise: bool
    days_to_replace: float
    owner_group: str | None
    contact: str | None
    sources: tuple[str, ...]
    promise: str = "not known"
    """What was said about a service promise, in the words of the questionnaire."""
    is_assumed: bool = False
    """Whether nobody said that there is such a tool."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account, shop, ad account or developer app the organisation relies on."""

    name: str
    kind: str
    market: str | None
    admins: float
    registered_to: str
    capabilities: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """When one activity stops, another activity or a party is hit after some hours, with a share of its work."""

    source: str
    target: str
    starts_after_h: float
    share: float
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dependencies:
    """The network around the activities."""

    tools: tuple[Tool, ...]
    accounts: tuple[Account, ...]
    links: tuple[Link, ...]
    parties: tuple[str, ...]
    direct_fallback: str | None
    fallback_sources: tuple[str, ...]
    locked_in_users: Quantity | None


def state_dependencies(resolver: Resolver, library: ScenarioLibrary) -> Dependencies:
    """Tools, accounts, links and parties, each with what was said about it or what stands in for it."""
    links = _links(resolver)
    fallback = resolver.resolve("DEP-03")
    return Dependencies(
        tools=_tools(resolver, library),
        accounts=_accounts(resolver, library),
        links=links,
        parties=_parties(resolver, links),
        direct_fallback=None if fallback is None else fallback.value,
        fallback_sources=() if fallback is None else fallback.sources,
        locked_in_users=resolver.resolve("DEP-04"),
    )


def _tools(resolver: Resolver, library: ScenarioLibrary) -> tuple[Tool, ...]:
    rows = resolver.course.known("DEP-02")
    if rows:
        return tuple(_tool(resolver, row, number, library) for number, row in _sorted(rows))
    kinds = resolver.course.known("DEP-01")
    if kinds is None:
        return _assumed_tool(resolver)
    if kinds == ["none"]:
        return ()
    details = resolver.resolve("DEP-02") if resolver.course.exists("DEP-02") else None
    used_by_all = details is not None
    return tuple(_ticked_tool(resolver, kind, library, used_by_all=used_by_all) for kind in kinds)


def _sorted(rows: list[dict[str, Any]]) -> list[tuple[int, dict[str, Any]]]:
    return sorted(enumerate(rows, start=1), key=lambda entry: (entry[1]["kind"], entry[1]["name"]))


def _tool(resolver: Resolver, row: dict[str, Any], number: int, library: ScenarioLibrary) -> Tool:
    path = f"{resolver.path('DEP-02')}[{number}]"
    table = resolver.course.bank.questions["DEP-02"].table
    assert table is not None
    cells = {cell.key: cell for cell in table.columns}
    named = row.get("functions")
    keys = tuple(activity.key for activity in resolver.profile.activities)
    functions = tuple(named) if isinstance(named, list) else keys
    days, _ = resolver.cell(row, cells["days_to_replace"], path)
    commitment, origin = resolver.cell(row, cells["commitment"], path)
    promises = resolver.course.bank.labels(cells["commitment"])
    return Tool(
        name=row["name"],
        kind=row["kind"],
        label=row["name"],
        functions=tuple(key for key in functions if key in keys),
        share=library.tools[row["kind"]].share,
        has_promise=commitment == "contract_with_times",
        days_to_replace=float(days),
        owner_group=row.get("owner_group"),
        contact=row.get("contact"),
        sources=(path,),
        promise=promises[commitment] if origin == "entered" else "not known",
    )


def _assumed_tool(resolver: Resolver) -> tuple[Tool, ...]:
    """DEP-01 not known: one tool without a promise between the organisation and TikTok, used by every activity."""
    resolver.resolve("DEP-01")
    keys = tuple(activity.key for activity in resolver.profile.activities)
    return (
        Tool(
            "",
            "scheduler",
            "A tool between you and TikTok",
            keys,
            0.8,
            False,
            30.0,
            None,
            None,
            (resolver.path("DEP-01"),),
            is_assumed=True,
        ),
    )


def _ticked_tool(resolver: Resolver, kind: str, library: ScenarioLibrary, *, used_by_all: bool) -> Tool:
    """A tool of which only the kind is known: no promise, 30 days to replace.

    Asked and not known, it counts for every activity (bank, DEP-02); not asked, for those whose capabilities it carries.
    """
    entry = library.tools[kind]
    functions = tuple(
        activity.key
        for activity in resolver.profile.activities
        if used_by_all or set(activity.caps) & set(entry.capabilities)
    )
    labels = resolver.course.bank.labels(resolver.course.bank.questions["DEP-01"])
    path = resolver.path("DEP-01")
    if not used_by_all:
        sentence = f"{labels[kind]}: not described, so it counts without a promise and with 30 days to replace."
        resolver.keep(Quantity(f"deps.tools.{kind}", 30.0, "days", "C", "default", (path,), 7.0, 30.0, sentence))
    return Tool("", kind, labels[kind], functions, entry.share, False, 30.0, None, None, (path,))


def _accounts(resolver: Resolver, library: ScenarioLibrary) -> tuple[Account, ...]:
    if not resolver.profile.uses_tiktok_itself:
        return ()
    rows = resolver.course.known("USE-03")
    if rows:
        return tuple(_account(resolver, row, number, library) for number, row in _sorted(rows))
    asked = resolver.resolve("USE-03")
    sources = asked.sources if asked is not None else (resolver.path("USE-01"),)
    used = resolver.profile.capabilities
    kinds = ("profile", "shop", "ad_account", "developer_app")
    carried = {
        "profile": {"organic", "live", "creators", "inbox", "payouts"},
        "shop": {"shop"},
        "ad_account": {"ads"},
        "developer_app": {"api", "login"},
    }
    return tuple(
        Account("", kind, None, 1.0, "personal_address", library.accounts[kind], sources)
        for kind in kinds
        if used & carried[kind]
    )


def _account(resolver: Resolver, row: dict[str, Any], number: int, library: ScenarioLibrary) -> Account:
    path = f"{resolver.path('USE-03')}[{number}]"
    table = resolver.course.bank.questions["USE-03"].table
    assert table is not None
    cells = {cell.key: cell for cell in table.columns}
    admins, _ = resolver.cell(row, cells["admins"], path)
    registered, _ = resolver.cell(row, cells["registered_to"], path)
    market, _ = resolver.cell(row, cells["market"], path)
    return Account(
        name=row["name"],
        kind=row["kind"],
        market=market,
        admins=float(admins),
        registered_to=str(registered),
        capabilities=library.accounts[row["kind"]],
        sources=(path,),
    )


def _links(resolver: Resolver) -> tuple[Link, ...]:
    rows = resolver.course.known("DEP-06") or []
    table = resolver.course.bank.questions["DEP-06"].table
    assert table is not None
    cells = {cell.key: cell for cell in table.columns}
    bands = resolver.course.bank.vocabulary.band_hours
    links = []
    for number, row in enumerate(rows, start=1):
        path = f"{resolver.path('DEP-06')}[{number}]"
        band, _ = resolver.cell(row, cells["starts_after"], path)
        share, _ = resolver.cell(row, cells["share"], path)
        links.append(Link(row["from"], row["to"], bands[str(band)], float(share) / 100, (path,)))
    return tuple(sorted(links, key=lambda link: (link.source, link.target, link.starts_after_h, link.share)))


def _parties(resolver: Resolver, links: tuple[Link, ...]) -> tuple[str, ...]:
    """The parties hit next: those ticked and those a link leads to; buyers (or clients) and staff while not known."""
    options = [option.code for option in resolver.course.bank.options(resolver.course.bank.questions["DEP-05"])]
    ticked = resolver.course.known("DEP-05")
    if ticked is None:
        resolver.resolve("DEP-05")
        ticked = ["clients" if resolver.profile.industry == "agency" else "buyers", "staff"]
    named = set(ticked) - {"nobody"} | {link.target for link in links}
    return tuple(code for code in options if code in named)
