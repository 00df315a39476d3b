"""The usual activities of a line of business."""

from assessments.catalogue.presets import usual_activities
from assessments.catalogue.vocabulary import vocabulary


def test_usual_activities_are_those_of_the_catalogue_each_once():
    for activities in usual_activities().values():
        assert set(activities) <= set(vocabulary().functions)
        assert len(set(activities)) == len(activities)


def test_lines_of_business_differ():
    usual = usual_activities()
    assert usual["logistics"][0] == "order_fulfilment"
    assert "influencer_partnerships" in usual["fashion_beauty"]
    assert usual["other"] == ()
