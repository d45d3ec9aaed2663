from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "springtide.applications"
    label = "applications"
