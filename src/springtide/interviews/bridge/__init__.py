"""The only door of interviewing to the engine: rows become a problem, a schedule becomes rows."""
