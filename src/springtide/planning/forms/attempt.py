"""A form and one action: what the action refuses is told in the form, with everything typed still there."""

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from springtide.foundation.steps.verdicts import Refused

T = TypeVar("T")


def attempt(form: forms.Form, act: Callable[[], T]) -> T | None:
    """What the action returns (True for nothing), or None with the reason among the form's errors."""
    if not form.is_valid():
        return None
    try:
        done = act()
    except Refused as refused:
        form.add_error(None, str(refused.reason))
        return None
    except ValidationError as wrong:
        told = wrong.error_dict if hasattr(wrong, "error_dict") else {NON_FIELD_ERRORS: wrong.error_list}
        for name, errors in told.items():
            form.add_error(name if name in form.fields else None, errors)
        return None
    return done
