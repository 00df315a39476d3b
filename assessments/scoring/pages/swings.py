"""What moves the expected loss, and how far: the chart, and its inputs as people say them."""

from collections.abc import Callable, Sequence

from assessments.scoring.pages.charts import Chart
from assessments.scoring.pages.result import Part, Result
from assessments.scoring.pages.tables import Column, Table
from assessments.scoring.pages.wording import NOTHING, how_often
from assessments.ui.cards import EmptyState, LegendKey
from assessments.ui.figures import bars

SHORT = {
    "income": "Yearly income",
    "direct": "Income paid on TikTok",
    "influenced": "Income found on TikTok",
    "margin": "Margin",
    "recapture": "Sales that are only late",
    "cost": "Costs that go on",
    "credits": "Payments you owe",
    "dependency": "Output that stops",
    "output": "Output of alternatives",
    "switching": "Time until they deliver",
    "lengths": "How long events last",
    "rate.short_outage": "How often: hours of outage",
    "rate.regional_outage": "How often: one country down",
    "rate.partial_degradation": "How often: features broken",
    "rate.cascading_outage": "How often: chain of failures",
    "rate.third_party_failure": "How often: a tool fails",
    "rate.api_change": "How often: API rules change",
    "rate.account_loss": "How often: account lost",
    "rate.policy_change": "How often: rules change",
    "rate.market_ban": "How often: a ban",
}
"""Names short enough to stand beside a bar."""
AMOUNTS = {"income": "a year", "cost": "a day"}
MORE_AND_LESS = {"lengths": ("longer", "shorter"), "switching": ("later", "sooner")}


def tornado(result: Result) -> Chart:
    """How far each thing not known exactly moves the expected loss a year."""
    swings = [swing for swing in result.background["swings"] if _span(swing) >= NOTHING]
    swings.sort(key=_span, reverse=True)
    shown = [
        bars.Swing(short_label(s), *input_words(s, result.money), s["low"], s["high"]) for s in swings[: bars.MOST_BARS]
    ]
    base = result.data["losses"]["expected_annual"]
    return Chart(
        name="tornado",
        question="What moves the answer most?",
        finding=_tornado_finding(result, swings),
        description="Tornado chart of the expected loss a year. "
        + " ".join(f"{swing['label']}: {result.money_range(*_reach(swing))}." for swing in swings[:2]),
        table=Table(
            "tornado",
            "Expected loss a year with one thing changed at a time",
            (
                Column("What is not known exactly"),
                Column("From"),
                Column("Loss then", "money"),
                Column("To"),
                Column("Loss then", "money"),
                Column("Confidence"),
            ),
            tuple((s["label"], *_ends(s, result), s["grade"]) for s in swings),
        ),
        source=f"Expected loss a year, one thing changed at a time between its 10th and 90th percentile. {result.basis}.",
        how="losses.expected_annual_range",
        draw=(lambda: bars.tornado(shown, base, currency=result.currency)) if shown else None,
        height=380,
        legend=(LegendKey("Lowers the loss", "k-brand", "block"), LegendKey("Raises it", "k-ember", "block")),
        empty=EmptyState("Nothing moves the expected loss: with what you have in place it stays at nothing."),
    )


def short_label(swing: Part) -> str:
    """What moves the result, short enough to stand beside a bar."""
    return SHORT.get(swing["key"]) or str(swing["label"])


def input_words(swing: Part, money: Callable[[float], str]) -> tuple[str, str]:
    """The two ends of a range as people say them: "1 in 24 years" for a rate, "57% longer" for a length."""
    low, high = (_input(swing["key"], swing[end], money) for end in ("shown_low", "shown_high"))
    # a cost a day in parts of a year's income is too small to be told apart in digits
    is_hidden = low == high and swing.get("low") != swing.get("high")
    return ("rather low", "rather high") if is_hidden else (low, high)


def _input(key: str, shown: str, money: Callable[[float], str]) -> str:
    number = shown.split(" ", 1)[0].rstrip("%")
    if key in AMOUNTS:
        return f"{money(float(number.replace(',', '')))} {AMOUNTS[key]}"
    if key.startswith("rate."):
        return how_often(float(number))
    if shown.endswith(" times"):
        return _compared(float(number) - 1, *MORE_AND_LESS.get(key, ("more", "less")))
    if shown.endswith("% of what you said"):
        return _compared(float(number) / 100 - 1, "more", "less")
    return shown


def _compared(share: float, more: str, less: str) -> str:
    """A change as a whole percentage with its direction in a word."""
    percentage = round(100 * abs(share))
    return f"{percentage}% {more if share > 0 else less}" if percentage else "as it is"


def _reach(swing: Part) -> tuple[float, float]:
    """The lowest and the highest loss of a swing; the expected one may be an end of it."""
    ends = swing["low"], swing["base"], swing["high"]
    return min(ends), max(ends)


def _span(swing: Part) -> float:
    low, high = _reach(swing)
    return high - low


def _ends(swing: Part, result: Result) -> tuple[str, float, str, float]:
    low, high = input_words(swing, result.money)
    return low, swing["low"], high, swing["high"]


def _tornado_finding(result: Result, swings: Sequence[Part]) -> str:
    if not swings:
        return "No answer and no library value moves the expected loss."
    low, high = _reach(swings[0])
    return f"“{short_label(swings[0])}” moves it most: from {result.money_range(low, high)} a year."
