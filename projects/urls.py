"""Addresses of the register of projects and facilities."""

from django.urls import path

from projects import views

app_name = "projects"

urlpatterns = [
    path("du-an/", views.ProjectList.as_view(), name="project_list"),
    path("du-an/<int:pk>/", views.ProjectView.as_view(), name="project"),
    path("co-so/", views.FacilityList.as_view(), name="facility_list"),
]
