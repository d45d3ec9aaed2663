from django.urls import path

from springtide.privacy import views

app_name = "privacy"
urlpatterns = [
    path("console/<slug:intake>/journal/", views.journal, name="journal"),
    path("console/<slug:intake>/journal/check/", views.check, name="check"),
    path("console/<slug:intake>/system/", views.system, name="system"),
    path("console/<slug:intake>/system/<int:pk>/retry/", views.retry, name="retry"),
    path("me/data/", views.my_data, name="my_data"),
]
