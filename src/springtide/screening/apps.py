from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    name = "springtide.screening"
    label = "screening"

    def ready(self) -> None:
        from springtide.screening import receivers

        self.receivers = receivers
