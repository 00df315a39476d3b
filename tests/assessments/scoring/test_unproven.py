"""What rests on alternatives that nobody has tried: against profiles that state less, and what never raises the loss."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.engine.readiness import control_effect
from assessments.questionnaires.profile import Answer
from assessments.scoring import unproven as subject
from assessments.scoring.evaluate import evaluate, situation_of
from assessments.scoring.overrides import Overrides
from assessments.scoring.statement import state
from tests.factories.examples import profile_of

AS_OF = date(2026, 11, 22)
DAYS = st.integers(0, 3000)


def evaluated(name, key="", **answers):
    """An example, with other answers about one of its activities."""
    profile = profile_of(name)
    functions = {key: {question.replace("_", "-"): answer for question, answer in answers.items()}} if key else {}
    return evaluate(profile.with_changes(functions=functions))


def alternative(name="agency", key="measurement"):
    statement = state(profile_of(name))
    return next(activity for activity in statement.activities if activity.key == key).alternative


def expected(profile):
    _, run, _ = situation_of(state(profile), Overrides(profile))
    return float(run.expected_losses().sum())


@pytest.mark.parametrize(("name", "key"), [("beauty_brand", "influencer_partnerships"), ("creator", "live_selling")])
def test_what_one_costs_then_is_what_a_profile_that_states_so_much_less_costs(name, key):
    profile = profile_of(name)
    found = {row["key"]: row for row in subject.unproven_of(evaluate(profile))["rows"]}[key]
    output = 0.6 * profile.value("WRK-03", key)
    less = profile.with_changes(functions={key: {"WRK-03": Answer(output)}})
    nothing = profile.with_changes(functions={key: {"WRK-03": Answer(0)}})
    assert found["counts"] == 0.6
    assert found["then"] == pytest.approx(expected(less), rel=1e-9)
    assert found["keeps"] == pytest.approx(expected(nothing) - expected(profile), rel=1e-9)


def test_all_are_counted_at_once_for_the_loss_that_is_then_to_be_expected():
    profile = profile_of("creator")
    found = subject.unproven_of(evaluate(profile))
    keys = [row["key"] for row in found["rows"]]
    less = profile.with_changes(functions={key: {"WRK-03": Answer(0.6 * profile.value("WRK-03", key))} for key in keys})
    assert len(keys) == 2
    assert found["then"] == pytest.approx(expected(less), rel=1e-9)


def test_the_part_that_counts_is_that_of_the_engines_rule_for_controls():
    as_stated = subject.grounds_of(alternative(), AS_OF, is_written=False)
    written = subject.grounds_of(alternative(), AS_OF, is_written=True)
    old = replace(alternative(), proven_on=AS_OF - timedelta(days=396))
    tested = subject.grounds_of(old, AS_OF, is_written=False)
    assert (as_stated.kind, written.kind, tested.kind) == ("stated", "documented", "tested")
    for ceiling in (0.3, 0.9):
        assert as_stated.counts * ceiling == pytest.approx(control_effect(ceiling, 1.0, "stated", 0.0))
        assert written.counts * ceiling == pytest.approx(control_effect(ceiling, 1.0, "documented", 0.0))
        assert tested.counts * ceiling == pytest.approx(control_effect(ceiling, 1.0, "tested", 396 / 30.4375))


@settings(max_examples=100, deadline=None)
@given(ages=st.tuples(DAYS, DAYS), status=st.integers(1, 4))
def test_more_that_is_known_and_a_later_test_never_count_for_less(ages, status):
    def counts(age, *, is_written):
        tried = None if age is None else AS_OF - timedelta(days=age)
        it = replace(alternative(), status=status, proven_on=tried, is_proven=age is not None and age <= 365)
        return subject.grounds_of(it, AS_OF, is_written=is_written).counts

    later, earlier = sorted(ages)
    for is_written in (False, True):
        never, old, new = (counts(age, is_written=is_written) for age in (None, earlier, later))
        assert 0 < never <= old <= new <= 1
        assert counts(earlier, is_written=True) >= counts(earlier, is_written=False)


@settings(max_examples=25, deadline=None)
@given(parts=st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=6, max_size=6))
def test_less_of_an_alternative_never_lowers_the_loss(parts):
    evaluation = brand()
    less = {key: min(pair) for key, pair in zip(evaluation.model.keys, parts, strict=True)}
    more = {key: max(pair) for key, pair in zip(evaluation.model.keys, parts, strict=True)}
    now, with_less, with_more = subject.losses_with(evaluation.model, [less, more])
    assert with_less >= with_more * (1 - 1e-9)
    assert with_more >= now


def brand(found=[]):  # noqa: B006 - evaluated once for all that is drawn
    if not found:
        found.append(evaluated("beauty_brand"))
    return found[0]


def test_what_was_shown_lately_or_carries_everything_already_is_not_counted_again():
    rows = {row["key"] for row in subject.unproven_of(brand())["rows"]}
    assert rows == {"social_commerce", "live_selling", "influencer_partnerships", "product_launch"}
    running = evaluated("beauty_brand", "customer_care", WRK_05=Answer(unknown=True))
    assert "customer_care" not in {row["key"] for row in subject.unproven_of(running)["rows"]}


def test_a_test_of_more_than_a_year_ago_is_counted_by_its_age_and_one_without_a_date_as_stated():
    def row(answer):
        found = subject.unproven_of(evaluated("beauty_brand", "paid_acquisition", WRK_05=answer))
        return next((row for row in found["rows"] if row["key"] == "paid_acquisition"), None)

    assert row(Answer("2026-01-10")) is None
    assert (row(Answer("2025-11-10"))["kind"], row(Answer("2025-11-10"))["tried"]) == ("tested", "2025-11-10")
    assert row(Answer("2025-11-10"))["counts"] == pytest.approx(2 ** (-(377 / 30.4375) / 18))
    assert (row(Answer("2021-05-01"))["kind"], row(Answer("2021-05-01"))["counts"]) == ("stated", 0.6)
    assert (row(Answer(unknown=True))["kind"], row(Answer(unknown=True))["tried"]) == ("stated", None)


def test_papers_that_are_named_count_for_more_unless_nothing_is_prepared():
    named = Answer("s2", evidence=("continuity-folder.pdf",))
    improvised = Answer("s1", evidence=("continuity-folder.pdf",))
    found = {
        status: evaluated("agency", "measurement", WRK_01=answer)
        for status, answer in (("s2", named), ("s1", improvised))
    }
    kinds = {
        status: next(row for row in subject.unproven_of(it)["rows"] if row["key"] == "measurement")["kind"]
        for status, it in found.items()
    }
    assert kinds == {"s2": "documented", "s1": "stated"}


def test_without_money_or_without_an_alternative_there_is_nothing_to_say():
    assert subject.unproven_of(evaluated("regional_broadcaster")) is None
    assert subject.unproven_of(evaluated("one_person_shop", "social_commerce", WRK_01=Answer("s0"))) is None


def test_where_all_were_shown_nothing_is_left_open():
    found = subject.unproven_of(evaluated("cafe"))
    assert (found["rows"], found["shown"], found["kept"]) == ([], 1, 0.0)
    assert found["all"] > 0
