"""What is at stake, the scores, recommendations and what-ifs in numbers."""

from collections.abc import Iterator

from assessments.scoring.budgets import Mixes
from assessments.scoring.pages.charts import BAND_TICKS
from assessments.scoring.pages.parts import printed_points
from assessments.scoring.pages.result import HOURS, Result
from assessments.scoring.pages.ripple import magnitude, ripple_of, week_of_income
from assessments.scoring.pages.summary import SCORES, owner_name
from assessments.scoring.pages.wording import NOTHING
from assessments.scoring.pages.worked.lines import Line, Work, total
from assessments.scoring.scores.overall import WEIGHTS
from assessments.ui import words

RIPPLE_LINES = 5


def _stake(name: str) -> Work:
    def lines(result: Result, _key: str) -> Iterator[Line]:
        part = result.data["at_stake"][name]
        if isinstance(part, int | float):
            yield total("Amount", result.money(part))
        elif part is not None:
            yield Line("Share of income", words.percent(part["share"], fine=True))
            yield total("A year", result.money(part["year"]))
            if "day" in part:
                yield Line("A day", result.money(part["day"]))

    return lines


def _dependent(result: Result, _key: str) -> Iterator[Line]:
    stake = result.data["at_stake"]
    for name, label in (("direct", "Paid through TikTok"), ("influenced", "Found through TikTok")):
        yield Line(label, words.percent(stake[name]["share"], fine=True), f"at_stake.{name}")
    share = stake["direct"]["share"] + stake["influenced"]["share"]
    yield total("Depends on TikTok", words.percent(share, fine=True))


def _money(result: Result, _key: str) -> Iterator[Line]:
    money = result.data["money"]
    yield total("Amounts", result.basis)
    if money["margin_percent"] is None:
        yield Line("Margin assumed for ratings only", f"{money['rating_margin_percent']:g}%")


def _credit(result: Result, key: str) -> Iterator[Line]:
    credit = result.data["credits"][int(key)]
    for hours, label in zip(HOURS.values(), BAND_TICKS, strict=True):
        if credit["amount_at_h"][hours] >= NOTHING:
            yield Line(f"Owed after {label}", result.money(credit["amount_at_h"][hours]))
    if credit["cap_month"] is not None:
        yield Line("At most a month", result.money(credit["cap_month"]))
    yield total("Owed in a month", result.money(credit["amount_at_h"]["720"]))


def _overall(result: Result, _key: str) -> Iterator[Line]:
    for key, (name, _) in SCORES.items():
        score = result.data["scores"][key]["score"]
        yield Line(f"{name}, weight {WEIGHTS[key]:g}%", f"{score:.0f}", f"scores.{key}")
    yield total("Dependency score", f"{result.data['headline']['score']:.0f} of 100")


def _score(name: str) -> Work:
    def lines(result: Result, _key: str) -> Iterator[Line]:
        part = result.data["scores"][name]
        for label, value in printed_points(result, name):
            yield Line(label, words.plural(int(value), "point"))
        yield total(SCORES[name][0], f"{part['score']:.0f} of 100, {part['band'].lower()}")

    return lines


def _delay(result: Result, _key: str) -> Iterator[Line]:
    yield total("Until somebody notices", words.hours(result.data["scores"]["detection"]["delay_h"]))


def _rules(result: Result, _key: str) -> Iterator[Line]:
    for rule in result.data["scores"]["detection"]["rules"]:
        fires = rule["fires_at_min"]
        yield Line(rule["metric"], "does not fire" if fires is None else f"fires after {words.hours(fires / 60)}")


def _readiness(result: Result, _key: str) -> Iterator[Line]:
    part = result.data["scores"]["readiness"]
    for name, domain in part["domains"].items():
        yield Line(f"{name}: {words.lower_first(domain['proof'])}", f"level {domain['level']}")
    if part["lowest"] is not None:
        yield total(f"Lowest: {part['lowest']}", f"level {part['level']} of 5")


def _concentration(result: Result, _key: str) -> Iterator[Line]:
    part = result.data["concentration"]
    yield total("Index of concentration by channel", f"{part['platform_hhi']:,.0f} of 10,000")
    yield Line("As if you had so many equal channels", f"{part['effective_channels']:.1f}")
    for owner in part["owner_groups"]:
        yield Line(f"Owner: {owner_name(owner['group'])}", words.percent(100 * owner["share"]))
    yield Line("How far one activity makes the worst years", _of_worst_years(result), "concentration.risk_hhi")


def _of_worst_years(result: Result) -> str:
    return f"{result.data['concentration']['risk_hhi']:,.0f} of 10,000"


