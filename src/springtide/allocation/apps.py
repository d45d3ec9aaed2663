from django.apps import AppConfig


class AllocationConfig(AppConfig):
    name = "springtide.allocation"
    label = "allocation"
