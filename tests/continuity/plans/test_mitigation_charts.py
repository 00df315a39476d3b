"""The pictures of the mitigation page say what the results say, and stay away where there is nothing to say."""

from datetime import date

import pytest

from continuity.plans.mitigation import Around, board
from continuity.plans.mitigation_charts import effects, mix_card, mix_of
from tests.factories.examples import NAMES, results_of_example


def brand(name="beauty_brand"):
    return board(results_of_example(name), [], Around(date(2026, 11, 22)))


@pytest.mark.parametrize("name", NAMES)
def test_the_longest_bar_is_the_action_that_removes_most(name):
    found = effects(brand(name))
    counted = [action for action in brand(name).actions if action.removes >= 1]
    if len(counted) < 2:
        assert found is None
        return
    removes = [action.removes for action in found.actions]
    assert removes == sorted(removes, reverse=True)
    assert found.most == removes[0] == max(action.removes for action in counted)
    assert found.actions[0].title in found.finding


@pytest.mark.parametrize("name", NAMES)
def test_the_mix_is_shown_where_a_share_is_to_change(name):
    spread = results_of_example(name)["diversification"]
    found = mix_of(results_of_example(name))
    if not spread or spread["target"] == spread["current"]:
        assert found is None
        return
    assert sum(today for _, today, _ in found.rows) == pytest.approx(100 * sum(spread["current"].values()))
    card = mix_card(found, brand(name), figure_url="/f", csv_url="/t")
    assert card.finding.startswith("TikTok falls from ")
    assert len(card.table.rows) == len(spread["target"])
    assert found.figure()["data"]


def test_without_results_there_is_no_picture():
    assert mix_of(None) is None
    assert effects(board(None, [], Around(date(2026, 11, 22)))) is None
