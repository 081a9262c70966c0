"""Addresses of the room."""

from django.urls import path

from portal.desk import views

app_name = "desk"
urlpatterns = [
    path("viec-cua-toi/", views.MyWork.as_view(), name="my_work"),
]
