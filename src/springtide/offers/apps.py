from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "springtide.offers"
    label = "offers"
