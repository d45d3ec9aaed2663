from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OffersConfig(AppConfig):
    name = "springtide.offers"
    label = "offers"

    def ready(self) -> None:
        from springtide.foundation.ui import menu, panels
        from springtide.offers import receivers  # noqa: F401 - importing connects them
        from springtide.offers.views.waves import badge

        staff = frozenset({"lead", "approver", "auditor", "recruiter"})
        menu.register(
            menu.MenuItem(
                label=_("Offers"), url_name="offers:list", icon="mail-check", roles=staff, order=70, badge=badge
            )
        )
        panels.register(
            panels.Panel(label=_("Offer"), url_name="offers:panel", icon="mail-check", roles=staff, order=70),
            panels.Panel(
                label=_("Offers waiting"),
                url_name="offers:waiting",
                icon="mail-check",
                roles=frozenset({"lead", "approver"}),
                order=70,
                page="home",
            ),
            *(
                panels.Panel(
                    label=_("Your offer"), url_name="offers:mine", icon="mail-check", order=70, page=f"status-{state}"
                )
                for state in ("offered", "accepted", "declined")
            ),
        )
