"""Springtide: one intake of interns, from plan to return offer."""

__version__ = "0.1.0"
