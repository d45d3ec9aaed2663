from django.urls import path

from springtide.interviews.views import candidate, console, day, schedules

app_name = "interviews"
STAFF = "console/<slug:intake>/interviews/"
OWN = "me/<slug:intake>/interviews/"
urlpatterns = [
    path(STAFF, console.interviews, name="list"),
    path(f"{STAFF}schedules/", schedules.runs, name="schedules"),
    path(f"{STAFF}schedules/drop-out/", schedules.out, name="drop_out"),
    path(f"{STAFF}schedules/waiting/", schedules.waiting, name="schedules_waiting"),
    path(f"{STAFF}schedules/<int:pk>/", schedules.run, name="schedule"),
    path(f"{STAFF}schedules/<int:pk>/loads/", schedules.loads, name="schedule_loads"),
    path(f"{STAFF}schedules/<int:pk>/progress/", schedules.progress, name="schedule_progress"),
    path(f"{STAFF}schedules/<int:pk>/stop/", schedules.stop, name="schedule_stop"),
    path(f"{STAFF}schedules/<int:pk>/approve/", schedules.approve, name="schedule_approve"),
    path(f"{STAFF}schedules/<int:pk>/ask/", schedules.ask, name="schedule_ask"),
    path(f"{STAFF}day/", day.day, name="day"),
    path(f"{STAFF}day/rows/", day.day_rows, name="day_rows"),
    path(f"{STAFF}day/screen/", day.screen_address, name="screen_address"),
    path(f"{STAFF}day/<int:pk>/<slug:verb>/", day.step, name="step"),
    path("waiting-room/<slug:token>/", day.screen, name="screen"),
    path("waiting-room/<slug:token>/numbers/", day.screen_numbers, name="screen_numbers"),
    path(f"{STAFF}<int:pk>/", console.interview, name="detail"),
    path(f"{STAFF}<int:pk>/time/", console.choose_time, name="choose_time"),
    path(f"{STAFF}<int:pk>/<slug:verb>/", console.act, name="act"),
    path(f"{STAFF}rounds/", console.rounds, name="rounds"),
    path(f"{STAFF}rounds/new/", console.edit_round, name="new_round"),
    path(f"{STAFF}rounds/<int:pk>/", console.edit_round, name="round"),
    path(f"{STAFF}rounds/<int:pk>/invite/", console.invite_people, name="invite"),
    path(f"{STAFF}free-time/", console.free_time, name="free_time"),
    path(f"{STAFF}free-time/<int:pk>/drop/", console.drop_free_time, name="drop_free_time"),
    path("console/<slug:intake>/interviews-panel/", console.home_panel, name="home_panel"),
    path("console/<slug:intake>/applications/<int:pk>/interviews/", console.panel, name="panel"),
    path(OWN, candidate.mine, name="mine"),
    path(f"{OWN}turn/", day.place, name="turn"),
    path(f"{OWN}would-move/<int:pk>/", schedules.answer, name="would_move"),
    path(f"{OWN}<int:pk>/", candidate.choose, name="choose"),
    path(f"{OWN}<int:pk>/cancel/", candidate.cancel_mine, name="cancel_mine"),
    path(f"{OWN}free-time/", candidate.add_window, name="add_window"),
    path(f"{OWN}free-time/<int:pk>/drop/", candidate.drop_window, name="drop_window"),
]
