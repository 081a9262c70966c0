"""Addresses of the room."""

from django.urls import path

from portal.administration import calendars, home, opening, views

app_name = "administration"
urlpatterns = [
    path("healthz", views.Healthz.as_view(), name="healthz"),
    path("readyz", views.Readyz.as_view(), name="readyz"),
    path("quan-tri/", home.AdministrationHome.as_view(), name="home"),
    path("quan-tri/mo-bao-cao/", opening.OpenReports.as_view(), name="open_reports"),
    path("quan-tri/ngay-nghi/", calendars.HolidayList.as_view(), name="holidays"),
    path("quan-tri/ngay-nghi/<int:pk>/bo/", calendars.HolidayRemove.as_view(), name="holiday_remove"),
]
