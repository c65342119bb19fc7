"""YAML files validated by pydantic, with errors that name file, line and field."""

from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar, get_args

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
        node = yaml.compose(text, Loader=LOADER)
        lines = [
            f"{path}:{_line(node, problem['loc'])}: {'.'.join(map(str, problem['loc'])) or '(file)'}: "
            f"{_words(problem, model)}"
            for problem in error.errors()
        ]
        raise BadInput("\n".join(lines)) from None


def _words(problem: Any, model: type[BaseModel]) -> str:
    """What is wrong, in words; of a key that nobody knows, the one that was probably meant."""
    if problem["type"] != "extra_forbidden":
        return problem["msg"]
    key, keys = str(problem["loc"][-1]), _keys(model)
    if key in keys:
        return f"there is no such key here; it belongs {keys[key]}"
    meant = get_close_matches(key.lower(), keys, n=1, cutoff=0.7)
    return "there is no such key" + (f"; did you mean `{meant[0]}`?" if meant else "")


def _keys(model: type[BaseModel]) -> dict[str, str]:
    """Every key of a model and of the models in it, and where it belongs."""
    found: dict[str, str] = {}
    waiting: list[tuple[Any, str]] = [(model, "at the top of the file")]
    seen: set[Any] = set()
    while waiting:
        one, place = waiting.pop(0)
        if one in seen:
            continue
        seen.add(one)
        waiting += [(part, place) for part in get_args(one)]
        if isinstance(one, type) and issubclass(one, BaseModel):
            for name, field in one.model_fields.items():
                found.setdefault(name, place)
                waiting.append((field.annotation, f"in `{name}`"))
    return dict(sorted(found.items()))


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
