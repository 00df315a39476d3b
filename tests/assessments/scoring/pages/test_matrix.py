"""The matrix and the heat table."""

import pytest

from assessments.scoring.pages.links import Links
from assessments.scoring.pages.matrix import STEPS, band_of, heat, matrix
from tests.factories.assessments import result_of
from tests.factories.examples import NAMES

LINKS = Links("northlight")


@pytest.mark.parametrize("name", NAMES)
def test_every_scenario_stands_in_the_column_of_its_likelihood_at_both_of_its_ratings(name):
    result = result_of(name)
    found = {}
    for row in matrix(result, LINKS).rows:
        for level, cell in enumerate(row.cells, start=1):
            for mark in cell.marks:
                found.setdefault(mark.rank, set()).add((level, row.rating, mark.is_typical))
    for scenario in result.scenarios:
        points = result.background["scenarios"][scenario["key"]]
        wanted = {(scenario["likelihood"], points["severe"], False)} if points["severe"] else set()
        if points["typical"] and points["typical"] != points["severe"]:
            wanted.add((scenario["likelihood"], points["typical"], True))
        assert found.get(scenario["rank"], set()) == wanted, scenario["key"]


@pytest.mark.parametrize("name", NAMES)
def test_the_band_of_a_cell_is_the_one_the_results_give(name):
    for scenario in result_of(name).scenarios:
        if scenario["impact"]:
            assert band_of(scenario["likelihood"], scenario["impact"]) == scenario["band"]


def test_the_highest_impact_is_never_below_high():
    assert [band_of(level, 5) for level in (1, 2, 3, 4, 5)] == ["high", "high", "severe", "severe", "severe"]
    assert [band_of(level, 1) for level in (1, 2, 3, 4, 5)] == ["low", "low", "low", "low", "moderate"]


def test_an_impact_set_by_a_person_stands_where_they_put_it():
    base = result_of("beauty_brand")
    scenarios = [{**base.scenarios[0], "impact": 2}, *base.scenarios[1:]]
    marks = [
        (row.rating, mark.is_typical)
        for row in matrix(result_of("beauty_brand", scenarios=scenarios), LINKS).rows
        for cell in row.cells
        for mark in cell.marks
        if mark.rank == 1
    ]
    assert marks == [(2, False)]


def test_scenarios_without_effect_are_named_beside_the_matrix():
    found = matrix(result_of("cafe"), LINKS)
    assert found.outside == ("API, permission or technical rule changed", "A tool between you and TikTok fails")


FINDINGS = [
    ("beauty_brand", "Scenarios 1 to 5 are possible or likelier and push"),
    ("creator", "Scenario 1 is possible or likelier and pushes"),
    ("cafe", "No scenario that is at least possible pushes"),
]


@pytest.mark.parametrize(("name", "begin"), FINDINGS)
def test_the_finding_names_what_is_likely_and_breaks_a_limit(name, begin):
    assert matrix(result_of(name), LINKS).finding.startswith(begin)


@pytest.mark.parametrize("name", NAMES)
def test_the_heat_table_adds_up_and_its_colours_follow_the_limit(name):
    result = result_of(name)
    found = heat(result, LINKS)
    for row, raw in zip(found.rows, found.table.rows, strict=True):
        losses = raw[3 : 3 + len(found.columns)]
        assert sum(losses) == pytest.approx(raw[3 + len(found.columns)], rel=1e-6, abs=1e-6)
        for cell, loss in zip(row.cells, losses, strict=True):
            share = loss / result.limit if loss >= 1e-6 else 0
            step = 0 if not share else 1 + sum(share >= edge for edge in (0.1, 0.3, 1, 3))
            assert cell.step == step
            assert (cell.text == "–") == (step == 0)


def test_the_steps_of_the_bands_go_from_light_to_dark():
    assert list(STEPS.values()) == sorted(STEPS.values())
