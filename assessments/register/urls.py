"""Addresses of the register and the dependency map."""

from django.urls import path

from assessments.register import views
from assessments.register.pages import KINDS

app_name = "register"
here = "o/<slug:organisation>"
urlpatterns = [
    path(f"{here}/functions/", views.functions, name="functions"),
    path(f"{here}/functions/add/", views.add_function, name="function_add"),
    path(f"{here}/functions/<slug:function>/", views.function, name="function"),
    path(f"{here}/functions/<slug:function>/edit/", views.edit_function, name="function_edit"),
    path(f"{here}/functions/<slug:function>/move/", views.move_function, name="function_move"),
    path(f"{here}/functions/<slug:function>/remove/", views.remove_function, name="function_remove"),
    path(f"{here}/map/", views.dependency_map, name="map"),
]
for kind in KINDS.values():
    urlpatterns += [
        path(f"{here}/{kind.key}/", views.things, {"kind": kind}, name=kind.key),
        path(f"{here}/{kind.key}/add/", views.edit_row, {"kind": kind, "row": ""}, name=f"{kind.key}_add"),
        path(f"{here}/{kind.key}/<str:row>/", views.edit_row, {"kind": kind}, name=f"{kind.key}_row"),
        path(f"{here}/{kind.key}/<str:row>/remove/", views.remove_row, {"kind": kind}, name=f"{kind.key}_remove"),
    ]
