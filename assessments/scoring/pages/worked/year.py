"""The outage and the year in numbers."""

from collections.abc import Iterator

from assessments.scoring.pages.alone import worked_lines
from assessments.scoring.pages.knowing import amount, worth_of_knowing
from assessments.scoring.pages.moved import PATHS, move_of
from assessments.scoring.pages.result import HOURS, Result
from assessments.scoring.pages.swings import input_words
from assessments.scoring.pages.unproven import counted_words, rows_of
from assessments.scoring.pages.waves import USED, WAYS
from assessments.scoring.pages.wording import NOTHING, capitalised, chance, rating_word
from assessments.scoring.pages.worked.lines import Line, Work, total
from assessments.ui import words


def _outage(result: Result, key: str) -> Iterator[Line]:
    hours = key if key in HOURS.values() else "168"
    for function in result.functions:
        loss = function["loss_at_h"][hours]
        if loss >= NOTHING:
            yield Line(function["name"], result.money(loss), f"functions.{function['key']}.loss_at_h")
    yield total(f"An outage of {words.hours(float(hours))}", result.money(result.outage_loss(float(hours))))
    low, high = result.outage_range(float(hours))
    yield Line("Range, 80% of outcomes", f"{result.money(low)} to {result.money(high)}")


def _rating(result: Result, key: str) -> Iterator[Line]:
    band = next(band for band, hours in HOURS.items() if hours == key)
    for function in result.functions:
        rating = max((row[band] for row in function["impact"].values()), default=0)
        yield Line(function["name"], f"{rating} of 5", f"functions.{function['key']}.impact")
    highest = result.worst_rating(key)[0]
    yield total("Highest", f"{highest} of 5, {rating_word(highest).lower()}")


def _headline(result: Result, _key: str) -> Iterator[Line]:
    yield from _outage(result, "168")
    late = sum(function["gap"]["status"] in ("Gap", "Nothing") for function in result.functions)
    yield Line("Activities without an alternative that is enough", f"{late} of {len(result.functions)}", "scores.gap")


def _expected(result: Result, _key: str) -> Iterator[Line]:
    for scenario in result.scenarios:
        if scenario["expected_annual_loss"] >= NOTHING:
            path = f"scenarios.{scenario['key']}.expected_annual_loss"
            yield Line(scenario["label"], result.money(scenario["expected_annual_loss"]), path)
    yield total("Expected loss a year", result.money(result.data["losses"]["expected_annual"]))


def _expected_range(result: Result, _key: str) -> Iterator[Line]:
    for swing in result.background["swings"][:8]:
        low, high = sorted((swing["low"], swing["high"]))
        if high - low >= NOTHING:
            text = f"{result.money(low)} to {result.money(high)}"
            yield Line(f"{swing['label']} alone", text, f"sensitivity.{swing['key']}")
    low, high = result.data["losses"]["expected_annual_range"]
    yield total("All together, 80% of outcomes", f"{result.money(low)} to {result.money(high)}")


def _year(part: str, which: str) -> Work:
    def lines(result: Result, _key: str) -> Iterator[Line]:
        year = result.data[part]
        for level, label in (("0.95", "1-in-20"), ("0.99", "1-in-100")):
            kind = "bad year" if which == "var" else "years: mean of those beyond"
            yield total(f"{label} {kind}", result.money(year[which][level]))
        if (part, which) == ("losses", "var") and "year" in result.background:
            low, high = result.background["year"]["bad_year"]
            yield Line("Range of the 1-in-20 bad year, 80% of outcomes", f"{result.money(low)} to {result.money(high)}")

    return lines


def _bare(result: Result, _key: str) -> Iterator[Line]:
    bare, now = result.data["without_measures"], result.data["losses"]
    yield total("Expected loss a year with nothing in place", result.money(bare["expected_annual"]))
    yield Line("With what you have", result.money(now["expected_annual"]), "losses.expected_annual")
    yield Line("1-in-20 bad year with nothing in place", result.money(bare["var"]["0.95"]))
    yield Line("Chance of passing the limit then", chance(bare["chance_over_limit"]))


def _saved(result: Result, _key: str) -> Iterator[Line]:
    bare, now = result.data["without_measures"]["expected_annual"], result.data["losses"]["expected_annual"]
    yield Line("With nothing in place", result.money(bare), "without_measures")
    yield Line("Less what remains", result.money(now), "losses.expected_annual")
    yield total("Saved a year", result.money(max(0.0, bare - now)))


