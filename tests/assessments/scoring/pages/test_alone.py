"""What the pages say of each thing that fails alone, for several organisations."""

import json
from dataclasses import replace

import pytest

from assessments.register.queries import NO_COSTS
from assessments.scoring.pages.alone import costs_page, week_of, worked_lines
from assessments.scoring.pages.links import Links
from assessments.scoring.pages.result import Result
from assessments.scoring.pages.summary import concentration
from assessments.ui.words import SHARE_OF_INCOME
from tests.factories.assessments import result_of
from tests.factories.examples import NAMES


def costs_of(result):
    return costs_page(result, Links("it"))


def with_alone(result, alone, **results):
    """The result with other frozen costs, and other parts of its results file."""
    snapshot = result.snapshot
    return Result(
        replace(
            snapshot,
            background={**snapshot.background, "alone": alone},
            file=json.dumps({**json.loads(snapshot.file), **results}).encode(),
        )
    )


def one(mark, week, *, day=0.0, bare=None, reaches=(), stops=(), kind="part"):
    bare = week if bare is None else bare
    figures = {"day": day, "week": week, "bare_day": day, "bare_week": bare}
    return {"mark": mark, "kind": kind, "name": mark[2:], **figures, "reaches": [*reaches], "stops": [*stops]}


def test_a_brand_reads_what_a_thing_stops_what_it_slows_and_how_much_is_taken_over():
    costs = costs_of(result_of("beauty_brand"))
    assert costs.whole == "All of TikTok gone for a week would cost about £31,800."
    assert costs.both == (
        "If “Harrow Fulfilment” and what takes its place fail together, a week would cost about £22,300 "
        "instead of £11,600."
    )
    ads = costs.of("a-1-7", "Northlight Ads")
    assert ads is not None
    assert (ads.day_short, ads.week_short, ads.week) == ("£1.24k", "£7.71k", "about £7,710")
    assert ads.stops == (
        "stops “Winning customers with ads”; slows “Selling through TikTok Shop” and “Product launches and promotions”"
    )
    assert ads.instead == "33%"
    live = costs.of("s-live", "LIVE broadcasts or LIVE selling")
    assert live is not None
    assert live.instead == "nothing"
    assert costs.how_url == "/o/it/scores/how/alone/"
    assert "Without a person" not in costs.basis


def test_the_page_says_why_a_week_can_cost_more_here_than_on_the_overview():
    """The Overview counts until the outage ends, the map until everything runs as before."""
    result = result_of("one_person_shop")
    assert result.background["alone"]["whole"]["week"] > result.outage_loss(168.0)
    assert "A loss counts until everything runs as before, so a week can cost more here" in costs_of(result).basis


def test_a_thing_that_costs_nothing_has_no_amount_and_stays_on_the_list():
    costs = costs_of(result_of("beauty_brand"))
    assert costs.of("s-inbox", "Comments and direct messages with customers") is None
    assert "s-inbox" in {row.mark for row in costs.rows}


def test_a_person_is_counted_with_nobody_in_their_place_and_the_page_says_so():
    costs = costs_of(result_of("creator"))
    lena = costs.of("p-Lena Hart", "Lena Hart")
    assert lena is not None
    assert (lena.week, lena.instead) == ("about US$1,940", "nothing")
    assert costs.basis.endswith(
        "Without a person, what they alone can do stops, and so does what would take its place."
    )


def test_a_cafe_whose_alternative_carries_everything_reads_what_it_would_be_without_it():
    costs = costs_of(result_of("cafe"))
    assert costs.whole == "All of TikTok gone for a week would cost no money."
    assert costs.both == (
        "If “Unpaid posts and reach” and what takes its place fail together, a week would cost about £330 "
        "instead of no money."
    )
    assert [row.amount for row in costs.rows] == [0.0]


def test_where_no_money_is_lost_or_older_results_do_not_say_so_there_is_nothing():
    assert costs_of(result_of("regional_broadcaster")) == NO_COSTS
    old = result_of("beauty_brand")
    background = {key: part for key, part in old.background.items() if key != "alone"}
    old = Result(replace(old.snapshot, background=background))
    assert costs_of(old) == NO_COSTS
    assert list(worked_lines(old)) == []
    assert week_of(old, "a-Northlight Ads") == 0.0
    named = dict(concentration(old).single_points)
    assert named["Account Northlight Ads"] == "only one person has full rights"


