"""A product with one place only."""

from django.http import HttpResponse
from django.urls import path

urlpatterns = [path("o/<slug:organisation>/scores/", lambda request, organisation: HttpResponse())]
