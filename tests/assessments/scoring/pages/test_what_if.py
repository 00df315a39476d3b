"""What the what-if page says: a sentence one could repeat, differences that add up, saved ones side by side."""

import re

import pytest

from assessments.questionnaires.profile import Answer
from assessments.scoring.pages.trial_lines import money_line
from assessments.scoring.pages.trials import compared
from assessments.scoring.pages.what_if import what_if_page
from assessments.scoring.pages.wording import GAP_TAGS
from assessments.scoring.trials.present import present_of
from tests.factories.examples import profile_of


@pytest.fixture(scope="module")
def brand():
    return present_of(profile_of("beauty_brand"))


def told(present, **raw):
    page = what_if_page(present, {name.replace("__", "."): value for name, value in raw.items()})
    said = page.answer.told
    return said.before + said.amount + said.after


def test_one_change_is_told_with_both_prices(brand):
    said = told(brand, delivers__social_commerce="8")
    assert said.startswith(
        "With an alternative for “Selling through TikTok Shop” after 8 hours instead of 30, a week without TikTok in "
        "“Black Friday week” would cost £"
    )
    assert " instead of £80,700." in said


@pytest.mark.parametrize(
    ("raw", "begins"),
    [
        ({}, "A week without TikTok in “Black Friday week” would cost £80,700 as things are."),
        (
            {"length": "24", "start": "2027-03-08"},
            "A day without TikTok from 8 Mar 2027 in “Spring set launch” would cost £",
        ),
        ({"scenario": "market_ban"}, "A week of “Banned or withdrawn in a market” in “Black Friday week” would cost £"),
        (
            {"direct": "30"},
            "With 30% of income paid through TikTok instead of 21%, a week without TikTok in “Black Friday week” would ",
        ),
        ({"chance__market_ban": "10"}, "With a chance of 10% a year of “Banned or withdrawn in a market” instead of "),
        ({"control__access_hardening": "on"}, "With “"),
        (
            {"delivers__social_commerce": "8", "output__social_commerce": "80"},
            "With an alternative for “Selling through TikTok Shop” after 8 hours instead of 30 that reaches 80% of normal "
            "output instead of 35%, a week",
        ),
        ({"direct": "30", "influenced": "20", "chance__market_ban": "10"}, "With these three changes, a week"),
    ],
)
def test_the_sentence_names_what_was_changed(brand, raw, begins):
    assert told(brand, **raw).startswith(begins)


def test_where_only_the_year_moves_the_sentence_is_about_the_year(brand):
    assert "the loss to expect in an average year would be £" in told(brand, chance__market_ban="10")


def test_where_no_money_is_lost_the_sentence_is_about_what_stops():
    cafe = present_of(profile_of("cafe"))
    assert (
        told(cafe) == "A week without TikTok would cost no money and stop no activities for longer than can be borne."
    )
    assert told(cafe, chance__short_outage="80").startswith(
        "With a chance of 80% a year of “Whole service down for hours”"
    )
    (line,) = what_if_page(cafe, {}).answer.lines
    assert line.label == "Activities it stops for longer than they can bear"


def test_where_nothing_moves_the_sentence_says_so(brand):
    assert told(brand, workaround__customer_care="s3").endswith("week” would cost the same: £80,700.")


def test_printed_differences_are_those_of_the_printed_amounts():
    line = money_line("Loss", 28_449.0, 21_040.0, "GBP")
    assert (line.now, line.then, line.difference, line.turn) == ("£28.4k", "£21k", "−£7.4k", "better")
    assert money_line("Loss", 28_449.0, 28_441.0, "GBP").difference == "no change"
    assert money_line("Loss", 0.61, 0.75, "%").difference == "+0.14%"


@pytest.mark.parametrize(
    ("before", "after", "printed"),
    [
        (15.6, 12.4, ("£16", "£12", "−£4", "better")),
        (80.4, 79.6, ("£80", "£80", "no change", "")),
        (0.7, 0.0, ("under £1", "£0", "no change", "")),
    ],
)
def test_differences_of_small_amounts_are_those_of_the_printed_ones_too(before, after, printed):
    line = money_line("Loss", before, after, "GBP")
    assert (line.now, line.then, line.difference, line.turn) == printed


@pytest.mark.parametrize(
    ("typed", "begins"),
    [
        ({}, "This outage: "),
        ({"direct": "30"}, "This outage: "),
        ({"chance.account_loss": "20"}, "Loss to expect a year: "),
    ],
)
def test_what_stays_in_sight_on_a_phone_is_the_first_figure_that_moves(brand, typed, begins):
    short = what_if_page(brand, typed).answer.short
    assert short.startswith(begins)
    assert (" instead of " in short) == bool(typed)


