"""Addresses of the dashboards."""

from django.urls import path

from portal.dashboards import views

app_name = "dashboards"

urlpatterns = [
    path("tong-quan/", views.Home.as_view(), name="home"),
    path("tong-quan/tinh/", views.ProvinceDashboard.as_view(), name="province"),
    path("tong-quan/<str:slug>/", views.UnitDashboard.as_view(), name="unit"),
]
