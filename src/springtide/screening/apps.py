from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    name = "springtide.screening"
    label = "screening"
