"""Addresses of units."""

from django.urls import path

from portal.units import views

app_name = "units"

urlpatterns = [
    path("don-vi/", views.UnitList.as_view(), name="unit_list"),
    path("don-vi/<str:slug>/", views.UnitView.as_view(), name="unit"),
]
