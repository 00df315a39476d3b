"""The impact grid and the likelihood grid as inputs."""

import pytest

from assessments.questionnaires.asking.filled import fields_of
from assessments.questionnaires.asking.form_fields import FormFields
from assessments.questionnaires.asking.grids import impact_grid, likelihood_grid, preview_sentence
from assessments.questionnaires.bank import bank
from assessments.questionnaires.course import Course
from tests.factories.answers import example_profile

WORDS = bank().vocabulary
PROFILE = example_profile("beauty_brand")
COURSE = Course(PROFILE)


def sentence(kind="social_commerce", **cells):
    return preview_sentence(WORDS, kind, FormFields({name.replace("_", "-"): [text] for name, text in cells.items()}))


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        ({"cell_customer_d3": "4"}, "Customers and audience becomes Severe after 3 days, so the longest this can stop is 24 hours."),
        ({"cell_legal_h1": "5"}, "Legal and contracts becomes Critical after 1 hour, so the longest this can stop is under 1 hour."),
        ({"cell_people_m1": "4"}, "People and livelihoods becomes Severe after 1 month or longer, so the longest this can stop is 2 weeks."),
        ({"cell_people_m1": "3"}, "No effect becomes Severe within a month, so this can stop for longer than a month."),
        ({"cell_people_m1": "many"}, "No effect becomes Severe within a month, so this can stop for longer than a month."),
        ({}, "Rate an effect from 4 on where you could no longer accept it. The longest this can stop follows from it."),
    ],
)  # fmt: skip
def test_the_first_effect_that_is_not_acceptable_sets_the_limit(cells, text):
    assert sentence(**cells) == text


def test_urgent_public_information_may_not_be_late_at_all():
    cells = {"cell_customer_h4": "3"}
    assert "becomes Serious after 4 hours, so the longest this can stop is 1 hour." in sentence(
        "public_information", **cells
    )
    assert sentence("audience_reach", **cells).startswith("No effect becomes Severe")


def grid(errors=None, **cells):
    form = FormFields({name.replace("_", "-"): [text] for name, text in cells.items()})
    return impact_grid(COURSE, "social_commerce", form, errors or {}, {"labelled_by": "q-title"})


def cells_of(shown, category):
    return {cell.column: cell for group in shown.groups if group.key == category for cell in group.cells}


def test_what_is_not_rated_counts_as_the_time_before():
    cells = cells_of(grid(cell_customer_h24="2", cell_customer_w1="4"), "customer")
    assert [cell.carried for cell in cells.values()] == [0, 0, 0, 2, 2, 4, 4, 4]
    assert cells["d3"].value is None


def test_a_rating_that_falls_is_asked_for_its_reason():
    cells = cells_of(grid(cell_customer_d3="4", cell_customer_w1="2"), "customer")
    assert [column for column, cell in cells.items() if cell.needs_reason] == ["w1"]


def test_a_rating_that_is_not_known_stays_so():
    cells = cells_of(grid(cell_legal_d3="unknown"), "legal")
    assert cells["d3"].is_unknown
    assert cells["d3"].carried == 0


def test_an_error_opens_the_category_it_is_in():
    shown = grid({"cell-legal-d3": "Enter a whole number"}, cell_legal_d3="3.5")
    assert [group.key for group in shown.groups if group.has_error] == ["legal"]
    assert shown.error == "Enter a whole number"


def test_each_scenario_comes_with_what_the_library_says_for_the_countries():
    form = FormFields(fields_of(bank().questions["RSK-03"], PROFILE.answer("RSK-03"), bank()))
    rows = {row.key: row for row in likelihood_grid(COURSE, form, {}, {}).rows}
    assert (rows["account_loss"].value, rows["account_loss"].library) == (4, 2)
    assert rows["account_loss"].reason == "one restriction and three notices this year"
    assert rows["short_outage"].value is None
    assert rows["short_outage"].library == 3
    assert rows["short_outage"].note[0].islower()
