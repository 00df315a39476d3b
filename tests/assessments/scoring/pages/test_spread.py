"""What the page about spreading says: a sentence one could repeat, figures that add up, why there is nothing to say."""

import csv
import io
import re

import pytest

from assessments.questionnaires.profile import Answer
from assessments.scoring.pages.links import Links
from assessments.scoring.pages.spread import spread_csv, spread_page
from assessments.scoring.pages.spread_words import points
from assessments.scoring.trials.present import present_of
from tests.factories.examples import profile_of
from tests.factories.result_pages import ODD

LINKS = Links("somebody")


def page_of(name, answers=(), **raw):
    profile = profile_of(name).with_changes({key: Answer(value) for key, value in dict(answers).items()})
    return spread_page(present_of(profile), LINKS, {key.replace("__", "."): value for key, value in raw.items()})


def said(page):
    return page.answer.told.before + page.answer.told.amount + page.answer.told.after


def shown(row):
    return float(re.match(r"[\d.]+", row.best_text)[0])


def test_one_channel_that_takes_all_is_named_in_the_sentence():
    page = page_of("one_person_shop")
    assert re.fullmatch(
        r"Moving 20 of the 74 points that TikTok carries to “Instagram” could bring what is missing in the worst year in "
        r"twenty from £[\d,]+ down to £[\d,]+\.",
        said(page),
    )
    assert re.fullmatch(
        r"An average year would bring about £\d+ more\. Both count on as much arriving there as is set below\.",
        page.answer.year,
    )


def test_many_channels_follow_after_the_sentence_and_add_up():
    page = page_of("beauty_brand")
    assert "“" not in said(page)
    parts = [float(found) for found in re.findall(r"([\d.]+) to “", page.answer.year)]
    assert len(parts) > 2
    assert sum(parts) == pytest.approx(20.0)
    assert parts == sorted(parts, reverse=True)


def test_the_table_adds_up_as_it_is_printed():
    for raw in ({}, {"arrives__email": "93", "moved": "7.3"}):
        rows = page_of("beauty_brand", **raw).answer.rows
        assert sum(shown(row) for row in rows) == pytest.approx(sum(row.today for row in rows))
        for row in rows:
            change = 0.0 if row.change == "–" else float(row.change.replace("−", "-"))
            assert shown(row) - row.today == pytest.approx(change, abs=0.051)


def test_moving_nothing_is_said_where_nothing_is_better():
    shut = {f"arrives__{key}": "10" for key in ("email", "instagram", "own_site", "retail", "youtube")}
    page = page_of("beauty_brand", **shut)
    assert said(page).startswith("Moving nothing is best as this is set: no other mix would bring what is missing in")
    assert page.answer.year == ""
    assert {row.change for row in page.answer.rows} == {"–"}
    assert page.answer.card is None


def test_all_that_tiktok_carries_is_said_as_all_and_then_there_is_no_point_more_to_move():
    page = page_of("beauty_brand", moved="100", fall="100")
    assert said(page).startswith("Moving all 38 points that TikTok carries could bring")
    assert {row.worth for row in page.answer.rows} == {"–"}
    assert page.answer.card.finding.endswith("all 38 to £114,000.")


def test_where_nothing_may_be_moved_the_sentence_says_that_and_not_that_nothing_is_better():
    page = page_of("beauty_brand", moved="0")
    assert said(page).startswith("As it is set, nothing can be moved in a year.")
    assert page.answer.card.finding.startswith("Over several years up to 38 points could be moved;")
    assert page.answer.sure == ("There is no other mix within these limits.",)


@pytest.mark.parametrize("moved", ["0.06", "0.09"])
def test_less_than_what_is_printed_as_moved_is_no_proof_that_moving_nothing_is_best(moved):
    page = page_of("beauty_brand", moved=moved)
    assert said(page).startswith(
        "As it is set, less than 0.1 points can be moved in a year, too little to be shown here."
    )
    assert page.answer.year == ""


def test_that_others_can_fail_too_is_said_only_where_they_carry_something_and_fail():
    def grounds(name, **raw):
        return " ".join(page_of(name, **raw).grounds)

    never = {f"often__{key}": "never" for key in ("email", "instagram", "own_site", "retail", "youtube")}
    assert "what the other channels carry can be missing too" in grounds("beauty_brand")
    assert "can be missing too" not in grounds("beauty_brand", **never)
    assert "can be missing too" not in grounds("one_person_shop")


def test_the_line_says_why_it_ends():
    rooms = {f"use__{key}": "no" for key in ("instagram", "youtube", "own_site", "retail")}
    assert page_of("beauty_brand", moved="50", most__email="6", **rooms).answer.card.finding.endswith(
        "The channels have room for no more."
    )
    assert page_of("one_person_shop", arrives__instagram="90", fall="1").answer.card.finding.endswith(
        "More would not lower it within your limits."
    )


def test_with_nothing_ticked_the_page_says_what_to_do():
    page = page_of("one_person_shop", use__instagram="no")
    assert "no channel may take on anything: tick one below" in said(page)
    assert page.answer.card is None
    assert page.answer.sure == ("There is no other mix within these limits.",)


def test_no_channel_that_is_not_ticked_is_in_the_mix():
    assert {row.name for row in page_of("beauty_brand").answer.rows}.isdisjoint({"Snapchat", "Pinterest", "Amazon"})
    ticked = page_of("beauty_brand", use__snapchat="on", often__snapchat="never", most__snapchat="20")
    (row,) = [row for row in ticked.answer.rows if row.name == "Snapchat"]
    assert row.today_text == "0, not used"
    assert row.change == "+20"


