"""A sheet is read once and shared by the pages until something changes; names are never kept with it."""

import pytest

from assessments.questionnaires import actions, queries
from tests.assessments.questionnaires.test_actions import save
from tests.factories.answers import TODAY, make_sample

pytestmark = pytest.mark.django_db


def sheet(organisation, day=TODAY):
    return queries.sheet_of(organisation, as_of=day)


def test_pages_share_a_sheet_until_an_answer_changes(organisation, owner, django_assert_num_queries):
    first = sheet(organisation)
    with django_assert_num_queries(1):
        assert sheet(organisation) is first
    save(organisation, "MON-06", "10", by=owner)
    assert sheet(organisation).profile.value("MON-06") == 10
    assert first.profile.value("MON-06") is None


def test_another_day_depth_or_name_is_another_sheet(organisation, owner):
    first = sheet(organisation)
    assert sheet(organisation, TODAY.replace(day=1)).profile.as_of == TODAY.replace(day=1)
    actions.choose_depth(organisation=organisation, by=owner, depth="quick")
    assert (first.chosen_depth, sheet(organisation).chosen_depth) == (None, "quick")
    organisation.name = "Renamed"
    assert sheet(organisation).profile.name == "Renamed"


def test_two_organisations_at_the_same_place_of_their_trails_never_share(owner):
    one, other = make_sample("cafe", owner=owner), make_sample("creator", owner=owner)
    assert sheet(one).profile.name != sheet(other).profile.name


def test_the_name_of_who_changed_an_answer_is_todays(organisation, owner):
    save(organisation, "MON-06", "10", by=owner)
    kept = sheet(organisation).kept[("MON-06", "")]
    owner.name = "Maya Okafor-Reed"
    owner.save(update_fields=["name"])
    assert kept.by == "Maya Okafor-Reed"
