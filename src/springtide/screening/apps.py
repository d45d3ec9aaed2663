from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScreeningConfig(AppConfig):
    name = "springtide.screening"
    label = "screening"

    def ready(self) -> None:
        from springtide.foundation.journal import words
        from springtide.foundation.ui import menu, panels
        from springtide.screening import receivers, states

        self.receivers = receivers
        words.register(self.label, states.VERBS)
        deciders, reviewer, approver = (
            frozenset({"lead", "recruiter"}),
            frozenset({"reviewer"}),
            frozenset({"approver"}),
        )
        readers = deciders | reviewer
        for label, url_name, icon, roles, order in (
            (_("Screening"), "screening:queue", "list-checks", deciders, 32),
            (_("To read"), "screening:reading", "book-open", reviewer, 33),
            (_("Releases"), "screening:releases", "send", approver, 34),
            (_("Rubrics"), "screening:rubrics", "ruler", readers, 35),
        ):
            menu.register(menu.MenuItem(label=label, url_name=url_name, icon=icon, roles=roles, order=order))
        for label, url_name, icon, roles, order, page in (
            (
                _("Screening"),
                "screening:panel",
                "list-checks",
                readers | approver | {"auditor"},
                30,
                panels.APPLICATION,
            ),
            (_("To read"), "screening:home_reading", "book-open", reviewer, 10, "home"),
            (_("To release"), "screening:home_releasing", "send", approver, 12, "home"),
            (_("Screening"), "screening:home_deciding", "list-checks", deciders, 20, "home"),
        ):
            panels.register(
                panels.Panel(label=label, url_name=url_name, icon=icon, roles=roles, order=order, page=page)
            )
