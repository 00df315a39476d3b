"""Results are read once and shared by the pages: their rows never change."""

import pytest

from assessments.scoring import queries
from tests.factories.assessments import make_assessment

pytestmark = pytest.mark.django_db


def test_pages_share_the_newest_results_until_there_are_newer_ones(organisation, owner, django_assert_max_num_queries):
    make_assessment(organisation, by=owner)
    first = queries.latest_snapshot(organisation)
    with django_assert_max_num_queries(1):
        assert queries.latest_snapshot(organisation) is first
    make_assessment(organisation, by=owner)
    newest = queries.latest_snapshot(organisation)
    assert (first.number, newest.number) == (1, 2)
    assert queries.snapshot_before(organisation, 2) is first


def test_who_asked_for_results_is_named_as_today(organisation, owner):
    make_assessment(organisation, by=owner)
    assert queries.latest_snapshot(organisation).asked_by == owner.display_name
    owner.name = "Maya Okafor-Reed"
    owner.save(update_fields=["name"])
    assert queries.latest_snapshot(organisation).asked_by == "Maya Okafor-Reed"
