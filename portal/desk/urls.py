"""Addresses of the room."""

from django.urls import path

from portal.desk import reorganisation_views, views

app_name = "desk"
ARRANGING = "quan-tri/sap-xep/"
urlpatterns = [
    path("viec-cua-toi/", views.MyWork.as_view(), name="my_work"),
    path("chat-luong/", views.QualityList.as_view(), name="quality"),
    path("chat-luong/<int:pk>/", views.FindingPage.as_view(), name="finding"),
    path("quan-tri/toan-ven/", views.IntegrityPage.as_view(), name="integrity"),
    path(ARRANGING, reorganisation_views.ReorganisationList.as_view(), name="reorganisation_list"),
    path(f"{ARRANGING}moi/<slug:kind>/", reorganisation_views.ReorganisationNew.as_view(), name="reorganisation_new"),
    path(f"{ARRANGING}<int:pk>/", reorganisation_views.ReorganisationDetail.as_view(), name="reorganisation"),
    path(
        f"{ARRANGING}<int:pk>/hoan-tac/", reorganisation_views.ReorganisationUndo.as_view(), name="reorganisation_undo"
    ),
    path(
        f"{ARRANGING}<int:pk>/bo/", reorganisation_views.ReorganisationDiscard.as_view(), name="reorganisation_discard"
    ),
]
