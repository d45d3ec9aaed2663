from django.urls import path

from springtide.allocation.views import compare, people, pins, prices, runs, what_ifs

app_name = "allocation"
HERE = "console/<slug:intake>/allocation/"
urlpatterns = [
    path(HERE, runs.runs, name="runs"),
    path(f"{HERE}compare/", compare.compare, name="compare"),
    path(f"{HERE}what-if/", what_ifs.what_if, name="what_if"),
    path(f"{HERE}prices/", prices.prices, name="prices"),
    path(f"{HERE}pins/", pins.pins, name="pins"),
    path(f"{HERE}pins/<int:pk>/end/", pins.unpin, name="unpin"),
    path(f"{HERE}waiting/", runs.waiting, name="waiting"),
    path(f"{HERE}<int:pk>/", runs.run, name="run"),
    path(f"{HERE}<int:pk>/progress/", runs.progress, name="progress"),
    path(f"{HERE}<int:pk>/stop/", runs.stop, name="stop"),
    path(f"{HERE}<int:pk>/publish/", runs.publish, name="publish"),
    path(f"{HERE}<int:run>/people/<int:pk>/", people.person, name="person"),
    path(f"{HERE}<int:run>/people/<int:pk>/enough/<int:choice>/", people.enough, name="enough"),
    path("console/<slug:intake>/applications/<int:pk>/allocation/", people.panel, name="panel"),
    path("console/<slug:intake>/applications/<int:pk>/pin/", pins.pin, name="pin"),
    path("me/<slug:intake>/result/", people.mine, name="mine"),
]
