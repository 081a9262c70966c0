"""Addresses of the room."""

from django.urls import path

from portal.administration import calendars, home, opening, people, views

app_name = "administration"
urlpatterns = [
    path("healthz", views.Healthz.as_view(), name="healthz"),
    path("readyz", views.Readyz.as_view(), name="readyz"),
    path("quan-tri/", home.AdministrationHome.as_view(), name="home"),
    path("quan-tri/tai-khoan/", people.PeopleList.as_view(), name="people"),
    path("quan-tri/tai-khoan/moi/", people.NewAccount.as_view(), name="person_new"),
    path("quan-tri/tai-khoan/<int:pk>/", people.AccountPage.as_view(), name="person"),
    path("quan-tri/tai-khoan/<int:pk>/mat-khau/", people.PasswordReset.as_view(), name="person_password"),
    path("quan-tri/tai-khoan/<int:pk>/trang-thai/", people.AccountState.as_view(), name="person_state"),
    path("quan-tri/mo-bao-cao/", opening.OpenReports.as_view(), name="open_reports"),
    path("quan-tri/ngay-nghi/", calendars.HolidayList.as_view(), name="holidays"),
    path("quan-tri/ngay-nghi/<int:pk>/bo/", calendars.HolidayRemove.as_view(), name="holiday_remove"),
]
