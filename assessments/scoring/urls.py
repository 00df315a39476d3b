"""Addresses of the results."""

from django.urls import path

from assessments.scoring import views
from assessments.scoring.rescoring import views as rounds
from assessments.scoring.trials import views as trials

app_name = "scoring"
here = "o/<slug:organisation>"
urlpatterns = [
    path("installation/rescoring/", rounds.rescoring, name="rescoring"),
    path("installation/rescoring/start/", rounds.start_rescoring, name="start_rescoring"),
    path("installation/rescoring/go-on/", rounds.go_on_rescoring, name="go_on_rescoring"),
    path("installation/rescoring/cancel/", rounds.cancel_rescoring, name="cancel_rescoring"),
    path(f"{here}/overview/", views.overview, name="overview"),
    path(f"{here}/scores/", views.summary, name="summary"),
    path(f"{here}/scores/functions/", views.functions, name="functions"),
    path(f"{here}/scores/functions/<str:function>/", views.function, name="function"),
    path(f"{here}/scores/scenarios/", views.scenarios, name="scenarios"),
    path(f"{here}/scores/scenarios/<str:scenario>/", views.scenario, name="scenario"),
    path(f"{here}/scores/sensitivity/", views.sensitivity, name="sensitivity"),
    path(f"{here}/scores/range/", trials.ranging, name="range"),
    path(f"{here}/scores/range.csv", trials.ranging_table, name="range_table"),
    path(f"{here}/scores/what-if/", trials.what_if, name="what_if"),
    path(f"{here}/scores/what-if/keep/", trials.keep, name="keep_trial"),
    path(f"{here}/scores/what-if/saved/", trials.saved, name="trials"),
    path(f"{here}/scores/what-if/saved/<int:trial>/rename/", trials.rename, name="rename_trial"),
    path(f"{here}/scores/what-if/saved/<int:trial>/delete/", trials.delete, name="delete_trial"),
    path(f"{here}/scores/spread/", trials.spread, name="spread"),
    path(f"{here}/scores/spread.csv", trials.spread_table, name="spread_table"),
    path(f"{here}/scores/insurance/", trials.insurance, name="insurance"),
    path(f"{here}/scores/insurance.csv", trials.insurance_table, name="insurance_table"),
    path(f"{here}/scores/replay/", trials.replays, name="replays"),
    path(f"{here}/scores/replay/<str:incident>.csv", trials.replay_table, name="replay_table"),
    path(f"{here}/scores/replay/<str:incident>/", trials.replay, name="replay"),
    path(f"{here}/scores/method/", views.method, name="method"),
    path(f"{here}/scores/how/<str:result_path>/", views.how, name="how"),
    path(f"{here}/scores/figures/<str:chart>.json", views.figure, name="figure"),
    path(f"{here}/scores/tables/<str:table>.csv", views.table, name="table"),
    path(f"{here}/scores/so-far/", views.so_far, name="so_far"),
    path(f"{here}/scores/calculate/", views.calculate, name="calculate"),
    path(f"{here}/scores/assessments/<int:assessment>/", views.assessment, name="assessment"),
    path(f"{here}/scores/assessments/<int:assessment>/results.json", views.results_file, name="results_file"),
    path(f"{here}/scores/assessments/<int:assessment>/profile.json", views.profile_file, name="profile_file"),
]
