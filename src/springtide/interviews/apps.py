from functools import partial

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InterviewsConfig(AppConfig):
    name = "springtide.interviews"
    label = "interviews"

    def ready(self) -> None:
        from springtide.foundation.ui import menu, panels
        from springtide.interviews import receivers  # noqa: F401 - importing connects them

        staff = frozenset({"lead", "recruiter", "interviewer", "approver", "auditor"})
        item = partial(menu.MenuItem, icon="calendar-clock", roles=staff)
        menu.register(item(label=_("Interviews"), url_name="interviews:list", order=50))
        seers = frozenset({"lead", "recruiter", "approver", "auditor"})
        menu.register(
            menu.MenuItem(
                label=_("Assessments"), url_name="interviews:assessments", icon="clipboard-check", roles=seers, order=45
            )
        )
        panels.register(
            panels.Panel(
                label=_("Interviews"), url_name="interviews:panel", icon="calendar-clock", roles=staff, order=40
            ),
            panels.Panel(
                label=_("Your interviews"),
                url_name="interviews:home_panel",
                icon="calendar-clock",
                roles=frozenset({"interviewer"}),
                order=20,
                page="home",
            ),
            panels.Panel(
                label=_("Schedules to approve"),
                url_name="interviews:schedules_waiting",
                icon="calendar-range",
                roles=frozenset({"lead", "approver"}),
                order=50,
                page="home",
            ),
            panels.Panel(
                label=_("Your interviews"),
                url_name="interviews:mine",
                icon="calendar-clock",
                order=50,
                page="status-shortlisted",
            ),
            panels.Panel(
                label=_("Assessments"),
                url_name="interviews:assessment_panel",
                icon="clipboard-check",
                roles=seers,
                order=35,
            ),
            *(
                panels.Panel(
                    label=_("Your assessments"),
                    url_name="interviews:my_assessments",
                    icon="clipboard-check",
                    order=45,
                    page=f"status-{state}",
                )
                for state in ("shortlisted", "placed", "reserve", "offered")  # consent can be taken back in all of them
            ),
        )