@pytest.mark.parametrize(
    ("name", "answers", "begins", "action"),
    [
        (
            "scheduling_software",
            {},
            "What depends on TikTok here comes through clients",
            "See which activity lacks one",
        ),
        ("parcel_warehouse", {}, "What depends on TikTok here comes through clients", "See which activity lacks one"),
        ("regional_broadcaster", {}, "What depends on TikTok here is no income", "See the activities"),
        ("cafe", {}, "With the alternatives you have, no failure of TikTok would cost you income", "Try what would"),
        ("cafe", {"MON-02": 0}, "By your answers TikTok carries none of your income", "Check that answer"),
    ],
)
def test_where_there_is_nothing_to_spread_the_page_says_why_and_what_helps(name, answers, begins, action):
    page = page_of(name, answers)
    assert page.answer is None
    assert page.empty.sentence.startswith(begins)
    assert page.empty.action == action
    assert page.empty.url.startswith("/o/somebody/")
    assert spread_csv(present_of(profile_of(name)), {}) is None


def test_whoever_named_no_channel_gets_those_that_fit():
    page = page_of("one_person_shop", {"DIV-01": [{"channel": "tiktok", "audience": 10, "last_used": "this_week"}]})
    assert {"Own website or shop", "Amazon", "Facebook"} <= {channel.name for channel in page.channels}
    assert not any(channel.use.is_on for channel in page.channels)
    assert "tick one below" in said(page)


def test_what_cannot_be_used_is_kept_and_said_by_its_field():
    page = page_of("beauty_brand", moved="lots", most__email="140")
    assert page.answer is None
    assert [(name, field.text, field.error) for name, field in page.mistakes] == [
        ("", "lots", "Enter a number from 0 to 100."),
        ("Email list", "140", "Enter a number from 0 to 100."),
    ]


def test_the_assumptions_in_force_are_told():
    told = " ".join(page_of("beauty_brand").grounds)
    assert "No source says how often other channels fail." in told
    assert "a ban included" in told
    assert "All that is moved to a channel comes in there." in told
    assert "Meta" not in told
    assert "Facebook" not in " ".join(page_of("creator").grounds)  # it would fit, and is not ticked
    told = " ".join(
        page_of("creator", use__facebook="on", often__facebook="twice", arrives__email="80", fall="1").grounds
    )
    assert "Instagram and Facebook belong to Meta and fail in the same year" in told
    assert "Facebook: twice as often as TikTok." in told
    assert "Of 100 moved to “Email list”, 80 come in." in told
    assert "at most 1 point less than today" in told


def test_the_page_says_how_sure_the_mix_is():
    first, second, *_ = page_of("beauty_brand").answer.sure
    assert re.fullmatch(
        r"No other mix within your limits is better in the worst year in twenty.* That is proven.*", first
    )
    assert "the best mix moves 20 points" in second


def test_a_better_average_year_is_offered_where_it_costs_safety_and_not_elsewhere():
    assert page_of("one_person_shop").answer.trade == ()
    trade = page_of("one_person_shop", arrives__instagram="96").answer.trade
    assert (trade[0][0], trade[-1][0]) == ("20", "0")


def test_the_file_holds_the_mixes_of_the_chart():
    present = present_of(profile_of("beauty_brand"))
    head, *rows = csv.reader(io.StringIO(spread_csv(present, {"moved": "5"})))
    assert head[:3] == [
        "Moved (points)",
        "Missing in the worst year in twenty (GBP)",
        "Missing in an average year (GBP)",
    ]
    assert head[3] == "TikTok (points)"
    assert len(rows) == 9
    assert [float(row[0]) for row in rows] == sorted(float(row[0]) for row in rows)
    for row in rows:
        assert sum(float(value) for value in row[3:]) == pytest.approx(100.0, abs=1e-4)


def test_where_income_is_not_known_amounts_are_shares_of_it():
    profile = profile_of("one_person_shop").with_changes({"PRO-04": Answer(None, unknown=True)})
    page = spread_page(present_of(profile), LINKS, {})
    assert page.point == "1% of a year's income"
    assert "% of a year's income" in said(page)


@pytest.mark.parametrize(
    ("number", "text"), [(0.0, "0"), (-0.0, "0"), (-0.01, "0"), (12.0, "12"), (7.25, "7.2"), (0.96, "1")]
)
def test_points_are_tenths(number, text):
    assert points(number) == text


@pytest.mark.parametrize("name", ["agency", "beauty_brand", "creator", "one_person_shop"])
def test_nothing_odd_is_printed(name):
    for raw in (
        {},
        {"moved": "0"},
        {"fall": "0"},
        {"moved": "100", "fall": "100"},
        {"often__instagram": "never", "arrives__instagram": "0"},
    ):
        page = page_of(name, **raw)
        texts = [said(page), page.answer.year, page.point, *page.answer.sure, *page.grounds]
        texts += [
            f"{row.name} {row.owner} {row.today_text} {row.best_text} {row.change} {row.redrawn} {row.worth}"
            for row in page.answer.rows
        ]
        if page.answer.card:
            texts += [page.answer.card.finding, page.answer.card.description]
            texts += [cell for row in page.answer.card.table.rows for cell in row]
        for text in texts:
            assert not ODD.search(text), text
            assert "-0" not in text, text
