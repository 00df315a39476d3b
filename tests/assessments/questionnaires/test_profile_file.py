"""Profile files: what is accepted, what is refused with a plain sentence, what is taken with a warning."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from assessments.questionnaires.bank import bank
from assessments.questionnaires.file_text import read_file, read_profile_text
from assessments.questionnaires.profile import Answer
from assessments.questionnaires.profile_file import read_profile
from assessments.questionnaires.reading.mistakes import Unreadable

TODAY = date(2026, 11, 22)
EXAMPLES = sorted(Path("examples").glob("*.yaml"))
BASE = """
schema: ballast/profile/1
bank: tiktok-continuity@2026.11.1
as_of: 2026-11-22
depth: quick
organisation: {name: Test Ltd, currency: GBP}
answers:
  PRO-01: ecommerce
  PRO-02: p1
  PRO-03: [{country: GB, share: 100}]
  PRO-04: 100k
  PRO-06: 9
  USE-01: [organic, shop]
  USE-02: [social_commerce, customer_care]
  MON-01: 30
  MON-02: 10
  DEP-01: [none]
  DEP-05: [buyers]
  WRK-06: all
  DIV-01: [{channel: tiktok, audience: 900, last_used: this_week}]
  DIV-02: 40
  DIV-04: [nowhere]
  DET-01: [staff]
  RSK-01: []
  RSK-05: 0
  GOV-01: none
  GOV-03: [none]
  GOV-11: 3
functions:
  social_commerce: {FUN-02: 100, IMP-01: d3, WRK-01: s0}
  customer_care: {FUN-02: 50, IMP-01: w1, WRK-01: s0}
