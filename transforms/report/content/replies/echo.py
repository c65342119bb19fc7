"""Posts that say that somebody else's holds for their writer too: what « idem » wants is not in it."""

from transforms.report.content.replies.worded import expression, fold


def is_echo(text: str) -> bool:
    """Whether the text begins so, after a greeting, a mention or a yes."""
    folded = fold(text)
    before = expression("echo", "before").match(folded)
    return bool(expression("echo", "echoes").match(folded, before.end() if before else 0))