def _worst_years(result: Result, _key: str) -> Iterator[Line]:
    for function in sorted(result.functions, key=lambda it: -it["tail_share"]):
        share = words.percent(100 * function["tail_share"])
        yield Line(function["name"], share, f"functions.{function['key']}.tail_share")
    yield total("Index of concentration of the worst years", _of_worst_years(result))


def _confidence(result: Result, _key: str) -> Iterator[Line]:
    for swing in result.background["swings"]:
        if swing["matters"]:
            yield Line(swing["label"], f"grade {swing['grade']}", f"sensitivity.{swing['key']}")
    yield total("Confidence", result.data["headline"]["confidence"])


def _recommendation(result: Result, key: str) -> Iterator[Line]:
    found = next(one for one in result.data["recommendations"] if one["key"] == key)
    path = f"recommendations.{key}"
    if found["removes_per_year"] >= NOTHING:
        low, high = found["removes_range"]
        yield total("Removes a year", result.money(found["removes_per_year"]))
        if high - low > NOTHING:
            yield Line("Range of that", f"{result.money(low)} to {result.money(high)}", f"{path}.removes_per_year")
    yield Line("Cost in the first year", result.money(found["cost_year"]), f"{path}.cost_year")
    yield Line("Work to set it up", words.work(found["effort_days"]))
    yield Line("Evidence", found["evidence_kind"])


def _what_if(result: Result, key: str) -> Iterator[Line]:
    asked = result.data["what_if"][int(key)]
    for name, part in asked["functions"].items():
        if part["loss"] >= NOTHING and name in result.names:
            yield Line(result.names[name], result.money(part["loss"]))
    yield total(f"An outage of {words.hours(asked['duration_h'])}", result.money(asked["loss"]))
    yield Line("The same in a normal week", result.money(asked["loss_normal_week"]))


def _diversification(result: Result, _key: str) -> Iterator[Line]:
    found = result.data["diversification"]
    if found is not None:
        yield Line(
            "Expected loss a year today", result.money(found["expected_annual_loss_before"]), "losses.expected_annual"
        )
        yield total("With the target shares", result.money(found["expected_annual_loss_after"]))


def _mixes(result: Result, _key: str) -> Iterator[Line]:
    stored = result.background.get("mixes")
    if not stored:
        return
    advice = {one["key"]: one for one in result.data["recommendations"]}
    mixes = Mixes(stored, {key: one["cost_year"] for key, one in advice.items()}, done=(), refused=())
    yield Line("Expected loss a year today", result.money(mixes.today.left), "losses.expected_annual")
    mix = mixes.turn if mixes.turn.keys else mixes.line[min(1, len(mixes.line) - 1)]
    for step in mixes.steps(mix):
        label = f"Less what “{advice[step.key]['title']}” then takes"
        yield Line(label, result.money(step.takes), f"recommendations.{step.key}.removes_per_year")
    yield total("Left with the mix that is best for its money", result.money(mix.left))
    yield Line("What the mix costs a year", result.money(mix.cost))
    short = mixes.short_of_best(mix)
    yield Line(
        "What any other mix for this money could take beyond it, at most",
        result.money(short) if short >= NOTHING else "nothing",
    )


def _ripple(result: Result, _key: str) -> Iterator[Line]:
    found, lost = ripple_of(result), week_of_income(result)
    if found is None:
        return
    yield Line("Income through TikTok in a week", result.money(lost), "at_stake.direct")
    for name, each in found["each"][:RIPPLE_LINES]:
        yield Line(f"{name}, for each 100 of it", f"{100 * each:.1f}")
    yield Line("All industries, for each 100 of it", f"{100 * found['all']:.0f}")
    yield total("In the order of", result.money(magnitude(found["all"] * lost)))


WORK: dict[str, Work] = {
    "money": _money,
    "at_stake.dependent": _dependent,
    **{
        f"at_stake.{name}": _stake(name)
        for name in (
            "direct",
            "influenced",
            "independent",
            "ad_spend_month",
            "client_media_month",
            "balance_held",
            "dated_work",
        )
    },
    "credits[*]": _credit,
    "headline.score": _overall,
    "headline.confidence": _confidence,
    **{f"scores.{name}": _score(name) for name in SCORES},
    "scores.detection.delay_h": _delay,
    "scores.detection.rules": _rules,
    "scores.readiness": _readiness,
    "concentration": _concentration,
    "concentration.risk_hhi": _worst_years,
    "recommendations.*": _recommendation,
    "recommendations.*.cost_year": _recommendation,
    "recommendations.*.removes_per_year": _recommendation,
    "recommendations.*.removes_range": _recommendation,
    "mixes": _mixes,
    "ripple": _ripple,
    "diversification": _diversification,
    "spreading": _dependent,
    "what_if[*]": _what_if,
}
