"""One row or one activity at a time, saved through the answer it stands in."""

import pytest

from assessments.organisations import audit
from assessments.organisations.models import Role
from assessments.questionnaires.actions import AnswerChanged, Refused
from assessments.questionnaires.models import Answer
from assessments.register import actions
from assessments.register.actions import AlreadyThere, Gone, RowChanged, mark_of
from tests.factories.answers import TODAY, make_sample, state
from tests.factories.pages import profile
from tests.factories.people import make_member

TOOL = {"row-0-name": ["Labelwise"], "row-0-kind": ["fulfilment"], "row-0-commitment": ["no_contract"]}


@pytest.fixture
def brand(owner):
    return make_sample("beauty_brand", owner=owner)


@pytest.fixture
def helper(brand):
    return make_member(brand, Role.EDITOR, "Edda Editor")


def rows(organisation, question):
    return profile(organisation).value(question)


def ids(organisation, question):
    return [row["_row"] for row in rows(organisation, question)]


def mark(organisation, question, name):
    return mark_of(next(row for row in rows(organisation, question) if name in row.values()))


def keys(organisation):
    return [activity.key for activity in profile(organisation).activities]


def tool(organisation, by, fields, row="", seen=""):
    return actions.save_row(
        organisation=organisation, by=by, question="DEP-02", row=row, fields=fields, seen=seen, today=TODAY
    )


# ----------------------------------------------------------------------------------------------------------- one row
def test_a_new_row_comes_last_and_the_others_keep_their_ids(brand, helper):
    before = rows(brand, "DEP-02")
    tool(brand, helper, TOOL)
    after = rows(brand, "DEP-02")
    assert after[:-1] == before
    assert after[-1] == {
        "_row": after[-1]["_row"],
        "name": "Labelwise",
        "kind": "fulfilment",
        "commitment": "no_contract",
    }
    assert len(set(ids(brand, "DEP-02"))) == len(after)
    assert Answer.objects.get(organisation=brand, question="DEP-02").version == 2


def test_the_first_row_of_a_list_makes_the_answer(organisation, owner):
    tool(organisation, owner, TOOL)
    assert [row["name"] for row in rows(organisation, "DEP-02")] == ["Labelwise"]


def test_a_row_takes_the_place_of_not_knowing(organisation, owner):
    state(organisation, "DEP-02", {"unknown": True})
    tool(organisation, owner, TOOL)
    assert [row["name"] for row in rows(organisation, "DEP-02")] == ["Labelwise"]


def test_a_row_is_changed_in_its_place(brand, helper):
    before = rows(brand, "DEP-02")
    fields = {**TOOL, "row-0-name": ["Collabree Pro"], "row-0-kind": ["creator_platform"]}
    tool(brand, helper, fields, row="1-2", seen=mark_of(before[1]))
    after = rows(brand, "DEP-02")
    assert [row["name"] for row in after] == ["StockBridge", "Collabree Pro", "Postplan", "Harrow Fulfilment", "Redwood Media"]  # fmt: skip
    assert [row["_row"] for row in after] == [row["_row"] for row in before]
    assert after[0] == before[0]


def test_a_row_that_somebody_changed_meanwhile_is_not_overwritten(brand, owner, helper):
    seen = mark(brand, "DEP-02", "Postplan")
    tool(brand, helper, {**TOOL, "row-0-name": ["Postplan 2"]}, row="1-3", seen=seen)
    with pytest.raises(RowChanged, match="changed this since you opened the page") as caught:
        tool(brand, owner, {**TOOL, "row-0-name": ["Mine"]}, row="1-3", seen=seen)
    assert caught.value.by == helper.display_name
    assert rows(brand, "DEP-02")[2]["name"] == "Postplan 2"


def test_a_row_can_be_saved_while_others_change_other_rows(brand, owner, helper):
    seen = mark(brand, "DEP-02", "Postplan")
    tool(brand, helper, {**TOOL, "row-0-name": ["StockBridge 2"]}, row="1-1", seen=mark(brand, "DEP-02", "StockBridge"))  # fmt: skip
    tool(brand, owner, {**TOOL, "row-0-name": ["Postplan 2"]}, row="1-3", seen=seen)
    assert [row["name"] for row in rows(brand, "DEP-02")][:3] == ["StockBridge 2", "Collabree", "Postplan 2"]


