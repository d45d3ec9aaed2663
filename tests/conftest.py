"""The cast and the real input, for whoever asks for them. Settings: tests/settings.py."""

from tests.cast import Cast, cast  # noqa: F401
from tests.real_input import real_input  # noqa: F401
