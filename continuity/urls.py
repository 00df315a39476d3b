"""Every address of the product; tests/test_access.py says who may see each."""

from django.urls import include, path

from continuity.dashboard.views import home
from continuity.shell import views

urlpatterns = [
    path("", home, name="home"),
    path("livez", views.livez, name="livez"),
    path("readyz", views.readyz, name="readyz"),
    path("account/", include("assessments.accounts.urls")),
    path("o/<slug:organisation>/", views.front, name="front"),
    path("", include("assessments.organisations.urls")),
    path("", include("assessments.questionnaires.urls")),
    path("", include("assessments.register.urls")),
    path("", include("assessments.scoring.urls")),
    path("", include("continuity.plans.urls")),
    path("", include("continuity.exports.urls")),
]

handler400 = "continuity.shell.pages.bad_request"
handler403 = "continuity.shell.pages.forbidden"
handler404 = "continuity.shell.pages.not_found"
handler500 = "continuity.shell.pages.server_error"
