"""What Springtide costs, measured: `./springtide bench careers`, `submit` or `console`.

Each bench works in a data folder of its own, on the loopback only, and ends only what it started.
"""
