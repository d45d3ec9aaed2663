from django.urls import path

from springtide.foundation.mail import views

app_name = "mail"
urlpatterns = [
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/attachments/<int:pk>/", views.attachment, name="attachment"),
]
