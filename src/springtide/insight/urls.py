from django.urls import path

from springtide.insight.views import pages

app_name = "insight"
urlpatterns = [
    path("console/<slug:intake>/", pages.home, name="home"),
    path("console/<slug:intake>/insight/", pages.overview, name="overview"),
    path("console/<slug:intake>/insight/targets/", pages.targets_panel, name="targets_panel"),
    path("console/<slug:intake>/insight/loop/", pages.loop, name="loop"),
    path("console/<slug:intake>/insight/<slug:chart>.csv", pages.sheet, name="sheet"),
]
