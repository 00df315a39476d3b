"""What could be done: the frontier and the mix."""

from assessments.ui.figures import choices

BEST = [(0, 100_000), (10_000, 60_000), (50_000, 40_000)]


def _texts(notes):
    return [note["text"] for note in notes]


def test_the_best_mixes_are_joined_by_steps_in_order_of_cost():
    mixes = choices.Mixes(BEST[::-1], (0, 100_000))
    best = choices.frontier(mixes, currency="GBP")["data"][1]
    assert best["x"] == [0, 10_000, 50_000]
    assert best["line"]["shape"] == "hv"


def test_today_and_the_plan_are_named_and_what_is_over_the_budget_is_shaded():
    mixes = choices.Mixes(BEST, (0, 100_000), (10_000, 60_000), budget=20_000)
    figure = choices.frontier(mixes, currency="GBP")
    assert {"Today £100k", "Your plan: £60k left for £10k", "Over your £20k budget"} <= set(
        _texts(figure["layout"]["annotations"])
    )
    assert "Your plan £60k" in _texts(figure["narrow"]["annotations"])
    assert figure["layout"]["shapes"][0]["x0"] == 20_000


def test_a_budget_that_nothing_exceeds_shades_nothing():
    figure = choices.frontier(choices.Mixes(BEST, (0, 100_000), budget=90_000), currency="GBP")
    assert not figure["layout"].get("shapes")


def test_both_axes_of_the_frontier_start_at_nothing():
    layout = choices.frontier(choices.Mixes(BEST, (0, 100_000)), currency="GBP")["layout"]
    assert layout["xaxis"]["tickvals"][0] == 0
    assert layout["yaxis"]["range"][0] == 0


def test_the_largest_change_of_the_mix_stands_on_top():
    figure = choices.mix([("Mail", 14, 21), ("TikTok", 38, 24), ("Site", 15, 15)])
    today, target = figure["data"]
    assert today["y"] == ["Site", "Mail", "TikTok"]
    assert (today["x"], target["x"]) == ([15, 14, 38], [15, 21, 24])
    assert _texts(figure["layout"]["annotations"]) == ["15%", "14%", "21%", "38%", "24%"]
