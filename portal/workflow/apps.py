"""Registration of the room with Django."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "portal.workflow"
    verbose_name = "Báo cáo của đơn vị"
