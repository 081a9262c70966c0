"""Addresses of the room."""

from django.urls import path

from portal.notices import views

app_name = "notices"
urlpatterns = [
    path("thong-bao/", views.NoticeList.as_view(), name="notice_list"),
    path("thong-bao/<int:pk>/", views.NoticeOpen.as_view(), name="notice_open"),
]
