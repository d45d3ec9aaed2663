from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightConfig(AppConfig):
    name = "springtide.insight"
    label = "insight"

    def ready(self) -> None:
        from springtide.foundation.ui import menu, panels
        from springtide.insight.queries import SEERS

        seers = frozenset(SEERS)
        menu.register(
            menu.MenuItem(label=_("Home"), url_name="insight:home", icon="layout-dashboard", order=10),
            menu.MenuItem(label=_("Figures"), url_name="insight:overview", icon="chart-column", roles=seers, order=85),
        )
        panels.register(
            panels.Panel(
                label=_("Offers out, accepted, started"),
                url_name="insight:targets_panel",
                icon="target",
                roles=seers,
                page="targets",
            )
        )
