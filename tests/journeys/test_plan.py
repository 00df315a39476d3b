"""Maya turns results into a plan: she decides, fills in, reads, and carries a PDF away."""

import io
import re
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from pypdf import PdfReader

from assessments.jobs.models import Job
from assessments.jobs.tasks import run_job
from assessments.organisations.models import Role
from continuity.plans.actions import contents
from continuity.plans.models import Measure, PlanVersion
from tests.factories.answers import make_sample
from tests.factories.assessments import make_assessment
from tests.factories.people import make_member
from tests.factories.plans import make_export, make_version, reach

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROWEST = {"width": 320, "height": 700}
READING = ["", "read/P1/", "read/P7/", "read/P8/", "read/P9/", "read/P16/", "read/contacts/", "read/open/"]
"""Each width and each theme once; the other two looks bring no rule of their own."""


@pytest.fixture
def brand():
    """Northlight Skincare with its answers and results."""
    organisation = make_sample("beauty_brand")
    make_assessment(organisation, "beauty_brand")
    return organisation


@pytest.fixture
def maya(brand):
    return make_member(brand, Role.EDITOR, "Maya Lind")


@pytest.fixture
def helen(brand):
    return make_member(brand, Role.APPROVER, "Helen Marsh")


@pytest.fixture
def addresses(brand, maya):
    """Every page of mitigation and plan that somebody who edits may see, with something on each."""
    reach(brand, maya, "Priya Shah")
    make_version(brand)
    contents.fill_places(organisation=brand, by=maya, texts={"where": "northlight.example"}, seen_versions={})
    make_export(brand)
    here = f"/o/{brand.slug}"
    moves = [f"{here}/mitigation/access_hardening/{move}/" for move in ("accept", "put-off", "reject", "in-place")]
    plan = ["details/", "contacts/", "contacts/add/", "messages/", "runbooks/", "runbooks/add/", "runbooks/C01/"]
    plan += ["runbooks/C01/remove/", "versions/", "versions/make/", "versions/changes/", "versions/0.1/", "export/"]
    contact = brand.contacts.get().pk
    plan += [f"contacts/{contact}/", f"contacts/{contact}/remove/", "whole/", *READING]
    return [
        f"{here}/mitigation/",
        f"{here}/mitigation/?view=table&budget=lots",
        f"{here}/mitigation/?view=timeline",
        f"{here}/mitigation/access_hardening/",
        f"{here}/mitigation/add/",
        *moves,
        *(f"{here}/plan/{path}" for path in plan),
    ]


def do_waiting_jobs():
    """Nothing comes back: what waits is done, as the worker would."""
    for job in Job.objects.filter(state=Job.State.QUEUED):
        run_job(job_id=job.pk)


def test_maya_decides_fills_in_and_carries_a_pdf_away(desk_page, sign_in, brand, maya):
    page = desk_page
    sign_in(page, maya)
    page.goto(f"/o/{brand.slug}/mitigation/")
    for title in ("Secure and share access to accounts", "Watch account health and keep an appeal file"):
        accept(page, title)
    accept(page, "Pre-approve ad pause and reallocation", by_keyboard=True)
    reject(page, "Agree a second channel with each key creator")
    page.get_by_role("navigation", name="Main").get_by_role("link", name=re.compile("^Mitigation")).click()
    expect(page.locator(".statement")).to_contain_text("The three actions you accepted remove up to £")
    assert Measure.objects.filter(state="accepted").count() == 3

    page.get_by_role("link", name="Plan document").first.click()
    expect(page.get_by_role("heading", name="Missing before approval")).to_be_visible()
    page.get_by_role("link", name="Contacts", exact=True).last.click()
    page.get_by_role("link", name="Add number of Priya Shah").click()
    expect(page.get_by_label("Name")).to_have_value("Priya Shah")
    page.get_by_label("Phone").fill("+44 7700 900101")
    page.get_by_role("button", name="Add contact").click()
    expect(page.get_by_text("Priya Shah is added.")).to_be_visible()

    page.goto(f"/o/{brand.slug}/plan/export/")
    page.get_by_role("button", name="Make file").click()
    expect(page.get_by_text("Waiting for its turn")).to_be_visible()
    do_waiting_jobs()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download Draft 0.1, PDF, to print").click()
    text = read_pdf(download.value.path())
    assert download.value.suggested_filename == f"{brand.name} continuity plan draft 0.1.pdf"
    assert "Secure and share access to accounts" in text
    assert "+44 7700 900101" in text
    assert "We work with each of them for one season only." in text


def accept(page, title, *, by_keyboard=False):
    """Nothing comes back: the action is accepted from its card, with what the form proposes."""
    card = page.locator("article.ticket", has=page.get_by_role("link", name=title, exact=True))
    menu = card.locator("summary")
    if by_keyboard:
        menu.focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    else:
        menu.click()
        card.get_by_role("link", name="Accept…").click()
    page.get_by_role("button", name="Accept action").click()
    expect(page.get_by_text(f"“{title}” is accepted.")).to_be_visible()
    page.get_by_role("link", name="Mitigation", exact=True).last.click()


