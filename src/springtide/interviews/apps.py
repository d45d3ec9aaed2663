from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    name = "springtide.interviews"
    label = "interviews"
