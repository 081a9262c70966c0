"""Addresses of the room."""

from django.urls import URLPattern, path

from portal.evidence import views

app_name = "evidence"
urlpatterns: list[URLPattern] = [path("minh-chung/<int:pk>/", views.File.as_view(), name="file")]
