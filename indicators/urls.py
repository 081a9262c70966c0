"""Addresses of the room."""

from django.urls import URLPattern, path

from indicators import views

app_name = "indicators"
urlpatterns: list[URLPattern] = [
    path("chi-tieu/", views.IndicatorList.as_view(), name="indicator_list"),
    path("chi-tieu/<slug:code>/", views.IndicatorView.as_view(), name="indicator"),
    path("chi-tieu/<slug:code>/<str:slug>/", views.SeriesView.as_view(), name="series"),
    path("dinh-nghia/<slug:code>/", views.Redefine.as_view(), name="redefine"),
    path("cach-tinh/<slug:code>/", views.Derive.as_view(), name="derive"),
    path("quyen-so/<slug:code>/", views.Weigh.as_view(), name="weigh"),
    path("muc-tieu/<int:pk>/sua/", views.TargetAmend.as_view(), name="target_amend"),
    path("muc-tieu/<int:pk>/lo-trinh/", views.TargetPath.as_view(), name="target_path"),
    path("so-goc/<str:slug>/", views.Baselines.as_view(), name="baselines"),
    path("nhap-lieu/", views.EntryList.as_view(), name="entry_list"),
    path("nhap-lieu/<str:unit>/<str:period>/", views.EntryPage.as_view(), name="entry"),
    path("nhap-lieu/<str:unit>/<str:period>/o/", views.EntryCells.as_view(), name="entry_cells"),
    path("nhap-lieu/<str:unit>/<str:period>/nhiem-vu/", views.EntryTasks.as_view(), name="entry_tasks"),
    path("nhap-lieu/<str:unit>/<str:period>/kho-khan/", views.EntryObstacles.as_view(), name="entry_obstacles"),
    path("nhap-lieu/<str:unit>/<str:period>/nop/", views.EntrySubmit.as_view(), name="entry_submit"),
    path("nhap-lieu/<str:unit>/<str:period>/thu-hoi/", views.EntryRecall.as_view(), name="entry_recall"),
    path("nhap-lieu/<str:unit>/<str:period>/duyet/", views.EntryApprove.as_view(), name="entry_approve"),
    path("nhap-lieu/<str:unit>/<str:period>/tra-lai/", views.EntryReturn.as_view(), name="entry_return"),
    path("nhap-lieu/<str:unit>/<str:period>/mo-lai/", views.EntryReopen.as_view(), name="entry_reopen"),
    path("nhap-lieu/<str:unit>/<str:period>/tiep-nhan/", views.EntryReceive.as_view(), name="entry_receive"),
    path("nhap-lieu/<str:unit>/<str:period>/gia-han/", views.EntryExtend.as_view(), name="entry_extend"),
    path("nhap-lieu/<str:unit>/<str:period>/minh-chung/", views.Evidence.as_view(), name="evidence"),
    path(
        "nhap-lieu/<str:unit>/<str:period>/minh-chung/<slug:indicator>/", views.Evidence.as_view(), name="cell_evidence"
    ),
    path("nhap-lieu/<str:unit>/<str:period>/in/", views.EntryPrint.as_view(), name="entry_print"),
    path("nhap-lieu/<str:unit>/<str:period>/bieu-trong/", views.EntryBlank.as_view(), name="entry_blank"),
]
