"""The rail and the tabs: only what exists, in the order of the work, with the open page marked."""

from assessments.ui import navigation


def _labels(groups):
    return [(group.label, [link.label for link in group.links]) for group in groups]


def test_a_place_that_has_no_page_yet_is_left_out(settings):
    settings.ROOT_URLCONF = "tests.assessments.ui.bare_urls"
    found = navigation.groups("acme", "/o/acme/scores/", {}, may_manage=True)
    assert _labels(found) == [("Assess", ["Scores"])]
    assert [tab.label for tab in navigation.tabs("acme", "/o/acme/scores/")] == ["Scores"]


def test_all_places_stand_in_the_order_of_the_work(gallery):
    found = navigation.groups("acme", "/o/acme/map/", {"questionnaire": "3/9"}, may_manage=True)
    assert _labels(found) == [
        ("", ["Overview"]),
        ("Assess", ["Activities", "Dependency map", "Questionnaire", "Scores"]),
        ("Plan", ["Mitigation", "Plan document"]),
        ("", ["Settings", "Help and methods"]),
    ]
    links = [link for group in found for link in group.links]
    assert [link.label for link in links if link.is_current] == ["Dependency map"]
    assert [link.count for link in links if link.label == "Questionnaire"] == ["3/9"]
    assert links[0].url == "/o/acme/overview/"


def test_who_may_not_change_the_settings_is_led_to_the_people(gallery):
    found = navigation.groups("acme", "/o/acme/settings/people/", {}, may_manage=False)
    settings_link = found[-1].links[0]
    assert settings_link.url == "/o/acme/settings/people/"
    assert settings_link.is_current


def test_a_tab_is_open_on_any_of_its_places(gallery):
    tabs = navigation.tabs("acme", "/o/acme/functions/checkout/")
    assert [tab.label for tab in tabs] == ["Overview", "Assess", "Scores", "Plan"]
    assert [tab.label for tab in tabs if tab.is_current] == ["Assess"]
