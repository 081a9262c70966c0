"""Addresses of documents and tasks."""

from django.urls import path

from resolutions import views

app_name = "resolutions"

urlpatterns = [
    path("nghi-quyet/", views.ResolutionList.as_view(), name="resolution_list"),
    path("nghi-quyet/<slug:slug>/", views.DocumentView.as_view(), name="resolution"),
    path("chuong-trinh/", views.ProgrammeList.as_view(), name="programme_list"),
    path("ke-hoach/", views.PlanList.as_view(), name="plan_list"),
    path("van-ban/", views.DocumentList.as_view(), name="document_list"),
    path("van-ban/<slug:slug>/", views.DocumentView.as_view(), name="document"),
    path("nguon/<str:name>/", views.SourceView.as_view(), name="source"),
    path("nhiem-vu/", views.TaskList.as_view(), name="task_list"),
    path("nhiem-vu/<int:pk>/", views.TaskView.as_view(), name="task"),
]
