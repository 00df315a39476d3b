"""The runbooks part by part hold the same steps as the plan, with what was changed in them."""

from datetime import date

import pytest

from continuity.plans import runbook_parts
from continuity.plans.basis import basis_of
from continuity.plans.models import StepChange
from continuity.plans.standing import Standing
from continuity.plans.writing import plan_of
from tests.factories.examples import NAMES, profile_of, results_of_example


def basis(name="beauty_brand", *changes):
    standing = Standing(issued_on=date(2026, 11, 22), edits=tuple(change.edit for change in changes))
    return basis_of(profile_of(name), results_of_example(name), standing)


@pytest.mark.parametrize("name", NAMES)
def test_the_parts_hold_every_step_of_the_plan_once(name):
    found = basis(name)
    shown = [
        it.step.id for part in runbook_parts.parts(found) for it in runbook_parts.open_part(found, part.key, []).steps
    ]
    printed = {step.id for table in plan_of(found).runbooks() for step in table.steps}
    assert printed <= set(shown)
    assert len([part for part in runbook_parts.parts(found) if part.kind == "By activity"]) == len(found.functions)


def test_a_changed_step_carries_its_change_and_a_removed_one_stands_apart():
    changed = StepChange(step="C01", kind="change", do="Ring the bell.")
    removed = StepChange(step="C02", kind="remove")
    shown = runbook_parts.open_part(basis("beauty_brand", changed, removed), "core", [changed, removed])
    steps = {it.step.id: it for it in shown.steps}
    assert steps["C01"].step.what == "Ring the bell."
    assert steps["C01"].change == changed
    assert "C02" not in steps
    assert [step.id for step in shown.removed] == ["C02"]


def test_a_step_is_found_in_its_part():
    found = basis()
    assert runbook_parts.part_of(found, "C01") == "core"
    step = next(iter(runbook_parts.open_part(found, "function.paid_acquisition", []).steps)).step.id
    assert runbook_parts.part_of(found, step) == "function.paid_acquisition"
    assert runbook_parts.part_of(found, "gone") == "core"
    assert runbook_parts.library_step(found, "C01").id == "C01"
    assert runbook_parts.library_step(found, "own-1") is None


def test_a_part_that_does_not_exist_is_none():
    assert runbook_parts.open_part(basis(), "function.mining", []) is None


@pytest.mark.parametrize("name", NAMES)
def test_roles_are_offered_with_whoever_holds_them(name):
    choices = dict(runbook_parts.role_choices(basis(name)))
    assert "decision_maker" in choices
    assert not any(label.endswith("– ") for label in choices.values())


def test_a_step_is_not_its_own_neighbour():
    shown = runbook_parts.open_part(basis(), "core", [])
    offered = runbook_parts.neighbours(shown, "C01")
    assert "C01" not in dict(offered)
    assert len(offered) == len(list(shown.steps)) - 1
    assert all(len(label) < 80 for _, label in offered)