"""


def read(changes=None, functions=None, top=None, text=BASE):
    """The base profile with some raw values changed, read."""
    content = read_profile_text(text, is_json=False)
    content["answers"].update(changes or {})
    for key, values in (functions or {}).items():
        content["functions"].setdefault(key, {}).update(values)
    content.update(top or {})
    return read_profile(content, bank(), TODAY)


def raw(fragment):
    """A raw value as the YAML of a profile file gives it."""
    return read_profile_text(fragment, is_json=False)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_are_read_without_a_warning(path):
    profile, report = read_profile(read_file(path), bank(), TODAY)
    assert profile is not None
    assert report.mistakes == []
    assert report.notices == []


def test_the_base_profile_is_clean():
    profile, report = read()
    assert profile is not None
    assert (report.mistakes, report.notices) == ([], [])


MISTAKES = [
    ("MON-01", "38,5", "answers.MON-01", "not_a_number"),
    ("MON-01", "140", "answers.MON-01", "out_of_range"),
    ("MON-01", "{value: 17, unknown: true}", "answers.MON-01", "wrong_form"),
    ("PRO-01", "{unknown: true}", "answers.PRO-01", "unknown_not_allowed"),
    ("PRO-01", "ecomerce", "answers.PRO-01", "invalid_choice"),
    ("PRO-03", "[{country: GB, share: 60}, {country: IE, share: 20}]", "answers.PRO-03", "total"),
    ("PRO-03", "[{country: GB}, {country: GB}]", "answers.PRO-03", "twice"),
    ("PRO-03", "[{share: 100}]", "answers.PRO-03[1].country", "required"),
    ("PRO-03", "[{country: GB, part: 3}]", "answers.PRO-03[1].part", "unknown_field"),
    ("PRO-04", "$5", "answers.PRO-04", "other_currency"),
    ("PRO-04", "-5", "answers.PRO-04", "out_of_range"),
    ("USE-01", "[none_direct, shop]", "answers.USE-01", "exclusive"),
    ("USE-02", "[social_commerce, social_commerce]", "answers.USE-02[2]", "twice"),
    ("USE-02", "[{key: my clips, label: Clips}]", "answers.USE-02[1]", "wrong_form"),
    ("USE-02", "[{key: clips}]", "answers.USE-02[1]", "required"),
    ("USE-02", "[selling]", "answers.USE-02[1]", "invalid_choice"),
    (
        "TIM-01",
        "[{name: X, start: 2027-03-08, end: 2027-03-01, factor: 2}]",
        "answers.TIM-01[1].end",
        "end_before_start",
    ),
    ("TIM-01", "[{name: X, start: 2027-02-30, end: 2027-03-01, factor: 2}]", "answers.TIM-01[1].start", "date_invalid"),
    (
        "TIM-01",
        "[{name: X, start: 2027-03-01, end: 2027-03-02, factor: 0.5}]",
        "answers.TIM-01[1].factor",
        "out_of_range",
    ),
    (
        "DEP-06",
        "[{from: social_commerce, to: social_commerce, starts_after: h4, share: 5}]",
        "answers.DEP-06[1]",
        "self_link",
    ),
    (
        "DEP-06",
        "[{from: social_commerce, to: nobody, starts_after: h4, share: 5}]",
        "answers.DEP-06[1].to",
        "invalid_choice",
    ),
    ("DET-06", "[token_refresh, token_schedule]", "answers.DET-06", "at_most_one"),
    (
        "DIV-01",
        "[{channel: tiktok, audience: 9, last_used: never, value_share: 140}]",
        "answers.DIV-01[1].value_share",
        "out_of_range",
    ),
    ("DIV-01", "[{channel: tiktok, audience: 9, last_used: never, value_share: 60}]", "answers.DIV-01", "total"),
    ("GOV-06", "{actions_open: 1, actions_overdue: 2}", "answers.GOV-06.actions_overdue", "out_of_range"),
    ("GOV-06", "{when: 2026-01-01}", "answers.GOV-06.when", "unknown_field"),
    ("GOV-02", "{owner: A, limit: lots}", "answers.GOV-02.limit", "not_a_number"),
    ("GOV-11", "6", "answers.GOV-11", "out_of_range"),
    ("GOV-11", "3.5", "answers.GOV-11", "not_integer"),
    (
        "RSK-01",
        "[{date: 2027-01-01, kind: short_outage, hours_down: 1, hours_to_normal: 1}]",
        "answers.RSK-01[1].date",
        "date_out_of_range",
    ),
    ("RSK-03", "{short_outage: {likelihood: 6}}", "answers.RSK-03.short_outage", "out_of_range"),
    ("RSK-03", "{short: {likelihood: 2}}", "answers.RSK-03.short", "unknown_field"),
    ("MON-02", "80", "answers.MON-02", "total"),
    ("FUN-02", "50", "answers.FUN-02", "wrong_place"),
    ("MON-99", "50", "answers.MON-99", "unknown_question"),
    ("DET-02", "soon", "answers.DET-02", "not_a_number"),
    ("CR-01", "[{code: gifts, share: 60}, {code: gifts, share: 40}]", "answers.CR-01", "twice"),
    ("CR-01", "[{code: gifts, share: 60}, {code: payouts, share: 20}]", "answers.CR-01", "total"),
]


@pytest.mark.parametrize(("question", "fragment", "path", "code"), MISTAKES)
def test_a_mistake_is_named_with_its_place_and_what_is_allowed(question, fragment, path, code):
    profile, report = read({question: raw(fragment)})
    assert profile is None
    assert (path, code) in {(mistake.path, mistake.code) for mistake in report.mistakes}
    assert all(mistake.what and mistake.allowed for mistake in report.mistakes)


def test_all_mistakes_are_listed_not_only_the_first():
    _, report = read({"MON-01": "x", "PRO-04": "y", "GOV-11": 9}, functions={"social_commerce": {"FUN-02": 900}})
    assert {mistake.path for mistake in report.mistakes} >= {
        "answers.MON-01",
        "answers.PRO-04",
        "answers.GOV-11",
        "functions.social_commerce.FUN-02",
    }


@pytest.mark.parametrize(
    ("top", "path", "code"),
    [
        ({"schema": "ballast/profile/2"}, "schema", "schema"),
        ({"bank": "other-bank"}, "bank", "unknown_bank"),
        ({"bank": "tiktok-continuity@2031.1.1"}, "bank", "unknown_bank"),
        ({"as_of": "2026-02-31"}, "as_of", "date_invalid"),
        ({"depth": "deep"}, "depth", "invalid_choice"),
        ({"organisation": {"name": "X", "currency": "POUND"}}, "organisation.currency", "invalid_choice"),
        ({"organisation": {"title": "X"}}, "organisation.title", "unknown_key"),
        ({"extra": 1}, "extra", "unknown_key"),
        ({"functions": {"live_selling": {"FUN-02": 5}}}, "functions.live_selling", "unknown_activity"),
        ({"overrides": [{"set": "functions.social_commerce.rto_h", "to": 4}]}, "overrides[1]", "required"),
        ({"overrides": [{"set": "functions.social_commerce.rto", "to": 4, "by": "A"}]}, "overrides[1]", "unknown_path"),
        ({"overrides": [{"set": "scenarios.market_ban.likelihood", "to": 7, "by": "A"}]}, "overrides[1]", "out_of_range"),
        ({"overrides": [{"set": "functions.social_commerce.gap.status", "to": "Fine", "by": "A"}]}, "overrides[1]", "invalid_choice"),
        ({"what_if": {"scenario": "meteor"}}, "what_if", "invalid_choice"),
        ({"what_if": [{"name": str(number)} for number in range(11)]}, "what_if", "too_many_rows"),
    ],
)  # fmt: skip
def test_a_mistake_outside_the_answers_is_named_too(top, path, code):
    profile, report = read(top=top)
    assert profile is None
    assert (path, code) in {(mistake.path, mistake.code) for mistake in report.mistakes}


def test_more_than_twelve_activities_are_a_mistake_and_more_than_three_in_quick_depth_a_warning():
    kinds = list(bank().vocabulary.functions)
    assert read(top={"functions": {}}, changes={"USE-02": kinds[:13]})[0] is None
    profile, report = read(changes={"USE-02": ["social_commerce", "customer_care", *kinds[:2]]})
    assert profile is not None
    assert "many_activities" in {notice.code for notice in report.notices}


@pytest.mark.parametrize(
    ("changes", "path", "code"),
    [
        ({"MON-01": raw("0.3")}, "answers.MON-01", "small_percent"),
        ({"MON-01": None}, "answers.MON-01", "missing"),
        ({"PRO-02": None}, "answers.PRO-02", "missing"),
        ({"CR-02": 500}, "answers.CR-02", "hidden"),
        ({"PRO-03": raw("[{country: NO}]")}, "answers.PRO-03[1].country", "norway"),
        (
            {
                "TIM-01": raw(
                    "[{name: A, start: 2027-01-01, end: 2027-01-09, factor: 2},"
                    " {name: B, start: 2027-01-05, end: 2027-01-06, factor: 3}]"
                )
            },
            "answers.TIM-01",
            "overlap",
        ),
        ({"TIM-01": raw("[{name: A, start: 2024-01-01, end: 2024-01-09, factor: 2}]")}, "answers.TIM-01[1]", "outside_window"),
        ({"DIV-01": raw("[{channel: tiktok, audience: 900}]")}, "answers.DIV-01[1].last_used", "missing"),
    ],
)  # fmt: skip
def test_what_is_used_all_the_same_gets_a_warning(changes, path, code):
    profile, report = read(changes)
    assert profile is not None
    assert (path, code) in {(notice.path, notice.code) for notice in report.notices}


def test_an_older_version_of_the_bank_is_read_and_the_changed_questions_are_named():
    profile, report = read(top={"bank": "tiktok-continuity@2026.11.0"})
    assert profile is not None
    assert [notice.sentence[-6:] for notice in report.notices if notice.code == "older_bank"] == ["CR-01."]


def test_a_quantity_without_its_unit_is_taken_with_a_warning():
    profile, report = read(functions={"social_commerce": {"FUN-03": 340}})
    assert profile.value("FUN-03", "social_commerce") == {"number": 340, "unit": ""}
    assert "unit_missing" in {notice.code for notice in report.notices}


def test_a_falling_rating_without_a_reason_gets_a_warning():
    falling = raw("{customer: {h24: 3, d3: 1}}")
    _, report = read(functions={"social_commerce": {"IMP-03": falling}})
    assert "reason_missing" in {notice.code for notice in report.notices}
    _, report = read(
        functions={"social_commerce": {"IMP-03": raw('{customer: {h24: 3, d3: {rating: 1, reason: "they adapt"}}}')}}
    )
    assert "reason_missing" not in {notice.code for notice in report.notices}


def test_short_forms_and_long_forms_give_the_same_answer():
    short, _ = read({"MON-01": 30, "DEP-01": "none", "GOV-02": "Ruth"})
    long, _ = read({"MON-01": {"value": "30%"}, "DEP-01": [], "GOV-02": {"owner": "Ruth"}})
    assert short.answers == long.answers


def test_a_graded_answer_keeps_its_grade_source_note_and_evidence():
    profile, _ = read({"MON-02": raw('{value: 17, grade: C, note: "survey", source: "CRM", evidence: [a.pdf, b.pdf]}')})
    assert profile.answer("MON-02") == Answer(17, grade="C", source="CRM", note="survey", evidence=("a.pdf", "b.pdf"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: 1\na: 2", "twice"), ("a: &x 1\nb: *x", "wrong_form"), ("a: [1,", "unreadable"), ("[" * 60 + "]" * 60, "too_deep"),
        ("a: !!python/object/apply:os.getcwd []", "unreadable"), ("[" * 20_000, "unreadable"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_taken_as_yaml_says_why(text, code):
    with pytest.raises(Unreadable) as refusal:
        read_profile_text(text, is_json=False)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("text", "code"), [('{"a": 1, "a": 2}', "twice"), ("{", "unreadable"), ("[" * 100_000, "too_deep")]
)
def test_a_file_that_cannot_be_taken_as_json_says_why(text, code):
    with pytest.raises(Unreadable) as refusal:
        read_profile_text(text, is_json=True)
    assert refusal.value.code == code


def test_yaml_turns_nothing_into_what_was_not_written():
    assert raw("a: 1_000\nb: 12:30\nc: 2026-02-30\nd: 0x1F") == {
        "a": "1_000",
        "b": "12:30",
        "c": "2026-02-30",
        "d": "0x1F",
    }


@pytest.mark.parametrize("content", [None, [], "x", 5])
def test_a_profile_that_is_no_mapping_is_refused(content):
    profile, report = read_profile(content, bank(), TODAY)
    assert profile is None
    assert report.mistakes[0].code == "object_expected"


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path):
    with pytest.raises(Unreadable):
        read_file(tmp_path / "none.yaml")
    (tmp_path / "latin.yaml").write_bytes("name: caf\xe9".encode("latin-1"))
    with pytest.raises(Unreadable) as refusal:
        read_file(tmp_path / "latin.yaml")
    assert refusal.value.code == "encoding"
    (tmp_path / "large.yaml").write_text("a: " + "x" * 1_000_001)
    with pytest.raises(Unreadable) as refusal:
        read_file(tmp_path / "large.yaml")
    assert refusal.value.code == "file_too_large"


def test_json_and_yaml_of_the_same_profile_are_the_same_profile(tmp_path):
    import json

    path = tmp_path / "profile.json"
    path.write_text(json.dumps(yaml.safe_load(BASE), default=str))
    from_json, _ = read_profile(read_file(path), bank(), TODAY)
    from_yaml, _ = read()
    assert from_json == from_yaml
