"""Sign-in by code is the only way in, so only its pages exist."""

from allauth.account import views
from django.urls import path

from springtide.foundation.accounts.views import person

urlpatterns = [
    path("sign-in/", views.request_login_code, name="account_request_login_code"),
    path("sign-in/code/", views.confirm_login_code, name="account_confirm_login_code"),
    path("sign-out/", views.logout, name="account_logout"),
    # allauth redirects to these names; they all lead to the one door.
    path("login/", views.request_login_code, name="account_login"),
    path("", person, name="account_person"),
    path("inactive/", views.account_inactive, name="account_inactive"),
]