def test_a_save_that_meets_another_of_the_same_list_is_made_anew(brand, owner, monkeypatch):
    real, met = actions.actions.save_answer, []

    def overtaken_once(**values):
        if not met:
            met.append(values["seen_version"])
            values = {**values, "seen_version": values["seen_version"] - 1}
        return real(**values)

    monkeypatch.setattr(actions.actions, "save_answer", overtaken_once)
    tool(brand, owner, TOOL)
    assert met == [1]
    assert rows(brand, "DEP-02")[-1]["name"] == "Labelwise"


def test_a_save_that_is_overtaken_again_and_again_says_so(brand, owner, monkeypatch):
    real, tries = actions.actions.save_answer, []

    def always_overtaken(**values):
        tries.append(values)
        return real(**{**values, "seen_version": values["seen_version"] - 1})

    monkeypatch.setattr(actions.actions, "save_answer", always_overtaken)
    with pytest.raises(RowChanged) as caught:
        tool(brand, owner, TOOL)
    assert isinstance(caught.value.__cause__, AnswerChanged)
    assert len(tries) == actions.TRIES
    assert len(rows(brand, "DEP-02")) == 5


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({}, {"value": "Fill in at least the first field"}),
        ({"row-0-name": [""], "row-0-kind": [""]}, {"value": "Fill in at least the first field"}),
        ({"row-0-name": ["Labelwise"], "row-0-kind": ["no_such"]}, {"row-0-kind": "Choose one of the options"}),
        (
            {**TOOL, "row-0-days_to_replace": ["soon"]},
            {"row-0-days_to_replace": "Enter a number, for example 21"},
        ),
    ],
)
def test_mistakes_stand_by_the_fields_of_the_row(brand, owner, fields, errors):
    before = rows(brand, "DEP-02")
    with pytest.raises(Refused) as refused:
        tool(brand, owner, fields)
    assert set(refused.value.errors) == set(errors)
    assert rows(brand, "DEP-02") == before


def test_a_row_is_removed_and_the_others_stay(brand, owner):
    seen = mark(brand, "USE-03", "Northlight UK Shop")
    actions.remove_row(organisation=brand, by=owner, question="USE-03", row="1-2", seen=seen, today=TODAY)
    assert ids(brand, "USE-03") == ["1-1", "1-3"]
    with pytest.raises(Gone):
        actions.remove_row(organisation=brand, by=owner, question="USE-03", row="1-2", seen=seen, today=TODAY)


def test_the_id_of_a_removed_row_is_not_given_again(brand, owner):
    seen = mark(brand, "DEP-02", "Redwood Media")
    actions.remove_row(organisation=brand, by=owner, question="DEP-02", row="1-5", seen=seen, today=TODAY)
    tool(brand, owner, TOOL)
    assert "1-5" not in ids(brand, "DEP-02")


# ---------------------------------------------------------------------------------------------------------- activities
def add(organisation, by, key, fields=None):
    actions.add_function(organisation=organisation, by=by, key=key, fields=fields or {}, today=TODAY)


OWN = {"row-0-label": ["Sample boxes"], "row-0-caps": ["organic", "inbox"], "row-0-like": ["customer_care"]}


def test_an_activity_of_the_catalogue_is_added_at_the_end(brand, owner):
    before = keys(brand)
    add(brand, owner, "consumer_insight")
    assert keys(brand) == [*before, "consumer_insight"]
    with pytest.raises(AlreadyThere):
        add(brand, owner, "consumer_insight")


def test_an_activity_of_ones_own_says_what_it_uses_and_is_like(brand, owner):
    add(brand, owner, "", OWN)
    activity = profile(brand).activities[-1]
    assert (activity.label, activity.is_own, activity.kind) == ("Sample boxes", True, "customer_care")
    assert set(activity.caps) == {"organic", "inbox"}


def test_an_activity_of_ones_own_without_a_name_is_refused_by_its_field(brand, owner):
    with pytest.raises(Refused) as refused:
        add(brand, owner, "", {**OWN, "row-0-label": [""]})
    assert set(refused.value.errors) == {"row-0-label"}


