""" "I don't know", "not answered" and "not asked": what stands in for every question of the bank, with its range and grade."""

from dataclasses import replace

import pytest

from assessments.questionnaires.bank import bank
from assessments.questionnaires.course import Course
from assessments.questionnaires.profile import Answer
from assessments.scoring.quantity import HALF_WIDTH
from assessments.scoring.resolver import Resolver
from assessments.scoring.statement import Statement, state
from tests.factories.profiles import profile_with

FUNCTIONS = {
    "social_commerce": {"FUN-02": 80, "IMP-01": "d3", "WRK-01": "s3", "WRK-02": "h8"},
    "live_selling": {"FUN-02": 50, "WRK-01": "s0"},
}
# Answers that make every question exist for some industry.
EXISTING = {
    "USE-01": ["organic", "ads", "shop", "live", "creators", "api", "analytics", "login", "inbox", "payouts"],
    "USE-02": list(FUNCTIONS), "DEP-01": ["scheduler"], "DEP-05": ["clients"], "DET-01": ["own_alerts"], "MON-04": 100,
    "RSK-01": [{"date": "2026-05-01", "kind": "short_outage", "hours_down": 5, "hours_to_normal": 9}],
}  # fmt: skip
INDUSTRY = {"AG": "agency", "CR": "creator", "SA": "saas", "LG": "logistics", "ME": "media", "FB": "fashion_beauty"}
QUESTIONS = [question for question in bank().questions.values() if question.unknown]
RANGED = [question for question in QUESTIONS if question.unknown_range.none is None]


def resolver_for(question, answer, depth="full") -> Resolver:
    """A resolver of a profile in which the question exists and has this answer (None: none at all)."""
    industry = INDUSTRY.get(question.id[:2], "agency" if question.id in ("MON-09", "MON-10") else "ecommerce")
    profile = profile_with({**EXISTING, "PRO-01": industry}, FUNCTIONS, depth=depth)
    key = "social_commerce" if question.scope == "function" else None
    answers = {question.id: answer} if answer is not None else {}
    if key is None:
        without = {q: a for q, a in profile.answers.items() if q != question.id}
        profile = replace(profile, answers={**without, **answers})
    else:
        own = {q: a for q, a in profile.functions[key].items() if q != question.id}
        profile = replace(profile, functions={**profile.functions, key: {**own, **answers}})
    return Resolver(Course(profile), base_amount=lambda _name: 1000.0)


def key_of(question) -> str | None:
    return "social_commerce" if question.scope == "function" else None


@pytest.mark.parametrize("question", RANGED, ids=lambda question: question.id)
def test_not_known_uses_the_cautious_end_shows_the_whole_range_and_is_graded_d(question):
    resolver = resolver_for(question, Answer(unknown=True))
    assert resolver.course.exists(question.id, key_of(question)), (
        "the question must exist for this test to say anything"
    )
    found = resolver.resolve(question.id, key_of(question))
    source = question.unknown_range
    low, high = (source.low, source.high) if source.by is None else source.values[_by(resolver, source, question)]
    used = {"low": low, "high": high, "likely": source.likely}[source.use]
    factor = 1000.0 if source.of else 1
    assert found.value == (used if isinstance(used, str) else pytest.approx(used * factor))
    if isinstance(low, int | float):
        assert (found.low, found.high) == pytest.approx((low * factor, high * factor))
    assert (found.grade, found.origin) == ("D", "unknown")
    assert "You do not know this yet" in found.sentence


def _by(resolver, source, question):
    asked = bank().questions[source.by]
    return str(resolver.course.known(source.by, key_of(asked)))


@pytest.mark.parametrize("question", [q for q in QUESTIONS if q not in RANGED], ids=lambda question: question.id)
def test_where_no_range_makes_sense_a_sentence_says_what_happens_instead(question):
    found = resolver_for(question, Answer(unknown=True)).resolve(question.id, key_of(question))
    assert (found.value, found.grade, found.origin) == (None, "D", "unknown")
    assert question.unknown_range.none in found.sentence


@pytest.mark.parametrize("question", [q for q in QUESTIONS if q.required], ids=lambda question: question.id)
def test_a_required_answer_that_is_missing_counts_like_one_that_is_not_known(question):
    unknown = resolver_for(question, Answer(unknown=True)).resolve(question.id, key_of(question))
    missing = resolver_for(question, None).resolve(question.id, key_of(question))
    assert (missing.value, missing.low, missing.high, missing.grade) == (
        unknown.value,
        unknown.low,
        unknown.high,
        unknown.grade,
    )
    assert missing.origin == "missing"


def test_a_question_the_depth_does_not_ask_has_its_default_graded_c_or_is_left_out():
    statement = state(profile_with({"USE-02": list(FUNCTIONS)}, FUNCTIONS))
    quantities = statement.quantities
    expected = {
        "exposure.recapture_24h": 33,
        "functions.social_commerce.mbco": 50,
        "functions.social_commerce.catch_up_hours": 0,
        "functions.social_commerce.output": 50,  # s3
        "functions.social_commerce.sustain": "w1",
    }
    statement = state(profile_with({"USE-02": list(FUNCTIONS), "MON-01": 30}, FUNCTIONS))
    for name, value in expected.items():
        found = statement.quantities[name]
        assert (found.value, found.origin, found.grade) == (value, "default", "C"), name
    assert "exposure.fixed_cost_day" not in quantities  # no default: left out
    assert "profile.margin" not in quantities


@pytest.mark.parametrize(("status", "output"), [("s1", 20), ("s2", 40), ("s3", 50), ("s4", 60)])
def test_output_that_is_not_asked_is_the_typical_one_of_the_kind_of_alternative(status, output):
    statement = state(profile_with({}, {"social_commerce": {"WRK-01": status, "WRK-02": "h8"}}))
    assert statement.activities[0].alternative.output.number == output


