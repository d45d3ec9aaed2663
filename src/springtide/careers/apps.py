from django.apps import AppConfig


class CareersConfig(AppConfig):
    name = "springtide.careers"
    label = "careers"