def edit(organisation, by, key, fields, seen=None):
    seen = seen if seen is not None else mark(organisation, "USE-02", key)
    actions.edit_function(organisation=organisation, by=by, key=key, fields=fields, seen=seen, today=TODAY)


def test_an_activity_keeps_its_key_its_answers_and_its_place_under_another_name(brand, owner):
    before = profile(brand)
    edit(brand, owner, "paid_acquisition", {"label": ["Spark ads"]})
    after = profile(brand)
    assert [activity.key for activity in after.activities] == [activity.key for activity in before.activities]
    assert after.activities[1].label == "Spark ads"
    assert after.functions == before.functions


def test_an_activity_of_ones_own_is_changed_in_its_place(brand, owner):
    add(brand, owner, "", OWN)
    add(brand, owner, "consumer_insight")
    key = profile(brand).activities[-2].key
    edit(brand, owner, key, {**OWN, "row-0-label": ["Sample bags"], "row-0-caps": ["organic"]})
    activity = profile(brand).activities[-2]
    assert (activity.key, activity.label, set(activity.caps)) == (key, "Sample bags", {"organic"})


def test_an_activity_that_somebody_renamed_meanwhile_is_not_renamed_again(brand, owner):
    seen = mark(brand, "USE-02", "live_selling")
    edit(brand, owner, "live_selling", {"label": ["Friday LIVE"]})
    with pytest.raises(RowChanged):
        edit(brand, owner, "live_selling", {"label": ["Sunday LIVE"]}, seen=seen)
    with pytest.raises(Gone):
        edit(brand, owner, "no_such", {"label": ["x"]}, seen=seen)


def move(organisation, by, key, *, up):
    actions.move_function(organisation=organisation, by=by, key=key, up=up, today=TODAY)


def test_activities_change_places_also_with_one_of_ones_own(brand, owner):
    add(brand, owner, "", OWN)
    own = keys(brand)[-1]
    move(brand, owner, own, up=True)
    assert keys(brand)[-2:] == [own, "customer_care"]
    move(brand, owner, "social_commerce", up=False)
    assert keys(brand)[:2] == ["paid_acquisition", "social_commerce"]


def test_at_the_end_of_the_list_an_activity_stays_and_nothing_is_written(brand, owner):
    before = keys(brand)
    move(brand, owner, "social_commerce", up=True)
    move(brand, owner, "customer_care", up=False)
    assert keys(brand) == before
    assert Answer.objects.get(organisation=brand, question="USE-02").version == 1
    with pytest.raises(Gone):
        move(brand, owner, "no_such", up=True)


def remove(organisation, by, key):
    seen = mark(organisation, "USE-02", key)
    actions.remove_function(organisation=organisation, by=by, key=key, seen=seen, today=TODAY)


def test_a_removed_activity_comes_back_with_its_answers_and_leaves_no_trace_in_tables_meanwhile(brand, owner):
    before = profile(brand)
    remove(brand, owner, "live_selling")
    meanwhile = profile(brand)
    assert "live_selling" not in keys(brand)
    assert "live_selling" not in meanwhile.functions
    assert all("live_selling" not in (row["from"], row["to"]) for row in meanwhile.value("DEP-06"))
    add(brand, owner, "live_selling")
    assert profile(brand).functions["live_selling"] == before.functions["live_selling"]


def test_an_activity_of_ones_own_can_be_removed(brand, owner):
    add(brand, owner, "", OWN)
    remove(brand, owner, keys(brand)[-1])
    assert [activity for activity in profile(brand).activities if activity.is_own] == []


def test_the_only_activity_cannot_be_removed(organisation, owner):
    state(organisation, "USE-02", ["social_commerce"])
    with pytest.raises(Refused, match="only activity"):
        remove(organisation, owner, "social_commerce")


def test_the_audit_trail_tells_of_every_change(brand, owner):
    tool(brand, owner, TOOL)
    entry = brand.audit_entries.order_by("-number").first()
    assert (entry.actor, entry.verb) == (owner, "changed the answer to")
    assert "Labelwise" in str(entry.after)
    assert not list(audit.faults(brand))
