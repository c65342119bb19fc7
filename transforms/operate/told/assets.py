"""What pipelines wait for, as Airflow's assets: a local day that ended, each mart, the published file,
each mail.

A mart's event says how many rows it has; a mail's is named by its reader's key, never by an address.
"""

from collections.abc import Mapping
from typing import Any

from airflow.sdk import Asset, AssetAlias

from transforms.config.settings import PROJECT

DAY_ENDED = Asset("a_day_has_ended", uri="cmr://days/ended", group="communities")
PUBLISHED = Asset("published_marts", uri="cmr://published/marts", group="communities")
WIDE = AssetAlias("industry_marts", group="communities")
MAILS = AssetAlias("mails", group="communities")
_CORE = sorted(path.stem for path in (PROJECT / "dbt" / "models" / "marts").glob("*/*.yml"))
MARTS = {
    name: Asset(name, uri=f"cmr://marts/{name}", group="communities")
    for name in _CORE
    if not name.startswith("_")
}
OF_PUBLISH = [PUBLISHED, *MARTS.values(), WIDE]


def published(events: Any, rows: Mapping[str, int]) -> None:
    """Write tonight's rows into the events of `publish`; an industry's wide mart is an asset from
    its first night on.
    """
    events[PUBLISHED].extra = {"marts": len(rows), "rows": sum(rows.values())}
    for name, count in rows.items():
        if name in MARTS:
            events[MARTS[name]].extra = {"rows": count}
        elif name.endswith("__community_days"):
            wide = Asset(name, uri=f"cmr://marts/{name}", group="communities")
            events[WIDE].add(wide, extra={"rows": count})


def mailed(events: Any, recipient: str, what: Mapping[str, Any]) -> None:
    """An event of this reader's mail, when there is one: whether it waits, left or is archived."""
    if what.get("communities"):
        mail = Asset(f"mail_{recipient}", uri=f"cmr://mails/{recipient}", group="communities")
        events[MAILS].add(mail, extra={"state": what["state"]})
