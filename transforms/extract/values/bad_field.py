"""Why a field was refused, in words that never quote it."""


class BadField(ValueError):
    """A field that cannot be right; the message is the reason, without the value."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field, self.reason = field, reason


class BadRow(BadField):
    """A field that can be read and cannot be: nothing else of its row can be trusted either."""
