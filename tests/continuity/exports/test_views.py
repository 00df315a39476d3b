"""The plan's pages and its downloads: what they show, how heavy they are, and to whom they give what."""

import gzip
from datetime import timedelta
from email.message import Message

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from assessments.jobs.models import Job
from assessments.jobs.tasks import run_job
from assessments.organisations.actions import remove_member
from continuity.exports import queries
from continuity.exports.models import Export
from continuity.plans.actions import contents
from tests.factories.assessments import make_assessment
from tests.factories.examples import NAMES, results_of_example
from tests.factories.people import make_organisation
from tests.factories.plans import ask_for, draft_now, make_export, make_version, owner_of, reach

MOST_BYTES, MOST_QUERIES = 15 * 1024, 20


@pytest.fixture
def brand(organisation):
    make_assessment(organisation, "beauty_brand")
    return organisation


@pytest.fixture
def cafe(organisation):
    make_assessment(organisation, "cafe")
    return organisation


@pytest.fixture
def viewing(client_for, viewer):
    return client_for(viewer)


def at(view, organisation, *arguments):
    return reverse(f"exports:{view}", args=[organisation.slug, *arguments])


def text_of(response):
    return " ".join(html.fromstring(response.content.decode()).text_content().split())


def contents_of(response):
    page = html.fromstring(response.content.decode())
    return page.xpath("//nav[@aria-label='Contents of the plan']//ol/li/a/@href")


# ------------------------------------------------------------------------------------------------------------- reading
@pytest.mark.parametrize("name", NAMES)
def test_every_section_of_every_example_is_a_light_page(name, db, client_for, django_assert_max_num_queries):
    organisation = make_organisation(name, currency=results_of_example(name)["organisation"]["currency"] or "GBP")
    make_assessment(organisation, name)
    client = client_for(owner_of(organisation))
    first = client.get(at("plan", organisation))
    links = contents_of(first)
    assert len(links) >= 18
    for link in links:
        with django_assert_max_num_queries(MOST_QUERIES):
            response = client.get(link)
        assert response.status_code == 200
        assert len(gzip.compress(response.content)) <= MOST_BYTES, link


def test_the_whole_plan_stands_on_one_page(brand, viewing, django_assert_max_num_queries):
    viewing.get(at("whole", brand))
    with django_assert_max_num_queries(MOST_QUERIES):
        response = viewing.get(at("whole", brand))
    words = text_of(response)
    for section in draft_now(brand).document.sections:
        assert " ".join(section.heading.split()) in words
    assert len(gzip.compress(response.content)) <= 50 * 1024


def test_before_the_first_results_the_page_says_where_the_plan_comes_from(organisation, viewing):
    for view in ("plan", "whole"):
        assert "The plan writes itself from your answers" in text_of(viewing.get(at(view, organisation)))
    assert "There is no plan yet" in text_of(viewing.get(at("export", organisation)))


def test_what_is_missing_is_listed_beside_the_plan_and_leads_to_its_place(brand, client_for, editor):
    response = client_for(editor).get(at("plan", brand))
    words = text_of(response)
    assert "Missing before approval" in words
    assert "There is no phone number or e-mail address for Priya Shah" in words
    assert reverse("plans:contacts", args=[brand.slug]) in response.content.decode()


def test_a_section_that_does_not_exist_is_not_there(brand, viewing):
    assert viewing.get(at("section", brand, "P99")).status_code == 404
    assert viewing.get(at("version", brand, "9.9")).status_code == 404


def test_a_version_reads_as_it_was_frozen(brand, viewing, editor):
    make_version(brand)
    contents.fill_places(organisation=brand, by=editor, texts={"where": "shop.northlight.example"}, seen_versions={})
    frozen = text_of(viewing.get(at("version_section", brand, "0.1", "P9")))
    now = text_of(viewing.get(at("section", brand, "P9")))
    assert "shop.northlight.example" not in frozen
    assert "shop.northlight.example" in now
    for link in contents_of(viewing.get(at("version", brand, "0.1"))):
        assert viewing.get(link).status_code == 200


def test_answers_given_since_the_calculation_are_pointed_out(brand, viewing):
    assert "Answers have changed since the results were calculated" in text_of(viewing.get(at("plan", brand)))


def test_contacts_stand_on_their_own_page_and_nowhere_else_but_the_card(brand, viewing, editor):
    reach(brand, editor, "Helen Marsh")
    number = "+44 7700 900000"
    links = contents_of(viewing.get(at("plan", brand)))
    with_number = [link for link in links if number in text_of(viewing.get(link))]
    assert with_number == [at("plan", brand), at("section", brand, "contacts")]


# ------------------------------------------------------------------------------------------------------------- asking
def test_a_file_is_asked_for_and_its_state_is_seen_without_a_script(cafe, viewing, django_assert_max_num_queries):
    response = viewing.post(at("export", cafe), {"document": "draft", "copy": "whole", "format": "md"}, follow=True)
    assert "Draft 0.1 is on its way" in text_of(response)
    assert "Waiting for its turn" in text_of(response)
    assert "Look again" in text_of(response)
    export = Export.objects.get()
    run_job(job_id=export.job_id)
    with django_assert_max_num_queries(MOST_QUERIES):
        ready = viewing.get(at("export", cafe))
    assert "Download" in text_of(ready)
    assert at("download", cafe, export.pk) in ready.content.decode()
    assert 'data-waiting=""' in viewing.get(at("files", cafe)).content.decode()


