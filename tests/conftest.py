"""The cast and the real input, for whoever asks for them. Settings: tests/settings.py."""

from importlib.util import find_spec

from tests.cast import Cast, cast  # noqa: F401
from tests.real_input import real_input  # noqa: F401

# Journeys need what drives a browser (`./springtide parts e2e`); the quick tests run without it.
collect_ignore = [] if find_spec("playwright") and find_spec("axe_playwright_python") else ["journeys"]
