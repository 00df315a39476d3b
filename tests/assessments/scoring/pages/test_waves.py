"""How much it matters how disruptions come, as the pages say it."""

import copy
import json
import re
from dataclasses import replace

import pytest

from assessments.scoring.pages.result import Result
from assessments.scoring.pages.waves import waves, waves_table
from tests.factories.assessments import result_of
from tests.factories.examples import NAMES


def with_waves(name, change):
    """An example's results with other ways."""
    result = result_of(name)
    background = copy.deepcopy(dict(result.background))
    change(background)
    return Result(replace(result.snapshot, background=background))


def test_the_sentence_names_the_range_and_how_much_worse_than_shown():
    found = waves(result_of("beauty_brand"))
    assert (
        found.sentence
        == "However they come, a bad year costs £178,000 to £187,000: at most 5% more than each by itself."
    )
    assert found.seen == (
        "The library counts 3, 5, 8, 4 and 7 disruptions in the years 2021 to 2025, no more unevenly than chance makes them: "
        "waves are a test here, not what is to be expected."
    )


def test_where_income_is_not_known_what_amounts_are_a_share_of_is_said_once():
    result = with_waves("agency", lambda background: None)
    file = json.loads(result.snapshot.file)
    file["money"]["basis"] = "share"
    sentence = waves(Result(replace(result.snapshot, file=json.dumps(file).encode()))).sentence
    assert sentence.count("of a year's income") == 1
    assert re.match(r"However they come, a bad year costs [\d,.]+% to [\d,.]+% of a year's income: ", sentence)


def test_only_who_has_one_market_reads_of_a_ban_that_ends_the_year():
    titles = {name: [way.name for way in found.ways] for name in NAMES if (found := waves(result_of(name)))}
    assert "A ban ends the rest of the year" in titles["one_person_shop"]
    assert "A ban ends the rest of the year" not in titles["agency"]


def test_a_year_that_is_the_same_in_every_way_is_said_to_be():
    def same(background):
        ways = background["waves"]["ways"]
        for name in ways:
            ways[name] = dict(ways["by_itself"])

    assert waves(with_waves("agency", same)).sentence == "However they come, a bad year costs the same."


def test_why_a_limit_may_be_passed_less_often_is_said_where_it_is():
    def in_waves(over_limit, name="in_waves"):
        def change(background):
            ways = background["waves"]["ways"]
            ways["by_itself"]["over_limit"] = 0.30
            ways["not_known"] = ways["in_waves"] = ways["by_itself"]
            ways[name] = {**ways["by_itself"], "over_limit": over_limit}

        return waves(with_waves("agency", change)).sentence

    assert in_waves(0.27).endswith("so a limit that a single one passes is passed less often.")
    for alike in (0.299, 0.30, 0.33):  # printed as 30% too, or more often
        assert "passed less often" not in in_waves(alike)
    assert "passed less often" not in in_waves(0.27, "ban_ends")  # fewer come at all


def test_where_a_bad_year_costs_nothing_a_very_bad_one_is_named():
    def rare(background):
        for one in background["waves"]["ways"].values():
            one["0.95"] = 0.0

    assert "a very bad year costs" in waves(with_waves("agency", rare)).sentence


def test_uneven_years_of_the_library_are_called_so():
    found = waves(with_waves("agency", lambda background: background["waves"].update(uneven=True)))
    assert found.seen.endswith("more unevenly than chance makes them: waves are likely.")
    assert "no more" not in found.seen


@pytest.mark.parametrize("name", ["cafe", "agency"])
def test_results_without_a_loss_or_from_before_show_nothing_and_their_file_is_empty(name):
    old = with_waves(name, lambda background: background.pop("waves"))
    assert waves(old) is None
    assert waves_table(old).rows == ()
