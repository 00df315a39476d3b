"""What the best mix rests on: the assumptions in force, each in a sentence."""

from collections.abc import Iterator, Sequence

from assessments.scoring.pages.spread_words import counted_points, named
from assessments.scoring.trials.joint import SAME
from assessments.scoring.trials.places import Place, Places
from assessments.scoring.trials.present import Present
from assessments.scoring.trials.spread_settings import OFTEN_OPTIONS
from assessments.scoring.trials.spreading import Assumptions
from assessments.ui import words

BASES = {
    "margin": "Amounts are margin, as in your results.",
    "revenue": "Amounts are income and not profit, as in your results.",
    "share": "Amounts are shares of a year's income, as in your results.",
}


def grounds(present: Present, places: Places, assumptions: Assumptions) -> Iterator[str]:
    """Every assumption in force."""
    yield (
        "Missing is what a year falls short of one of today's mix in which nothing fails. The worst year in twenty stands for "
        f"the average of the worst 5% of years. {BASES[present.statement.organisation.basis]}"
    )
    yield " ".join(_tiktok(places, assumptions))
    in_play = [place for place in places.all if place.is_used or assumptions.of(place).is_on]
    yield from _how_often(in_play, assumptions)
    yield from _together(in_play)
    yield from _shares(places)
    yield from _arriving(places, assumptions)
    yield (
        f"At most {counted_points(assumptions.most_moved)} of income can be moved in a year, all off TikTok: the other channels keep "
        f"what they carry. An average year may bring at most {counted_points(assumptions.may_fall)} less than today."
    )
    yield (
        "What moving costs is not counted. Costs that go on and penalties are the same wherever income comes from, and are left "
        "out. What stops every channel at once, such as no internet, is left out too."
    )


def _tiktok(places: Places, assumptions: Assumptions) -> Iterator[str]:
    """How TikTok fails, and what is added to its failures: only channels that carry something can leave something missing."""
    yield "TikTok fails as in your results: how often, how long, with your alternatives, a ban included."
    if any(
        place.today > 0 and (place.kind == "tiktok" or assumptions.of(place).often != "never")
        for place in places.others
    ):
        yield "There it alone fails; here what the other channels carry can be missing too."


def _how_often(places: Sequence[Place], assumptions: Assumptions) -> Iterator[str]:
    """How often the others fail, and what of TikTok's faults can happen to them."""
    others = [place for place in places if place.kind != "tiktok"]
    if not others:
        return
    said = [
        f"No source says how often other channels fail. Unless you set it otherwise, they fail as often as TikTok, "
        f"and a failure takes the same part of what {'they carry' if len(others) > 1 else 'it carries'}."
    ]
    options = dict(OFTEN_OPTIONS)
    for place in others:
        often = assumptions.of(place).often
        if often != SAME:
            said.append(f"{place.label}: {words.lower_first(options[often])}.")
    yield " ".join(said)
    if any(place.kind == "platform" for place in others):
        yield "A channel of another company has everything that TikTok has but a ban: faults, changed rules, a lost account."
    if any(place.kind == "own" for place in others):
        yield (
            "A channel counted as your own has technical faults only. Where others could change its rules or shut you out, as "
            "resellers can, set it to fail more often."
        )


def _together(places: Sequence[Place]) -> Iterator[str]:
    """Which channels fail in the same year."""
    by_fate: dict[str, list[Place]] = {}
    for place in places:
        by_fate.setdefault(place.fate, []).append(place)
    for shared in by_fate.values():
        if len(shared) > 1:
            names = words.listed([place.label for place in shared])
            yield f"{names} belong to {shared[0].owner} and fail in the same year, so spreading between them helps little."
    if len(by_fate) > 2:
        yield "Channels of different companies, and those you own, fail independently of one another."


def _shares(places: Places) -> Iterator[str]:
    """What was not stated, and what was cut to fit."""
    missing = [place.label for place in places.others if place.is_used and not place.is_stated]
    if missing:
        yield f"Not stated, and taken as 0 today: what {words.listed(missing)} {'brings' if len(missing) == 1 else 'bring'}."
    if places.scaled:
        yield (
            f"The shares you gave come to more than 100% with the {counted_points(places.tiktok.today)} of a year's income that depend "
            "on TikTok. Those of the other channels are cut in proportion."
        )
    rest = 100.0 - places.total
    if rest >= 0.5:
        yield f"The other {counted_points(rest)} of your income come through none of these channels and do not fail here."


def _arriving(places: Places, assumptions: Assumptions) -> Iterator[str]:
    """How much of what is moved comes in elsewhere."""
    open_to = [place for place in places.others if assumptions.of(place).is_on]
    fewer = [place for place in open_to if assumptions.of(place).arrives < 100]
    if open_to and not fewer:
        yield "All that is moved to a channel comes in there. Set it lower where you expect less: it weighs heavily."
    for place in fewer:
        yield f"Of 100 moved to {named(place)}, {assumptions.of(place).arrives:.4g} come in."
