"""Addresses of the questionnaire."""

from django.urls import path, register_converter

from assessments.questionnaires import views
from assessments.questionnaires.addresses import QuestionConverter

register_converter(QuestionConverter, "question")

app_name = "questionnaires"
here = "o/<slug:organisation>/questionnaire"
urlpatterns = [
    path(f"{here}/", views.tasks, name="tasks"),
    path(f"{here}/depth/", views.depth, name="depth"),
    path(f"{here}/check/", views.check, name="check"),
    path(f"{here}/profile.json", views.profile_file, name="profile"),
    path(f"{here}/others/", views.others, name="others"),
    path(f"{here}/save/others/", views.save_others, name="save_others"),
    path(f"{here}/save/<question:question>/", views.save, name="save"),
    path(f"{here}/save/<question:question>/<slug:function>/", views.save, name="save_of"),
    path(f"{here}/<question:question>/", views.question, name="question"),
    path(f"{here}/<question:question>/<slug:function>/", views.question, name="question_of"),
]
