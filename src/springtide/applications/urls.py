from django.urls import path

from springtide.applications.views import console, form, mine

app_name = "applications"
own = "me/<slug:intake>/"
one = "console/<slug:intake>/applications/<int:pk>/"
urlpatterns = [
    path("me/", mine.mine, name="mine"),
    path("me/privacy-notice/", mine.notice, name="notice"),
    path(own, form.form, name="form"),
    path(f"{own}autosave/", form.autosave, name="autosave"),
    path(f"{own}eligibility/", form.eligibility, name="eligibility"),
    path(f"{own}openings/", form.openings, name="openings"),
    path(f"{own}submit/", form.submit, name="submit"),
    path(f"{own}resume/", form.resume, name="resume"),
    path(f"{own}resume/file/", mine.own_resume, name="own_resume"),
    path(f"{own}status/", mine.status, name="status"),
    path(f"{own}withdraw/", mine.withdraw, name="withdraw"),
    path(f"{own}reopen/", mine.reopen, name="reopen"),
    path(f"{own}contest/", mine.contest, name="contest"),
    path("console/<slug:intake>/applications/", console.listing, name="list"),
    path(one, console.detail, name="detail"),
    path(f"{one}history/", console.history, name="history"),
    path(f"{one}resume/", console.file, name="file"),
    path(f"{one}resume/<int:number>.png", console.preview, name="preview"),
    path(f"{one}admit/", console.admit, name="admit"),
    path(f"{one}complete/", console.complete, name="complete"),
    path(f"{one}contests/<int:number>/", console.contest, name="answer"),
]
