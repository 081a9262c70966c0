"""Registration of the room with Django."""

from django.apps import AppConfig


class PeriodsConfig(AppConfig):
    name = "portal.periods"
    verbose_name = "Kỳ báo cáo"
