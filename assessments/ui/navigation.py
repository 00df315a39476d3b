"""The rail and the tab bar: which places there are, in the order of the work, and which of them is open."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.urls import Resolver404, resolve


@dataclass(frozen=True)
class Place:
    """A page that the navigation names; `address` stands below the organisation's own (/o/<organisation>/)."""

    address: str
    label: str
    icon: str


@dataclass(frozen=True)
class Link:
    """A place as the navigation shows it."""

    url: str
    label: str
    icon: str
    is_current: bool
    place: str = ""
    count: str = ""


@dataclass(frozen=True)
class Group:
    """Places under one heading."""

    label: str
    links: list[Link]


@dataclass(frozen=True)
class Tab:
    """One of the five tabs on a phone: it leads to the first of its places that exists."""

    label: str
    icon: str
    addresses: tuple[str, ...]


GROUPS: tuple[tuple[str, tuple[Place, ...]], ...] = (
    ("", (Place("overview", "Overview", "columns-gap"),)),
    (
        "Assess",
        (
            Place("functions", "Activities", "layers"),
            Place("map", "Dependency map", "diagram-3"),
            Place("questionnaire", "Questionnaire", "ui-checks"),
            Place("scores", "Scores", "bar-chart"),
        ),
    ),
    (
        "Plan",
        (Place("mitigation", "Mitigation", "kanban"), Place("plan", "Plan document", "file-earmark-text")),
    ),
)
FOOT = (Place("settings", "Settings", "gear"), Place("help", "Help and methods", "question-circle"))
TABS = (
    Tab("Overview", "columns-gap", ("overview",)),
    Tab("Assess", "ui-checks", ("questionnaire", "functions", "map")),
    Tab("Scores", "bar-chart", ("scores",)),
    Tab("Plan", "kanban", ("mitigation", "plan")),
)


def groups(organisation: str, path: str, counts: Mapping[str, str], *, may_manage: bool) -> list[Group]:
    """The groups of the rail for the organisation with this slug, the foot last and without a label."""
    found = [
        Group(
            label, [_link(place, organisation, path, counts, may_manage) for place in places if _exists(place.address)]
        )
        for label, places in (*GROUPS, ("", FOOT))
    ]
    return [group for group in found if group.links]


def tabs(organisation: str, path: str) -> list[Link]:
    """The tabs of a phone that lead somewhere; "More" is added by the template."""
    found = []
    for tab in TABS:
        urls = [_url(organisation, address) for address in tab.addresses if _exists(address)]
        if urls:
            found.append(Link(urls[0], tab.label, tab.icon, any(path.startswith(url) for url in urls)))
    return found


def _link(place: Place, organisation: str, path: str, counts: Mapping[str, str], may_manage: bool) -> Link:
    url = _url(organisation, place.address)
    # Whoever may not change the settings may still see who belongs to the organisation.
    target = url if may_manage or place.address != "settings" else f"{url}people/"
    return Link(target, place.label, place.icon, path.startswith(url), place.address, counts.get(place.address, ""))


def _url(organisation: str, address: str) -> str:
    return f"/o/{organisation}/{address}/"


def _exists(address: str) -> bool:
    return _is_an_address(settings.ROOT_URLCONF, _url("x", address))


@lru_cache(maxsize=64)
def _is_an_address(urlconf: str, path: str) -> bool:
    try:
        resolve(path, urlconf)
    except Resolver404:
        return False
    return True
