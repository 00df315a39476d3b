"""An activity's figures in numbers."""

from collections.abc import Callable, Iterator

from assessments.catalogue.vocabulary import vocabulary
from assessments.scoring.pages.charts import BAND_TICKS
from assessments.scoring.pages.functions import set_by
from assessments.scoring.pages.result import HOURS, Part, Result
from assessments.scoring.pages.wording import NOTHING, achievable_words, category_word, chance, limit_words
from assessments.scoring.pages.worked.lines import Line, Work, total
from assessments.ui import words


def _of(result: Result, key: str) -> Part:
    function = result.function(key)
    assert function is not None
    return function


def _single(field: str, label: str, shown: Callable[[Result, Part], str]) -> Work:
    def lines(result: Result, key: str) -> Iterator[Line]:
        function = _of(result, key)
        if function.get(field, 0) is not None:
            yield total(label, shown(result, function))

    return lines


def _mtpd(result: Result, key: str) -> Iterator[Line]:
    function = _of(result, key)
    bands, labels = list(HOURS), vocabulary().band_labels
    for category, ratings in function["impact"].items():
        first = next((band for band in bands if ratings[band] >= 4), None)
        text = "never within a month" if first is None else f"within {labels[first]}"
        yield Line(f"{category_word(category)} reaches 4", text, f"functions.{key}.impact")
    if "stated_mtpd_h" in function:
        yield Line("You gave", limit_words(function["stated_mtpd_h"]), f"functions.{key}.stated_mtpd_h")
    for override in function["overrides"]:
        if override["state"] == "active" and ".mtpd_h." in override["set"]:
            yield Line(
                f"Set by {override['by']}, calculated {limit_words(override['calculated'])}",
                limit_words(override["used"]),
            )
    yield total(f"Longest stop ({set_by(function)})", limit_words(function["mtpd_h"]["normal"]))
    yield Line("In a busy period", limit_words(function["mtpd_h"]["peak"]))


def _between(result: Result, key: str) -> Iterator[Line]:
    low, high = _of(result, key)["mtpd_range"]
    yield Line("Acceptable up to", limit_words(low))
    yield total("Not acceptable from", "longer than 1 month" if high is None else words.hours(high))


def _too_long(result: Result, key: str) -> Iterator[Line]:
    found = result.too_long(key)
    if found is not None:
        yield Line("Longest stop", limit_words(_of(result, key)["mtpd_h"]["normal"]), f"functions.{key}.mtpd_h")
        yield total("Chance of a longer one in 12 months", chance(found))
        if found >= NOTHING:
            yield Line("In other words", words.one_in(found))


def _rto(result: Result, key: str) -> Iterator[Line]:
    function = _of(result, key)
    yield Line("Longest stop", limit_words(function["mtpd_h"]["normal"]), f"functions.{key}.mtpd_h")
    most = 720.0 if function["mtpd_h"]["normal"] is None else function["mtpd_h"]["normal"]
    if most > function["rto_h"]:
        yield Line("Less catching up and rounding", words.hours(most - function["rto_h"]))
    yield total("Time to recover", words.hours(function["rto_h"]))


def _gap(result: Result, key: str) -> Iterator[Line]:
    function = _of(result, key)
    yield Line("Needed within", words.hours(function["rto_h"]), f"functions.{key}.rto_h")
    yield Line("Alternative delivers", achievable_words(function["achievable_h"]), f"functions.{key}.achievable_h")
    yield Line("Minimum level", f"{function['mbco_percent']:g}% of normal output", f"functions.{key}.mbco_percent")
    yield total(function["gap"]["status"], function["gap"]["sentence"])


def _impact(result: Result, key: str) -> Iterator[Line]:
    labels = vocabulary().band_labels
    for category, ratings in _of(result, key)["impact"].items():
        highest = max(ratings.values())
        band = next(band for band in HOURS if ratings[band] == highest)
        yield Line(category_word(category), f"up to {highest} of 5, from {labels[band]} on" if highest else "none")


def _by_length(field: str) -> Work:
    def lines(result: Result, key: str) -> Iterator[Line]:
        losses = _of(result, key)[field] or {}
        for hours, label in zip(HOURS.values(), BAND_TICKS, strict=True):
            if hours in losses:
                yield Line(f"After {label}", result.money(losses[hours]))

    return lines


def _tail(result: Result, key: str) -> Iterator[Line]:
    yield total("Share of the worst years", words.percent(100 * _of(result, key)["tail_share"]))


def _rank(result: Result, key: str) -> Iterator[Line]:
    function = _of(result, key)
    yield Line("Tier", function["tier"], f"functions.{key}.tier")
    yield Line("Longest stop", limit_words(function["mtpd_h"]["normal"]), f"functions.{key}.mtpd_h")
    yield Line("Loss after a day", result.money(function["loss_at_h"]["24"]), f"functions.{key}.loss_at_h")
    yield total("Rank", f"{function['rank']} of {len(result.functions)}")


def _all_losses(result: Result, _key: str) -> Iterator[Line]:
    for function in result.functions:
        week = result.money(function["loss_at_h"]["168"])
        yield Line(f"{function['name']}, 7 days", week, f"functions.{function['key']}.loss_at_h")


WORK: dict[str, Work] = {
    "functions.loss_at_h": _all_losses,
    "functions.*.income_share": _single("income_share", "Share", lambda _, f: f"{f['income_share']:g}%"),
    "functions.*.mtpd_h": _mtpd,
    "functions.*.mtpd_range": _between,
    "functions.*.too_long": _too_long,
    "functions.*.stated_mtpd_h": _single("stated_mtpd_h", "You gave", lambda _, f: limit_words(f["stated_mtpd_h"])),
    "functions.*.rto_h": _rto,
    "functions.*.tier": _rto,
    "functions.*.rank": _rank,
    "functions.*.mbco_percent": _single("mbco_percent", "Minimum level", lambda _, f: f"{f['mbco_percent']:g}%"),
    "functions.*.rpo_h": _single("rpo_h", "Oldest data", lambda _, f: words.hours(f["rpo_h"])),
    "functions.*.achievable_h": _single(
        "key", "Alternative delivers", lambda _, f: achievable_words(f["achievable_h"])
    ),
    "functions.*.gap": _gap,
    "functions.*.impact": _impact,
    "functions.*.loss_at_h": _by_length("loss_at_h"),
    "functions.*.loss_at_h_peak": _by_length("loss_at_h_peak"),
    "functions.*.expected_annual_loss": _single(
        "expected_annual_loss", "Expected loss a year", lambda result, f: result.money(f["expected_annual_loss"])
    ),
    "functions.*.tail_share": _tail,
}
