"""The small forms behind the plan: details, contacts, words for the messages."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assessments.organisations.access import MemberRequest, Power, member_required
from assessments.organisations.drawn import drawn_once
from assessments.organisations.models import Organisation, Role
from assessments.ui import words
from assessments.ui.submit import submit
from continuity.plans import prepared, queries
from continuity.plans.actions import contents
from continuity.plans.forms import ContactForm, DetailsForm, PlacesForm
from continuity.plans.models import Contact
from continuity.plans.views.seen import submit_seen

FOLDER = "continuity/plans"


@require_http_methods(["GET", "POST"])
@member_required(Power.EDIT)
def details(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """Author, copies, classification and next review."""
    held = queries.details_of(organisation)
    first = {
        "seen_version": held.version,
        "author": held.author,
        "distribution": "\n".join(held.distribution),
        "confidentiality": held.confidentiality,
        "next_review": held.next_review,
    }
    form = DetailsForm(request.POST or None, initial=first, today=timezone.localdate(), organisation=organisation)
    said = {"organisation": organisation, "by": request.user}
    saved, status = submit_seen(form, contents.change_details, **said)
    if saved:
        messages.success(request, "The details of the plan are saved.")
        return redirect("exports:plan", organisation.slug)
    return render(request, f"{FOLDER}/details.html", {"organisation": organisation, "form": form}, status=status)


@require_GET
@member_required(Role.VIEWER)
@drawn_once()
def contacts(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """How to reach everybody without TikTok, and who is named in the plan but cannot be reached yet."""
    draft = queries.draft_of(organisation, today=timezone.localdate())
    context = {
        "organisation": organisation,
        "contacts": queries.contacts_of(organisation),
        "wanted": prepared.people_without_reach(draft.basis) if draft else (),
        "support": prepared.support(draft.basis) if draft else (),
    }
    return render(request, f"{FOLDER}/contacts.html", context)


@require_http_methods(["GET", "POST"])
@member_required(Power.EDIT)
def add_contact(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """A new contact; ?name= and ?purpose= fill in what the plan knows."""
    first = {name: request.GET.get(name, "")[:120] for name in ("name", "purpose")}
    form = ContactForm(request.POST or None, initial=first)
    del form.fields["seen_version"]
    contact = submit(form, contents.add_contact, organisation=organisation, by=request.user)
    if contact:
        messages.success(request, f"{contact} is added.")
        return redirect("plans:contacts", organisation.slug)
    return render(request, f"{FOLDER}/contact.html", {"organisation": organisation, "form": form})


@require_http_methods(["GET", "POST"])
@member_required(Power.EDIT)
def change_contact(request: MemberRequest, organisation: Organisation, contact_id: int) -> HttpResponse:
    """A contact in other words or with another number."""
    contact = get_object_or_404(Contact, organisation=organisation, pk=contact_id)
    names = ("name", "purpose", "phone", "email")
    first = {name: getattr(contact, name) for name in names} | {"seen_version": contact.version}
    form = ContactForm(request.POST or None, initial=first)
    changed, status = submit_seen(form, contents.change_contact, contact=contact, by=request.user)
    if changed:
        messages.success(request, f"{changed} is changed.")
        return redirect("plans:contacts", organisation.slug)
    context = {"organisation": organisation, "form": form, "contact": contact}
    return render(request, f"{FOLDER}/contact.html", context, status=status)


@require_http_methods(["GET", "POST"])
@member_required(Power.EDIT)
def remove_contact(request: MemberRequest, organisation: Organisation, contact_id: int) -> HttpResponse:
    """A contact is removed, after a page that says what this means."""
    contact = get_object_or_404(
        Contact.objects.select_related("organisation"), organisation=organisation, pk=contact_id
    )
    if request.method == "POST":
        contents.remove_contact(contact=contact, by=request.user)
        messages.success(request, f"{contact} is removed.")
        return redirect("plans:contacts", organisation.slug)
    return render(request, f"{FOLDER}/remove_contact.html", {"organisation": organisation, "contact": contact})


@require_http_methods(["GET", "POST"])
@member_required(Power.EDIT)
def wordings(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """The places of the messages that can be settled before the day."""
    draft = queries.draft_of(organisation, today=timezone.localdate())
    if draft is None:
        return render(request, f"{FOLDER}/no_results.html", {"organisation": organisation, "what": "messages"})
    held = queries.wordings_of(organisation)
    places = prepared.places(draft.basis)
    first: dict[str, object] = {}
    for place in places:
        row = held.get(place.key)
        first |= {place.key: row.text if row else "", f"seen_{place.key}": row.version if row else 0}
    shown = [(place.key, place.label, place.hint) for place in places]
    form = PlacesForm(request.POST or None, initial=first, places=shown)
    changed, status = submit_seen(form, contents.fill_places, organisation=organisation, by=request.user)
    if changed is not None:
        messages.success(request, f"{words.plural(changed, 'place')} changed." if changed else "Nothing was changed.")
        return redirect("plans:messages", organisation.slug)
    context = {"organisation": organisation, "form": form, "messages_written": prepared.written_messages(draft.basis)}
    return render(request, f"{FOLDER}/messages.html", context, status=status)
