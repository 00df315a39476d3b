"""What rests on what nobody has tried, as the page says it."""

import copy
import re
from dataclasses import replace

import pytest

from assessments.scoring.pages.how import how_page
from assessments.scoring.pages.links import Links
from assessments.scoring.pages.result import Result
from assessments.scoring.pages.unproven import unproven, unproven_table
from tests.factories.assessments import result_of
from tests.factories.examples import NAMES

LINKS = Links("northlight")


def with_rows(name, change):
    """An example's results with other figures."""
    result = result_of(name)
    background = copy.deepcopy(dict(result.background))
    change(background["unproven"])
    return Result(replace(result.snapshot, background=background))


def test_the_sentence_says_what_rests_on_them_and_what_would_tell():
    found = unproven(result_of("beauty_brand"), LINKS)
    assert found.sentence == (
        "Your figures count on four alternatives that nobody has tried lately: without them an average year would cost "
        "£9,510 more. If they hold only as well as such evidence usually does, the expected loss is £56,200 instead of "
        "£52,400: trying them would tell."
    )
    assert found.shown == (
        "Without any alternative it would cost £16,000 more. 41% of that, £6,490, is kept away by what was used or tested "
        "in the last 12 months."
    )
    first = found.rows[0]
    assert (first.known, first.counts) == ("Prepared, not tested in the last 12 months", "60%")
    assert (first.keeps.text, first.then.text) == ("£4.73k", "£54.3k")


@pytest.mark.parametrize("name", ["agency", "beauty_brand", "creator", "parcel_warehouse", "scheduling_software"])
def test_the_printed_parts_add_up_to_the_printed_whole(name):
    found = unproven(result_of(name), LINKS)

    def amounts(sentence):
        return [float(number.replace(",", "")) for number in re.findall(r"[£€$]([\d,]+)", sentence)]

    kept = amounts(found.sentence)[0]
    whole, shown = amounts(found.shown)
    assert kept + shown == pytest.approx(whole, abs=0.0005 * shown), "but for the third figure of the second part"


def test_one_alternative_is_spoken_of_as_one():
    found = unproven(result_of("parcel_warehouse"), LINKS)
    assert "one alternative that nobody has tried lately: without it" in found.sentence
    assert found.sentence.endswith(
        "If it holds only as well as such evidence usually does, the expected loss is "
        "£25,200 instead of £23,000: trying it would tell."
    )


def test_who_has_tried_all_is_told_so_and_not_told_to_try():
    found = unproven(result_of("cafe"), LINKS)
    assert found.sentence == (
        "Without your alternative an average year would cost £252 more, and it was used or tested in the last 12 months: "
        "no loss here rests on what nobody has tried."
    )
    assert (found.rows, found.shown) == ((), "")


@pytest.mark.parametrize("status", ["s3", "s4"])
def test_who_says_it_was_tested_or_runs_is_asked_for_the_date_and_not_for_a_test(status):
    def undated(part):
        for row in part["rows"]:
            row.update(status=status, tried=None)

    found = unproven(with_rows("creator", undated), LINKS)
    assert "two alternatives without a recent date of use" in found.sentence
    assert found.sentence.endswith("saying when they were last used would tell.")
    assert "trying" not in found.sentence
    assert {row.url for row in found.rows} == {LINKS.question("WRK-05", key) for key in ("live_selling", "brand_deals")}


def test_some_to_try_and_some_to_date_are_told_both():
    found = unproven(with_rows("creator", lambda part: part["rows"][0].update(status="s3", tried=None)), LINKS)
    assert found.sentence.endswith("trying them, or saying when they were last used, would tell.")


def test_what_was_shown_and_keeps_nothing_away_is_said_to_keep_nothing():
    found = unproven(with_rows("creator", lambda part: part.update(kept=part["all"])), LINKS)
    assert found.shown.endswith("Nothing of that is kept away by what was used or tested in the last 12 months.")


def test_who_has_shown_no_alternative_is_told_so():
    found = unproven(result_of("one_person_shop"), LINKS)
    assert found.shown == "No alternative of yours was used or tested in the last 12 months, as far as you have said."


def test_an_old_test_is_named_with_its_day_and_papers_are_named():
    def older(part):
        part["rows"][0].update(status="s3", tried="2025-03-04", kind="tested")
        part["rows"][1].update(kind="documented", counts=0.8)

    found = unproven(with_rows("creator", older), LINKS)
    assert [row.known for row in found.rows] == [
        "Last used or tested on 4 Mar 2025",
        "Prepared, not tested in the last 12 months; written down",
    ]
    assert found.sentence.endswith("trying them would tell.")


def test_alternatives_that_keep_nothing_away_are_not_counted_and_lead_to_no_advice():
    def idle(part):
        part["kept"] = 0.0
        for row in part["rows"]:
            row["keeps"] = 0.0

    found = unproven(with_rows("creator", idle), LINKS)
    assert found.sentence == (
        "Alternatives that nobody has tried lately keep no money away in your figures, so no loss rests on them."
    )
    assert found.rows == ()


def test_a_loss_that_reads_the_same_is_said_to_stay():
    result = result_of("creator")
    now = result.data["losses"]["expected_annual"]
    found = unproven(with_rows("creator", lambda part: part.update(then=now + 0.1)), LINKS)
    assert found.sentence.endswith("the expected loss stays at US$2,760.")


def test_no_loss_is_said_as_nothing():
    result = with_rows("creator", lambda part: None)
    data = {**result.data["losses"], "expected_annual": 0.0}
    found = unproven(Result(replace(result.snapshot, file=result_of("creator", losses=data).snapshot.file)), LINKS)
    assert "instead of nothing: trying them would tell." in found.sentence


@pytest.mark.parametrize("name", NAMES)
def test_results_from_before_show_nothing_and_their_file_is_empty(name):
    result = result_of(name)
    background = {key: part for key, part in result.background.items() if key != "unproven"}
    old = Result(replace(result.snapshot, background=background))
    assert unproven(old, LINKS) is None
    assert unproven_table(old).rows == ()


def test_the_file_has_every_alternative_that_was_not_shown():
    assert [row[0] for row in unproven_table(result_of("agency")).rows] == [
        "Winning customers with ads",
        "Creator and affiliate partnerships",
        "Measuring results and reporting",
    ]


def test_the_way_it_came_about_ends_at_the_figure_and_names_the_answers():
    result = result_of("creator")
    how = how_page(result, LINKS, "unproven")
    assert [(line.label, line.value) for line in how.lines if line.is_total] == [("All of them counted so", "US$2,890")]
    assert "working assumptions" in how.words
    assert any(
        LINKS.question("WRK-01", "live_selling") == answer.url for answer in (*how.first_answers, *how.more_answers)
    )
