"""Registration of the room with Django."""

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "portal.administration"
    verbose_name = "Quản trị"

    def ready(self) -> None:
        from portal.administration import checks  # noqa: F401  importing registers them
