"""What blocks an approval, what may be excepted, and where each is mended."""

from dataclasses import replace
from datetime import date

import pytest

from assessments.scoring.evaluate import evaluate
from assessments.scoring.report.results import results_of
from continuity.plans.approval import obstacles
from continuity.plans.basis import basis_of
from continuity.plans.blocks import Paragraph, said
from continuity.plans.document import Section
from continuity.plans.facts import StepEdit
from continuity.plans.places import Places
from continuity.plans.standing import Contact, Decision, Standing
from continuity.plans.writing import plan_of
from tests.factories.examples import NAMES, profile_of, results_of_example
from tests.factories.profiles import profile_with

TODAY = date(2026, 11, 22)
STAFFED = {"PRO-02": "p10_49"}


def of(name, **standing):
    basis = basis_of(profile_of(name), results_of_example(name), Standing(issued_on=TODAY, **standing))
    return obstacles(basis, plan_of(basis))


def blocking(found):
    return [it.what for it in found if it.is_blocking]


def contacts(*names):
    return tuple(Contact(name, "", "+44 7700 900101") for name in names)


@pytest.mark.parametrize("name", NAMES)
def test_every_obstacle_says_what_and_leads_somewhere(name):
    labels = {it["name"]: it["key"] for it in results_of_example(name)["functions"]}
    places = Places("northlight", labels)
    found = of(name)
    assert found
    for it in found:
        assert it.what.endswith(".")
        assert places.of(it.mend, it.what).url, it.mend
    assert [it.is_blocking for it in found] == sorted((it.is_blocking for it in found), reverse=True)
    assert len(found) == len(set(found))


@pytest.mark.parametrize("name", NAMES)
def test_what_the_approval_itself_settles_is_no_obstacle(name):
    assert not any("approves this plan" in it.what for it in of(name))


def test_a_gap_that_a_section_names_already_is_not_named_again_for_its_sheet():
    assert sum("Plan document, contacts" in it.mend for it in of("cafe")) == 1


def test_urgent_activities_need_somebody_who_can_be_reached():
    assert "There is no phone number or e-mail address for Priya Shah, who owns “Answering customers”." in blocking(
        of("beauty_brand")
    )
    reached = of("beauty_brand", contacts=contacts("Priya Shah", "Dev Patel"))
    assert blocking(reached) == []


def test_one_person_alone_needs_no_number_of_their_own():
    assert not any("phone number or e-mail address for" in it.what for it in of("one_person_shop"))


def test_without_an_alternative_an_urgent_activity_needs_a_decision():
    results = results_of_example("one_person_shop")
    urgent = [{**it, "tier": "A"} for it in results["functions"]]
    key = next(it["key"] for it in results["recommendations"] if urgent[0]["key"] in it["functions"])
    profile = profile_of("one_person_shop")
    bare = profile.with_changes(functions={urgent[0]["key"]: {"WRK-01": replace(profile.answer("PRO-01"), value="s0")}})

    def found(**standing):
        basis = basis_of(bare, {**results, "functions": urgent}, Standing(issued_on=TODAY, **standing))
        return blocking(obstacles(basis, plan_of(basis)))

    assert any("Nobody has decided what" in what for what in found())
    assert not any("Nobody has decided what" in what for what in found(decisions={key: Decision("accepted")}))
    assert not any("Nobody has decided what" in what for what in found(decisions={key: Decision("rejected", "No.")}))
    assert any("Nobody has decided what" in what for what in found(decisions={key: Decision("deferred", "Later")}))


def test_an_urgent_activity_without_owner_deputy_or_steps_blocks():
    profile = profile_with(STAFFED, functions={"social_commerce": {"FUN-01": {"owner": "Dev"}, "WRK-01": "s2"}})
    results = results_of(evaluate(profile), [])
    results = {**results, "functions": [{**it, "tier": "A"} for it in results["functions"]]}

    def found(**standing):
        basis = basis_of(profile, results, Standing(issued_on=TODAY, **standing))
        return blocking(obstacles(basis, plan_of(basis))), basis

    what, basis = found(contacts=contacts("Dev"))
    name = results["functions"][0]["name"]
    assert f"“{name}” has no deputy." in what
    own = basis.library.function_steps["social_commerce"]
    without = found(edits=tuple(StepEdit("remove", step.id) for step in own))[0]
    assert f"“{name}” has no steps of its own. Add at least one." in without
    nobody = profile_with(STAFFED, functions={"social_commerce": {"WRK-01": "s2"}})
    basis = basis_of(nobody, results, Standing(issued_on=TODAY))
    assert f"“{name}” has no owner." in blocking(obstacles(basis, plan_of(basis)))


def test_garbled_text_and_empty_sections_block():
    basis = basis_of(profile_of("cafe"), results_of_example("cafe"), Standing(issued_on=TODAY))
    document = plan_of(basis)
    broken = replace(
        document,
        sections=(*document.sections, Section("X1", "Broken", (Paragraph(said("It lasts None hours.")),)), Section("X2", "Empty", ())),
    )  # fmt: skip
    what = blocking(obstacles(basis, broken))
    assert any("None hours" in it for it in what)
    assert "This section has no content." in what


def test_a_plan_that_names_nobody_at_all_is_blocked():
    assert any(what.startswith("Who acts.") for what in blocking(of("cafe")))
