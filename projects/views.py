"""Pages of the register of projects and facilities."""

from typing import Any

from django.urls import reverse
from django.views.generic import DetailView

from portal.units.lists import FilteredList
from projects.filters import FacilityFilters, ProjectFilters
from projects.models import Facility, Project
from projects.register import facility_groups, project_page, project_row


class ProjectList(FilteredList):
    """Projects, with sums that say of how many the figure is known."""

    queryset = Project.objects.for_page()
    filterset_class = ProjectFilters
    template_name = "projects/project_list.html"
    title = "Dự án"
    thing = "dự án"
    nothing_yet = "Chưa có dự án nào. Người quản trị xem các bước chuẩn bị ở trang Quản trị."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = [project_row(project) for project in context["object_list"]]
        return {**context, "rows": rows, "totals": self.object_list.totals()}


class ProjectView(DetailView):
    """One project: what is known of it, where it lies, where that is written."""

    queryset = Project.objects.for_detail()
    template_name = "projects/project_detail.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().visible_to(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            page=project_page(self.object),
            breadcrumb=[("Dự án", reverse("projects:project_list")), (self.object.name, "")],
            **kwargs,
        )


class FacilityList(FilteredList):
    """Facilities and firms by kind."""

    queryset = Facility.objects.by_kind().for_page()
    filterset_class = FacilityFilters
    template_name = "projects/facility_list.html"
    title = "Cơ sở, doanh nghiệp"
    thing = "cơ sở, doanh nghiệp"
    nothing_yet = "Chưa có cơ sở, doanh nghiệp nào trong sổ."
    parent = ("Dự án", "projects:project_list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "groups": facility_groups(context["object_list"])}
