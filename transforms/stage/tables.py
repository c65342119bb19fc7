"""Community files and packs as the rows that dbt reads from lake/config."""

from collections.abc import Iterable, Mapping, Sequence

from transforms import lake
from transforms.config.communities import Community
from transforms.config.industries import Pack
from transforms.lake import labels
from transforms.reading import NAMES, Label

Bent = Mapping[str, Sequence[labels.Label]]
"""Community -> the labels that bend its readings."""


def pack_versions(
    communities: Iterable[Community], packs: Mapping[str, Pack], bent: Bent
) -> dict[str, str]:
    """Community -> the version of its industry's pack, as its readers' labels bend it."""
    return {
        one.name: labels.version(packs[one.industry].version, one.name, bent.get(one.name, ()))
        for one in communities
    }


def label_rows(versions: Mapping[str, str], bent: Bent) -> list[dict]:
    """One row per label in effect, under the pack version that it makes."""
    names = lake.SCHEMAS["config/labels"].names
    return [
        {name: {"pack_version": versions[community], **label}[name] for name in names}
        for community, said in bent.items()
        for label in said
    ]


def community_rows(communities: Iterable[Community], versions: Mapping[str, str]) -> list[dict]:
    """One row per community that is still followed, with the version of its industry's pack."""
    return [
        {
            "community_id": community.name,
            "industry": community.industry,
            "language": community.language,
            "timezone": community.timezone,
            "simulated": community.simulated,
            "pool": community.pool,
            "retention_days": community.posts_days,
            "pack_version": versions[community.name],
        }
        for community in communities
    ]


def theme_rows(packs: Iterable[Pack]) -> list[dict]:
    """One row per theme of each pack."""
    return [
        {
            "industry": pack.name,
            "theme_id": theme_id,
            "label_fr": theme.label.fr,
            "label_en": theme.label.en,
            "need_fr": theme.need.fr,
            "need_en": theme.need.en,
        }
        for pack in packs
        for theme_id, theme in pack.themes.items()
    ]


def index_rows(packs: Iterable[Pack]) -> list[dict]:
    """One row per index, theme and emotion: an index counts the posts that have one of its themes
    and emotions.
    """
    return [
        {
            "industry": pack.name,
            "index_id": index_id,
            "label_fr": index.label.fr,
            "label_en": index.label.en,
            "theme_id": theme_id,
            "emotion": emotion,
        }
        for pack in packs
        for index_id, index in pack.indices.items()
        for theme_id in index.themes
        for emotion in index.emotions
    ]


def audience_rows(packs: Iterable[Pack]) -> list[dict]:
    """One row per audience of each pack, under the industry's own name where it has one."""
    return [
        {"industry": pack.name, "audience": audience, "label_fr": label.fr, "label_en": label.en}
        for pack in packs
        for audience, label in _audience_labels(pack).items()
    ]


def calendar_rows(packs: Iterable[Pack]) -> list[dict]:
    """One row per season or event of each pack; days are MM-DD (every year) or YYYY-MM-DD."""
    return [
        {
            "industry": pack.name,
            "event_id": event_id,
            "name_fr": event.name.fr,
            "name_en": event.name.en,
            "starts_on": event.start,
            "ends_on": event.end,
        }
        for pack in packs
        for event_id, event in pack.calendar.items()
    ]


def reply_plan_rows(packs: Iterable[Pack]) -> list[dict]:
    """One row per reply plan of each pack: the draft in both languages, and what it is for."""
    return [
        {
            "industry": pack.name,
            "plan_id": plan_id,
            "text_fr": plan.text.fr,
            "text_en": plan.text.en,
            "themes": list(plan.themes),
            "emotions": list(plan.emotions),
            "intents": list(plan.intents),
        }
        for pack in packs
        for plan_id, plan in pack.reply_plans.items()
    ]


def model_rows(model: str, thresholds: Mapping[str, float]) -> list[dict]:
    """One row per emotion or intent: from which probability on the active model says that it is
    there.
    """
    return [
        {"model": model, "emotion": name, "threshold": value}
        for name, value in sorted(thresholds.items())
    ]


def _audience_labels(pack: Pack) -> dict[str, Label]:
    return NAMES["audiences"] | {audience: text.label for audience, text in pack.audiences.items()}
