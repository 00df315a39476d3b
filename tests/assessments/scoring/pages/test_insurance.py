"""What the page about insurance says: a sentence one could repeat, figures that add up, why there is nothing to insure."""

import csv
import io
import re

import pytest

from assessments.questionnaires.profile import Answer
from assessments.scoring.pages.insurance import insurance_csv, insurance_page
from assessments.scoring.pages.links import Links
from assessments.scoring.pages.trial_lines import chance_line
from assessments.scoring.trials.present import present_of
from tests.factories.examples import profile_of
from tests.factories.result_pages import ODD

LINKS = Links("somebody")


def present(name, answers=()):
    changes = {key: Answer(value, unknown=value is None) for key, value in dict(answers).items()}
    return present_of(profile_of(name).with_changes(changes))


def page_of(name, answers=(), **raw):
    return insurance_page(present(name, answers), LINKS, {key.replace("__", "."): text for key, text in raw.items()})


def answer_line(page, label):
    (line,) = [line for line in page.answer.lines if line.label == label]
    return line


def said(page):
    return page.answer.told.before + page.answer.told.amount + page.answer.told.after


@pytest.mark.parametrize("name", ["agency", "creator", "one_person_shop", "scheduling_software"])
def test_at_first_everything_is_insured_and_the_sentence_names_the_premium_that_would_pay_for_itself(name):
    page = page_of(name)
    assert re.fullmatch(
        r"Full cover would pay about \S+[\d,]+ in an average year, so a premium above that costs more than it pays back\.",
        said(page),
    )
    assert re.fullmatch(r"A very bad year, 1 in 100, would cost you nothing instead of \S+[\d,]+\.", page.answer.worth)
    assert (
        page.answer.card.finding
        == "The worse half of years cost less with it. With no premium set, no year costs more."
    )
    assert page.query == ""


def test_a_premium_above_what_is_paid_back_is_said_with_what_it_buys():
    page = page_of("agency", waiting="24", excess="5000", most="100000", share="90", year="60000", premium="6000")
    assert re.fullmatch(
        r"In an average year the policy would pay back about €4,2\d0 of its premium of €6,000\.", said(page)
    )
    assert re.fullmatch(
        r"On average it costs €1,7\d0 more than it pays back\. A very bad year, 1 in 100, would cost you €116,000 instead of "
        r"€170,000, premium included\.",
        page.answer.worth,
    )
    assert dict(page.answer.facts)["The most it pays in a year is used up"] == "in 3% of years"
    assert page.answer.card.finding == "Years as bad as about 1 in 7, or worse, cost less with it."
    assert any("limit for the year" in sentence for sentence in page.grounds)
    assert any("never counts" in sentence for sentence in page.grounds)  # 60,000 a year is less than 100,000 an event
    assert any("an event of 24 hours" in sentence for sentence in page.grounds)


@pytest.mark.parametrize("terms", [{"most": "60000", "year": "60000"}, {"year": "60000"}, {"most": "60000"}])
def test_a_limit_of_an_event_that_can_be_reached_is_not_said_never_to_count(terms):
    assert not any("never counts" in sentence for sentence in page_of("agency", **terms).grounds)


def test_a_premium_below_what_is_paid_is_no_loss():
    page = page_of("agency", premium="2000", year="20000")
    assert said(page).endswith(", more than its premium of €2,000.")
    assert not page.answer.worth.startswith("On average")
    assert page.answer.cut_off.startswith("−€")


def test_a_policy_for_small_events_helps_in_no_very_bad_year():
    ticks = {f"pays__{key}": "no" for key in ("api_change", "account_loss", "policy_change", "market_ban")}
    page = page_of("agency", **ticks, premium="900")
    assert re.fullmatch(
        r".*It would not make a very bad year, 1 in 100, cheaper: €170,000, premium included, and €170,000 without it\.",
        page.answer.worth,
    )


