"""Saving answers: what is kept, what is told, and what happens when others save too."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from assessments.organisations import audit
from assessments.questionnaires import actions, queries
from assessments.questionnaires.models import Answer, AnswerRevision
from assessments.questionnaires.profile import Answer as Stated
from assessments.questionnaires.profile_export import profile_content, profile_hash
from assessments.scoring.evaluate import evaluate
from assessments.scoring.report.results import results_bytes, results_of
from tests.factories.answers import EXAMPLES, TODAY, example_profile, make_sample, state
from tests.factories.people import make_organisation

NAMES = [path.stem for path in EXAMPLES]


def save(organisation, question, fields, *, seen=0, by, key: UUID | None = None, function="", **options):
    """The answer saved from fields; a plain text is the field "value"."""
    fields = {"value": [fields]} if isinstance(fields, str) else fields
    return actions.save_answer(
        organisation=organisation,
        by=by,
        question=question,
        function=function,
        fields=fields,
        seen_version=seen,
        client_key=key,
        today=TODAY,
        **options,
    )


def stated(organisation, question, function=None):
    return queries.profile_of(organisation, as_of=TODAY).answer(question, function)


def last_entry(organisation):
    return organisation.audit_entries.order_by("-number").first()


# ------------------------------------------------------------------------------------------------------------ one save
def test_an_answer_is_kept_with_its_version_author_revision_and_audit_entry(organisation, owner, editor):
    fields = {"value": ["38%"], "grade": ["A"], "source": ["accounts"], "note": ["rough"], "evidence": ["a.pdf\nb.pdf"]}
    saved = save(organisation, "MON-01", fields, by=owner)
    expected = Stated(38, grade="A", source="accounts", note="rough", evidence=("a.pdf", "b.pdf"))
    assert (saved.version, saved.stated) == (1, expected)
    assert stated(organisation, "MON-01") == expected
    again = save(organisation, "MON-01", "40", seen=1, by=editor)
    assert again.version == 2
    row = Answer.objects.get()
    assert (row.changed_by, row.changed_at, row.bank) == (editor, again.at, "tiktok-continuity@2026.11.1")
    revisions = list(
        AnswerRevision.objects.order_by("version").values_list("version", "by", "before__value", "after__value")
    )
    assert revisions == [(1, owner.pk, None, 38), (2, editor.pk, 38, 40)]
    entry = last_entry(organisation)
    assert (entry.verb, entry.before["answer"], entry.after) == ("changed the answer to", "38%", {"answer": "40%"})
    assert entry.object_label.startswith("MON-01: In the last 12 months")
    assert not list(audit.faults(organisation))


def test_saving_what_is_there_already_changes_nothing(organisation, owner):
    first = save(organisation, "MON-01", "38", by=owner)
    again = save(organisation, "MON-01", "38 %", seen=1, by=owner)
    assert (again.version, again.at, again.is_new) == (1, first.at, False)
    assert AnswerRevision.objects.count() == 1


def test_an_answer_taken_back_stays_as_an_empty_row_and_counts_on(organisation, owner):
    save(organisation, "MON-01", "38", by=owner)
    assert save(organisation, "MON-01", "", seen=1, by=owner).version == 2
    assert stated(organisation, "MON-01") is None
    assert last_entry(organisation).verb == "took back the answer to"
    assert save(organisation, "MON-01", "40", seen=2, by=owner).version == 3


def test_where_an_answer_is_needed_an_empty_form_is_refused_and_the_old_one_stays(organisation, owner):
    save(organisation, "MON-01", "38", by=owner)
    with pytest.raises(actions.Refused) as refused:
        save(organisation, "MON-01", " ", seen=1, by=owner, may_be_empty=False)
    assert refused.value.errors == {"value": "Enter a percentage, or tick “I don’t know”"}
    assert stated(organisation, "MON-01").value == 38


def test_fields_that_cannot_be_taken_store_nothing(organisation, owner):
    with pytest.raises(actions.Refused) as refused:
        save(organisation, "PRO-03", {"row-0-country": ["GB"], "row-0-share": ["much"]}, by=owner)
    assert list(refused.value.errors) == ["row-0-share"]
    assert not Answer.objects.exists()
    assert not AnswerRevision.objects.exists()


@pytest.mark.parametrize(
    ("question", "function"), [("MON-99", ""), ("MON-01", "social_commerce"), ("FUN-02", ""), ("FUN-02", "no_such")]
)
def test_what_is_not_asked_cannot_be_saved(question, function, organisation, owner):
    with pytest.raises(actions.NoSuchQuestion):
        save(organisation, question, "1", function=function, by=owner)


def test_shares_that_add_up_to_too_much_are_refused_beside_the_one_that_was_changed(organisation, owner):
    save(organisation, "MON-01", "70", by=owner)
    with pytest.raises(actions.Refused) as refused:
        save(organisation, "MON-02", "40", by=owner)
    assert refused.value.errors["value"].startswith("70% paid through TikTok and 40% from people who found you there")
    save(organisation, "MON-02", "30", by=owner)
    state(organisation, "USE-02", ["social_commerce", "live_selling"])
    save(organisation, "FUN-06", "80", function="social_commerce", by=owner)
    with pytest.raises(actions.Refused) as refused:
        save(organisation, "FUN-06", "30", function="live_selling", by=owner)
    assert "110% of this income together" in refused.value.errors["value"]


def test_rows_have_ids_that_stay(organisation, owner):
    fields = {"row-0-country": ["GB"], "row-1-country": ["Ireland"]}
    first = save(organisation, "PRO-03", fields, by=owner).stated.value
    assert [row["_row"] for row in first] == ["1-1", "1-2"]
    fields = {"row-1-id": ["1-2"], "row-1-country": ["IE"], "row-2-country": ["FR"], "row-3-country": ["DE"]}
    second = save(organisation, "PRO-03", fields, seen=1, by=owner).stated.value
    assert [(row["_row"], row["country"]) for row in second] == [("1-2", "IE"), ("1-1", "FR"), ("2-3", "DE")]


# --------------------------------------------------------------------------------------------------- versions and keys
def test_whoever_saw_an_older_version_is_told_both_texts_who_and_when(organisation, owner, editor):
    save(organisation, "MON-01", "38", by=owner)
    newer = save(organisation, "MON-01", "45", seen=1, by=editor)
    with pytest.raises(actions.AnswerChanged) as changed:
        save(organisation, "MON-01", {"value": ["50"], "note": ["new shop"]}, seen=1, by=owner)
    told = changed.value
    assert (told.version, told.by, told.at) == (2, "Ed Editor", newer.at)
    assert (told.yours, told.theirs) == ("50%\nNote: new shop", "45%")
    assert stated(organisation, "MON-01").value == 45
    assert AnswerRevision.objects.count() == 2


def test_whoever_changed_nothing_on_an_older_page_is_not_stopped(organisation, owner, editor):
    first = save(organisation, "MON-01", "38", by=owner)
    save(organisation, "MON-01", "45", seen=1, by=editor)
    again = save(organisation, "MON-01", "38", seen=1, by=owner)
    assert (again.version, again.at) == (1, first.at)
    assert save(organisation, "MON-01", "", seen=0, by=owner).version == 0
    assert stated(organisation, "MON-01").value == 45


@pytest.mark.parametrize("seen", [-1, 2, 99])
def test_a_version_that_never_was_does_not_match(seen, organisation, owner):
    save(organisation, "MON-01", "38", by=owner)
    with pytest.raises(actions.AnswerChanged):
        save(organisation, "MON-01", "40", seen=seen, by=owner)
    with pytest.raises(actions.Refused):
        save(organisation, "MON-02", "4", seen=seen, by=owner)


def test_a_save_that_arrives_again_gets_the_reply_of_the_first(organisation, owner, editor):
    key = uuid4()
    first = save(organisation, "MON-01", "38", by=owner, key=key)
    assert save(organisation, "MON-01", "38", by=owner, key=key) == first
    save(organisation, "MON-01", "45", seen=1, by=editor, key=uuid4())
    assert save(organisation, "MON-01", "38", by=owner, key=key) == first
    assert AnswerRevision.objects.count() == 2
    assert stated(organisation, "MON-01").value == 45


def test_a_key_belongs_to_one_save_of_one_person(organisation, owner, editor):
    key = uuid4()
    save(organisation, "MON-01", "38", by=owner, key=key)
    with pytest.raises(actions.KeyUsedTwice):
        save(organisation, "MON-01", "39", seen=1, by=owner, key=key)
    with pytest.raises(actions.KeyUsedTwice):
        save(organisation, "MON-06", "38", by=owner, key=key)
    assert save(organisation, "MON-06", "38", by=editor, key=key).version == 1


# ------------------------------------------------------------------------------------------------ activities that leave
def test_what_was_said_about_a_removed_activity_is_kept_and_comes_back_with_it(organisation, owner):
    state(organisation, "USE-02", ["social_commerce", "live_selling"])
    state(organisation, "FUN-02", 80, function="live_selling")
    state(
        organisation, "DEP-06", [{"from": "live_selling", "to": "buyers"}, {"from": "social_commerce", "to": "buyers"}]
    )
    state(organisation, "USE-02", ["social_commerce"])
    sheet = queries.sheet_of(organisation, as_of=TODAY)
    assert {(left.question, left.function) for left in sheet.leftovers} == {
        ("FUN-02", "live_selling"),
        ("DEP-06", "live_selling"),
    }
    assert [row["from"] for row in sheet.profile.value("DEP-06")] == ["social_commerce"]
    assert "live_selling" not in sheet.profile.functions
    # The page of the links shows one row; saving it does not lose the other.
    rows = {"row-0-id": ["1-2"], "row-0-from": ["social_commerce"], "row-0-to": ["staff"]}
    save(organisation, "DEP-06", rows, seen=1, by=owner)
    state(organisation, "USE-02", ["social_commerce", "live_selling"])
    profile = queries.profile_of(organisation, as_of=TODAY)
    assert [(row["from"], row["to"]) for row in profile.value("DEP-06")] == [
        ("live_selling", "buyers"),
        ("social_commerce", "staff"),
    ]
    assert profile.value("FUN-02", "live_selling") == 80


# ------------------------------------------------------------------------------------------------------------- profiles
@pytest.mark.parametrize("name", NAMES)
def test_a_profile_goes_in_and_comes_out_without_loss(name, owner):
    organisation, profile = make_sample(name, owner=owner), example_profile(name)
    stored = queries.profile_of(organisation, as_of=TODAY)
    assert profile_content(stored) == profile_content(profile)
    assert profile_hash(stored) == profile_hash(profile)
    assert queries.profile_content(organisation, as_of=TODAY) == profile_content(profile)
    assert actions.import_profile(organisation=organisation, by=owner, profile=stored) == 0
    assert not list(audit.faults(organisation))


def test_the_results_of_rows_are_those_of_the_file(owner):
    organisation = make_sample("one_person_shop", owner=owner)
    from_rows = results_bytes(results_of(evaluate(queries.profile_of(organisation, as_of=TODAY)), []))
    assert from_rows == results_bytes(results_of(evaluate(example_profile("one_person_shop")), []))


def test_an_import_takes_back_what_the_file_does_not_say(owner):
    organisation, profile = make_sample("cafe", owner=owner), example_profile("cafe")
    state(organisation, "DIV-07", 30)
    without = replace(profile, answers={key: value for key, value in profile.answers.items() if key != "MON-01"})
    assert actions.import_profile(organisation=organisation, by=owner, profile=without) == 2
    assert stated(organisation, "MON-01") is stated(organisation, "DIV-07") is None
    assert last_entry(organisation).after["changed"] == "DIV-07 MON-01"


def test_an_import_keeps_the_ids_of_rows_in_their_places(owner):
    organisation, profile = make_sample("cafe", owner=owner), example_profile("cafe")
    first = stated(organisation, "DIV-01").value
    more = replace(profile.answers["DIV-01"], value=[*profile.answers["DIV-01"].value, {"channel": "x"}])
    actions.import_profile(organisation=organisation, by=owner, profile=profile.with_changes({"DIV-01": more}))
    second = stated(organisation, "DIV-01").value
    assert [row["_row"] for row in second] == [*(row["_row"] for row in first), f"2-{len(second)}"]


def test_amounts_in_another_currency_are_not_imported(organisation, owner):
    with pytest.raises(actions.OtherCurrency) as refused:
        actions.import_profile(organisation=organisation, by=owner, profile=example_profile("agency"))
    assert refused.value.messages == ["The amounts are in EUR, but Northlight Skincare works in GBP."]
    assert not Answer.objects.exists()


# ---------------------------------------------------------------------------------------------------------------- depth
def test_the_depth_follows_the_size_until_somebody_chooses_one(organisation, owner):
    state(organisation, "PRO-02", "p250")
    assert queries.profile_of(organisation, as_of=TODAY).depth == "full"
    actions.choose_depth(organisation=organisation, by=owner, depth="quick")
    sheet = queries.sheet_of(organisation, as_of=TODAY)
    assert (sheet.profile.depth, sheet.chosen_depth) == ("quick", "quick")
    assert (last_entry(organisation).before, last_entry(organisation).after) == ({"depth": ""}, {"depth": "quick"})
    actions.choose_depth(organisation=organisation, by=owner, depth="")
    assert queries.profile_of(organisation, as_of=TODAY).depth == "full"


# --------------------------------------------------------------------------------------------------- further activities
@pytest.fixture
def two_activities(organisation):
    """A small organisation with two activities, the first of them described."""
    state(organisation, "USE-02", ["social_commerce", "live_selling"])
    for question, value in {"FUN-02": 100, "IMP-01": "d3", "WRK-01": "s1", "WRK-02": "w1"}.items():
        state(organisation, question, value, function="social_commerce")
    return organisation


TABLE = {
    "row-0-id": ["live_selling"],
    "row-0-FUN-02": ["100"],
    "row-0-IMP-01": ["d3"],
    "row-0-WRK-01": ["s1"],
    "row-0-WRK-02": ["w1"],
}


def save_table(organisation, owner, fields, seen=0, *, is_confirmed=True, key=None):
    return actions.save_others(
        organisation=organisation,
        by=owner,
        fields=fields,
        seen_version=seen,
        today=TODAY,
        is_confirmed=is_confirmed,
        client_key=key,
    )


def of_second(organisation):
    answers = queries.profile_of(organisation, as_of=TODAY).functions.get("live_selling", {})
    return {question: answer.value for question, answer in answers.items()}


def test_what_we_filled_in_counts_once_somebody_confirms_it(two_activities, owner):
    changed = {**TABLE, "row-0-FUN-02": ["60"]}
    assert save_table(two_activities, owner, changed, is_confirmed=False).version == 1
    assert of_second(two_activities) == {"FUN-02": 60}
    assert save_table(two_activities, owner, changed, seen=1).version == 4
    assert of_second(two_activities) == {"FUN-02": 60, "IMP-01": "d3", "WRK-01": "s1", "WRK-02": "w1"}


def test_the_table_is_saved_whole_or_not_at_all(two_activities, owner):
    with pytest.raises(actions.Refused) as refused:
        save_table(two_activities, owner, {**TABLE, "row-0-FUN-02": ["600"], "row-0-IMP-01": ["soon"]})
    assert list(refused.value.errors) == ["row-0-FUN-02", "row-0-IMP-01"]
    assert of_second(two_activities) == {}


def test_with_nothing_to_switch_to_no_time_to_switch_is_kept(two_activities, owner):
    save_table(two_activities, owner, {**TABLE, "row-0-WRK-01": ["s0"]})
    assert "WRK-02" not in of_second(two_activities)


def test_a_table_that_somebody_changed_meanwhile_is_not_overwritten(two_activities, owner, editor):
    state(two_activities, "IMP-01", "w1", function="live_selling", by=editor)
    with pytest.raises(actions.AnswerChanged) as changed:
        save_table(two_activities, owner, TABLE)
    assert changed.value.by == "Ed Editor"
    assert "LIVE shows and LIVE selling, The effect stops being acceptable: 1 to 3 days" in changed.value.yours
    assert "3 days to 1 week" in changed.value.theirs
    assert of_second(two_activities) == {"IMP-01": "w1"}


def test_a_table_that_arrives_again_gets_the_reply_of_the_first(two_activities, owner):
    key = uuid4()
    first = save_table(two_activities, owner, TABLE, key=key)
    assert save_table(two_activities, owner, TABLE, key=key) == first
    assert AnswerRevision.objects.filter(answer__function="live_selling").count() == 4


def test_an_answer_of_another_organisation_is_not_touched(organisation, owner):
    other = make_organisation("Other", owner=owner)
    save(organisation, "MON-01", "38", by=owner)
    assert save(other, "MON-01", "12", by=owner).version == 1
    assert stated(organisation, "MON-01").value == 38
