"""The history of disruptions and the lengths made of it: strict to load, and every reference to an incident resolves."""

import re

import pytest
from pydantic import ValidationError

from assessments.catalogue.durations import Durations, durations
from assessments.catalogue.files import DATA, read_yaml
from assessments.catalogue.incidents import IncidentHistory, incidents
from assessments.catalogue.scenarios import scenario_library

REFERENCE = re.compile(r"incidents\.yaml#([\w-]+)")


def test_every_incident_says_who_reported_it_and_when_that_was_read():
    assert len(incidents()) > 20
    assert all(source.url.startswith("http") and source.says for it in incidents().values() for source in it.sources)


@pytest.mark.parametrize("name", ["scenarios", "durations", "industries", "surfaces", "alternatives", "controls"])
def test_every_incident_that_a_data_file_names_is_in_the_history(name):
    named = set(REFERENCE.findall((DATA / f"{name}.yaml").read_text()))
    assert named <= set(incidents())


def test_the_rates_of_the_scenarios_count_incidents_of_the_history():
    counted = {
        key
        for entry in scenario_library().scenarios
        for key in (*entry.frequency.counted, *(one for many in entry.frequency.by_market.values() for one in many))
    }
    assert len(counted) > 10
    assert {key for key in counted if key.startswith("TT-")} <= set(incidents())


def test_an_incident_whose_length_lies_outside_its_range_is_refused():
    content = read_yaml(DATA / "incidents.yaml")
    IncidentHistory.model_validate(content)
    first = {**content["incidents"][0], "duration_hours": 9, "duration_hours_range": [1, 2]}
    with pytest.raises(ValidationError, match="the length must lie in its range"):
        IncidentHistory.model_validate({**content, "incidents": [first]})
    with pytest.raises(ValidationError, match="incident there twice"):
        IncidentHistory.model_validate({**content, "incidents": [content["incidents"][0]] * 2})


def test_lengths_that_do_not_add_up_to_their_counts_are_refused():
    content = read_yaml(DATA / "durations.yaml")
    assert Durations.model_validate(content) == durations()
    with pytest.raises(ValidationError, match="the counts are not those of the observations"):
        Durations.model_validate({**content, "observations": content["observations"][1:]})
