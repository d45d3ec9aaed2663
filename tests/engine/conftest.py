"""The engine's tests run without Django too, and so without the conftest above."""

from tests.real_input import real_input  # noqa: F401
