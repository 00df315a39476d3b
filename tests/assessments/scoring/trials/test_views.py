"""The pages on which things are tried out: what they cost, that nothing is stored, saving, renaming, deleting, comparing."""

import pytest
from lxml import html

from assessments.organisations.models import AuditEntry, Role
from assessments.questionnaires import actions as questionnaires
from assessments.questionnaires.models import Answer, AnswerRevision
from assessments.questionnaires.profile import Answer as Stated
from assessments.scoring import actions
from assessments.scoring.models import Trial
from tests.factories.answers import make_sample
from tests.factories.examples import profile_of
from tests.factories.people import make_member
from tests.factories.result_pages import address, text_of
from tests.factories.trials import make_trial, make_tried

FASTER = "delivers.social_commerce=8"


@pytest.fixture
def brand(db):
    return make_tried()


@pytest.mark.parametrize(
    ("view", "arguments", "query", "most"),
    [
        ("what_if", [], FASTER, 12),
        ("trials", [], "trial={trial}", 9),
        ("keep_trial", [], FASTER, 8),
        ("replays", [], "", 11),
        ("replay", ["TT-2023-03-09"], "", 8),
        ("replay_table", ["TT-2023-03-09"], "", 8),
    ],
)
def test_the_number_of_queries_is_known(view, arguments, query, most, brand, client_of, django_assert_max_num_queries):
    client, trial = client_of(brand), make_trial(brand)
    with django_assert_max_num_queries(most):
        response = client.get(f"{address(brand, view, *arguments)}?{query.format(trial=trial.pk)}")
    assert response.status_code == 200


def test_a_script_gets_the_answer_alone_with_few_queries(brand, client_of, django_assert_max_num_queries):
    client = client_of(brand)
    with django_assert_max_num_queries(8):
        response = client.get(f"{address(brand, 'what_if')}?{FASTER}", headers={"hx-request": "true"})
    assert b"<html" not in response.content
    assert b"after 8 hours instead of 30" in response.content
    assert "HX-Request" in response.headers["Vary"]


def test_trying_things_out_stores_nothing(brand, client_of):
    client = client_of(brand)

    def stored():
        return [model.objects.count() for model in (Answer, AnswerRevision, Trial, AuditEntry)]

    before, values = stored(), list(Answer.objects.order_by("pk").values_list("value", "version"))
    for query in (FASTER, "direct=90", "control.second_channel_live=on", "start=2026-11-27&peak=2027-03-08"):
        assert client.get(f"{address(brand, 'what_if')}?{query}").status_code == 200
    assert stored() == before
    assert list(Answer.objects.order_by("pk").values_list("value", "version")) == values


def test_a_value_that_cannot_be_used_stands_by_its_field_with_what_was_typed(brand, seen):
    tree = seen(brand, f"{address(brand, 'what_if')}?direct=140&length=24")
    (field,) = tree.xpath("//input[@name='direct']")
    assert (field.get("value"), field.get("aria-invalid")) == ("140", "true")
    (error,) = tree.xpath("//*[@data-error='direct']")
    assert error.text == "Enter a number from 0 to 100."
    assert error.get("id") in field.get("aria-describedby")
    assert tree.xpath("//input[@name='length']/@value") == ["24"]
    assert "Nothing is worked out yet" in text_of(tree)


def test_a_busy_period_is_a_button_that_sets_the_first_day(brand, seen):
    tree = seen(brand, f"{address(brand, 'what_if')}?start=2026-12-20&peak=2027-03-08")
    assert first_day(tree) == ["8", "3", "2027"]
    assert "It falls into “Spring set launch”" in text_of(tree)


