"""Handing a file to somebody who may have it: the step's view has asked, this only answers."""

from django.http import FileResponse, HttpResponseBase

from springtide.foundation.files.models import StoredFile
from springtide.foundation.files.queries import disk_path


def as_download(file: StoredFile) -> HttpResponseBase:
    """Always an attachment: what others uploaded is never rendered in our origin."""
    response = FileResponse(disk_path(file).open("rb"), as_attachment=True, filename=file.name)
    response["Content-Type"] = file.content_type
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def as_picture(file: StoredFile) -> HttpResponseBase:
    """A PNG that we rendered ourselves, shown in the page."""
    response = FileResponse(disk_path(file).open("rb"), content_type="image/png")
    response["Cache-Control"] = "private, max-age=600"
    return response
