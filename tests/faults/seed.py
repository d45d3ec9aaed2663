"""Run as a program: fills an empty data folder with the cast and one signed-in candidate for each name given."""

import json
import sys


def main(names: list[str]) -> None:
    import django

    django.setup()

    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command

    from springtide.foundation.accounts.models import Person
    from tests.cast import make_cast

    call_command("migrate", verbosity=0)
    cast = make_cast()
    sessions = {}
    for name in names:
        person = Person.objects.create_user(f"{name}@example.org")
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.save()
        sessions[name] = session.session_key
    print(json.dumps({"sessions": sessions, "openings": [cast.models.pk, cast.portal.pk]}))


if __name__ == "__main__":
    main(sys.argv[1:])
