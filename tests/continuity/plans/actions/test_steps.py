"""Runbooks in the organisation's own words: kept by step, seen by the plan, undone again."""

import pytest

from assessments.organisations import audit
from continuity.plans.actions import steps
from continuity.plans.actions.refusals import Gone, Overtaken, TooMany
from continuity.plans.models import StepChange
from tests.factories.plans import draft_now

RING = {
    "do": "Ring the bell.",
    "done": "It rang.",
    "role": "decision_maker",
    "box": "t0",
    "after": "",
    "is_on_card": True,
}


def change(organisation, by, *, step="C01", seen_version=0, **said):
    return steps.change_step(organisation=organisation, by=by, step=step, seen_version=seen_version, **{**RING, **said})


def texts(organisation):
    return [step.what for table in draft_now(organisation).document.runbooks() for step in table.steps]


def ids(organisation):
    return [step.id for table in draft_now(organisation).document.runbooks() for step in table.steps]


def test_a_changed_step_reads_in_the_plan_as_it_was_written(brand, editor):
    change(brand, editor)
    assert "Ring the bell." in texts(brand)
    assert brand.audit_entries.order_by("-number").first().after["do"] == "Ring the bell."


def test_a_step_taken_out_comes_back_when_that_is_undone(brand, editor):
    assert "C01" in ids(brand)
    steps.remove_step(organisation=brand, by=editor, step="C01", seen_version=0)
    assert "C01" not in ids(brand)
    steps.undo_step(organisation=brand, by=editor, step="C01")
    steps.undo_step(organisation=brand, by=editor, step="C01")
    assert "C01" in ids(brand)
    verbs = [entry.verb for entry in brand.audit_entries.order_by("-number")[:2]]
    assert verbs == ["undid the change of the step", "took out the step"]
    assert list(audit.faults(brand)) == []


def test_an_added_step_stands_where_it_belongs_and_on_the_card(brand, editor):
    said = {**RING, "function": "paid_acquisition", "scenario": "", "is_on_card": False}
    made = steps.add_step(organisation=brand, by=editor, **said)
    assert made.step == "own-1"
    tables = {table.function: [step.id for step in table.steps] for table in draft_now(brand).document.runbooks()}
    assert "own-1" in tables["paid_acquisition"]
    assert not any("own-1" in found for function, found in tables.items() if function != "paid_acquisition")


def test_own_steps_are_numbered_on_and_removed_by_undoing(brand, editor):
    steps.add_step(organisation=brand, by=editor, **RING)
    second = steps.add_step(organisation=brand, by=editor, **RING)
    assert second.step == "own-2"
    with pytest.raises(Gone):
        steps.remove_step(organisation=brand, by=editor, step="own-2", seen_version=1)
    changed = change(brand, editor, step="own-2", seen_version=1, do="Ring twice.")
    assert (changed.kind, changed.version) == (StepChange.Kind.ADD, 2)
    steps.undo_step(organisation=brand, by=editor, step="own-2")
    assert steps.add_step(organisation=brand, by=editor, **RING).step == "own-2"


def test_a_step_that_somebody_else_changed_is_shown_and_not_overwritten(brand, editor, reviewer):
    change(brand, reviewer, do="Light the lamp.")
    with pytest.raises(Overtaken, match=r"Ravi Reviewer changed this step.*Light the lamp") as refusal:
        change(brand, editor)
    assert StepChange.objects.get().do == "Light the lamp."
    change(brand, editor, seen_version=refusal.value.version)
    assert StepChange.objects.get().do == "Ring the bell."


def test_a_change_that_was_undone_meanwhile_is_not_brought_back_unseen(brand, editor):
    change(brand, editor)
    steps.undo_step(organisation=brand, by=editor, step="C01")
    with pytest.raises(Overtaken, match="undid"):
        change(brand, editor, seen_version=1)


def test_changes_come_to_an_end(brand, editor, monkeypatch):
    monkeypatch.setattr(steps, "MOST_CHANGES", 1)
    change(brand, editor)
    with pytest.raises(TooMany):
        change(brand, editor, step="C02")
    assert change(brand, editor, seen_version=1, do="Once more.").version == 2
