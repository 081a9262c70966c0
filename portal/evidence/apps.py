"""Registration of the room with Django."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "portal.evidence"
    verbose_name = "Minh chứng"
