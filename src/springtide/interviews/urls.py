from django.urls import path

from springtide.interviews.views import assessments, attempts, callbacks, candidate, console

app_name = "interviews"
STAFF = "console/<slug:intake>/interviews/"
ASSESSMENTS = "console/<slug:intake>/assessments/"
OWN_ASSESSMENTS = "me/<slug:intake>/assessments/"
OWN = "me/<slug:intake>/interviews/"
urlpatterns = [
    path(STAFF, console.interviews, name="list"),
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
    path(f"{OWN}<int:pk>/", candidate.choose, name="choose"),
    path(f"{OWN}<int:pk>/cancel/", candidate.cancel_mine, name="cancel_mine"),
    path(f"{OWN}free-time/", candidate.add_window, name="add_window"),
    path(f"{OWN}free-time/<int:pk>/drop/", candidate.drop_window, name="drop_window"),
    path(ASSESSMENTS, assessments.assessments, name="assessments"),
    path(f"{ASSESSMENTS}new/", assessments.edit_assessment, name="new_assessment"),
    path(f"{ASSESSMENTS}<int:pk>/", assessments.assessment, name="assessment"),
    path(f"{ASSESSMENTS}<int:pk>/edit/", assessments.edit_assessment, name="edit_assessment"),
    path(f"{ASSESSMENTS}<int:pk>/sittings/new/", assessments.new_sitting, name="new_sitting"),
    path(f"{ASSESSMENTS}<int:pk>/invite/", assessments.invite_people, name="invite_to_assessment"),
    path(f"{ASSESSMENTS}<int:pk>/results/", assessments.results, name="assessment_results"),
    path(f"{ASSESSMENTS}sittings/<int:pk>/", assessments.sitting, name="sitting"),
    path(f"{ASSESSMENTS}sittings/<int:pk>/call-off/", assessments.call_sitting_off, name="call_off_sitting"),
    path(f"{ASSESSMENTS}attempts/<int:pk>/<slug:verb>/", assessments.act_on_attempt, name="act_on_attempt"),
    path("console/<slug:intake>/applications/<int:pk>/assessments/", assessments.panel, name="assessment_panel"),
    path(OWN_ASSESSMENTS, attempts.mine, name="my_assessments"),
    path(f"{OWN_ASSESSMENTS}<int:pk>/", attempts.choose, name="choose_sitting"),
    path(f"{OWN_ASSESSMENTS}<int:pk>/cancel/", attempts.cancel, name="cancel_attempt"),
    path(f"{OWN_ASSESSMENTS}<int:pk>/consent/", attempts.consent, name="consent"),
    path("callbacks/assessments/<slug:provider>/", callbacks.assessment_callback, name="assessment_callback"),
]