def test_what_pays_only_in_the_very_worst_years_is_not_said_to_help_in_ordinary_ones():
    """A wait of a year leaves only bans to be paid for, which come in under 1% of years: the others are the same to 0.01%."""
    page = page_of("beauty_brand", waiting="8760")
    assert dict(page.answer.facts)["It pays"] == "in under 1% of years"
    (first,) = re.findall(r"^Years as bad as about 1 in (\d+), or worse, cost less", page.answer.card.finding)
    assert int(first) >= 50
    assert answer_line(page, "A very bad year, 1 in 100").turn == "better"


def test_what_moves_no_year_by_a_hundredth_is_not_called_cheaper():
    assert page_of("beauty_brand", year="10").answer.card.finding == "None of these years costs clearly less with it."


def test_the_table_has_the_years_people_speak_of_and_agrees_with_the_figures_above_it():
    answer = page_of("beauty_brand", waiting="24", premium="5000").answer
    rows = {row[0]: row[1:] for row in answer.card.table.rows}
    assert list(rows) == [f"1 in {years}" for years in (2, 5, 10, 20, 50, 100, 200)]
    lines = {line.label: (line.now, line.then) for line in answer.lines}
    assert rows["1 in 20"] == lines["A bad year, 1 in 20"]
    assert rows["1 in 100"] == lines["A very bad year, 1 in 100"]


def test_a_chance_of_under_one_per_cent_does_not_fall_by_a_whole_point():
    lines = [line for line in page_of("parcel_warehouse").answer.lines if line.label.startswith("Chance")]
    assert [(line.now, line.then, line.difference, line.turn) for line in lines] == [
        ("under 1%", "0%", "under 1 point", "better")
    ]


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        (0.06, 0.0, ("−6 points", "better")),
        (0.004, 0.009, ("no change", "")),
        (0.0, 0.009, ("under 1 point", "worse")),
        (0.021, 0.012, ("−1 point", "better")),
        (0.06, 1.0, ("+94 points", "worse")),
    ],
)
def test_a_chance_moves_by_what_is_printed(before, after, moved):
    line = chance_line("Chance", before, after)
    assert (line.difference, line.turn) == moved


def test_terms_that_pay_nothing_and_a_policy_for_nothing_are_said_as_such():
    assert (
        said(page_of("agency", most="0")) == "On these terms nothing would ever be paid. An average year costs €11,800."
    )
    assert said(page_of("agency", share="0", premium="50")).endswith(
        "nothing would ever be paid, and the premium costs €50 a year."
    )
    none = page_of("creator", **{f"pays__{key}": "no" for key in present("creator").touched})
    assert said(none).startswith("As it is set, no kind of event is insured: tick one below.")
    assert dict(none.answer.facts)["It pays"] == "never"


def test_the_length_that_is_lost_and_not_paid_for_is_named():
    page = page_of("agency", waiting="24", excess="9000")
    (borne,) = re.findall(
        r"^One of (?:24 hours|3 days) would cost you about (€[\d,]+), and nothing", page.answer.look_sentence
    )
    assert borne.startswith("€")
    assert page_of("agency").answer.look_sentence == "On these terms all of it is paid for."
    partly = page_of("agency", share="50").answer.look_sentence
    assert partly == "Each of these that costs you money is paid for, at least in part."
    page = page_of("agency", look="account_loss", pays__account_loss="no")
    assert (
        page.answer.look_sentence
        == "“Your account, shop or ad account is lost” is not insured as it is set, so nothing is paid."
    )
    assert {paid for _, _, paid, _ in page.answer.lengths} == {"€0"}


def test_what_others_are_owed_and_costs_that_go_on_are_named_only_where_there_are_any():
    assert "with what you would owe to others" in page_of("scheduling_software").grounds[0]
    assert page_of("one_person_shop").grounds[0].endswith("an insurer that pays for profit would pay less.")


