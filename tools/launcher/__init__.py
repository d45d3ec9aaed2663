"""What stands between a fresh clone and a running Springtide; standard library only."""
