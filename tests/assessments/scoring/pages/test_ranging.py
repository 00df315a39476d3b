"""What the range is made of, as the page says it."""

from dataclasses import replace

import pytest

from assessments.scoring.doubt import doubts_of
from assessments.scoring.pages import ranging as subject
from assessments.scoring.pages.links import Links
from assessments.scoring.pages.ranging import expected_range, fraction, ranging_csv, ranging_page
from assessments.scoring.trials.present import present_of
from assessments.scoring.trials.ranging import Ranging, ranging_of
from tests.factories.assessments import result_of
from tests.factories.examples import NAMES, profile_of

LINKS = Links("northlight")


def page_of(name):
    return ranging_page(present_of(profile_of(name)), LINKS)


def with_causes(monkeypatch, name, change):
    """The page of an example with other parts."""
    found = ranging_of(present_of(profile_of(name)))
    causes = tuple(sorted((change(cause) for cause in found.causes), key=lambda cause: -cause.alone))
    monkeypatch.setattr(subject, "ranging_of", lambda _: Ranging(causes, found.settings))
    return page_of(name)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            "agency",
            "About two fifths of the range come from not knowing how long events last and about a quarter from how often "
            "TikTok is banned in a market.",
        ),
        (
            "beauty_brand",
            "About half of the range comes from not knowing how long events last and about a quarter from how often an "
            "account is lost.",
        ),
        (
            "one_person_shop",
            "About half of the range comes from not knowing how often TikTok is banned in a market, about a fifth from how "
            "long events last and about a fifth from how often TikTok changes its rules.",
        ),
        (
            "scheduling_software",
            "About a third of the range comes from not knowing what contracts make you pay and about a third from how often "
            "TikTok changes technical rules.",
        ),
    ],
)
def test_the_sentence_names_what_most_of_the_range_comes_from(name, sentence):
    assert page_of(name).sentence == sentence


def test_what_the_settings_cannot_tell_from_the_last_one_named_is_named_too(monkeypatch):
    parts = {"lengths": 0.4, "rate.market_ban": 0.3, "rate.account_loss": 0.295}

    def thirds(cause):
        return replace(cause, alone=parts.get(cause.doubts[0].key, 0.0), alone_error=0.02)

    said = with_causes(monkeypatch, "agency", thirds).sentence
    assert said.endswith(
        "from not knowing how long events last, about a third from how often TikTok is banned in a market and about a third "
        "from how often an account is lost."
    )


def test_the_rows_say_how_much_give_or_take_and_lead_to_the_answers():
    rows = {row.label: row for row in page_of("scheduling_software").rows}
    credits = rows["Credits that contracts give"]
    assert (credits.alone_text, credits.error_text, credits.total_text) == ("35%", "8", "42%")
    assert credits.url == LINKS.question("AG-04")
    assert rows["How long events last"].url == ""
    assert rows["Several of them together"].alone_text == "9%"


def test_what_causes_next_to_nothing_is_shown_together_and_named():
    page = page_of("agency")
    assert "Everything else" in [row.label for row in page.rows]
    assert {"Margin", "How often: down in one country or region"} <= set(page.rest)
    assert not {row.label for row in page.rows} & set(page.rest)


def test_a_part_that_comes_out_below_nothing_is_said_as_under_one_per_cent(monkeypatch):
    page = with_causes(
        monkeypatch, "creator", lambda it: replace(it, alone=-0.02) if it.doubts[0].key == "income" else it
    )
    (row,) = [row for row in page.rows if row.label == "Yearly income"]
    assert (row.alone_text, row.alone) == ("under 1%", 0.0)


def test_it_says_that_the_chart_puts_the_same_first():
    assert page_of("agency").made[-1] == (
        "The chart on the page Sensitivity puts the same first: “How long events last”."
    )


def test_it_says_where_the_settings_cannot_tell_which_is_larger():
    assert page_of("scheduling_software").made[-1] == (
        "The chart on the page Sensitivity puts “How often: API, permission or technical rule changed” first; here it is so "
        "near to “Credits that contracts give” that the settings cannot tell which is larger."
    )


def test_it_says_why_the_chart_puts_another_first():
    assert "rare extremes count too" in page_of("cafe").made[-1]
    assert "“What the alternatives reach” first" in page_of("cafe").made[-1]


def test_everything_that_may_not_be_known_has_words_for_a_sentence():
    keys = {doubt.key for name in NAMES for doubt in doubts_of(present_of(profile_of(name)).model)}
    assert keys <= set(subject.NOT_KNOWING)
    assert len(keys) > 15


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.99, ("nearly all", "comes")),
        (0.68, ("two thirds", "come")),
        (0.52, ("half", "comes")),
        (0.13, ("a tenth", "comes")),
        (0.02, ("less than a tenth", "comes")),
    ],
)
def test_parts_are_said_as_simple_fractions(share, said):
    assert fraction(share) == said


def test_nearly_all_is_not_about_nearly_all(monkeypatch):
    page = with_causes(
        monkeypatch,
        "agency",
        lambda it: replace(it, alone=0.98 if it.doubts[0].key == "lengths" else 0.001),
    )
    assert page.sentence == "Nearly all of the range comes from not knowing how long events last."


def test_without_income_there_is_no_range_and_the_page_says_so():
    page = page_of("regional_broadcaster")
    assert page.empty.sentence.startswith("What depends on TikTok here is no income")
    assert (page.sentence, page.rows) == ("", ())
    assert ranging_csv(present_of(profile_of("regional_broadcaster"))) is None


def test_without_a_loss_or_without_a_doubt_the_page_says_which(monkeypatch):
    monkeypatch.setattr(subject, "ranging_of", lambda _: None)
    assert page_of("cafe").empty.sentence.startswith(
        "Whatever is not known exactly, an average year would cost no money"
    )
    assert page_of("agency").empty.sentence.startswith("Everything that moves the expected loss is known exactly")


def test_the_file_has_every_part_as_a_number():
    first, *rows = ranging_csv(present_of(profile_of("agency"))).splitlines()
    assert first.removeprefix("\ufeff").startswith("What is not known exactly,")
    assert "Alone it moves the loss a year by (EUR)" in first
    assert len(rows) == len(ranging_of(present_of(profile_of("agency"))).causes)
    assert 0.3 < float(rows[0].split(",")[1]) < 0.5


def test_the_range_is_that_of_the_results():
    low, high = result_of("agency").data["losses"]["expected_annual_range"]
    assert (
        expected_range(result_of("agency")) == f"{result_of('agency').money(low)} to {result_of('agency').money(high)}"
    )
    assert expected_range(result_of("regional_broadcaster")) == "no money"
    share = result_of("agency", money={**result_of("agency").data["money"], "basis": "share"})
    assert expected_range(share).count("of a year's income") == 1