@pytest.mark.parametrize("name", ["cafe", "regional_broadcaster"])
def test_where_nothing_costs_money_there_is_nothing_to_insure(name):
    page = page_of(name)
    assert page.answer is page.form is None
    assert page.empty.sentence.startswith(("What depends on TikTok here is no income", "By your answers and with"))
    assert page.empty.sentence.endswith(
        (
            "nothing in money to insure. How long each activity can stop, and what carries it "
            "then, stands by activity.",
            "so there is nothing to insure.",
        )
    )
    assert insurance_csv(present(name), {}) is None


def test_where_income_is_not_known_amounts_are_shares_of_it():
    page = page_of("agency", {"PRO-04": None}, excess="0,1", premium="0.2")
    assert "of a year's income" in said(page)
    (excess,) = [field for field in page.form.event if field.setting.name == "excess"]
    assert (excess.setting.unit, excess.setting.about) == ("%", "of a year’s income")
    assert page.grounds[0].count("shares of a year’s income") == 1
    assert page.query == "?excess=0.1&premium=0.2"


def test_what_is_typed_is_read_as_people_write_it_and_kept_in_the_address():
    page = page_of(
        "agency", excess="5,000", premium="48.000,50", year="1.5m", pays__market_ban="no", share="", most="  "
    )
    assert page.query == "?pays.market_ban=no&excess=5000&year=1500000&premium=48000.5"


def test_what_is_typed_with_its_unit_is_the_same():
    assert page_of("agency", excess="€5,000", share="80 %").query == "?excess=5000&share=80"
    assert page_of("agency", {"PRO-04": None}, excess="0.1%").query == "?excess=0.1"
    assert page_of("creator", excess="$5,000", premium="US$ 300").query == "?excess=5000&premium=300"
    assert page_of("agency", excess="5,000%").mistakes


@pytest.mark.parametrize(
    ("name", "text", "error"),
    [
        ("waiting", "soon", "Enter a number from 0 to 8,760."),
        ("share", "140", "Enter a number from 0 to 100."),
        ("excess", "-1", "Enter an amount from 0 to 1,000,000,000,000."),
        ("most", "nan", "Enter an amount from 0 to 1,000,000,000,000, or leave it empty for no limit."),
        ("premium", "12.500", "“12.500” could be 12,500 or 12.5. Enter 12500, or 12.5."),
        ("look", "fire", "Choose one of the list."),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_in_a_sentence(name, text, error):
    page = page_of("agency", **{name: text})
    (field,) = page.mistakes
    assert (field.setting.name, field.error) == (name, error)
    assert page.answer is None
    assert insurance_csv(present("agency"), {name: text}) is None


@pytest.mark.parametrize("name", ["agency", "beauty_brand", "creator", "parcel_warehouse", "scheduling_software"])
def test_nothing_odd_is_said(name):
    for raw in ({}, {"waiting": "8", "excess": "100", "year": "5000", "premium": "300", "look": "policy_change"}):
        page = page_of(
            name, **(raw if name != "scheduling_software" else {**raw, "look": "account_loss"} if raw else raw)
        )
        texts = [said(page), page.answer.worth, page.answer.look_sentence, page.answer.card.finding, *page.grounds]
        texts += [cell for row in page.answer.lengths for cell in row]
        texts += [cell for line in page.answer.lines for cell in (line.now, line.then, line.difference)]
        assert not [text for text in texts if ODD.search(text)]


def test_the_file_holds_the_tables_with_raw_numbers():
    rows = list(csv.reader(io.StringIO(insurance_csv(present("agency"), {"year": "20000"}).removeprefix("\ufeff"))))
    by_name = {row[0]: row[1:] for row in rows if row}
    lost = sum(float(row[2]) for row in rows if len(row) > 3 and row[1] in ("yes", "no"))
    paid = sum(float(row[3]) for row in rows if len(row) > 3 and row[1] in ("yes", "no"))
    average = [float(cell) for cell in by_name["An average year"] if cell]
    assert lost == pytest.approx(average[0])
    assert lost - paid - float(by_name["Cut off by the most paid in a year"][2]) == pytest.approx(average[1])
    assert "Without (EUR)" in by_name["A year"]
