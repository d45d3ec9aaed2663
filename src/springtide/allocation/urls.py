from django.urls import path

from springtide.allocation.views import people, runs

app_name = "allocation"
HERE = "console/<slug:intake>/allocation/"
urlpatterns = [
    path(HERE, runs.runs, name="runs"),
    path(f"{HERE}compare/", runs.compare, name="compare"),
    path(f"{HERE}waiting/", runs.waiting, name="waiting"),
    path(f"{HERE}<int:pk>/", runs.run, name="run"),
    path(f"{HERE}<int:pk>/progress/", runs.progress, name="progress"),
    path(f"{HERE}<int:pk>/stop/", runs.stop, name="stop"),
    path(f"{HERE}<int:pk>/publish/", runs.publish, name="publish"),
    path(f"{HERE}<int:run>/people/<int:pk>/", people.person, name="person"),
    path(f"{HERE}<int:run>/people/<int:pk>/enough/<int:choice>/", people.enough, name="enough"),
    path("console/<slug:intake>/applications/<int:pk>/allocation/", people.panel, name="panel"),
    path("me/<slug:intake>/result/", people.mine, name="mine"),
]