def test_one_is_invited_to_change_something_only_while_nothing_is_set(brand):
    assert told(brand).endswith(" as things are. Change something to see what it does.")
    assert told(brand, length="24").endswith(" as things are.")


def test_what_is_set_of_an_alternative_that_is_none_is_said_to_change_nothing(brand):
    none = present_of(brand.profile.with_changes({}, {"social_commerce": {"WRK-01": Answer("s0")}}))
    answer = what_if_page(none, {"delivers.social_commerce": "12"}).answer
    assert answer.notes[0].startswith("There is no alternative for “Selling through TikTok Shop”, so its hours")
    assert answer.changed == ("Selling through TikTok Shop: until it delivers: 12 hours instead of no alternative",)
    assert answer.told.before.startswith("With an alternative for “Selling through TikTok Shop” after 12 hours, a week")
    taken = what_if_page(brand, {"workaround.social_commerce": "s0", "output.social_commerce": "50"}).answer
    assert taken.notes[0].startswith("There is no alternative")
    chosen = what_if_page(none, {"workaround.social_commerce": "s2"}).answer
    assert chosen.notes[0].startswith(
        "The alternative for “Selling through TikTok Shop” is taken to reach 35% of normal"
    )
    prepared = what_if_page(none, {"output.social_commerce": "50"}).answer
    assert " that reaches 50% of normal output, a week" in prepared.told.before
    assert not [note for note in prepared.notes if "alternative for" in note]


def test_a_value_that_cannot_be_used_leaves_no_answer_and_keeps_what_was_typed(brand):
    page = what_if_page(brand, {"direct": "140", "length": "24"})
    assert page.answer is None
    (wrong,) = page.mistakes
    assert (wrong.text, wrong.error) == ("140", "Enter a number from 0 to 100.")
    assert next(group for group in page.groups if group.key == "income").is_open


def test_the_query_of_a_page_leads_back_to_it(brand):
    page = what_if_page(brand, {"delivers.social_commerce": "8", "direct": "21"})
    assert page.query == "delivers.social_commerce=8"


def test_an_outage_in_a_busy_period_says_so_and_what_it_would_cost_elsewhere(brand):
    (note,) = [note for note in what_if_page(brand, {"start": "2026-11-23"}).answer.notes if "falls into" in note]
    assert note.startswith("It falls into “Black Friday week” (3.2 times normal); on ordinary days it would cost £")


def test_an_outage_longer_than_a_severe_case_is_said_with_the_kind_it_is():
    notes = what_if_page(present_of(profile_of("agency")), {"length": "200"}).answer.notes
    assert any(
        re.fullmatch(r"An outage of [\d.]+ days is longer than a severe case of “[^”]+”: that is .+\.", it)
        for it in notes
    )


def test_trials_stand_beside_now_with_what_is_left_of_them(brand):
    found = compared(
        brand,
        [
            ("Faster", {"delivers.social_commerce": 8.0, "length": 24.0}),
            ("Gone", {"output.no_such": 3.0, "direct": 30.0}),
        ],
    )
    assert found.columns == ("Now", "Faster", "Gone")
    assert all(len(cells) == 3 for _, cells in found.rows)
    assert all(tag.text in GAP_TAGS for _, tags in found.gaps for tag in tags)
    assert dict(found.rows)["This outage"][0].text == "£80.7k"
    assert found.changed[0] == ("Selling through TikTok Shop: until it delivers: 8 hours instead of 30 hours",)
    assert found.changed[1][-1] == "Left out, because it can no longer be set: one of what was saved"
    assert "from your present answers" in found.basis


def test_a_saved_length_or_season_stands_beside_now_with_its_own_outage(brand):
    trials = [("A day", {"length": 24.0}), ("Spring", {"start": "2027-03-08"}), ("Half", {"direct": 10.0})]
    found = compared(brand, trials)
    rows = dict(found.rows)
    assert [cell.text for cell in rows["The outage"]] == [
        "a week without TikTok in “Black Friday week”",
        "a day without TikTok",
        "a week without TikTok from 8 Mar 2027 in “Spring set launch”",
        "a week without TikTok in “Black Friday week”",
    ]
    assert len({cell.text for cell in rows["This outage"]}) == 4
    assert all(cell.turn == "better" for cell in rows["This outage"][1:])
    assert found.changed[:2] == (("nothing but the outage",), ("nothing but the outage",))
    assert found.basis.endswith("Each meets the outage that it was saved with.")


def test_where_all_share_an_outage_now_meets_it_too(brand):
    found = compared(brand, [("A day", {"length": 24.0}), ("A day, half", {"length": 24.0, "direct": 10.0})])
    rows = dict(found.rows)
    assert rows["This outage"][0].text == rows["This outage"][1].text != rows["This outage"][2].text
    assert "The outage" not in rows
    assert found.basis.endswith("The outage is the same for all: a day without TikTok, from 22 Nov 2026.")
