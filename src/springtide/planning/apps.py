from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "springtide.planning"
    label = "planning"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from springtide.foundation.ui.menu import MenuItem, register

        group = _("Season")
        register(
            MenuItem(label=_("Plan"), url_name="planning:overview", icon="map", order=20, group=group),
            MenuItem(label=_("Targets"), url_name="planning:targets", icon="target", order=21, group=group),
            MenuItem(
                label=_("People and roles"),
                url_name="planning:people",
                icon="users",
                order=89,
                roles=frozenset({"lead"}),
                group=_("Oversight"),
            ),
        )
