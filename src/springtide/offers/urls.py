from django.urls import path

from springtide.offers.views import lists, mine, waves

app_name = "offers"
HERE, MINE = "console/<slug:intake>/offers/", "me/<slug:intake>/offer/"
urlpatterns = [
    path(HERE, lists.offers, name="list"),
    path(f"{HERE}waiting/", waves.waiting, name="waiting"),
    path(f"{HERE}waves/", waves.waves, name="waves"),
    path(f"{HERE}waves/<int:pk>/", waves.wave, name="wave"),
    path(f"{HERE}waves/<int:pk>/send/", waves.send, name="send"),
    path(f"{HERE}waves/<int:pk>/drop/", waves.drop, name="drop"),
    path(f"{HERE}openings/<int:pk>/", lists.opening, name="opening"),
    path(f"{HERE}<int:pk>/", lists.offer, name="offer"),
    path(f"{HERE}<int:pk>/letter/", lists.letter, name="letter"),
    path(f"{HERE}<int:pk>/revoke/", lists.revoke, name="revoke"),
    path("console/<slug:intake>/applications/<int:pk>/offer/", lists.panel, name="panel"),
    path(MINE, mine.mine, name="mine"),
    path(f"{MINE}<int:pk>/accept/", mine.accept, name="accept"),
    path(f"{MINE}<int:pk>/decline/", mine.decline, name="decline"),
    path(f"{MINE}<int:pk>/give-back/", mine.renege, name="renege"),
    path(f"{MINE}<int:pk>/letter/", mine.letter, name="my_letter"),
]
