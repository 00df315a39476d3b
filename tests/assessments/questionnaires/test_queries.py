"""A sheet is read once and shared by the pages until something changes; names are never kept with it."""

import pytest
from django.db import transaction

from assessments.questionnaires import actions, queries
from tests.assessments.questionnaires.test_actions import save
from tests.factories.answers import TODAY, make_sample, unsay

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


def test_after_a_change_only_what_changed_is_read_in_full(owner, django_assert_num_queries):
    brand = make_sample("beauty_brand", owner=owner)
    unsay(brand, "MON-06")
    before = sheet(brand)
    save(brand, "MON-06", "10", by=owner)
    with django_assert_num_queries(4):  # end of the trail, versions, the one answer, the rest of the questionnaire
        after = sheet(brand)
    moved = {place for place in {*before.kept, *after.kept} if before.kept.get(place) is not after.kept.get(place)}
    assert moved == {("MON-06", "")}
    unsay(brand, "MON-06")
    assert ("MON-06", "") not in sheet(brand).kept


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_is_not_remembered(organisation, owner):
    class Stopped(Exception):
        pass

    save(organisation, "MON-06", "10", by=owner)
    with pytest.raises(Stopped), transaction.atomic():
        save(organisation, "MON-06", "11", seen=1, by=owner)
        assert sheet(organisation).profile.value("MON-06") == 11
        raise Stopped
    assert sheet(organisation).profile.value("MON-06") == 10
    save(organisation, "MON-06", "12", seen=1, by=owner)
    assert sheet(organisation).profile.value("MON-06") == 12


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
