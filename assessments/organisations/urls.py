"""Addresses of the organisation pages."""

from django.urls import path

from assessments.organisations import views

app_name = "organisations"
urlpatterns = [
    path("organisations/", views.index, name="index"),
    path("organisations/new/", views.create, name="create"),
    path("invitations/<str:token>/", views.invitation, name="invitation"),
    path("o/<slug:organisation>/switch/", views.switch, name="switch"),
    path("o/<slug:organisation>/leave/", views.leave, name="leave"),
    path("o/<slug:organisation>/settings/", views.settings, name="settings"),
    path("o/<slug:organisation>/settings/people/", views.people, name="people"),
    path("o/<slug:organisation>/settings/people/invite/", views.invite, name="invite"),
    path("o/<slug:organisation>/settings/people/<int:membership_id>/role/", views.change_role, name="change_role"),
    path("o/<slug:organisation>/settings/people/<int:membership_id>/remove/", views.remove, name="remove"),
    path("o/<slug:organisation>/settings/invitations/<int:invitation_id>/revoke/", views.revoke, name="revoke"),
    path("o/<slug:organisation>/settings/audit/", views.audit_log, name="audit_log"),
    path("o/<slug:organisation>/settings/audit.csv", views.audit_csv, name="audit_csv"),
]
