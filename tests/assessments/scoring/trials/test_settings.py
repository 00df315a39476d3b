"""Settings begin at what is stated, read what is typed, and say in a sentence what cannot be used."""

import pytest

from assessments.scoring.trials.present import present_of
from assessments.scoring.trials.settings import changes_in, groups_of, outage_in, read
from tests.factories.examples import NAMES, TODAY, profile_of


@pytest.fixture(scope="module")
def groups():
    return groups_of(present_of(profile_of("beauty_brand")))


def settings_of(groups):
    return {setting.name: setting for group in groups for setting in group.settings}


@pytest.mark.parametrize("name", NAMES)
def test_what_stands_in_the_fields_at_first_changes_nothing(name):
    found = groups_of(present_of(profile_of(name)))
    at_first = {key: one.shown for key, one in settings_of(found).items() if one.kind != "flag"}
    entered = read(found, at_first)
    assert (entered.values, entered.mistakes) == ({}, {})


def test_only_what_matters_here_can_be_set():
    cafe, brand = (settings_of(groups_of(present_of(profile_of(name)))) for name in ("cafe", "beauty_brand"))
    assert {"direct", "influenced", "delivers.social_commerce", "chance.market_ban"} <= set(brand)
    assert not [name for name in cafe if "social_commerce" in name]
    assert "chance.third_party_failure" not in cafe, "no tool stands between it and TikTok"


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("direct", "140", "Enter a number from 0 to 100."),
        ("direct", "-1", "Enter a number from 0 to 100."),
        ("direct", "nan", "Enter a number from 0 to 100."),
        ("direct", "", "Enter a number from 0 to 100."),
        ("direct", "1,000", "Enter a number from 0 to 100."),
        ("length", "1,000", "Enter a number from 1 to 720."),
        ("length", "1_0", "Enter a number from 1 to 720."),
        ("delivers.customer_care", "2", "Enter 0, or a number from 6 to 720."),
        ("delivers.customer_care", "-1", "Enter 0, or a number from 6 to 720."),
        ("length", "1e9", "Enter a number from 1 to 720."),
        ("delivers.social_commerce", "soon", "Enter a number from 6 to 720."),
        ("delivers.social_commerce", "5", "Enter a number from 6 to 720."),
        ("start", "2020-01-01", "Enter a day from 22 Nov 2026 to 21 Nov 2027."),
        ("start", "22/11/2027", "Enter a day from 22 Nov 2026 to 21 Nov 2027."),
        ("start", "30/2/2027", "There is no 30 February 2027. Enter a day from 1 to 28, or another month."),
        ("start", "8//2027", "The month is missing. Enter a day, a month and a year, such as 27 11 2026."),
        ("start", "//", "Enter a day from 22 Nov 2026 to 21 Nov 2027."),
        ("start", "tomorrow", "Enter a day from 22 Nov 2026 to 21 Nov 2027."),
        ("scenario", "<b>", "Choose one of the list."),
        ("workaround.live_selling", "s9", "Choose one of the list."),
    ],
)
def test_what_cannot_be_used_is_said_and_changes_nothing(groups, name, typed, sentence):
    entered = read(groups, {name: typed, "no_such_setting": "1"})
    assert entered.mistakes == {name: sentence}
    assert entered.values == {}
    assert entered.texts == {name: typed}


@pytest.mark.parametrize(("typed", "number"), [("12,5", 12.5), ("-0", 0), ("+5", 5), (" 50 ", 50), ("12.5", 12.5)])
def test_numbers_are_read_as_the_questionnaire_reads_them(groups, typed, number):
    values = read(groups, {"direct": typed}).values
    assert (values["direct"], f"{values['direct']:g}") == (number, f"{number:g}")


def test_an_alternative_that_runs_stays_at_once_or_needs_the_time_to_notice_and_decide(groups):
    delivers = settings_of(groups)["delivers.customer_care"]
    assert (delivers.low, delivers.least, delivers.about[:18]) == (0, 6, "0: it runs already")
    assert read(groups, {"delivers.customer_care": "6"}).values == {"delivers.customer_care": 6}


def test_a_recommendation_for_parts_of_tiktok_that_no_activity_uses_cannot_be_tried():
    shop = settings_of(groups_of(present_of(profile_of("one_person_shop"))))
    assert "control.account_hygiene" in shop
    assert not {"control.second_channel_live", "control.master_archive"} & {*shop}, "it sells by Shop alone"


def test_two_shares_hold_no_more_than_the_whole(groups):
    entered = read(groups, {"direct": "60", "influenced": "50"})
    assert entered.mistakes == {"influenced": "Another 60% is paid through TikTok itself: enter 40 or less."}
    alone = read(groups, {"direct": "90"}).mistakes
    assert alone == {"direct": "Another 17% is found on TikTok and paid elsewhere: enter 83 or less."}
    assert not read(groups, {"direct": "60", "influenced": "40"}).mistakes


def test_values_become_changes_and_an_outage(groups):
    typed = {
        "direct": "30,5",
        "delivers.social_commerce": "8",
        "workaround.live_selling": "s3",
        "chance.market_ban": "5",
        "control.second_channel_live": "on",
        "scenario": "market_ban",
        "length": "24",
    }
    values = read(groups, typed).values
    changes, outage = changes_in(groups, values), outage_in(groups, values)
    assert (changes.direct, changes.influenced, changes.controls) == (30.5, None, ("second_channel_live",))
    assert changes.alternatives["social_commerce"].delivers_h == 8
    assert changes.alternatives["live_selling"].status == "s3"
    assert changes.chances == {"market_ban": 5}
    assert (outage.scenario, outage.length_h, outage.start_on) == ("market_ban", 24, TODAY)
