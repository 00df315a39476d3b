"""What a budget buys, in sentences that agree with each other and with what was decided."""

from datetime import date

import pytest

from continuity.plans.budget import Budget, has_mixes
from continuity.plans.mitigation import Around, board
from continuity.plans.models import Measure
from tests.factories.assessments import result_of
from tests.factories.examples import NAMES

TODAY = date(2026, 11, 22)


def budget_of(name="beauty_brand", *measures):
    result = result_of(name)
    shown = board(result.data, measures, Around(TODAY))
    return Budget(result.snapshot, shown) if has_mixes(result.snapshot, shown) else None


def decided(key, state, **said):
    return Measure(key=key, state=state, **said)


@pytest.mark.parametrize("name", NAMES)
def test_every_example_is_told_what_any_budget_buys(name):
    budget = budget_of(name)
    if budget is None:
        assert name in ("cafe", "regional_broadcaster")
        return
    for amount in (None, 0.0, 1.0, 2_500.0, 1e9):
        spent = budget.spent(amount)
        assert spent.before
        assert bool(spent.figure) == bool(spent.parts)
        assert all(note.endswith(".") for note in spent.notes)
        assert "None" not in f"{spent}"
        if spent.parts:
            assert "It rests most on" in spent.rests_on
            assert "our judgement" in spent.rests_on
    assert budget.figure(2_500.0)["data"]
    assert len(budget.table().rows) == len(budget.mixes.line)


def test_the_sentence_says_when_no_more_is_needed():
    budget = budget_of()
    worth, more = budget.spent(None), budget.spent(50_000.0)
    assert worth.before == "Three actions for £2,860 a year remove"
    assert (worth.figure, worth.after) == ("£14,600", " of the £52,400 expected a year.")
    assert worth.notes[0].startswith("For the expected loss you need no more than this. The next better mix costs £750")
    assert more.notes[0].startswith(
        "For the expected loss you need no more than £2,860: the other £30,600 would remove"
    )
    assert budget.spent(1_000.0).notes[0] == "Another £2,250 a year would remove £6,350 more."
    assert budget.spent(100.0).before == "£100 a year buys none of these. The cheapest mix costs £614."


def test_decisions_are_kept_to():
    state = Measure.State
    budget = budget_of(
        "beauty_brand",
        decided("access_hardening", state.IN_PLACE),
        decided("account_hygiene", state.REJECTED),
        decided("ad_switch_plan", state.ACCEPTED, cost=50, currency="GBP"),
    )
    spent = budget.spent(3_000.0)
    keys = [part.key for part in spent.parts]
    assert "ad_switch_plan" in keys
    assert {"access_hardening", "account_hygiene"}.isdisjoint(keys)
    assert next(part.cost for part in spent.parts if part.key == "ad_switch_plan") == "£50"
    assert any("Secure and share access" in note and "counted already" in note for note in spent.notes)
    assert "Without 1 action that you put off or decided against." in spent.notes
    assert budget.accepted.keys == ("ad_switch_plan",)
    assert budget.mixes.today.left == pytest.approx(budget.board.expected - 8_243.9, abs=1)


@pytest.mark.parametrize("name", ["agency", "beauty_brand", "parcel_warehouse", "scheduling_software"])
def test_the_mix_worth_its_money_is_the_choice_that_the_page_on_knowing_speaks_of(name):
    budget = budget_of(name)
    choice = budget.snapshot.background["worth"]["knowing"]["choice"]
    assert set(choice) == set(budget.mixes.turn.keys)
