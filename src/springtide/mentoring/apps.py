from django.apps import AppConfig


class MentoringConfig(AppConfig):
    name = "springtide.mentoring"
    label = "mentoring"
