"""Spreading over channels is told only where the data carry it, with channels that fit and that are not fully used."""

import pytest

from continuity.plans.mitigation import unit_of
from continuity.plans.spreading import spreading_of
from tests.factories.assessments import found_of, result_of
from tests.factories.examples import NAMES


def spreading(name):
    data = result_of(name).data
    return spreading_of(data, found_of(name)[1], unit_of(data))


@pytest.mark.parametrize("name", NAMES)
def test_it_is_shown_where_something_is_to_move_and_each_step_lowers_the_worst_years(name):
    found = spreading(name)
    told = name in ("agency", "beauty_brand", "creator", "one_person_shop")
    assert (found is not None) == told
    if found is None:
        return
    sizes = [step.size for step in found.steps]
    assert sizes == sorted(sizes, reverse=True)
    assert found.most == sizes[0]
    assert sum("the target" in step.share for step in found.steps) == 1
    assert len(found.table.rows) == len(found.steps)
    assert "None" not in f"{found}"


def test_the_sentences_of_the_brand():
    found = spreading("beauty_brand")
    assert found.finding == (
        "With 13 points of your income moved off TikTok, the worst year in twenty would cost £321,000 on average in place of £453,000."
    )
    assert found.moves.startswith("Of your income, 6% to “Own website or shop”")
    assert found.moves.endswith("channels you use already, those you own first.")


def test_channels_to_begin_with_fit_the_work_and_are_not_in_use():
    labels = {
        name: {one.label: one.about for one in spreading(name).fitting} for name in ("creator", "one_person_shop")
    }
    assert "YouTube" not in labels["creator"]  # used this week
    assert "Amazon" not in labels["creator"]  # sells nothing through TikTok Shop
    assert "Amazon" in labels["one_person_shop"]
    assert "failed together with Instagram" in labels["creator"]["Facebook"]
    assert spreading("beauty_brand").fitting[0].label == "YouTube"
    assert "hardly use it" in spreading("beauty_brand").fitting[0].about
