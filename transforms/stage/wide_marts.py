"""The industries' wide marts as dbt models: one SQL and one YAML file per pack, both from the pack
alone.
"""

from pathlib import Path

import yaml

from transforms.config.industries import Index, Pack, Theme

SQL = "{{{{ wide_community_days(industry='{industry}', themes={themes}, indices={indices}) }}}}\n"
SHARE = "decimal(6,4)"
SHARED_COLUMNS = {
    "community_id": ("varchar", "The community."),
    "industry": ("varchar", "Its industry: always this one."),
    "date": ("date", "The community's local day."),
    "posts": ("bigint", "Posts of that day, the brand's own included."),
    "member_posts": (
        "bigint",
        "Posts of that day by members: the denominator of every share here.",
    ),
    "sentiment": (SHARE, "Mean sentiment (-1 to 1) of the members' posts; null without any."),
}


def model_name(pack: Pack) -> str:
    return f"{pack.name}__community_days"


def sql(pack: Pack) -> str:
    """The model's SQL: one call of the one macro."""
    return SQL.format(industry=pack.name, themes=sorted(pack.themes), indices=sorted(pack.indices))


def yml(pack: Pack) -> str:
    """The model's documentation and contract, in the words of the pack."""
    description = (
        f"One row per community of the industry '{pack.label.en}' and local day: "
        "its themes and indices as columns, for spreadsheets and BI tools that want them wide."
    )
    columns = [_column(name, kind, says) for name, (kind, says) in SHARED_COLUMNS.items()]
    columns += [
        column
        for theme_id, theme in sorted(pack.themes.items())
        for column in _theme(theme_id, theme)
    ]
    columns += [_index(index_id, index) for index_id, index in sorted(pack.indices.items())]
    model = {"name": model_name(pack), "description": description, "columns": columns}
    return yaml.safe_dump(
        {"version": 2, "models": [model]}, sort_keys=False, allow_unicode=True, width=120
    )


def write(packs: list[Pack], folder: Path) -> None:
    """Bring `folder` in line with the packs; a file that is right already is left alone, so that
    dbt parses nothing.
    """
    target = folder / "marts" / "industries"
    target.mkdir(parents=True, exist_ok=True)
    wanted = {f"{model_name(pack)}.sql": sql(pack) for pack in packs}
    wanted |= {f"{model_name(pack)}.yml": yml(pack) for pack in packs}
    for path in target.iterdir():
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        path = target / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def _theme(theme_id: str, theme: Theme) -> list[dict]:
    spoken = f"members' posts that speak of '{theme.label.en}'"
    return [
        _column(f"theme_{theme_id}_posts", "bigint", f"How many {spoken}."),
        _column(
            f"theme_{theme_id}_share", SHARE, f"Share of {spoken} among them; null without posts."
        ),
    ]


def _index(index_id: str, index: Index) -> dict:
    themes, emotions = ", ".join(index.themes), ", ".join(index.emotions)
    says = f"'{index.label.en}': share of members' posts with one of the themes {themes}"
    return _column(
        f"index_{index_id}_share", SHARE, f"{says} and one of {emotions}; null without posts."
    )


def _column(name: str, kind: str, says: str) -> dict:
    return {"name": name, "data_type": kind, "description": says}