def test_a_failed_file_says_why(cafe, viewing):
    export = ask_for(cafe)
    Job.objects.filter(pk=export.job_id).update(state=Job.State.FAILED, error="The sentence for people.")
    assert "The sentence for people." in text_of(viewing.get(at("export", cafe)))


@pytest.mark.parametrize(
    "said",
    [{"format": "exe"}, {"document": "7.7"}, {"copy": "secret"}, {"format": ""}, {"document": "../../etc/passwd"}],
)
def test_a_file_that_cannot_be_made_is_refused_by_the_field(said, cafe, viewing):
    response = viewing.post(at("export", cafe), {"document": "draft", "copy": "whole", "format": "md", **said})
    assert response.status_code == 200
    assert "There is a problem" in text_of(response)
    assert not Export.objects.exists()


def test_too_many_files_at_once_are_refused_in_a_sentence(cafe, viewing, monkeypatch):
    monkeypatch.setattr("continuity.exports.actions.MOST_WAITING", 0)
    response = viewing.post(at("export", cafe), {"document": "draft", "copy": "whole", "format": "md"})
    assert "files are being made already. Wait for one of them." in text_of(response)


# --------------------------------------------------------------------------------------------------------- downloading
def test_a_download_is_an_attachment_that_no_browser_opens_or_keeps(cafe, viewing):
    response = viewing.get(at("download", cafe, make_export(cafe, format="pdf").pk))
    assert response.content.startswith(b"%PDF-")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="Northlight Skincare continuity plan draft 0.1.pdf"'
    )
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox"
    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("name", "file_name"),
    [
        ('A";x=".pdf', 'A";x=".pdf continuity plan draft 0.1.md'),
        ("a\r\nSet-Cookie: x=1", "a Set-Cookie: x=1 continuity plan draft 0.1.md"),
        ("Käse ☕ \u202etxt", "Käse ☕ \u202etxt continuity plan draft 0.1.md"),
        ("../../evil\\x", "..-..-evil-x continuity plan draft 0.1.md"),
    ],
)
def test_a_name_of_any_kind_makes_a_header_that_holds(name, file_name, cafe, viewing):
    export = make_export(cafe)
    type(cafe).objects.filter(pk=cafe.pk).update(name=name)
    header = viewing.get(at("download", cafe, export.pk)).headers["Content-Disposition"]
    assert "\n" not in header
    assert "\r" not in header
    parsed = Message()
    parsed["Content-Disposition"] = header
    assert parsed.get_content_disposition() == "attachment"
    assert parsed.get_filename() == file_name


def test_a_file_of_another_organisation_is_not_there(cafe, viewing, outsider, client_for):
    elsewhere = outsider.memberships.get().organisation
    make_assessment(elsewhere, "cafe")
    theirs = make_export(elsewhere)
    assert viewing.get(at("download", cafe, theirs.pk)).status_code == 404
    assert viewing.get(at("download", elsewhere, theirs.pk)).status_code == 404
    assert client_for(outsider).get(at("download", elsewhere, theirs.pk)).status_code == 200


def test_control_without_the_organisation_in_the_query_the_file_would_be_given_out(
    cafe, viewing, outsider, monkeypatch
):
    elsewhere = outsider.memberships.get().organisation
    make_assessment(elsewhere, "cafe")
    theirs = make_export(elsewhere)
    monkeypatch.setattr(queries, "exports_of", lambda _organisation: Export.objects.select_related("job", "asked_by"))
    assert viewing.get(at("download", cafe, theirs.pk)).status_code == 200


def test_a_removed_member_gets_nothing_any_more(cafe, client_for, editor, owner):
    client, export = client_for(editor), make_export(cafe, by=editor)
    assert client.get(at("download", cafe, export.pk)).status_code == 200
    remove_member(membership=editor.memberships.get(), by=owner)
    assert client.get(at("download", cafe, export.pk)).status_code == 404


def test_a_file_that_is_not_ready_or_over_is_not_there(cafe, viewing):
    waiting = ask_for(cafe, format="json")
    assert viewing.get(at("download", cafe, waiting.pk)).status_code == 404
    export = make_export(cafe)
    Export.objects.filter(pk=export.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert viewing.get(at("download", cafe, export.pk)).status_code == 404
    assert "Removed after 30 days" in text_of(viewing.get(at("export", cafe)))


def test_registers_are_downloads_too(cafe, viewing):
    page = html.fromstring(viewing.get(at("export", cafe)).content.decode())
    links = page.xpath("//section[@aria-labelledby='data-h']//a/@href")
    registers = [link for link in links if link.endswith(".csv")]
    assert len(registers) == 6
    for link in registers:
        response = viewing.get(link)
        assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert response.headers["Content-Security-Policy"] == "sandbox"
        assert response.content.decode("utf-8-sig")
    assert viewing.get(at("register", cafe, "passwords")).status_code == 404
    assert any(link.endswith("results.json") for link in links)
    assert any(link.endswith("profile.json") for link in links)
