"""Registration of the room with Django."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "portal.imports"
    verbose_name = "Nhập dữ liệu từ bảng tính"

    def ready(self) -> None:
        """Let Django know the models that stand in a module of their own."""
        from portal.imports import remembered  # noqa: F401
