from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "springtide.foundation.mail"
    label = "mail"
