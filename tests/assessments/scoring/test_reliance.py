"""What a recommendation's worth rests on, as its page says it."""

from dataclasses import replace

from assessments.scoring.reliance import reliance_of
from tests.factories.assessments import result_of


def test_a_worth_that_turns_inside_a_range_says_so_and_marks_where():
    found = reliance_of(result_of("beauty_brand").snapshot, "ad_switch_plan")
    assert found.sentence.startswith(
        "Most of it hangs on its own effect: over what is plausible for that alone it removes £"
    )
    assert found.sentence.endswith(
        "It costs £1,500: worth it today, but not over the whole of the range of its own effect."
    )
    assert [row.label for row in found.rows if row.flips] == ["Its own effect"]


def test_a_worth_that_stays_says_so():
    result = result_of("beauty_brand")
    found = reliance_of(result.snapshot, "access_hardening")
    assert found.sentence.endswith("It costs £614: worth it whichever end of a range is true.")
    assert {row.verdict for row in found.rows} == {"Worth it at both ends"} and not found.turns
    assert (found.rows[0].label, found.rows[0].low) == ("How often: account lost", "1 in 2.5 years")
    small = reliance_of(result.snapshot, "tool_second_source")
    assert small.sentence.endswith("by money alone not worth it at any end of a range.")


def test_what_does_not_show_in_the_loss_rests_on_nothing():
    assert reliance_of(result_of("beauty_brand").snapshot, "plan_write") is None
    assert reliance_of(result_of("beauty_brand").snapshot, "no_such_thing") is None


def test_results_from_before_it_was_worked_out_have_none():
    snapshot = result_of("beauty_brand").snapshot
    old = {key: part for key, part in snapshot.background.items() if key != "worth"}
    assert reliance_of(replace(snapshot, background=old), "access_hardening") is None
