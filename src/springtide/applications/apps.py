from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApplicationsConfig(AppConfig):
    name = "springtide.applications"
    label = "applications"

    def ready(self) -> None:
        from springtide.applications.queries import BY_DIVISION, WHOLE_INTAKE
        from springtide.foundation.ui import menu, panels

        menu.register(
            menu.MenuItem(
                label=_("Applications"),
                url_name="applications:list",
                icon="inbox",
                roles=frozenset(map(str, WHOLE_INTAKE + BY_DIVISION)),
                order=30,
            ),
            menu.MenuItem(label=_("My applications"), url_name="applications:mine", icon="send", area="public"),
        )
        panels.register(
            panels.Panel(label=_("History"), url_name="applications:history", icon="history", order=900),
        )
