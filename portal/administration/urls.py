"""Addresses of the room."""

from django.urls import path

from portal.administration import views

app_name = "administration"
urlpatterns = [
    path("healthz", views.Healthz.as_view(), name="healthz"),
    path("readyz", views.Readyz.as_view(), name="readyz"),
]
