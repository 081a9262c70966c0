"""Addresses of the room. Those below admin/ stand before Django's own: there is one door to sign in by."""

from django.urls import path
from django.views.generic import RedirectView

from portal.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.Landing.as_view(), name="landing"),
    path("dang-nhap/", views.SignIn.as_view(), name="login"),
    path("dang-xuat/", views.SignOut.as_view(), name="logout"),
    path("doi-mat-khau/", views.ChangePassword.as_view(), name="password_change"),
    path("admin/login/", views.AdminDoor.as_view(), name="admin_login"),
    path("admin/logout/", views.SignOut.as_view(), name="admin_logout"),
    path(
        "admin/password_change/",
        RedirectView.as_view(pattern_name="accounts:password_change"),
        name="admin_password_change",
    ),
]
