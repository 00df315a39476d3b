"""Addresses around the plan; the pages that show the plan itself belong to the exports, which draw it."""

from django.urls import path

from continuity.plans.views import contents, mitigation, runbooks, versions

app_name = "plans"
here = "o/<slug:organisation>"
urlpatterns = [
    path(f"{here}/mitigation/", mitigation.mitigation, name="mitigation"),
    path(f"{here}/mitigation/add/", mitigation.add_action, name="add_action"),
    path(f"{here}/mitigation/figures/<slug:chart>.json", mitigation.figure, name="figure"),
    path(f"{here}/mitigation/tables/<slug:chart>.csv", mitigation.table, name="table"),
    path(f"{here}/mitigation/<slug:action>/", mitigation.action, name="action"),
    path(f"{here}/mitigation/<slug:action>/change/", mitigation.change_action, name="change_action"),
    path(f"{here}/mitigation/<slug:action>/<slug:move>/", mitigation.decide, name="decide"),
    path(f"{here}/plan/details/", contents.details, name="details"),
    path(f"{here}/plan/contacts/", contents.contacts, name="contacts"),
    path(f"{here}/plan/contacts/add/", contents.add_contact, name="add_contact"),
    path(f"{here}/plan/contacts/<int:contact_id>/", contents.change_contact, name="change_contact"),
    path(f"{here}/plan/contacts/<int:contact_id>/remove/", contents.remove_contact, name="remove_contact"),
    path(f"{here}/plan/messages/", contents.wordings, name="messages"),
    path(f"{here}/plan/runbooks/", runbooks.runbooks, name="runbooks"),
    path(f"{here}/plan/runbooks/add/", runbooks.add_step, name="add_step"),
    path(f"{here}/plan/runbooks/<slug:step>/", runbooks.step, name="step"),
    path(f"{here}/plan/runbooks/<slug:step>/remove/", runbooks.remove_step, name="remove_step"),
    path(f"{here}/plan/runbooks/<slug:step>/undo/", runbooks.undo_step, name="undo_step"),
    path(f"{here}/plan/versions/", versions.index, name="versions"),
    path(f"{here}/plan/versions/make/", versions.make, name="make_version"),
    path(f"{here}/plan/versions/changes/", versions.changes, name="changes"),
    path(f"{here}/plan/approve/", versions.approve, name="approve"),
]
