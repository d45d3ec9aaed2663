"""Is the product able to work? For load balancers and the launcher."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from springtide import __version__


def health(request: HttpRequest) -> HttpResponse:
    """200 with {"status": "ok"}; 503 where the database does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:  # any failure means the same to the caller, and its text is not for strangers
        return JsonResponse({"status": "database"}, status=503)
    return JsonResponse({"status": "ok", "version": __version__})
