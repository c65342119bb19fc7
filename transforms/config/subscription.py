"""Changing who gets the report, in the community files themselves: every other character of them
stays as it was.

Places come from PyYAML's own parser. ruamel.yaml would write the file anew: a round trip changes
the indents, the spaces inside brackets and the line ends of our own bundled files.
"""

import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from transforms.config import addresses
from transforms.config.communities import files_in, read_folder
from transforms.config.errors import BadInput
from transforms.config.settings import settings
from transforms.ground.drafts import replacing

Edit = tuple[int, int, str]
"""From which character to which one, and what comes there."""
_PLAIN = re.compile(r"[a-z_]+|[A-Za-z][\w.+-]*@[\w.-]+", re.ASCII)


def change(
    email: str,
    wishes: dict[str, Any] | None = None,
    community: str | None = None,
    stop: bool = False,
) -> dict[str, Any]:
    """Give `email` the `wishes` (keys of a recipient) or, with `stop`, take it out; returns the
    files that changed.

    Without `community`, every file that holds the address; with one, its file alone, and the
    address joins it when it is not there yet. Files are validated together afterwards: BadInput
    leaves all of them as they were.
    """
    wishes, address = wishes or {}, addresses.key(email)
    if not (wishes or stop or community):
        raise BadInput(
            "nothing to change: say --send-at, --language, --sections, --digest, --pdf or --stop"
        )
    if wishes and stop:
        raise BadInput("--stop takes the address out: it goes with no other wish")
    before = {path: _text(path) for path in files_in(settings().communities)}
    after: dict[Path, str] = {}
    for path, text in before.items():
        data = _data(text)
        if not data or community not in (None, data.get("name")):
            continue
        held = any(_is(recipient, address) for recipient in _list(data, "recipients"))
        if held or (community and not stop):
            after[path] = _edited(path, text, address, email.strip(), wishes, stop)
    if not after:
        raise BadInput(f"{email}: in no community file" + (f" of {community}" if community else ""))
    changed = {path: text for path, text in after.items() if text != before[path]}
    _replace(changed, before)
    return {"files": [path.name for path in changed], "state": "stopped" if stop else "changed"}


def _edited(
    path: Path, text: str, address: str, email: str, wishes: dict[str, Any], stop: bool
) -> str:
    """The file's text after the change; BadInput when an edit in place would change anything else."""
    wanted = _data(text) or {}
    recipients = _list(wanted, "recipients")
    if stop:
        wanted["recipients"] = [r for r in recipients if not _is(r, address)]
    elif any(_is(r, address) for r in recipients):
        wanted["recipients"] = [r | wishes if _is(r, address) else r for r in recipients]
    else:
        wanted["recipients"] = [*recipients, {"email": email} | wishes]
    for start, end, new in sorted(_edits(text, address, email, wishes, stop), reverse=True):
        text = text[:start] + new + text[end:]
    if _data(text) != wanted:
        raise BadInput(
            f"{path}: written in a way that cannot be edited in place; please change `recipients` by hand"
        )
    return text


def _edits(text: str, address: str, email: str, wishes: dict[str, Any], stop: bool) -> list[Edit]:
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    newline = "\r\n" if "\r\n" in text else "\n"
    pair = _pair(root, "recipients")
    items = pair[1].value if pair and isinstance(pair[1], yaml.SequenceNode) else []
    held = [item for item in items if isinstance(item, yaml.MappingNode) and _holds(item, address)]
    if stop and pair and len(held) == len(items):
        return [(pair[0].end_mark.index, _end(pair[1]), ": []")]
    if stop and pair:
        return [_without(text, item, items, bool(pair[1].flow_style)) for item in held]
    if held:
        return [edit for item in held for edit in _with_wishes(text, item, wishes, newline)]
    joined = _flow({"email": email} | wishes)
    if pair is None:
        return [
            (
                len(text),
                len(text),
                f"{'' if text.endswith(newline) else newline}recipients: [{joined}]{newline}",
            )
        ]
    if not items:
        return [(pair[0].end_mark.index, _end(pair[1]), f": [{joined}]")]
    end = _end(items[-1])
    if pair[1].flow_style:
        return [(end, end, f", {joined}")]
    line_end = _line_end(text, end)
    dash = text.rindex("-", 0, items[-1].start_mark.index)
    indent = text[text.rfind("\n", 0, dash) + 1 : dash]
    return [(line_end, line_end, f"{newline}{indent}- {joined}")]


