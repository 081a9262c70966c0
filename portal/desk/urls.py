"""Addresses of the room."""

from django.urls import path

from portal.desk import completeness_views, deputy_views, inbox_views, reorganisation_views, views

app_name = "desk"
ARRANGING = "quan-tri/sap-xep/"
urlpatterns = [
    path("viec-cua-toi/", views.MyWork.as_view(), name="my_work"),
    path("xem-xet/", inbox_views.InboxPage.as_view(), name="inbox"),
    path("xem-xet/duyet/", inbox_views.InboxApprove.as_view(), name="inbox_approve"),
    path("tien-do-bao-cao/", completeness_views.CompletenessPage.as_view(), name="completeness"),
    path("tien-do-bao-cao/don-doc/", completeness_views.UrgeUnits.as_view(), name="urge"),
    path("tien-do-bao-cao/tin-nhan/", completeness_views.RequestTexts.as_view(), name="request_texts"),
    path("tien-do-bao-cao/mien/<int:pk>/", completeness_views.WaiveReport.as_view(), name="waive"),
    path("tien-do-bao-cao/khoa/<str:period>/", completeness_views.ClosePeriod.as_view(), name="close_period"),
    path("ky-thay/", deputy_views.Deputies.as_view(), name="deputies"),
    path("ky-thay/<int:pk>/thoi/", deputy_views.DeputyEnd.as_view(), name="deputy_end"),
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
