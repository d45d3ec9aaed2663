from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "springtide.foundation.jobs"
    label = "jobs"