@pytest.mark.parametrize(("status", "output"), [("s1", 5), ("s2", 15), ("s3", 25), ("s4", 30)])
def test_output_that_is_not_known_is_the_low_end_of_its_kind(status, output):
    function = {"WRK-01": status, "WRK-02": "h8", "WRK-03": {"unknown": True}, "WRK-04": {"unknown": True}}
    alternative = state(profile_with({}, {"social_commerce": function})).activities[0].alternative
    assert (alternative.output.number, alternative.endurance_h) == (output, 72)


def test_a_minimum_level_that_is_not_known_is_70_per_cent():
    statement = state(profile_with({}, {"social_commerce": {"FUN-04": {"unknown": True}}}))
    mbco = statement.activities[0].mbco
    assert (mbco.number, mbco.low, mbco.high) == (70, 30, 70)


@pytest.mark.parametrize(
    ("question", "stand_in", "check"),
    [
        ("PRO-01", "other", lambda s: s.organisation.industry),
        ("PRO-02", "p2_9", lambda s: s.organisation.size),
        ("PRO-03", "*", lambda s: s.organisation.markets[0].country),
        ("USE-01", {"shop"}, lambda s: set(s.profile.capabilities)),
        ("USE-02", ["social_commerce"], lambda s: [a.key for a in s.activities]),
    ],
)
def test_an_identity_answer_that_is_missing_has_its_stand_in(question, stand_in, check):
    assert check(state(profile_with({question: None}))) == stand_in


# ------------------------------------------------------------------------------------------------------------- grades
@pytest.mark.parametrize(
    ("sure", "grade"), [(5, "A"), (4, "B"), (3, "C"), (2, "D"), (1, "D"), ({"unknown": True}, "D"), (None, "D")]
)
def test_an_answer_without_a_grade_has_that_of_the_declaration(sure, grade):
    assert state(profile_with({"GOV-11": sure})).organisation.income.grade == grade


def test_an_answer_keeps_its_own_grade_and_income_shares_have_that_of_their_source():
    statement = state(
        profile_with(
            {
                "PRO-04": {"value": 365_000, "grade": "A"},
                "MON-01": {"value": 40, "grade": "B"},
                "MON-02": 10,
                "MON-03": "D",
            },
            depth="standard",
        )
    )
    grades = (
        statement.organisation.income.grade,
        statement.organisation.direct.grade,
        statement.organisation.influenced.grade,
    )
    assert grades == ("A", "B", "D")


@pytest.mark.parametrize("grade", "ABCD")
def test_the_range_around_a_stated_figure_widens_with_its_grade(grade):
    income = state(profile_with({"PRO-04": {"value": 100_000, "grade": grade}})).organisation.income
    assert (income.low, income.high) == pytest.approx(
        (100_000 * (1 - HALF_WIDTH[grade]), 100_000 * (1 + HALF_WIDTH[grade]))
    )


# ------------------------------------------------------------------------------------------------------------- shares
def shares(answers, **top) -> tuple[float, float]:
    statement: Statement = state(profile_with(answers, **top))
    return statement.organisation.direct.number, statement.organisation.influenced.number


def test_influenced_income_that_is_not_known_is_cut_to_what_direct_income_leaves():
    assert shares({"MON-01": 80, "MON-02": {"unknown": True}}) == (80, 20)


def test_direct_income_that_is_not_known_gives_way_to_what_was_stated():
    assert shares({"MON-01": {"unknown": True}, "MON-02": 70}) == (30, 70)
    assert shares({"MON-01": {"unknown": True}, "MON-02": {"unknown": True}}) == (60, 30)


def test_a_creators_mix_gives_both_shares():
    mix = [
        {"code": "gifts", "share": 34},
        {"code": "shop_goods", "share": 26},
        {"code": "deals_open", "share": 20, "from_tiktok_viewers": 60},
        {"code": "own_products", "share": 20, "from_tiktok_viewers": {"unknown": True}},
    ]
    assert shares({"PRO-01": "creator", "CR-01": mix, "MON-01": None, "MON-02": None}) == pytest.approx(
        (60, 0.2 * 60 + 0.2 * 80)
    )
    assert shares({"PRO-01": "creator", "CR-01": {"unknown": True}, "MON-01": None, "MON-02": None}) == (90, 0)
    open_rows = [
        {"code": "gifts", "share": {"unknown": True}},
        {"code": "deals_open", "share": {"unknown": True}},
        {"code": "other", "share": 30},
    ]
    assert shares({"PRO-01": "creator", "CR-01": open_rows, "MON-01": None, "MON-02": None}) == (70, 0)


def test_markets_without_a_share_divide_what_is_left():
    rows = [{"country": "GB", "share": 60}, {"country": "IE"}, {"country": "US"}]
    markets = state(profile_with({"PRO-03": rows})).organisation.markets
    assert [(market.country, market.share) for market in markets] == [("GB", 0.6), ("IE", 0.2), ("US", 0.2)]


def test_an_amount_of_money_cannot_be_a_yardstick_for_an_income_that_is_not_known():
    statement = state(profile_with({"PRO-04": {"unknown": True}, "PRO-07": 50_000, "MON-07": 200, "MON-08": 900}))
    organisation = statement.organisation
    assert (organisation.severe_loss.number, organisation.severe_loss.unit) == (
        pytest.approx(25 / 12),
        "% of yearly income",
    )
    assert organisation.cost_day is None
    assert organisation.balance_held is None
    assert "left out of the sums" in statement.quantities["exposure.fixed_cost_day"].sentence
