from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "springtide.foundation.files"
    label = "files"
