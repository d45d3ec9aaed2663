from django.apps import AppConfig


class SampleConfig(AppConfig):
    name = "springtide.sample"
    label = "sample"
