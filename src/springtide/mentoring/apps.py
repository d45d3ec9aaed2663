from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MentoringConfig(AppConfig):
    name = "springtide.mentoring"
    label = "mentoring"

    def ready(self) -> None:
        from springtide.foundation.ui import menu, panels
        from springtide.mentoring import receivers  # noqa: F401 - importing connects them

        overseers = frozenset({"lead", "recruiter", "approver", "auditor"})
        staff = overseers | {"mentor"}
        menu.register(
            menu.MenuItem(label=_("Interns"), url_name="mentoring:list", icon="graduation-cap", roles=staff, order=80)
        )
        panels.register(
            panels.Panel(
                label=_("Internship"), url_name="mentoring:panel", icon="graduation-cap", roles=overseers, order=80
            )
        )
        for state in ("accepted", "started", "finished"):
            panels.register(
                panels.Panel(
                    label=_("Your internship"),
                    url_name="mentoring:mine",
                    icon="graduation-cap",
                    order=80,
                    page=f"status-{state}",
                )
            )
        for label, url_name, icon, roles, order in (
            (_("Your interns"), "mentor_home", "graduation-cap", {"mentor"}, 15),
            (_("Return offers to decide"), "approver_home", "undo-2", {"approver"}, 75),
            (_("Interns without a mentor"), "unpaired_home", "user-search", {"lead", "recruiter"}, 80),
        ):
            panels.register(
                panels.Panel(
                    label=label,
                    url_name=f"mentoring:{url_name}",
                    icon=icon,
                    roles=frozenset(roles),
                    order=order,
                    page="home",
                )
            )