def _over_limit(result: Result, _key: str) -> Iterator[Line]:
    losses = result.data["losses"]
    yield Line("The limit", result.money(losses["limit"]), "losses.limit")
    yield total("Chance of passing it in 12 months", chance(losses["chance_over_limit"]))
    if losses["chance_over_limit"] >= NOTHING:
        yield Line("In other words", words.one_in(losses["chance_over_limit"]))
    if "year" in result.background:
        low, high = result.background["year"]["over_limit"]
        yield Line("Range, 80% of outcomes", f"{chance(low)} to {chance(high)}")
    if result.single is not None:
        yield Line("By one event alone", chance(result.single["over_limit"]))


def _limit(result: Result, _key: str) -> Iterator[Line]:
    yield total("The limit", result.money(result.limit))


def _exceedance(result: Result, _key: str) -> Iterator[Line]:
    for loss, share in result.data["losses"]["exceedance"][::6]:
        yield Line(f"One year in {words.significant(1 / share, 2):g} loses more than", result.money(loss))


def _numerical(result: Result, _key: str) -> Iterator[Line]:
    error = result.data["losses"]["numerical_error"]
    yield total("Largest distance of a printed figure from the true one", words.percent(100 * error, fine=True))


def _swing(result: Result, key: str) -> Iterator[Line]:
    swing = next((one for one in result.background["swings"] if one["key"] == key), None)
    if swing is not None:
        for words_of, end in zip(input_words(swing, result.money), ("low", "high"), strict=True):
            yield Line(capitalised(words_of), result.money(swing[end]))
        yield total("As it is", result.money(swing["base"]))


def _knowing(result: Result, key: str) -> Iterator[Line]:
    found, everything = result.background["worth"]["knowing"], result.background["worth"]["knowing"]["everything"]
    for one in result.data["recommendations"]:
        if one["key"] in found["choice"]:
            yield Line("Chosen by what is known today", one["title"], f"recommendations.{one['key']}")
    if not found["choice"]:
        yield Line("Chosen by what is known today", "no recommendation; the risk is accepted")
    if found["in_question"]:
        yield Line("Settings at which another choice would be better", words.percent(100 * found["changes"]))
        yield Line("Knowing everything exactly", f"{amount(result, everything)} a year")
    worth = worth_of_knowing(result, key)
    if worth:
        low, high = (found["each"][key][end] for end in ("low", "high"))
        yield Line("Range of the estimate", f"{amount(result, low)} to {amount(result, high)}")
    yield total(
        "Knowing this", f"up to about {amount(result, worth)} a year" if worth else "would not change what to do"
    )


def _waves(result: Result, _key: str) -> Iterator[Line]:
    for name, one in (result.background.get("waves") or {"ways": {}})["ways"].items():
        years = f"{result.money(one['0.95'])}, 1 in 100 {result.money(one['0.99'])}"
        yield Line(f"{WAYS[name][0]}: 1 in 20", years, "losses.var" if name == USED else "", is_total=name == USED)


def _alone(result: Result, _key: str) -> Iterator[Line]:
    for name, amounts in worked_lines(result):
        yield Line(name, amounts)


def _unproven(result: Result, _key: str) -> Iterator[Line]:
    found = result.background.get("unproven") or {"rows": [], "all": 0.0, "kept": 0.0, "then": 0.0}
    yield Line(
        "Expected loss a year as stated",
        result.money(result.data["losses"]["expected_annual"]),
        "losses.expected_annual",
    )
    for row in rows_of(found):
        label = f"{result.names[row['key']]}: {counted_words(row)} of the alternative counted"
        yield Line(label, result.money(row["then"]), f"functions.{row['key']}.gap")
    yield total("All of them counted so", result.money(found["then"]))
    yield Line("What these alternatives keep away as stated", result.money(found["kept"]))
    yield Line("What all alternatives keep away as stated", result.money(found["all"]))


def _moved(result: Result, key: str) -> Iterator[Line]:
    move = move_of(result, key)
    if move is not None:
        yield Line(f"Assessment {move.since}", move.before_text)
        for step in move.steps:
            yield Line(step.label, step.text)
        for step in move.still:
            yield Line(step.label, "no effect")
        yield Line("Now", move.after_text, PATHS[key], is_total=True)


WORK: dict[str, Work] = {
    "headline.sentence": _headline,
    "outage.*": _outage,
    "rating.*": _rating,
    "losses.expected_annual": _expected,
    "losses.expected_annual_range": _expected_range,
    "losses.var": _year("losses", "var"),
    "losses.tvar": _year("losses", "tvar"),
    "losses.limit": _limit,
    "losses.chance_over_limit": _over_limit,
    "losses.exceedance": _exceedance,
    "losses.numerical_error": _numerical,
    "without_measures": _bare,
    "measures.saved": _saved,
    "sensitivity.*": _swing,
    "knowing.*": _knowing,
    "waves": _waves,
    "unproven": _unproven,
    "alone": _alone,
    "moved.*": _moved,
}
