"""The one error that a person can mend: a file, a place in it, the cause and the cure."""


class BadInput(ValueError):
    """Input that a person has to correct; `cmr` prints it without a traceback and exits with 2."""


class StepFailed(RuntimeError):
    """A step that could not do its work although its input was fine; `cmr` exits with 1."""
