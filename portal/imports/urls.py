"""Addresses of the room."""

from django.urls import URLPattern, path

from portal.imports import asking, own, views

app_name = "imports"
urlpatterns: list[URLPattern] = [
    path("nhap-excel/", views.Start.as_view(), name="start"),
    path("nhap-excel/mau/<slug:kind>.xlsx", views.Template.as_view(), name="template"),
    path("nhap-excel/xuat/<slug:kind>.<slug:suffix>", views.Export.as_view(), name="export"),
    path("nhap-excel/hoi/<int:pk>/", asking.Questions.as_view(), name="questions"),
    path("nhap-lieu/<str:unit>/<str:period>/tep/", own.OwnWorkbook.as_view(), name="own"),
    path("nhap-lieu/<str:unit>/<str:period>/tep.xlsx", own.OwnTemplate.as_view(), name="own_template"),
    path("nhap-excel/<int:pk>/", views.Preview.as_view(), name="batch"),
    path("nhap-excel/<int:pk>/ket-qua/", views.Result.as_view(), name="result"),
    path("nhap-excel/<int:pk>/hoan-tac/", views.Undo.as_view(), name="undo"),
]
