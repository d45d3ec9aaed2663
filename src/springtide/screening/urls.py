from django.urls import path

from springtide.screening.views import panels, queue, reading, releases, rubrics

app_name = "screening"
HERE = "console/<slug:intake>/screening/"
RUBRIC = f"{HERE}rubrics/<int:pk>/"
urlpatterns = [
    path(HERE, queue.queue, name="queue"),
    path(f"{HERE}assign/", queue.assign, name="assign"),
    path(f"{HERE}share/", queue.share, name="share"),
    path(f"{HERE}decide/", queue.decide_selected, name="decide"),
    path(f"{HERE}decisions/<int:pk>/drop/", queue.drop, name="drop"),
    path(f"{HERE}reading/", reading.mine, name="reading"),
    path(f"{HERE}reading/<int:pk>/", reading.review, name="review"),
    path(f"{HERE}reading/<int:pk>/autosave/", reading.autosave, name="autosave"),
    path(f"{HERE}reading/<int:pk>/recuse/", reading.hand_back, name="recuse"),
    path(f"{HERE}rubrics/", rubrics.rubrics, name="rubrics"),
    path(f"{HERE}rubrics/new/", rubrics.write, name="rubric_new"),
    path(f"{HERE}rubrics/default/", rubrics.give_default, name="rubric_default"),
    path(RUBRIC, rubrics.rubric, name="rubric"),
    path(f"{RUBRIC}edit/", rubrics.write, name="rubric_edit"),
    path(f"{RUBRIC}copy/", rubrics.copy, name="rubric_copy"),
    path(f"{RUBRIC}choose/", rubrics.choose, name="rubric_choose"),
    path(f"{RUBRIC}drop/", rubrics.drop, name="rubric_drop"),
    path(f"{RUBRIC}criteria/new/", rubrics.criterion, name="criterion_new"),
    path(f"{RUBRIC}criteria/<int:criterion>/", rubrics.criterion, name="criterion"),
    path(f"{RUBRIC}criteria/<int:criterion>/remove/", rubrics.remove, name="criterion_remove"),
    path("console/<slug:intake>/releases/", releases.releases, name="releases"),
    path("console/<slug:intake>/applications/<int:pk>/screening/", panels.panel, name="panel"),
    path(f"{HERE}home/reading/", panels.to_read, name="home_reading"),
    path(f"{HERE}home/deciding/", panels.to_decide, name="home_deciding"),
    path(f"{HERE}home/releasing/", panels.to_release, name="home_releasing"),
]
