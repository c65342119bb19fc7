"""The industries' wide marts as dbt models: one SQL and one YAML file per pack, both from the pack alone."""

from pathlib import Path

import yaml

from transforms.config.industries import Pack

SQL = "{{{{ wide_community_days(industry='{industry}', themes={themes}, indices={indices}) }}}}\n"
SHARED_COLUMNS = {
    "community_id": ("varchar", "The community."),
    "industry": ("varchar", "Its industry: always this one."),
    "date": ("date", "The community's local day."),
    "posts": ("bigint", "Posts of that day, the brand's own included."),
    "member_posts": ("bigint", "Posts of that day by members: the denominator of every share here."),
    "sentiment": ("decimal(6,4)", "Mean sentiment (-1 to 1) of the members' posts; null without any."),
}


def model_name(pack: Pack) -> str:
    return f"{pack.name}__community_days"


def sql(pack: Pack) -> str:
    """The model's SQL: one call of the one macro."""
    return SQL.format(industry=pack.name, themes=sorted(pack.themes), indices=sorted(pack.indices))


def yml(pack: Pack) -> str:
    """The model's documentation and contract, in the words of the pack."""
    columns = [
        {"name": name, "data_type": kind, "description": says} | ({"constraints": [{"type": "not_null"}]} if key else {})
        for name, (kind, says) in SHARED_COLUMNS.items()
        if (key := name in ("community_id", "industry", "date")) or True
    ]
    columns += [column for theme_id, theme in sorted(pack.themes.items()) for column in _theme(theme_id, theme.label.en)]
    columns += [_index(index_id, index.label.en, index.themes, index.emotions) for index_id, index in sorted(pack.indices.items())]
    description = (
        f"One row per community of the industry '{pack.label.en}' and local day: "
        "its themes and indices as columns, for spreadsheets and BI tools that want them wide."
    )
    model = {"name": model_name(pack), "description": description, "columns": columns}
    return yaml.safe_dump({"version": 2, "models": [model]}, sort_keys=False, allow_unicode=True, width=120)


def write(packs: list[Pack], folder: Path) -> None:
    """Bring `folder` in line with the packs; a file that is right already is left alone, so that dbt parses nothing."""
    target = folder / "marts" / "industries"
    target.mkdir(parents=True, exist_ok=True)
    wanted = {f"{model_name(pack)}.{kind}": text for pack in packs for kind, text in (("sql", sql(pack)), ("yml", yml(pack)))}
    for path in target.iterdir():
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        path = target / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def _theme(theme_id: str, label: str) -> list[dict]:
    return [
        {
            "name": f"theme_{theme_id}_posts", "data_type": "bigint",
            "description": f"Members' posts that speak of '{label}'.",
        },
        {
            "name": f"theme_{theme_id}_share", "data_type": "decimal(6,4)",
            "description": f"Share of the members' posts that speak of '{label}'; null without posts.",
        },
    ]


def _index(index_id: str, label: str, themes: list[str], emotions: list[str]) -> dict:
    meaning = f"'{label}': share of the members' posts with one of the themes {', '.join(themes)}"
    return {
        "name": f"index_{index_id}_share", "data_type": "decimal(6,4)",
        "description": f"{meaning} and one of the emotions {', '.join(emotions)}; null without posts.",
    }
