"""The board: recommendations as people judge them, with what was decided; sums that never promise too much."""

from datetime import date
from decimal import Decimal

import pytest

from assessments.ui import words
from continuity.plans import mitigation_summary as summary
from continuity.plans.mitigation import LANES, Around, board, cost_of, due_on, questions_behind, seen_of
from continuity.plans.models import Measure
from tests.factories.examples import NAMES, results_of_example

State = Measure.State
TODAY = date(2026, 11, 22)
RESULTS = results_of_example("beauty_brand")
AROUND = Around(TODAY)


def measure(key, state, **values):
    item = next((it for it in RESULTS["recommendations"] if it["key"] == key), None)
    seen = seen_of(item, RESULTS) if item else {}
    return Measure(key=key, state=state, **{"seen": seen, **values})


def keys(*numbers):
    return [RESULTS["recommendations"][number]["key"] for number in numbers]


def brand(*measures, results=RESULTS):
    return board(results, measures, AROUND)


@pytest.mark.parametrize("name", NAMES)
def test_every_recommendation_stands_on_the_board_once_in_its_rank(name):
    results = results_of_example(name)
    found = board(results, [], AROUND)
    assert [action.key for action in found.actions] == [it["key"] for it in results["recommendations"]]
    assert [lane.state for lane in found.lanes] == list(LANES)
    assert len(found.lane(State.PROPOSED)) == len(found.actions)


@pytest.mark.parametrize("name", NAMES)
def test_no_card_says_none_and_amounts_are_in_the_organisations_currency(name):
    results = results_of_example(name)
    for action in board(results, [], AROUND).actions:
        texts = [action.title, action.why, action.already, action.removes_text, action.range_text, action.evidence_kind]
        texts += [action.cost.text, action.cost.short, action.option, action.phase, action.effort_text]
        assert not any(text in ("None", "nan") for text in texts)
        assert action.why and action.option and action.phase and action.evidence_kind


def test_a_decision_moves_an_action_into_its_lane_with_its_owner():
    first, second = keys(0, 1)
    found = brand(
        measure(first, State.ACCEPTED, owner="Dev", due_on=date(2027, 1, 1)),
        measure(second, State.REJECTED, reason="No.", accepted_by="Helen", until=date(2027, 11, 1)),
    )
    assert [action.key for action in found.lane(State.ACCEPTED)] == [first]
    assert found.action(first).owner == "Dev"
    assert [action.key for action in found.lane(State.REJECTED)] == [second]


def test_effects_next_to_nothing_are_not_told():
    small = {**RESULTS["recommendations"][0], "removes_per_year": 0.4, "removes_range": [0.1, 0.9]}
    found = brand(results={**RESULTS, "recommendations": [small]})
    assert found.actions[0].removes_text == ""
    assert not found.actions[0].is_counted


def test_together_actions_never_remove_more_than_there_is_to_lose():
    found = brand()
    together = found.sum_of(found.actions)
    assert together.removes <= found.expected
    assert together.largest == max(action.removes for action in found.actions)
    few = found.sum_of(found.actions[:2])
    assert few.removes == sum(action.removes for action in found.actions[:2])


def test_a_stated_cost_takes_the_place_of_ours_and_other_currencies_stand_beside_it():
    first, second = keys(0, 1)
    accepted = {"owner": "Dev", "due_on": TODAY}
    found = brand(
        measure(first, State.ACCEPTED, cost=Decimal(5000), currency="GBP", **accepted),
        measure(second, State.ACCEPTED, cost=Decimal(70), currency="USD", **accepted),
    )
    assert found.action(first).cost.text == "£5,000"
    assert found.action(first).cost.is_stated
    assert cost_of(found.lane(State.ACCEPTED), found.unit) == "£5,000 and US$70"


def test_where_income_is_not_known_amounts_are_shares_of_it():
    results = {**RESULTS, "money": {**RESULTS["money"], "basis": "share"}}
    found = board(results, [], AROUND)
    assert found.unit.currency == words.SHARE_OF_INCOME
    assert found.actions[0].removes_text.endswith("% of a year's income")


def test_own_actions_and_those_no_longer_recommended_stay():
    own = Measure(key="own_1", is_own=True, state=State.ACCEPTED, title="Ask the bank", owner="Olive", due_on=TODAY)
    gone = Measure(key="gone", state=State.ACCEPTED, owner="Dev", due_on=TODAY, seen={"title": "Old", "why": "Because"})
    found = brand(own, gone, Measure(key="undecided", state=State.PROPOSED, seen={"title": "Never mind"}))
    assert (found.action("own_1").title, found.action("own_1").is_own) == ("Ask the bank", True)
    assert not found.action("gone").is_proposed
    assert "no longer propose it" in found.action("gone").notices[0].text
    assert found.action("undecided") is None


def test_without_results_only_own_actions_stand_on_the_board():
    own = Measure(key="own_1", is_own=True, state=State.ACCEPTED, title="Ask the bank", owner="Olive", due_on=TODAY)
    found = board(None, [own], AROUND)
    assert [action.title for action in found.actions] == ["Ask the bank"]
    assert found.as_of is None


def test_the_questions_behind_an_action_are_those_whose_answers_brought_it_about():
    assert questions_behind(RESULTS, "access_hardening") == (("GOV-03", None),)
    assert questions_behind(RESULTS, "no_such_action") == ()
    asked = board(RESULTS, [], Around(TODAY, is_asked=lambda question, _function: question != "GOV-03"))
    assert asked.action("access_hardening").questions == ()


