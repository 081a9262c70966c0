"""What every reader of this room raises when a text cannot be read."""


class ReadingError(ValueError):
    """A text that was refused: `code` for machines and tests, `message` in Vietnamese for the person who typed it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def quoted(text: str, limit: int = 60) -> str:
    """The text between Vietnamese quotation marks, cut where a message would become unreadable."""
    return f"“{text if len(text) <= limit else text[: limit - 1] + '…'}”"
