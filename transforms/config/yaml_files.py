"""YAML files validated by pydantic, with errors that name file, line and field."""

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from transforms.config.errors import BadInput

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Safe either way; libyaml's is ten times faster where it is there."""
M = TypeVar("M", bound=BaseModel)


def read(path: Path, model: type[M]) -> M:
    """The file as a `model`; BadInput names the file, the line and the field of every error."""
    try:
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=LOADER)
        data = yaml.load(text, Loader=LOADER)
    except FileNotFoundError:
        raise BadInput(f"{path}: no such file") from None
    except UnicodeDecodeError as error:
        raise BadInput(
            f"{path}: not UTF-8 text ({error.reason} at byte {error.start}); save it as UTF-8"
        ) from None
    except yaml.YAMLError as error:
        raise BadInput(f"{path}: not valid YAML: {error}") from None
    try:
        return model.model_validate(data if data is not None else {})
    except ValidationError as error:
        lines = [
            f"{path}:{_line(node, problem['loc'])}: {'.'.join(map(str, problem['loc'])) or '(file)'}: {problem['msg']}"
            for problem in error.errors()
        ]
        raise BadInput("\n".join(lines)) from None


def _line(node: yaml.Node | None, path: tuple[Any, ...]) -> int:
    """The line, from 1, of the deepest key of `path` that the file really has."""
    line = node.start_mark.line + 1 if node else 1
    for key in path:
        if isinstance(node, yaml.MappingNode):
            pair = next(((k, v) for k, v in node.value if k.value == str(key)), None)
            if pair is None:
                return line
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
            node = node.value[key]
            line = node.start_mark.line + 1
        else:
            return line
    return line
