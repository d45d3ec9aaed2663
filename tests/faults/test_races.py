"""Many at once: one application, one receipt. Runs on SQLite and on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from springtide.applications.models import Application, Preference
from springtide.foundation.journal.queries import verify_chain
from springtide.foundation.mail.models import Letter
from tests.cast import Cast
from tests.springtide.applications.conftest import typed  # noqa: F401

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
MANY = 20


def together(cast: Cast, forms: list[dict], path: str) -> list[int]:
    """Send all the forms at the same moment, each from a window of its own; gives the statuses."""
    start = Barrier(len(forms))

    def send(form: dict) -> int:
        try:
            client = Client()
            client.force_login(cast.wei.person)
            start.wait(30)
            return client.post(path, form).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(forms)) as pool:
        return list(pool.map(send, forms))


def test_i37_twenty_identical_submits_make_one_application(transactional_db: None, cast: Cast, typed) -> None:  # noqa: F811
    assert together(cast, [typed() for _n in range(MANY)], "/me/spring/submit/") == [302] * MANY
    application = Application.objects.get()
    assert application.state == "submitted" and Letter.objects.count() == 1
    assert verify_chain().whole


def test_i38_twenty_windows_with_other_words_one_wins_and_the_others_are_told(
    transactional_db: None,
    cast: Cast,
    typed,  # noqa: F811
) -> None:
    forms = [typed(motivation=f"window {n}", submit_key=f"key-{n}") for n in range(MANY)]
    statuses = together(cast, forms, "/me/spring/submit/")
    assert sorted(statuses) == [302] + [409] * (MANY - 1)
    winner = forms[statuses.index(302)]
    assert Application.objects.get().motivation == winner["motivation"] and Letter.objects.count() == 1


def test_i38_twenty_autosaves_of_one_version_write_once_and_ranks_stay_whole(
    transactional_db: None,
    cast: Cast,
    typed,  # noqa: F811
) -> None:
    first, second = str(cast.models.pk), str(cast.portal.pk)
    orders = [[first, second], [second, first]] * (MANY // 2)
    forms = [typed(preferences=order, motivation=f"{n}") for n, order in enumerate(orders)]
    statuses = together(cast, forms, "/me/spring/autosave/")
    assert sorted(statuses) == [200] + [409] * (MANY - 1)
    kept = [str(pk) for pk in Preference.objects.order_by("rank").values_list("opening", flat=True)]
    assert kept == forms[statuses.index(200)]["preferences"]
