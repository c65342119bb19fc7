"""What the documents show of commands, out of fences and backquotes."""

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.documents.test_documents import COMMANDED

CODE = re.compile(r"```(\w*)\n(.*?)```|`([^`\n]+)`", re.DOTALL)
SHELL = ("", "sh", "bash")
BETWEEN = re.compile(r"[|;&()<>\n]+")
"""What parts one command from the next, and a command from the file that it reads or writes."""


def lines(text: str) -> list[str]:
    """What a reader might type: each line of a shell's fence, each piece between backquotes."""
    shown = [
        fence.replace("\\\n", " ").splitlines() if language in SHELL else []
        for language, fence, _ in CODE.findall(text)
    ]
    found = [line for some in shown for line in some] + [one for *_, one in CODE.findall(text)]
    return [line.replace(".venv/bin/", "").partition("  #")[0].strip() for line in found if line]


def words(line: str) -> Iterator[list[str]]:
    """The simple commands of a line, each as its words; what is no shell gives none."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    command: list[str] = []
    try:
        for word in lexer:
            if BETWEEN.fullmatch(word):
                yield command
                command = []
            else:
                command.append(word)
    except ValueError:  # an apostrophe: prose
        return
    yield command


def calls(text: str, program: str) -> list[list[str]]:
    """What a text hands to a program, wherever in a line it is called: `docker compose exec` too."""
    name = program.split()
    found = []
    for command in (one for line in lines(text) for one in words(line)):
        for n in range(len(command)):
            is_value = n and command[n - 1].startswith("-")
            if command[n : n + len(name)] == name and not is_value:
                found.append(command[n + len(name) :])
                break
    return found


TEXT = "\n".join(document.read_text(encoding="utf-8") for document in COMMANDED)


def run(line: str, folder: Path, env: dict[str, str]) -> str:
    """What a line of a document prints, typed as it stands there into a shell in a folder."""
    assert line in lines(TEXT)
    done = subprocess.run(
        ["bash", "-c", line], cwd=folder, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout + done.stderr