def test_the_first_day_is_typed_as_day_month_and_year(brand, seen):
    day = "start-day=8&start-month=03&start-year=2027"
    tree = seen(brand, f"{address(brand, 'what_if')}?{day}")
    assert first_day(tree) == ["8", "03", "2027"]
    assert "It falls into “Spring set launch”" in text_of(tree)
    (save,) = tree.xpath("//a[text()='Save under a name']/@href")
    assert save.endswith("?start=2027-03-08")

    tree = seen(brand, f"{address(brand, 'what_if')}?{day.replace('8', '30', 1).replace('03', '2')}")
    assert first_day(tree) == ["30", "2", "2027"]
    assert tree.xpath("//input[starts-with(@name, 'start-')]/@aria-invalid") == ["true"] * 3
    (error,) = tree.xpath("//*[@data-error='start']")
    assert error.text == "There is no 30 February 2027. Enter a day from 1 to 28, or another month."
    assert tree.xpath("//*[@data-mistake='start']/a/@href") == ["#id_start-day"]


def first_day(tree):
    return tree.xpath("//input[starts-with(@name, 'start-')]/@value")


def test_changed_answers_count_at_once_and_are_told(brand, seen):
    owner = brand.memberships.first().user
    profile = profile_of("beauty_brand").with_changes({"MON-01": Stated(50)})
    questionnaires.import_profile(organisation=brand, by=owner, profile=profile)
    tree = seen(brand, address(brand, "what_if"))
    assert tree.xpath("//input[@name='direct']/@value") == ["50"]
    assert "One answer has changed since these figures were calculated." in text_of(tree)


@pytest.mark.parametrize("view", ["what_if", "replays"])
def test_without_results_the_pages_say_what_will_be_there(view, seen, organisation):
    assert "There are no results yet" in text_of(seen(organisation, address(organisation, view)))


def test_with_answers_and_without_results_the_calculation_is_offered(seen, db):
    waiting = make_sample("cafe")
    assert "Your answers are waiting to be calculated" in text_of(seen(waiting, address(waiting, "what_if")))


# -------------------------------------------------------------------------------------------------------------- saved
def test_what_was_tried_is_saved_under_a_name_and_shown_beside_now(brand, client_of):
    client = client_of(brand)
    page = client.get(f"{address(brand, 'keep_trial')}?{FASTER}").content.decode()
    assert "until it delivers: 8 hours instead of 30 hours" in page
    client.post(f"{address(brand, 'keep_trial')}?{FASTER}", {"name": " Second shop "})
    kept = brand.trials.get()
    assert (kept.name, kept.changes) == ("Second shop", {"delivers.social_commerce": 8.0})
    entry = brand.audit_entries.order_by("-number").first()
    assert (entry.verb, entry.object_label) == ("saved", "Second shop")
    tree = html.fromstring(client.get(f"{address(brand, 'trials')}?trial={kept.pk}").content.decode())
    assert "Worked out today from your present answers" in text_of(tree)
    assert [cell.text for cell in tree.xpath("//table[.//caption[contains(., 'side by side')]]//thead//th")][1:] == [
        "Now",
        "Second shop",
    ]
    (link,) = tree.xpath("//a[text()='Second shop']/@href")
    assert "after 8 hours instead of 30" in client.get(link).content.decode()


@pytest.mark.parametrize(
    ("query", "name", "refusal"),
    [
        (FASTER, "second SHOP", "There is a saved what-if of this name. Choose another name."),
        (FASTER, " ", "Enter a name"),
        (FASTER, "x" * 81, "Enter a name of at most 80 characters"),
        ("", "Nothing", "Nothing is changed yet, so there is nothing to save."),
        ("direct=140", "Wrong", "Some values cannot be used. Go back and mend them first."),
    ],
)
def test_what_cannot_be_saved_is_refused_with_the_reason(query, name, refusal, brand, client_of):
    make_trial(brand, "Second shop")
    response = client_of(brand).post(f"{address(brand, 'keep_trial')}?{query}", {"name": name})
    assert refusal in response.content.decode()
    assert brand.trials.count() == 1


def test_there_is_an_end_to_how_many_are_saved(brand, client_of, monkeypatch):
    monkeypatch.setattr(actions, "MOST_TRIALS", 1)
    make_trial(brand)
    response = client_of(brand).post(f"{address(brand, 'keep_trial')}?{FASTER}", {"name": "One more"})
    assert "Delete one you no longer need first." in response.content.decode()


