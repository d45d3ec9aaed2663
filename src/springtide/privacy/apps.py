from functools import partial

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "springtide.privacy"
    label = "privacy"

    def ready(self) -> None:
        from springtide.foundation.ui.menu import MenuItem, register

        oversight = partial(MenuItem, roles=frozenset({"lead", "auditor"}), group=_("Oversight"))
        register(
            oversight(label=_("Journal"), url_name="privacy:journal", icon="scroll-text", order=90),
            oversight(label=_("System"), url_name="privacy:system", icon="activity", order=91),
        )
