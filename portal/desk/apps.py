"""Registration of the room with Django."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "portal.desk"
    verbose_name = "Bàn làm việc"
