"""Addresses of the room."""

from django.urls import path

from portal.administration import calendars, home, opening, people, reporting_forms, views

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
    path("quan-tri/bieu-bao-cao/", reporting_forms.FormList.as_view(), name="forms"),
    path("quan-tri/bieu-bao-cao/moi/", reporting_forms.NewForm.as_view(), name="form_new"),
    path("quan-tri/bieu-bao-cao/<int:pk>/", reporting_forms.FormPage.as_view(), name="form"),
    path("quan-tri/bieu-bao-cao/<int:pk>/ban-nam-sau/", reporting_forms.NextVersion.as_view(), name="form_next"),
    path("quan-tri/bieu-bao-cao/<int:pk>/chi-tieu/", reporting_forms.NewItem.as_view(), name="form_item_new"),
    path("quan-tri/bieu-bao-cao/<int:pk>/chi-tieu/<int:item>/", reporting_forms.ItemPage.as_view(), name="form_item"),
    path("quan-tri/bieu-bao-cao/<int:pk>/mo-bao-cao/", reporting_forms.OpenReports.as_view(), name="form_open"),
]
