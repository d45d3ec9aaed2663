from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "springtide.planning"
    label = "planning"
