"""Engines of Springtide: plain values in, plain values out, without Django."""
