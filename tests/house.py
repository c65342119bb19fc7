"""How the house is kept, in figures: `python -m tests.house [FOLDER…]`, one column for each
checkout.

Files a folder, modules at the root, lines a function, long lines, SQL models, docstrings, modules
without a test of their name, and how many places list the networks, the audiences, the marts'
columns and the night's steps.
"""

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles

HERE = Path(__file__).resolve().parents[1]
NETWORKS = ("bluesky", "mastodon", "reddit", "youtube", "facebook", "instagram")
AUDIENCES = ("advocates", "critics", "askers", "helpers", "newcomers", "dormant")
STEPS = ("plan_shards", "enrich", "understand", "recommend", "publish")
MARTS = ("fct_posts", "fct_post_metrics", "fct_community_days", "fct_expectations", "fct_signals")
TYPES = re.compile(r"\b(varchar|bigint|double|decimal\(\d|timestamptz|integer\b)", re.IGNORECASE)
WIDE = 100


def measure(root: Path) -> dict[str, str]:
    """Each figure by its name, as text."""
    modules = sorted(path for path in (root / "transforms").rglob("*.py"))
    named = [path for path in modules if path.name != "__init__.py"]
    functions = [lines for path in modules for lines in _function_lines(path)]
    texts = {
        path: path.read_text(encoding="utf-8")
        for path in [*modules, *(root / "tests").rglob("*.py")]
    }
    lines = [line for text in texts.values() for line in text.splitlines()]
    documented = [has for path in modules for has in _docstrings(path)]
    models = sorted(path for path in (root / "dbt" / "models").rglob("*.sql"))
    sql = [len(path.read_text(encoding="utf-8").splitlines()) for path in models]
    full, most = Counter(path.parent for path in modules).most_common(1)[0]
    middle = quantiles(functions, n=10)
    return {
        "modules": str(len(named)),
        "most Python files in a folder": f"{most} ({full.relative_to(root)})",
        "folders of more than 12 Python files": str(len(crowded(root))),
        "modules at the root of transforms/": str(
            sum(path.parent.name == "transforms" for path in named)
        ),
        "lines a function: p50, p90, max": f"{middle[4]:.0f}, {middle[8]:.0f}, {max(functions)}",
        f"lines over {WIDE} characters": f"{sum(len(line) > WIDE for line in lines) / len(lines):.1%} of {len(lines)}",
        "SQL models: number, p50, max lines": f"{len(sql)}, {sorted(sql)[len(sql) // 2]}, {max(sql)}",
        "SQL models over 120 lines": str(len(long_models(root))),
        "public names with a docstring": f"{sum(documented) / len(documented):.0%} of {len(documented)}",
        "modules without a test of their name": f"{len(untested(root))} of {len(named)}",
        "places that list the networks": _counted(places(root, NETWORKS)),
        "places that list the audiences": _counted(places(root, AUDIENCES)),
        "places that retype marts, beside the contracts": _counted(retyped(root)),
        "places that order the night": _counted(ordered(root)),
    }


def untested(root: Path) -> list[str]:
    """Modules without a test of their name; a step's run.py is held by its whole room's tests."""
    tests = {path.name for path in (root / "tests").rglob("test_*.py")}
    return [
        path.relative_to(root).as_posix()
        for path in sorted((root / "transforms").rglob("*.py"))
        if path.name not in ("__init__.py", "run.py") and f"test_{path.name}" not in tests
    ]


def crowded(root: Path) -> dict[str, int]:
    """Folders with more than a dozen Python files."""
    found = Counter(
        path.parent
        for top in ("transforms", "dags", "tests")
        for path in (root / top).rglob("*.py")
    )
    return {str(folder.relative_to(root)): many for folder, many in found.items() if many > 12}


def long_models(root: Path) -> dict[str, int]:
    """SQL models of more than 120 lines, and how many each has."""
    sizes = {
        path.relative_to(root).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in sorted((root / "dbt" / "models").rglob("*.sql"))
    }
    return {name: size for name, size in sizes.items() if size > 120}


def _function_lines(path: Path) -> Iterator[int]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
            yield (node.end_lineno or first) - first + 1


def _docstrings(path: Path) -> Iterator[bool]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield ast.get_docstring(node) is not None


def _sources(root: Path) -> Iterator[tuple[Path, str]]:
    """What the product is made of: neither words about it, nor tests, nor what is data of an
    industry.
    """
    for top in ("transforms", "dags", "dbt"):
        for path in sorted((root / top).rglob("*")):
            told = path.suffix in (".py", ".yml", ".sql") and not {
                "industries",
                "target",
                "phrases",
            } & set(path.parts)
            if told and path.is_file() and not path.is_symlink():
                yield path, path.read_text(encoding="utf-8")


def places(root: Path, names: tuple[str, ...], within: int = 40) -> list[str]:
    """Files that name all of `names` within some lines: a list of them."""
    found = []
    for path, text in _sources(root):
        lines = text.splitlines()
        hits = {
            name: [n for n, line in enumerate(lines) if re.search(rf"\b{name}\b", line)]
            for name in names
        }
        starts = hits[names[0]]
        if any(
            all(any(abs(n - start) <= within for n in hits[name]) for name in names)
            for start in starts
        ):
            found.append(path.relative_to(root).as_posix())
    return found


def _counted(found: list[str]) -> str:
    return f"{len(found)} ({', '.join(found)})"


def retyped(root: Path) -> list[str]:
    """Python files that make several marts of their own, with types: the ymls' contracts tell them
    already.
    """
    found = []
    for top in ("transforms", "tests"):
        for path in sorted((root / top).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            told = sum(mart in text for mart in MARTS) >= 3 and len(TYPES.findall(text)) >= 5
            if told and path.name != Path(__file__).name:
                found.append(path.relative_to(root).as_posix())
    return found


def ordered(root: Path) -> list[str]:
    """Files in which the steps are called or named one after the other."""
    found = []
    for top in ("transforms", "dags", "tests"):
        for path in sorted((root / top).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            at = 0
            for step in STEPS:
                match = re.search(rf"\b{step}(_shard|_marts)?\b[\"'(),\]]", text[at:])
                at = at + match.end() if match else len(text) + 1
            if at <= len(text) and path.name != Path(__file__).name:
                found.append(path.relative_to(root).as_posix())
    return found


def main() -> None:
    roots = [Path(one).resolve() for one in sys.argv[1:]] or [HERE]
    tables = [measure(root) for root in roots]
    print(
        "| | "
        + " | ".join(root.name for root in roots)
        + " |\n|---" * 1
        + "|---" * len(roots)
        + "|"
    )
    for name in tables[0]:
        print(f"| {name} | " + " | ".join(table[name] for table in tables) + " |")


if __name__ == "__main__":
    main()
