"""A thousand readers of fifty communities: a published file made by SQL, their mails rendered and
put in the outbox.
"""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path

import duckdb

from transforms.config.settings import settings
from transforms.reading import EMOTIONS
from transforms.warehouse import contracts

COMMUNITIES, RECIPIENTS, DAYS, POSTS = 50, 1000, 60, 60
NIGHT = "2026-06-16"
COMMUNITY = """name: crowd_{number:02d}
industry: telecom
language: fr
timezone: Europe/Paris
accounts: [crowd_{number:02d}]
sources: [{{network: export, path: "posts.jsonl"}}]
recipients: [{recipients}]
simulated: true
"""

_SHARES = ", ".join(
    f"{e}_s as {e}_share, greatest({e}_s - 0.03, 0) as {e}_low, {e}_s + 0.03 as {e}_high"
    for e in EMOTIONS
)
_DRAWN = ", ".join(
    f"0.05 + 0.04 * {i} + (hash(c, d, {i}) % 40) / 1000 as {e}_s" for i, e in enumerate(EMOTIONS)
)
_HIDDEN = ", ".join(f"{e}_s" for e in EMOTIONS)
_VERBATIMS = "[{'network': 'x', 'post_id': c || '-1'}, {'network': 'x', 'post_id': c || '-2'}]"
_TABLES = {
    "dim_communities": f"""select c as name, 'fr' as language, 'Europe/Paris' as timezone, true as simulated,
        date '{NIGHT}' - {DAYS} as first_date, date '{NIGHT}' as last_date, 9000 as posts, 800 as members from c""",
    "dim_themes": """select 'theme_' || t as theme_id, 'pack' as kind, 'Le sujet ' || t as label_fr,
        'Subject ' || t as label_en, 'une réponse' as need_fr, 'an answer' as need_en from c, range(8) r(t)""",
    "dim_authors": """select 'a' || p as author_id, false as is_brand, null as first_post_at, 9 as posts
        from c, range(40) r(p)""",
    "fct_community_days": f"""select * exclude (c, {_HIDDEN}), {_SHARES} from (
        select c, date '{NIGHT}' - d::int as date, 154 as posts,
        150 - d % 7 as member_posts, 4 as brand_posts, 90 as authors, 20 as questions, 31 as complaints,
        0.1 as sentiment, {_DRAWN} from c, range({DAYS}) r(d))""",
    "fct_theme_days": f"""select date '{NIGHT}' as date, 'theme_' || t as theme_id, 40 - t as posts, 30 as authors,
        (40 - t) / 150 as share from c, range(8) r(t)""",
    "fct_posts": f"""select 'x' as network, c || '-' || p as post_id, 'a' || p % 40 as author_id, false as is_brand,
        timestamptz '{NIGHT} 09:00:00+00' - to_hours(p::int) as created_at,
        (timestamp '{NIGHT} 09:00:00' - to_hours(p::int))::date as created_date,
        repeat('Toujours rien depuis ce matin, et personne au bout du fil. ', 3) || p as text, 'fr' as language,
        null as in_reply_to, 100 + p as followers, p as engagement, (p * 7 % 100) / 100 as question,
        (p * 13 % 100) / 100 as complaint, (p * 29 % 100) / 100 as praise, 'anger' as dominant_emotion,
        'theme_' || p % 8 as top_theme_id, 'regulars' as audience from c, range({POSTS}) r(p)""",
    "fct_signals": f"""select date '{NIGHT}' as date, 'emotion:' || e || ':up' as signal_id, 'emotion' as metric,
        e as subject, 'up' as direction, 0.48 as value, 0.09 as expected, 0.05 as low, 0.13 as high, 9.4 as z,
        0.002 as false_alarm_rate, 'theme_1' as theme_id, 0.7 as theme_share, 0.1 as top_author_share, 80 as authors,
        'regulars' as top_audience, ['sentiment:down'] as also, {_VERBATIMS} as verbatims, 1 as rank
        from c, (values ('anger'), ('fear'), ('sadness')) v(e) where hash(c) % 5 = 0""",
    "fct_expectations": f"""select date '{NIGHT}' as date, 'need_' || n as need_id, 'theme_' || n as theme_id,
        'une date de retour' as label_fr, 'a date for the repair' as label_en, 0.2 as explicit_share, 40 as people,
        50 as posts, 10 as people_before, 30 as rise, {_VERBATIMS} as verbatims, n as rank from c, range(3) r(n)""",
    "fct_recommendations": f"""select date '{NIGHT}' + 1 as for_date, 'advice_' || a as advice_id, a as rank,
        'theme_' || a as theme_id, 'regulars' as audience, 'video' as format, 'trust' as tone, '18:00-23:00' as slot,
        'Voici où nous en sommes.' as opening_fr, 'Here is where we stand.' as opening_en, 0.3 as engagement_lift,
        0.05 as engagement_low, 0.8 as engagement_high,
        [{{'emotion': 'trust', 'share': 0.4, 'low': 0.3, 'high': 0.5}}] as reactions, [] as reply_plans,
        false as assigned, 64 as history_posts, '64 publications' as basis_fr, '64 posts' as basis_en
        from c, range(3) r(a)""",
}


def _at_home(step: Callable[[], int]) -> Callable[[], int]:
    """The step in a home of the crowd's own, beside the benchmark's."""

    @wraps(step)
    def run() -> int:
        folder = Path(os.environ["CMR_BENCH"], "crowd")
        (folder / "communities").mkdir(parents=True, exist_ok=True)
        os.environ |= {
            "CMR_HOME": str(folder / "var"),
            "CMR_COMMUNITIES": str(folder / "communities"),
        }
        os.environ.pop("CMR_SMTP_URL", None)
        os.environ.pop("CMR_MAIL_DB", None)
        settings.cache_clear()
        return step()

    return run


@_at_home
def prepare() -> int:
    """Write the published file and the community files: each address reads one or two communities."""
    settings().published.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(settings().published)) as connection:
        names = f"select 'crowd_' || lpad(i::varchar, 2, '0') as c from range({COMMUNITIES}) r(i)"
        for table, query in _TABLES.items():
            query = query.replace("select ", "select c as community_id, 'telecom' as industry, ", 1)
            contracts.create(connection, table)
            connection.execute(f"insert into {table} by name with c as ({names}) {query}")
    for number in range(COMMUNITIES):
        mine = [
            j for j in range(RECIPIENTS) if number in (j % COMMUNITIES, (j * 7 + 3) % COMMUNITIES)
        ]
        recipients = ", ".join(f"{{email: cm{j}@example.org}}" for j in mine)
        path = settings().communities / f"crowd_{number:02d}.yml"
        path.write_text(COMMUNITY.format(number=number, recipients=recipients))
    return COMMUNITIES


@_at_home
def render() -> int:
    """Render and queue a mail for everybody; returns how many, and shows how far it is on a
    terminal.
    """
    from transforms.operate import progress
    from transforms.report import run

    recipients = run.list_recipients()
    states = [
        run.render_recipient(r, {})["state"] for r in progress.through(recipients, "crowd_render")
    ]
    return _all(states.count("queued"))


@_at_home
def send() -> int:
    """Send every mail of the crowd to the outbox; returns how many."""
    from transforms.operate import progress
    from transforms.report.delivery import send as sending

    with progress.shown("crowd_send") as advance:
        sent = sending.send_due(datetime.max.replace(tzinfo=UTC), progress=advance)["sent"]
    return _all(sent)


def _all(mails: int) -> int:
    if mails != RECIPIENTS:
        raise RuntimeError(f"{mails} of {RECIPIENTS} mails")
    return mails
