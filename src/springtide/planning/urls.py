from django.urls import URLPattern, URLResolver, include, path

from springtide.planning.views import imports, intakes, overview, parts, people, positions, targets

plan: list[URLPattern | URLResolver] = [
    path("console/intakes/new/", intakes.add, name="intake_new"),
    path("console/<slug:intake>/people/", people.people, name="people"),
    path("console/<slug:intake>/people/<int:pk>/withdraw/", people.withdraw, name="withdraw_role"),
    path(
        "console/<slug:intake>/plan/",
        include(
            [
                path("", overview.plan, name="overview"),
                path("calendar/", intakes.calendar, name="calendar"),
                path("move/<slug:verb>/", intakes.move, name="intake_move"),
                path("positions/", positions.rows, name="positions"),
                path("positions/new/", positions.add, name="position_new"),
                path("positions/<int:pk>/", positions.change, name="position"),
                path("positions/<int:pk>/move/<slug:verb>/", positions.move, name="position_move"),
                path("positions/<int:pk>/remove/", positions.remove, name="position_remove"),
                path("targets/", targets.rows, name="targets"),
                path("targets/new/", targets.add, name="target_new"),
                path("targets/<int:pk>/", targets.change, name="target"),
                path("targets/<int:pk>/remove/", targets.remove, name="target_remove"),
                path("import/", imports.upload, name="import"),
                path("import/<int:pk>/", imports.confirm, name="import_confirm"),
                path("<slug:kind>/", parts.rows, name="parts"),
                path("<slug:kind>/new/", parts.add, name="part_new"),
                path("<slug:kind>/<int:pk>/", parts.change, name="part"),
                path("<slug:kind>/<int:pk>/remove/", parts.remove, name="part_remove"),
            ]
        ),
    ),
]

urlpatterns = [
    path("console/", overview.console, name="console"),
    path("", include((plan, "planning"))),
]
