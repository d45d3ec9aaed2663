from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "springtide.foundation.accounts"
    label = "accounts"
