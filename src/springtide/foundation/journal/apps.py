from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "springtide.foundation.journal"
    label = "journal"