def test_the_card_of_single_points_says_what_a_week_without_each_costs():
    assert dict(concentration(result_of("beauty_brand")).single_points)["Account Northlight Ads"] == (
        "only one person has full rights; a week without it would cost about £7,710"
    )
    of_lena = [why for name, why in concentration(result_of("creator")).single_points if name == "Lena Hart"]
    assert len(of_lena) == 2
    assert of_lena[0].endswith("“Earning from my own channel”")
    assert of_lena[1].endswith("; a week without them would cost about US$1,940")


def test_a_channel_that_stands_alone_is_all_of_tiktok():
    point = {"kind": "channel", "name": "TikTok", "why": "no other channel was used in the last 30 days"}
    result = result_of("beauty_brand")
    held = {**result.data["concentration"], "single_points": [point]}
    ((_, why),) = concentration(result_of("beauty_brand", concentration=held)).single_points
    assert why.endswith("; a week without it would cost about £31,800")


def test_small_shares_of_income_are_no_nothing_and_small_money_is():
    """Where income is not known 0.4 is four thousandths of a year; of money it is 40 pence."""
    result = result_of("one_person_shop")
    keys = list(result.names)
    alone = {
        "things": [one("s-shop", 0.4, day=0.1, reaches=keys, stops=keys)],
        "whole": one("tiktok", 0.4),
        "pair": None,
    }
    in_money = costs_of(with_alone(result, alone))
    assert (in_money.rows[0].amount, in_money.rows[0].week) == (0.0, "no money")
    money = {**result.data["money"], "basis": "share"}
    in_share = with_alone(result, alone, money=money)
    assert in_share.currency == SHARE_OF_INCOME
    assert costs_of(in_share).rows[0].week == "about 0.4% of a year's income"
    assert costs_of(in_share).rows[0].stops == "stops your activity"


def test_an_amount_under_one_is_said_once():
    result = result_of("one_person_shop")
    alone = {"things": [one("s-shop", 0.7)], "whole": one("tiktok", 0.7), "pair": None}
    assert costs_of(with_alone(result, alone)).whole == "All of TikTok gone for a week would cost under £1."


@pytest.mark.parametrize(("bare", "is_said"), [(105.0, False), (120.0, True)])
def test_two_together_are_spoken_of_only_if_they_cost_clearly_more(bare, is_said):
    result = result_of("one_person_shop")
    alone = {"things": [one("s-shop", 100.0, bare=bare)], "whole": one("tiktok", 100.0), "pair": None}
    assert bool(costs_of(with_alone(result, alone)).both) is is_said


@pytest.mark.parametrize(("week", "is_said"), [(210.0, False), (260.0, True)])
def test_a_pair_is_named_with_what_the_two_come_to_alone(week, is_said):
    result = result_of("one_person_shop")
    pair = {"names": ["Shop 1", "Shop 2"], "week": week, "alone": 200.0}
    alone = {"things": [one("a-Shop 1", 100.0)], "whole": one("tiktok", week), "pair": pair}
    said = costs_of(with_alone(result, alone)).both
    assert said == (
        "If “Shop 1” and “Shop 2” fail together, a week would cost about £260; each alone, the two come to £200."
        if is_said
        else ""
    )


def test_many_activities_are_counted_and_all_are_called_all():
    result = result_of("beauty_brand")
    keys = list(result.names)
    things = [one("s-a", 1.0, reaches=keys, stops=keys), one("s-b", 1.0, reaches=keys[:4])]
    rows = costs_of(with_alone(result, {"things": things, "whole": one("tiktok", 1.0), "pair": None})).rows
    assert [row.stops for row in rows] == ["stops all six activities", "slows four of six activities"]


@pytest.mark.parametrize("name", NAMES)
def test_every_amount_is_among_the_numbers_behind_it(name):
    result = result_of(name)
    lines = dict(worked_lines(result))
    for row in costs_of(result).rows:
        if row.amount:
            assert row.week.removeprefix("about ") in lines[row.name]
