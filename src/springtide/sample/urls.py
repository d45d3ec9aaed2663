from django.urls import path

from springtide.sample import views

app_name = "standin"
urlpatterns = [
    path("standin/attempts/", views.create, name="create"),
    path("standin/take/<str:token>/", views.take, name="take"),
]
