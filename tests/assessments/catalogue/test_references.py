"""The reference files: nothing in them that the schema does not know, and every id they name in another file is there."""

import copy

import pytest
from pydantic import ValidationError

from assessments.catalogue.alternatives import AlternativeCatalogue, alternative_catalogue, alternatives
from assessments.catalogue.controls import EVERY_SURFACE, ControlCatalogue, control_catalogue, controls
from assessments.catalogue.files import DATA, read_yaml
from assessments.catalogue.glossary import Glossary, glossary
from assessments.catalogue.incidents import incidents
from assessments.catalogue.industries import IndustryCatalogue, industry_catalogue
from assessments.catalogue.scenarios import scenario_library
from assessments.catalogue.sectors import FINER, sector_catalogue
from assessments.catalogue.surfaces import SurfaceCatalogue, surface_catalogue, surfaces
from assessments.catalogue.vocabulary import vocabulary

MODELS = {
    "surfaces": SurfaceCatalogue,
    "industries": IndustryCatalogue,
    "alternatives": AlternativeCatalogue,
    "controls": ControlCatalogue,
    "glossary": Glossary,
}


def functions():
    return {function.id: function for function in industry_catalogue().functions}


CROSSWALKS = [
    ("capabilities_to_surfaces", "capabilities", surfaces),
    ("tools_to_surfaces", None, surfaces),
    ("functions_to_industry_functions", "functions", functions),
    ("scenarios_to_mitigation_scenarios", "scenarios", lambda: {it.id for it in control_catalogue().scenarios}),
    ("industries_to_industries", None, lambda: {it.id for it in industry_catalogue().industries}),
    ("channels_to_alternatives", "channels", alternatives),
]
"""Each table with our list on its left, if the vocabulary holds it, and the ids on its right."""


def test_every_data_file_is_read_through_its_schema():
    read = {
        "surfaces": surface_catalogue(),
        "industries": industry_catalogue(),
        "alternatives": alternative_catalogue(),
        "controls": control_catalogue(),
        "glossary": glossary(),
    }
    assert all(read[name] == model.model_validate(read_yaml(DATA / f"{name}.yaml")) for name, model in MODELS.items())
    assert {path.stem for path in DATA.glob("*.yaml")} == {
        *MODELS,
        *("durations", "incidents", "scenarios", "sectors", "vocabulary"),
    }


def test_every_surface_that_a_file_names_is_there_and_can_fail_in_a_function_or_an_incident():
    named = {name for function in functions().values() for name in function.surfaces}
    hit = {name for incident in incidents().values() for name in incident.surfaces}
    guarded = {name for control in controls().values() for name in control.surfaces} - {EVERY_SURFACE}
    assert named | hit | guarded <= set(surfaces())
    assert set(surfaces()) <= named | hit


def test_every_surface_or_function_that_an_alternative_replaces_is_there():
    replaced = {name for entry in alternatives().values() for name in entry.replaces}
    assert replaced <= {*surfaces(), *functions()}


def test_every_sector_of_an_industry_is_in_the_finer_table():
    named = {code for industry in industry_catalogue().industries for code in industry.io_sector}
    assert named <= set(sector_catalogue().tables[FINER].codes)


@pytest.mark.parametrize(("table", "ours", "theirs"), CROSSWALKS)
def test_the_crosswalk_leads_from_our_ids_to_ids_that_are_there(table, ours, theirs):
    words = vocabulary()
    crosswalk = words.crosswalk[table]
    assert {name for names in crosswalk.values() for name in names} <= set(theirs())
    if ours is not None:
        assert set(crosswalk) <= set(getattr(words, ours))


def test_no_crosswalk_is_left_unchecked():
    assert [table for table, _, _ in CROSSWALKS] == list(vocabulary().crosswalk)


def _with(name, path, value):
    """The content of a file in which one thing is changed."""
    content = copy.deepcopy(read_yaml(DATA / f"{name}.yaml"))
    *way, last = path
    place = content
    for step in way:
        place = place[step]
    if last == "append":
        place.append(place[value])
    else:
        place[last] = value
    return content


@pytest.mark.parametrize(
    ("name", "path", "value", "message"),
    [
        ("surfaces", ("surfaces", 0, "colour"), "red", "Extra inputs are not permitted"),
        ("surfaces", ("surfaces", "append"), 0, "surface there twice: organic_video"),
        ("surfaces", ("surfaces", 0, "official_doc"), "the manual", "should match pattern"),
        ("surfaces", ("status_api_shapes", "tiktok_oauth_error", "outage_codes"), ["lost"], "must be one of the codes"),
        ("industries", ("industries", 0, "functions"), ["knitting"], "no function of this name: knitting"),
        ("industries", ("industries", 0, "evidence"), ["hearsay"], "no figure of this name: hearsay"),
        ("industries", ("figures", "append"), 0, "figure there twice"),
        ("industries", ("figures", 0, "date"), None, "a figure has its date"),
        ("industries", ("figures", 0, "date"), "last year", "should match pattern"),
        ("industries", ("figures", 0, "source"), None, "a figure has either its source or"),
        ("industries", ("figures", 2, "value"), 37, "a share lies between 0 and 1"),
        ("industries", ("figures", 0, "quality"), "rumour", "Input should be"),
        ("alternatives", ("alternatives", 0, "reach", 0, "source"), None, "a figure has either its source or"),
        ("alternatives", ("alternatives", 0, "switch", "assumption"), False, "Input should be True"),
        ("alternatives", ("alternatives", 0, "switch", "setup_days"), [5, 1], "the low end must not lie above"),
        ("alternatives", ("shared_fate_groups", 0, "members"), ["telegraph"], "no alternative of this name: telegraph"),
        ("controls", ("mitigations", 0, "scenarios"), ["flood"], "no disruption of this name: flood"),
        ("controls", ("mitigations", 0, "iso_aim"), ["glory"], "no aim of this name: glory"),
        ("controls", ("mitigations", "append"), 0, "control there twice"),
        ("controls", ("mitigations", 0, "effect", "multiplier_left", "low"), 1.0, "must ascend"),
        ("glossary", ("terms", "append"), 0, "term there twice: business continuity"),
        ("glossary", ("terms", 0, "printed"), {"word": "RTO", "means": "a time"}, "printed word there twice: rto"),
        ("glossary", ("terms", 0, "printed"), {"word": "X", "means": "This. And that"}, "one sentence"),
    ],
)
def test_a_file_that_does_not_keep_to_its_schema_is_refused(name, path, value, message):
    with pytest.raises(ValidationError, match=message):
        MODELS[name].model_validate(_with(name, path, value))


def test_a_word_is_found_where_it_is_used_and_not_inside_another():
    word = {it.word: it for it in glossary().printed}
    assert word["API"].is_in("two APIs")
    assert not word["API"].is_in("rapids and an api")
    assert word["Gap"].is_in("Your gaps")
    assert not word["Gap"].is_in("a gape")


def test_every_kind_of_tool_that_a_change_of_the_api_reaches_has_its_surfaces():
    reached = {kind for entry in scenario_library().scenarios for kind in entry.tool_severity}
    assert reached == set(vocabulary().crosswalk["tools_to_surfaces"])
