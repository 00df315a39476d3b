"""The chance of losing more than each amount."""

from math import log10

from assessments.ui.figures import years

NOW = years.Exceedance([1_000, 10_000, 100_000, 1_000_000], [0.8, 0.4, 0.1, 0.001])
PLAN = years.Exceedance([1_000, 10_000, 100_000, 1_000_000], [0.7, 0.2, 0.03, 0.0])


def test_a_curve_tells_the_chance_at_a_loss_and_the_loss_at_a_chance():
    assert NOW.at(100_000) == 0.1
    assert NOW.at(50_000) == 0.1
    assert NOW.at(2_000_000) == 0.0
    assert NOW.where(0.4) == 10_000
    assert NOW.where(0.0) == 1_000_000


def test_now_is_solid_ember_and_the_plan_dashed_petrol():
    figure = years.exceedance(NOW, currency="GBP", plan=PLAN)
    assert [(trace["line"]["color"], trace["line"]["dash"]) for trace in figure["data"]] == [
        ("@ember", "solid"),
        ("@brand", "9px,4px"),
    ]


def test_both_chances_are_named_at_the_limit():
    figure = years.exceedance(NOW, currency="GBP", plan=PLAN, limit=100_000)
    texts = [note["text"] for note in figure["layout"]["annotations"]]
    assert {"Your limit £100k", "10% now", "3% after"} <= set(texts)
    assert [trace["y"] for trace in figure["data"][2:]] == [[0.1], [0.03]]


def test_the_limit_stands_inside_the_chart():
    for limit in (1_500, 100_000, 3_000_000):
        low, high = years.exceedance(NOW, currency="GBP", limit=limit)["layout"]["xaxis"]["range"]
        assert low < log10(limit) < high


def test_without_plan_and_limit_one_line_stands_alone():
    figure = years.exceedance(NOW, currency="GBP")
    assert len(figure["data"]) == 1
    assert not figure["layout"].get("shapes")
