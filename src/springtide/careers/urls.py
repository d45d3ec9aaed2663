from django.urls import path

from springtide.careers import views

app_name = "careers"
urlpatterns = [
    path("", views.home, name="home"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("<slug:intake>/", views.positions, name="list"),
    path("<slug:intake>/positions/<slug:slug>/", views.position, name="position"),
    path("<slug:intake>/how-to-apply/", views.how_to_apply, name="how_to_apply"),
    path("<slug:intake>/news/", views.news, name="news"),
    path("<slug:intake>/about/", views.about, name="about"),
]