def test_a_saved_one_is_renamed_and_deleted_after_a_question(brand, client_of):
    client, kept, other = client_of(brand), make_trial(brand), make_trial(brand, "Other")
    rename, delete = (address(brand, view, kept.pk) for view in ("rename_trial", "delete_trial"))
    assert "There is a saved what-if" in client.post(rename, {"name": "other"}).content.decode()
    client.post(rename, {"name": "Second shop by March"})
    kept.refresh_from_db()
    assert kept.name == "Second shop by March"
    assert "Delete Second shop by March?" in client.get(delete).content.decode()
    assert brand.trials.count() == 2
    client.post(delete)
    assert brand.trials.get() == other
    assert list(brand.audit_entries.order_by("-number").values_list("verb", flat=True))[:2] == ["deleted", "renamed"]


def test_at_most_four_stand_side_by_side(brand, seen):
    kept = [make_trial(brand, f"Number {number}").pk for number in range(5)]
    ticked = "&".join(f"trial={key}" for key in kept)
    said = text_of(seen(brand, f"{address(brand, 'trials')}?{ticked}"))
    assert "Tick at most four" in said
    assert "How do they compare?" not in said
    assert "Select a valid choice" not in text_of(seen(brand, address(brand, "trials")))


def test_one_that_was_ticked_and_deleted_elsewhere_is_said_to_be_gone(brand, seen):
    kept = make_trial(brand)
    said = text_of(seen(brand, f"{address(brand, 'trials')}?trial={kept.pk + 1}"))
    assert "One that you ticked has been deleted. Tick again which you want side by side" in said
    assert "Select a valid choice" not in said


def test_the_button_of_a_page_says_what_it_does(brand, seen):
    kept = make_trial(brand)
    buttons = seen(brand, address(brand, "rename_trial", kept.pk)).xpath("//main//button[@type='submit']/text()")
    assert [text.strip() for text in buttons] == ["Rename what-if"]


def test_who_may_only_look_is_offered_no_saving(brand, client_for):
    page = client_for(make_member(brand, Role.VIEWER)).get(f"{address(brand, 'what_if')}?{FASTER}").content.decode()
    assert "Save under a name" not in page


# ---------------------------------------------------------------------------------------------------------- incidents
def test_an_incident_has_its_page_and_its_file(brand, seen, client_of):
    tree = seen(brand, address(brand, "replay", "TT-2023-03-09"))
    assert "If this happened to you today it would cost about £" in text_of(tree)
    assert tree.xpath("//ul[contains(@class, 'sources')]//a[starts-with(@href, 'https://')]")
    response = client_of(brand).get(address(brand, "replay_table", "TT-2023-03-09"))
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.content.startswith(b"After (hours),")
    assert client_of(brand).get(address(brand, "replay", "TT-2020-06-IN")).status_code == 404
    assert "could not reach you, and why" in text_of(seen(brand, address(brand, "replays")))


def test_a_replay_can_begin_in_a_busy_period_and_a_day_that_is_none_is_said_by_its_field(brand, client_of):
    client, at = client_of(brand), address(brand, "replay", "TT-2023-03-09")
    calm = client.get(at)
    first = calm.context["page"].peaks[0]
    busy = client.get(at + first[0])
    assert "times normal. In an ordinary week it would cost" in text_of(html.fromstring(busy.content.decode()))
    assert busy.context["page"].told.amount != calm.context["page"].told.amount
    line = client.get(address(brand, "replay_table", "TT-2023-03-09") + first[0]).content.decode().splitlines()[-1]
    assert line == busy.context["page"].csv.splitlines()[-1] != calm.context["page"].csv.splitlines()[-1]
    odd = client.get(at, {"begins-day": "30", "begins-month": "2", "begins-year": "2027"})
    said = text_of(html.fromstring(odd.content.decode()))
    assert "There is a problem" in said
    assert "There is no 30 February 2027" in said
    assert odd.context["page"].told == calm.context["page"].told