def test_a_date_is_proposed_that_is_still_to_come():
    action = brand().action("access_hardening")
    assert due_on(action, TODAY, TODAY) == date(2026, 12, 6)
    assert due_on(action, TODAY, date(2027, 3, 1)) == date(2027, 3, 15)


def test_what_it_removes_for_each_pound_is_said_where_both_are_known():
    found = brand()
    action = found.action("access_hardening")
    assert action.per_unit == pytest.approx(action.removes / action.cost.amount)
    assert found.action("contacts_offline").per_unit is None


# ------------------------------------------------------------------------------------------------------------ sentences
def test_the_statement_says_what_waits_while_nothing_is_accepted():
    said = summary.statement(brand())
    count = len(RESULTS["recommendations"])
    assert said.before == f"{count} actions wait for your decision. The first three would remove up to"
    assert said.after.startswith(" of the expected loss of £")
    assert "cannot both save it" in said.note


def test_actions_that_change_nothing_in_the_sum_are_not_part_of_it():
    """One action carries the sum: what is printed is its own effect, and overlaps are not spoken of."""
    items = [
        {**item, "removes_per_year": 46_300.0 if place == 0 else 2.0}
        for place, item in enumerate(RESULTS["recommendations"])
    ]
    said = summary.statement(brand(results={**RESULTS, "recommendations": items}))
    assert said.before == f"{len(items)} actions wait for your decision. The first would remove about"
    assert (said.figure, said.note) == ("£46,300", "")


def test_a_loss_of_nothing_has_no_range_from_nothing_to_nothing():
    losses = {**RESULTS["losses"], "expected_annual": 0.0, "expected_annual_range": [0.0, 0.0]}
    notes = [summary.stats(brand(results={**RESULTS, "losses": losses}))[0].note]
    losses = {**losses, "expected_annual_range": [0.0, 200.0]}
    notes.append(summary.stats(brand(results={**RESULTS, "losses": losses}))[0].note)
    assert notes == ["with what is in place", "up to £200"]


def test_an_amount_on_a_card_is_whole_below_a_hundred_thousand():
    items = [{**RESULTS["recommendations"][0], "removes_per_year": amount} for amount in (2_450.0, 212_000.0)]
    shown = [brand(results={**RESULTS, "recommendations": [item]}).actions[0].removes_short for item in items]
    assert shown == ["£2,450", "£212k"]


def test_the_statement_of_accepted_actions_says_up_to_and_what_they_cost():
    first, second = keys(0, 1)
    accepted = {"owner": "Dev", "due_on": TODAY}
    two = brand(measure(first, State.ACCEPTED, **accepted), measure(second, State.ACCEPTED, **accepted))
    said = summary.statement(two)
    assert said.before == "The two actions you accepted remove up to"
    assert "They cost £" in said.after
    one = summary.statement(brand(measure(first, State.ACCEPTED, **accepted)))
    assert one.before == "The action you accepted removes about"
    assert one.note == ""


def test_an_accepted_action_without_a_figure_is_said_to_have_none():
    said = summary.statement(brand(measure("contacts_offline", State.ACCEPTED, owner="Dev", due_on=TODAY)))
    assert said.before.startswith("The action you accepted does not show in the loss figures: it makes you surer")
    assert said.figure == ""


@pytest.mark.parametrize("name", ["cafe", "regional_broadcaster"])
def test_an_organisation_that_needs_no_more_reads_that_first(name):
    said = summary.statement(board(results_of_example(name), [], AROUND))
    assert said.before.startswith("You need no more than this.")
    assert "worth taking all the same" in said.before


@pytest.mark.parametrize("name", NAMES)
def test_every_statement_is_a_sentence(name):
    said = summary.statement(board(results_of_example(name), [], AROUND))
    whole = f"{said.before}{' ' + said.figure if said.figure else ''}{said.after}"
    assert whole.endswith(".")
    assert "None" not in whole


def test_everything_decided_is_said():
    results = {**RESULTS, "recommendations": RESULTS["recommendations"][:1]}
    rejected = measure(keys(0)[0], State.REJECTED, reason="No.", accepted_by="Helen", until=date(2027, 1, 1))
    assert summary.statement(brand(rejected, results=results)).before == (
        "Every action has been decided, and none is under way."
    )
    assert summary.statement(brand(results={**RESULTS, "recommendations": []})).before == (
        "There is nothing to decide yet."
    )


def test_the_four_figures_count_what_is_late_and_what_counts():
    first, second, third = keys(0, 1, 2)
    found = brand(
        measure(first, State.ACCEPTED, owner="Dev", due_on=date(2026, 11, 1)),
        measure(second, State.IN_PLACE, evidence="See the safe."),
        Measure(key="gone", state=State.IN_PLACE, seen={"title": "Done long ago"}),
        measure(third, State.DEFERRED, reason="Later", until=date(2027, 1, 1)),
    )
    stats = {stat.label: stat for stat in summary.stats(found)}
    assert stats["Accepted"].value == "1"
    assert (stats["In place"].value, stats["In place"].note) == ("2", "1 counted by your answers")
    assert stats["In place"].change == "1 overdue"
