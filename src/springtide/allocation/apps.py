from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AllocationConfig(AppConfig):
    name = "springtide.allocation"
    label = "allocation"

    def ready(self) -> None:
        from springtide.allocation.views.runs import badge
        from springtide.foundation.ui import menu, panels

        seers = frozenset({"lead", "approver", "auditor"})
        menu.register(
            menu.MenuItem(
                label=_("Allocation"),
                url_name="allocation:runs",
                icon="shuffle",
                roles=seers,
                order=60,
                badge=badge,
            )
        )
        panels.register(
            panels.Panel(
                label=_("Allocation"),
                url_name="allocation:panel",
                icon="shuffle",
                roles=seers | {"recruiter"},
                order=60,
            ),
            panels.Panel(
                label=_("Results to publish"),
                url_name="allocation:waiting",
                icon="shuffle",
                roles=frozenset({"lead", "approver"}),
                order=60,
                page="home",
            ),
            panels.Panel(
                label=_("What each target costs"),
                url_name="allocation:prices",
                icon="coins",
                roles=seers,
                order=60,
                page="targets",
            ),
            *(
                panels.Panel(
                    label=_("Your result"), url_name="allocation:mine", icon="shuffle", order=60, page=f"status-{state}"
                )
                for state in ("placed", "reserve")
            ),
        )
