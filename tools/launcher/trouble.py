"""What a person is told when something in the way is theirs to clear."""


class Trouble(Exception):
    """Ends the command with one sentence that says what is wrong and one that says what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"springtide: {what}\n  {remedy}")
