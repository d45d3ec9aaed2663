from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "springtide.foundation.ui"
    label = "ui"
