"""The charts of the sample plan."""

from continuity.plans.charts import Bar, Chart, Point, Series

LOST_TODAY = ((1, 300), (4, 1200), (24, 9800), (72, 31_000), (168, 66_000), (336, 121_000), (720, 210_000))
LOST_WITH_PLAN = ((1, 300), (4, 1100), (24, 6200), (72, 15_000), (168, 33_000), (336, 58_000), (720, 104_000))
YEARLY_LOSSES = (10_000, 30_000, 100_000, 200_000, 400_000, 700_000, 1_000_000, 2_000_000)
CHANCES_NOW = (0.75, 0.66, 0.42, 0.24, 0.10, 0.05, 0.025, 0.004)
CHANCES_WITH_PLAN = (0.68, 0.55, 0.28, 0.12, 0.03, 0.015, 0.008, 0.001)


def loss_curve() -> Chart:
    """Loss by length of outage, with its band and the severe-loss amount."""
    return Chart(
        form="curve",
        title="How much is lost if it stops for this long?",
        finding="After 7 days the loss stands at about £66,000; 80% of outcomes lie between £48,000 and £97,000.",
        alt="Line: the loss grows from £1,200 after 4 hours to £210,000 after 30 days and passes £40,000 on day 4.",
        x_label="Length of the outage",
        y_label="Margin lost",
        currency="GBP",
        series=(
            Series("Today", tuple(Point(x, y, y * 0.72, y * 1.46) for x, y in LOST_TODAY), "now"),
            Series("With the plan", tuple(Point(x, y) for x, y in LOST_WITH_PLAN), "plan"),
        ),
        limit=40_000,
        limit_label="Severe loss £40k",
        source="Calculated on 22 Nov 2026 from 31 answers; 80% of outcomes lie in the band.",
    )


def bad_year() -> Chart:
    """The chance of a year worse than each loss, against the limit."""
    now = tuple(Point(x, y) for x, y in zip(YEARLY_LOSSES, CHANCES_NOW, strict=True))
    planned = tuple(Point(x, y) for x, y in zip(YEARLY_LOSSES, CHANCES_WITH_PLAN, strict=True))
    return Chart(
        form="exceedance",
        title="How bad could a year get?",
        finding="The plan cuts the chance of passing the limit of £400,000 from 10% to 3%.",
        alt="Two falling curves: the chance of losing more than £400,000 is 10% now and 3% with the plan.",
        x_label="Loss in a year",
        y_label="Chance of losing more than this",
        currency="GBP",
        series=(Series("Now", now, "now"), Series("With the plan", planned, "plan")),
        limit=400_000,
        limit_label="Your limit £400k",
    )


def income_bars() -> Chart:
    """Where the dependent income comes from, with the target for the largest source."""
    return Chart(
        form="bars",
        title="Where does the income that depends on TikTok come from?",
        finding="Shop orders carry almost half of it.",
        alt="Bars: Shop orders 45%, ads 24%, Friday LIVE 20%, creators 11%; the target for Shop orders is 35%.",
        x_label="Activity",
        y_label="Share of income that depends on TikTok",
        kind="percent",
        bars=(
            Bar("TikTok Shop orders", 45, 35),
            Bar("Winning customers with ads", 24),
            Bar("Friday LIVE", 20),
            Bar("Creators and affiliates", 11),
        ),
        source="MON-01, FUN-06.",
    )
