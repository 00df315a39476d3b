"""What the pages of real incidents say: dates as far as known, what is not known, the way it arrives, sources."""

import csv
import io
import re

import pytest

from assessments.catalogue.incidents import incidents
from assessments.questionnaires.profile import Answer
from assessments.scoring.pages.links import Links
from assessments.scoring.pages.replay import replay_page, replays_page, when_words
from assessments.scoring.trials.present import present_of
from assessments.scoring.trials.replays import all_courses
from tests.factories.examples import NAMES, profile_of
from tests.factories.result_pages import ODD

LINKS = Links("here")


@pytest.fixture(scope="module")
def brand():
    return present_of(profile_of("beauty_brand"))


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ("2020", "2020"),
        ("2022-11", "Nov 2022"),
        ("2021-11-12", "12 Nov 2021"),
        ("2022-09-15T10:00", "15 Sep 2022, 10:00"),
        ("2023-03-09T09:40+00:00", "9 Mar 2023, 09:40 UTC"),
        ("2020-07-09T14:43-04:00", "9 Jul 2020, 14:43 (UTC-04:00)"),
    ],
)
def test_a_date_is_said_as_far_as_it_is_known(known, said):
    assert when_words(known) == said


@pytest.mark.parametrize("name", NAMES)
def test_no_page_of_an_incident_says_anything_odd(name):
    present = present_of(profile_of(name))
    page = replays_page(present, LINKS)
    assert len(page.rows) + len(page.others) == len(incidents())
    for course in all_courses(present)[0]:
        said = replay_page(present, LINKS, course.incident.id)
        texts = [said.told.before, said.told.amount, said.saved, *said.caveats, *(text for _, text in said.facts)]
        texts += [part for row in said.arrivals for part in (row.name, row.after, row.way, row.loss)]
        assert not [text for text in texts if ODD.search(text)], course.incident.id
        assert said.sources


def test_what_is_not_known_of_a_length_is_said(brand):
    unknown = replay_page(brand, LINKS, "TT-2022-09-15")
    assert unknown.caveats[0].startswith(
        "How long it lasted is not known. The usual length of such an event, 7.1 hours"
    )
    spread = replay_page(brand, LINKS, "TT-2026-03-12-API")
    assert any(
        note.startswith("The sources leave its length open between 3 days and 5 days") for note in spread.caveats
    )


def test_the_finding_begins_with_a_capital_where_hardly_anything_is_lost_while_it_lasts():
    tiny = present_of(profile_of("one_person_shop").with_changes({"PRO-04": Answer("40")}))
    assert replay_page(tiny, LINKS, "TT-2023-03-09").card.finding.startswith("Under £1 while it lasts")


def test_an_outage_that_nobody_has_an_answer_to_saves_nothing_and_a_long_one_does(brand):
    assert "save" in replay_page(brand, LINKS, "TT-2024-01-UMG").saved
    assert replay_page(brand, LINKS, "TT-2022-11-UK").saved.startswith("Your alternatives would save nothing")


def amounts(text):
    return [int(found.replace(",", "")) for found in re.findall(r"£([\d,]+)", text)]


@pytest.mark.parametrize(
    "key", [course.incident.id for course in all_courses(present_of(profile_of("beauty_brand")))[0]]
)
def test_what_is_printed_adds_up(brand, key):
    page = replay_page(brand, LINKS, key)
    total = amounts(page.told.amount)
    if len(saved := amounts(page.saved)) == 2 and "they save" in page.saved:
        assert saved[0] - saved[1] == total[0]
    if page.card and total[0] < 1000 and len(parts := amounts(page.card.finding)) == 2:
        assert sum(parts) == total[0]


def test_nobody_is_told_of_alternatives_that_there_are_not(brand):
    none = {key: {"WRK-01": Answer("s0")} for key in brand.profile.functions}
    page = replay_page(present_of(brand.profile.with_changes({}, none)), LINKS, "TT-2024-01-UMG")
    assert page.saved == "You have no alternative yet that could take anything off it."


def test_a_length_that_is_assumed_is_never_called_the_least_it_can_have_been(brand):
    there = brand.profile.with_changes({"PRO-03": Answer([{"country": "AF", "share": 100}])}, {})
    caveats = replay_page(present_of(there), LINKS, "TT-2022-04-AF").caveats
    assert caveats[0] == (
        "It had not ended when the sources were last read. The usual length of such an event, 3 months, stands for it."
    )
    assert not [note for note in caveats if "the least it can have been" in note]


def test_of_several_interfaces_those_that_were_hit_are_named_to_who_builds_on_them(brand):
    vendor = present_of(profile_of("scheduling_software"))
    (note,) = [note for note in replay_page(vendor, LINKS, "TT-2023-07-03").caveats if "interfaces" in note]
    assert note.startswith("Of TikTok's interfaces it hit only Marketing (Business) API. All your software")
    assert not [note for note in replay_page(vendor, LINKS, "TT-2023-03-09").caveats if "interfaces" in note]
    assert not [note for note in replay_page(brand, LINKS, "TT-2023-07-03").caveats if "interfaces" in note]


def test_a_tiny_amount_is_said_alike_in_the_sentence_and_in_the_tables():
    lena = present_of(profile_of("creator"))
    page = replay_page(lena, LINKS, "TT-2020-SG")
    assert page.told.amount == "under US$1"
    assert [row.loss for row in page.arrivals] == ["under US$1"]
    (row,) = [row for row in replays_page(lena, LINKS).rows if row.url == LINKS.replay("TT-2020-SG")]
    assert row.loss == "under US$1"


def test_the_hours_stand_in_a_file_with_units(brand):
    page = replay_page(brand, LINKS, "TT-2023-03-09")
    rows = list(csv.reader(io.StringIO(page.csv)))
    assert rows[0] == ["After (hours)", "Loss so far (GBP)", "Loss so far with nothing in place (GBP)"]
    assert [row[0] for row in rows[1:]] == ["0", "1", "2"]
    assert float(rows[-1][1]) > 0
    assert page.card.table.rows[-1][0] == "2 hours"


def test_one_that_cannot_reach_here_or_is_not_known_has_no_page(brand):
    assert replay_page(brand, LINKS, "TT-2020-06-IN") is None
    assert replay_page(brand, LINKS, "no-such-one") is None
