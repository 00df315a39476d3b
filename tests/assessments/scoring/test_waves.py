"""How much it matters how disruptions come: the other ways against drawn years, and what makes no difference."""

import numpy as np
import pytest

from assessments.catalogue.scenarios import scenario_library
from assessments.scoring import waves as subject
from tests.factories.examples import evaluation_of

YEARS = 200_000


@pytest.fixture(scope="module")
def shop():
    return evaluation_of("one_person_shop")


def drawn_years(evaluation, factors):
    """Losses of drawn years in which every event comes at its rate times its factor (years, events)."""
    random = np.random.default_rng(7)
    total = np.zeros(YEARS)
    for row, event in enumerate(evaluation.run.events):
        counts = random.poisson(event.rate.mean * factors[:, row])
        chances = random.random(counts.sum())
        curve = evaluation.run.losses.curve(row)
        losses = curve.value_at(evaluation.run.durations[row].quantile(np.clip(chances, 1e-12, 1 - 1e-12)))
        total += np.bincount(np.repeat(np.arange(YEARS), counts), weights=losses, minlength=YEARS)
    return total


def test_what_all_pages_show_is_the_first_way(shop):
    found = subject.waves_of(shop)["ways"]["by_itself"]
    assert found["expected"] == pytest.approx(shop.yearly.expected)
    assert found["0.95"] == shop.yearly.quantiles["0.95"]
    assert found["over_limit"] == shop.yearly.chance_over_limit


@pytest.mark.parametrize("way", ["not_known", "in_waves"])
def test_years_that_are_drawn_with_the_same_factors_are_as_bad(shop, way, monkeypatch):
    monkeypatch.setitem(vars(shop.model), "season", None)  # drawn without busy periods, so calculated without them
    random = np.random.default_rng(3)
    events = shop.run.events
    if way == "in_waves":
        factors = np.repeat(random.gamma(subject.WAVES, 1 / subject.WAVES, (YEARS, 1)), len(events), axis=1)
    else:
        factors = np.empty((YEARS, len(events)))
        for name in {event.scenario for event in events}:
            mine = [row for row, event in enumerate(events) if event.scenario == name]
            shape = subject.shape_of([events[row] for row in mine])
            factors[:, mine] = random.gamma(shape, 1 / shape, (YEARS, 1))
    drawn = drawn_years(shop, factors)
    found = subject.waves_of(shop)["ways"][way]
    error = drawn.std() / np.sqrt(YEARS)
    assert found["expected"] == pytest.approx(drawn.mean(), abs=4 * error)
    assert (drawn > found["0.95"]).mean() == pytest.approx(0.05, abs=0.002)
    assert (drawn > found["0.99"]).mean() == pytest.approx(0.01, abs=0.001)


@pytest.mark.parametrize("name", ["agency", "one_person_shop"])
def test_waves_leave_an_average_year_as_it_is_and_make_the_worst_years_worse(name):
    ways = subject.waves_of(evaluation_of(name))["ways"]
    for other in ("not_known", "in_waves"):
        assert ways[other]["expected"] == pytest.approx(ways["by_itself"]["expected"])
        assert ways[other]["0.99"] > ways["by_itself"]["0.99"]


def test_a_ban_of_the_only_market_ends_the_year_and_one_of_several_does_not(shop):
    ways = subject.waves_of(shop)["ways"]
    assert ways["ban_ends"]["expected"] < ways["by_itself"]["expected"]
    assert "ban_ends" not in subject.waves_of(evaluation_of("agency"))["ways"]


def test_without_a_loss_there_is_nothing_to_compare():
    assert subject.waves_of(evaluation_of("cafe")) is None


def test_only_full_years_of_the_library_are_counted_and_each_disruption_once():
    counts = subject.counts_by_year(scenario_library())
    assert list(counts) == ["2021", "2022", "2023", "2024", "2025"]
    assert sum(counts.values()) == 27


@pytest.mark.parametrize(
    ("counts", "uneven"),
    [([3, 5, 8, 4, 7], False), ([0, 0, 20, 0, 1], True), ([4, 4, 4, 4], False), ([9], False), ([0, 0], False)],
)
def test_years_are_uneven_where_chance_would_hardly_make_them_so(counts, uneven):
    assert subject.is_uneven(counts) is uneven
