"""Pages of tasks."""

from typing import Any

from django.urls import reverse
from django.views.generic import DetailView

from portal.units.days import day_in_address
from portal.units.lists import FilteredList
from resolutions.filters import TaskFilters
from resolutions.models import Task
from resolutions.progress import task_row
from resolutions.task_page import task_page


class TaskList(FilteredList):
    """Tasks with their state on the shown day."""

    queryset = Task.objects.with_progress()
    filterset_class = TaskFilters
    template_name = "resolutions/task_list.html"
    title = "Nhiệm vụ"
    thing = "nhiệm vụ"
    nothing_yet = "Chưa có nhiệm vụ nào. Người quản trị xem các bước chuẩn bị ở trang Quản trị."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        day = day_in_address(self.request)
        return {**context, "day": day, "rows": [task_row(task, day) for task in context["object_list"]]}


class TaskView(DetailView):
    """One task: who leads, by when, what must come out, what was reported of it."""

    queryset = Task.objects.for_detail()
    template_name = "resolutions/task_detail.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().visible_to(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        task, day = self.object, day_in_address(self.request)
        kind = task.get_kind_display()
        return super().get_context_data(
            page=task_page(task, on=day, user=self.request.user),
            day=day,
            breadcrumb=[("Nhiệm vụ", reverse("resolutions:task_list")), (kind[:1].upper() + kind[1:], "")],
            **kwargs,
        )
