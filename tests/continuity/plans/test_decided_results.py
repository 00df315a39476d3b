"""Decisions stand in the plan: dates, costs and own actions; figures of losses stay those of the calculation."""

from datetime import date
from decimal import Decimal

from continuity.plans.basis import basis_of
from continuity.plans.decided_results import with_decisions
from continuity.plans.document import prose
from continuity.plans.models import Measure
from continuity.plans.queries import decision_of
from continuity.plans.standing import Standing
from continuity.plans.writing import plan_of
from tests.factories.examples import profile_of, results_of_example

State = Measure.State
RESULTS = results_of_example("beauty_brand")
OWN = Measure(
    key="own_1", is_own=True, state=State.ACCEPTED, title="Ask the bank", why="A credit line for a lean month.",
    owner="Olive", due_on=date(2028, 1, 31), cost=Decimal(90), currency="GBP", functions=["live_selling"],
)  # fmt: skip


def item(results, key):
    return next(it for it in results["recommendations"] if it["key"] == key)


def text(*measures, section="P11"):
    standing = Standing(issued_on=date(2026, 11, 22), decisions={it.key: decision_of(it) for it in measures})
    document = plan_of(basis_of(profile_of("beauty_brand"), with_decisions(RESULTS, measures), standing))
    return "\n".join(prose(next(it for it in document.sections if it.id == section)))


def test_without_decisions_results_are_left_alone():
    assert with_decisions(RESULTS, []) is RESULTS


def test_the_date_and_cost_that_were_decided_take_the_place_of_ours():
    row = Measure(
        key="access_hardening",
        state=State.ACCEPTED,
        owner="Dev",
        due_on=date(2027, 1, 1),
        cost=Decimal(70),
        currency="GBP",
    )
    changed = item(with_decisions(RESULTS, [row]), "access_hardening")
    assert (changed["due_days"], changed["cost_year"]) == (40, 70.0)
    assert changed["removes_per_year"] == item(RESULTS, "access_hardening")["removes_per_year"]


def test_a_cost_in_another_currency_is_not_mixed_in():
    row = Measure(key="access_hardening", state=State.ACCEPTED, cost=Decimal(70), currency="USD")
    changed = item(with_decisions(RESULTS, [row]), "access_hardening")
    assert changed["cost_year"] == item(RESULTS, "access_hardening")["cost_year"]


def test_an_own_action_stands_in_the_roadmap_even_when_it_is_due_beyond_the_year():
    roadmap = text(OWN)
    assert "Ask the bank" in roadmap
    assert "A credit line for a lean month." in roadmap
    assert "Olive" in roadmap


def test_the_roadmap_keeps_accepted_actions_apart_from_proposed_ones():
    row = Measure(key="access_hardening", state=State.ACCEPTED, owner="Dev Patel", due_on=date(2026, 12, 6))
    roadmap = text(row)
    assert (
        roadmap.index("Accepted")
        < roadmap.index("Secure and share access")
        < roadmap.index("Proposed, not decided yet")
    )
    assert "Done by" in roadmap


def test_a_risk_that_is_accepted_is_printed_with_name_reason_and_day():
    row = Measure(
        key="access_hardening", state=State.REJECTED, reason="We sell in May.", accepted_by="Helen Marsh",
        until=date(2027, 5, 1),
    )  # fmt: skip
    accepted = text(row, section="P7")
    assert (
        "Secure and share access to accounts" in accepted
        and ": not done. We sell in May. Accepted by Helen Marsh. To be looked at again on 1 May 2027." in accepted
    )
