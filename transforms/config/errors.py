"""The one error that a person can mend: a file, a place in it, the cause and the cure."""

from collections.abc import Sequence


class BadInput(ValueError):
    """Input that a person has to correct; `cmr` prints it without a traceback and exits with 2."""


class StepFailed(RuntimeError):
    """A step that could not do its work although its input was fine; `cmr` exits with 1.

    of: what in the step failed, where that has a name (a model, a test); never a row's content.
    """

    def __init__(self, message: str, of: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.of = tuple(of)
