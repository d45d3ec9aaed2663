from django.urls import path

from springtide.mentoring.views import console, judging, mine, panels, posts

app_name = "mentoring"
STAFF = "console/<slug:intake>/mentoring/"
ONE = f"{STAFF}<int:pk>/"
OWN = "me/<slug:intake>/internship/"
urlpatterns = [
    path(STAFF, console.listing, name="list"),
    path(ONE, console.detail, name="detail"),
    path(f"{ONE}tasks/<int:number>/", console.tick, name="tick"),
    path(f"{ONE}move/<slug:verb>/", console.move, name="move"),
    path(f"{ONE}mentor/", console.mentor, name="mentor"),
    path(f"{ONE}check-in/", judging.check_in, name="check_in"),
    path(f"{ONE}evaluation/<slug:kind>/", judging.evaluation, name="evaluation"),
    path(f"{ONE}return/", judging.recommend, name="recommend"),
    path(f"{ONE}return/decision/", judging.decide, name="decide"),
    path(f"{STAFF}mentors/", posts.listing, name="posts"),
    path(f"{STAFF}mentors/new/", posts.add, name="post_new"),
    path(f"{STAFF}mentors/<int:pk>/", posts.change, name="post"),
    path(f"{STAFF}mentors/<int:pk>/remove/", posts.remove, name="post_remove"),
    path(f"{STAFF}waiting/mentor/", panels.mentor_home, name="mentor_home"),
    path(f"{STAFF}waiting/unpaired/", panels.unpaired_home, name="unpaired_home"),
    path(f"{STAFF}waiting/return-offers/", panels.approver_home, name="approver_home"),
    path("console/<slug:intake>/applications/<int:pk>/internship/", panels.application, name="panel"),
    path(OWN, mine.mine, name="mine"),
    path(f"{OWN}tasks/<int:number>/", mine.tick, name="tick_mine"),
]
