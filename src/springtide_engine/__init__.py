"""Engines of Springtide: plain values in, plain values out, without Django."""

__version__ = "0.1.0"
