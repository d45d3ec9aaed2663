from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "springtide.insight"
    label = "insight"
