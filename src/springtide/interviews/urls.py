from django.urls import path

from springtide.interviews.views import candidate, console, feed, panels, rounds, times

app_name = "interviews"
STAFF = "console/<slug:intake>/interviews/"
OWN = "me/<slug:intake>/interviews/"
urlpatterns = [
    path(STAFF, console.interviews, name="list"),
    path(f"{STAFF}<int:pk>/", console.interview, name="detail"),
    path(f"{STAFF}<int:pk>/time/", console.choose_time, name="choose_time"),
    path(f"{STAFF}<int:pk>/panel/", panels.seats, name="seats"),
    path(f"{STAFF}<int:pk>/extra-time/", panels.extra_time, name="extra_time"),
    path(f"{STAFF}<int:pk>/debrief/", panels.debrief, name="debrief"),
    path(f"{STAFF}<int:pk>/<slug:verb>/", console.act, name="act"),
    path(f"{STAFF}rounds/", rounds.rounds, name="rounds"),
    path(f"{STAFF}rounds/new/", rounds.edit_round, name="new_round"),
    path(f"{STAFF}rounds/<int:pk>/", rounds.edit_round, name="round"),
    path(f"{STAFF}rounds/<int:pk>/invite/", rounds.invite_people, name="invite"),
    path(f"{STAFF}rooms/", rounds.rooms, name="rooms"),
    path(f"{STAFF}rooms/new/", rounds.edit_room, name="new_room"),
    path(f"{STAFF}rooms/<int:pk>/", rounds.edit_room, name="room"),
    path(f"{STAFF}rooms/<int:pk>/drop/", rounds.drop_room, name="drop_room"),
    path(f"{STAFF}interviewers/", times.interviewers, name="interviewers"),
    path(f"{STAFF}interviewers/<int:pk>/", times.interviewer, name="interviewer"),
    path(f"{STAFF}free-time/", times.own_times, name="free_time"),
    path(f"{STAFF}free-time/<slug:kind>/<int:pk>/drop/", times.drop_time, name="drop_free_time"),
    path("console/<slug:intake>/interviews-panel/", console.home_panel, name="home_panel"),
    path("console/<slug:intake>/applications/<int:pk>/interviews/", console.panel, name="panel"),
    path(OWN, candidate.mine, name="mine"),
    path(f"{OWN}<int:pk>/", candidate.choose, name="choose"),
    path(f"{OWN}<int:pk>/cancel/", candidate.cancel_mine, name="cancel_mine"),
    path(f"{OWN}free-time/", candidate.add_window, name="add_window"),
    path(f"{OWN}free-time/<int:pk>/drop/", candidate.drop_window, name="drop_window"),
    path("calendar/", feed.subscription, name="subscription"),
    path("calendar/stop/", feed.stop_subscription, name="stop_subscription"),
    path("calendar/<slug:token>.ics", feed.feed, name="feed"),
]