def reject(page, title):
    """Nothing comes back: the action is decided against, with a reason and a name."""
    page.get_by_role("link", name=title, exact=True).first.click()
    page.get_by_role("link", name="Do not do it…").click()
    page.get_by_role("button", name="Decide against it").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter why it is not done")
    page.get_by_label("Why it is not done").fill("We work with each of them for one season only.")
    page.get_by_label("Who accepts the risk that stays").fill("Helen Marsh")
    page.get_by_role("button", name="Decide against it").click()
    expect(page.get_by_text(f"“{title}” will not be done.")).to_be_visible()


def read_pdf(path):
    """The words of a PDF, with single spaces."""
    reader = PdfReader(io.BytesIO(Path(path).read_bytes()))
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages).replace("\u200b", ""))


def test_helen_approves_the_plan_and_it_shows_when_it_is_out_of_date(desk_page, sign_in, brand, maya, helen):
    reach(brand, maya, "Priya Shah", "Dev Patel")
    said = {"distribution": [], "confidentiality": "Confidential", "next_review": None}
    contents.change_details(organisation=brand, by=maya, seen_version=0, author=maya, **said)
    page = desk_page
    sign_in(page, helen)
    page.goto(f"/o/{brand.slug}/plan/approve/")
    page.get_by_label("Your role in the organisation").fill("Managing director")
    page.get_by_label("What changed").fill("First plan")
    page.get_by_label("I approve the plan with these exceptions").check()
    page.get_by_role("button", name="Approve plan").click()
    expect(page.get_by_text("Version 1.0 of the plan is approved.")).to_be_visible()
    assert PlanVersion.objects.get().approved_as == "Helen Marsh, Managing director"
    page.goto(f"/o/{brand.slug}/plan/runbooks/C01/")
    page.get_by_label("What is done", exact=True).fill("Ring the bell in the hall.")
    page.get_by_role("button", name="Save step").click()
    expect(page.get_by_text("The step is changed.")).to_be_visible()
    page.goto(f"/o/{brand.slug}/plan/")
    expect(page.get_by_text("is out of date")).to_be_visible()
    page.get_by_role("link", name="See what moved").click()
    expect(page.locator("ins", has_text="Ring the bell in the hall.").first).to_be_visible()


def test_without_a_script_everything_can_still_be_done(new_context, live_server, sign_in, brand, maya):
    page = new_context(base_url=live_server.url, java_script_enabled=False).new_page()
    sign_in(page, maya)
    page.goto(f"/o/{brand.slug}/mitigation/")
    card = page.locator("article.ticket").first
    card.locator("summary").click()
    card.get_by_role("link", name="Accept…").click()
    page.get_by_role("button", name="Accept action").click()
    expect(page.get_by_text("is accepted.")).to_be_visible()
    assert Measure.objects.get().state == "accepted"
    page.goto(f"/o/{brand.slug}/plan/export/")
    page.get_by_label("Markdown, plain text").check()
    page.get_by_role("button", name="Make file").click()
    do_waiting_jobs()
    page.get_by_role("link", name="Look again").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert "Northlight Skincare" in Path(download.value.path()).read_text()


@pytest.mark.slow
def test_axe_finds_nothing_on_any_page(page_in_each_size, axe, sign_in, addresses, maya):
    """All but the whole plan on one page, which is the others under each other."""
    page = page_in_each_size
    sign_in(page, maya)
    for path in [path for path in addresses if not path.endswith("whole/")]:
        page.goto(path)
        axe(page)


def test_axe_finds_nothing_wrong_with_forms_that_are_refused(desk_page, axe, sign_in, brand, maya):
    page = desk_page
    sign_in(page, maya)
    for path in ("mitigation/access_hardening/reject/", "plan/contacts/add/", "plan/runbooks/add/"):
        page.goto(f"/o/{brand.slug}/{path}")
        page.locator("form.form button[type=submit]").click()
        expect(page.get_by_role("alert")).to_be_visible()
        axe(page)


def test_axe_finds_nothing_on_the_approval_and_before_the_first_results(desk_page, axe, sign_in, brand, helen):
    page = desk_page
    sign_in(page, helen)
    page.goto(f"/o/{brand.slug}/plan/approve/")
    axe(page)
    brand.assessments.get().result.delete()
    for name in ("plans:mitigation", "exports:plan", "exports:export", "plans:messages", "plans:contacts"):
        page.goto(reverse(name, args=[brand.slug]))
        axe(page)


def test_nothing_scrolls_sideways_on_the_narrowest_phone(phone_page, sign_in, addresses, maya):
    page = phone_page
    page.set_viewport_size(NARROWEST)
    sign_in(page, maya)
    for path in addresses:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
        assert page.locator("h1").count() == 1, path
        assert page.title().endswith(f" – {'Northlight Skincare'} – Ballast"), path


def test_a_message_is_copied_with_its_open_places_marked(desk_page, sign_in, brand, maya):
    page = desk_page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page, maya)
    page.goto(f"/o/{brand.slug}/plan/read/P9/")
    page.get_by_role("button", name="Copy the message “Customers: first message”").click()
    expect(page.get_by_role("button", name="Copied the message “Customers: first message”")).to_be_visible()
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith("Northlight Skincare: [What does not work, in plain words] since [")
