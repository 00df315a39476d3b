"""Addresses of the plan on the screen and of its files."""

from django.urls import path

from continuity.exports import views

app_name = "exports"
here = "o/<slug:organisation>/plan"
urlpatterns = [
    path(f"{here}/", views.plan, name="plan"),
    path(f"{here}/read/<slug:section>/", views.plan, name="section"),
    path(f"{here}/whole/", views.whole, name="whole"),
    path(f"{here}/versions/<str:number>/", views.version, name="version"),
    path(f"{here}/versions/<str:number>/<slug:section>/", views.version, name="version_section"),
    path(f"{here}/export/", views.export, name="export"),
    path(f"{here}/export/files/", views.file_list, name="files"),
    path(f"{here}/export/<int:export_id>/", views.download, name="download"),
    path(f"{here}/export/registers/<slug:register>.csv", views.register, name="register"),
]