def _with_wishes(text: str, item: Any, wishes: dict[str, Any], newline: str) -> list[Edit]:
    """One edit for each wish that the recipient has already, one for all the new ones."""
    edits: list[Edit] = []
    new: list[str] = []
    for key, value in wishes.items():
        if pair := _pair(item, key):
            edits.append((pair[0].end_mark.index, _end(pair[1]), f": {_scalar(value)}"))
        else:
            new.append(f"{key}: {_scalar(value)}")
    if new and item.flow_style:
        last = _end(item.value[-1][1])
        edits.append((last, last, "".join(f", {one}" for one in new)))
    elif new:
        end = _line_end(text, _end(item))
        edits.append(
            (end, end, "".join(f"{newline}{' ' * item.start_mark.column}{one}" for one in new))
        )
    return edits


def _without(text: str, item: yaml.Node, items: list[yaml.Node], flow: bool) -> Edit:
    """The item gone with its comma, or with its lines and the comment at their end."""
    place = items.index(item)
    if flow:
        if place + 1 < len(items):
            return item.start_mark.index, items[place + 1].start_mark.index, ""
        return _end(items[place - 1]), _end(item), ""
    dash = text.rindex("-", 0, item.start_mark.index)
    return text.rfind("\n", 0, dash) + 1, _next_line(text, _end(item)), ""


def _end(node: Any) -> int:
    """Where the node's last character is followed by something else; a block's own mark is only at
    the next token.
    """
    if getattr(node, "flow_style", True) or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(last[1] if isinstance(last, tuple) else last)


def _line_end(text: str, index: int) -> int:
    """The index of the line's own end, LF or CRLF, or of the text's."""
    end = text.find("\n", index)
    if end < 0:
        return len(text)
    return end - 1 if text[end - 1] == "\r" else end


def _next_line(text: str, index: int) -> int:
    end = text.find("\n", index)
    return len(text) if end < 0 else end + 1


def _pair(node: yaml.Node | None, key: str) -> tuple[Any, Any] | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((pair for pair in pairs if pair[0].value == key), None)


def _holds(item: yaml.MappingNode, address: str) -> bool:
    pair = _pair(item, "email")
    return bool(pair and addresses.key(str(pair[1].value)) == address)


def _is(recipient: Any, address: str) -> bool:
    return isinstance(recipient, dict) and addresses.key(str(recipient.get("email", ""))) == address


def _flow(recipient: dict[str, Any]) -> str:
    return "{" + ", ".join(f"{key}: {_scalar(value)}" for key, value in recipient.items()) + "}"


def _scalar(value: Any) -> str:
    """A value on one line; an hour in quotes, because YAML 1.1 reads 07:30 as a number of minutes."""
    if isinstance(value, list):
        return "[" + ", ".join(_scalar(one) for one in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if _PLAIN.fullmatch(str(value)):
        return str(value)
    return str(yaml.dump(str(value), default_style='"', width=10_000, allow_unicode=True)).strip()


def _replace(changed: dict[Path, str], before: dict[Path, str]) -> None:
    """Write the files; put all of them back when the folder has an error that it did not have."""
    known = set(read_folder(settings().communities)[1])
    try:
        for path, text in changed.items():
            _write(path, text)
        if fresh := [
            error for error in read_folder(settings().communities)[1] if error not in known
        ]:
            raise BadInput("\n".join([*fresh, "nothing was changed"]))
    except BaseException:
        for path in changed:
            _write(path, before[path])
        raise


def _write(path: Path, text: str) -> None:
    """The file with its rights and, for a link, at its target: whole or not at all."""
    target = path.resolve()
    with replacing(target) as draft:
        draft.write_text(text, encoding="utf-8", newline="")
        shutil.copymode(target, draft)


def _text(path: Path) -> str:
    with path.open(encoding="utf-8", errors="surrogateescape", newline="") as file:
        return file.read()


def _data(text: str) -> dict[str, Any] | None:
    """The file as plain data, or None when it is not YAML: such a file is never edited."""
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError:
        return None
    return data if isinstance(data, dict) else None


def _list(data: dict[str, Any], key: str) -> list[Any]:
    found = data.get(key)
    return list(found) if isinstance(found, Iterable) and not isinstance(found, str | dict) else []
