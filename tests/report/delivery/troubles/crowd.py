"""Many communities and recipients, and the process that is killed while it renders and sends to
them.
"""

from pathlib import Path

import yaml

from tests.report import nights


def write(communities: int, recipients: int, published: Path, folder: Path) -> dict[str, set[str]]:
    """A published file and community files; returns each address's communities. Every text names
    its community.
    """
    published.parent.mkdir(parents=True, exist_ok=True)
    file = nights.Published(published)
    file.connection.execute("begin")
    wanted: dict[str, set[str]] = {f"cm{j}@example.org": set() for j in range(recipients)}
    for i in range(communities):
        name = f"brand_{i:02d}"
        nights.NIGHTS["crisis" if i % 7 == 0 else "calm"](file, name)
        file.connection.execute(
            "update fct_posts set text = ? || text where community_id = ?",
            [f"canary{i:02d}x ", name],
        )
        mine = [
            a
            for j, a in enumerate(wanted)
            if j % communities == i or (j * 7 + 3) % communities == i
        ]
        for address in mine:
            wanted[address].add(name)
        data = {"name": name, "industry": "telecom", "language": "fr", "timezone": "Europe/Paris", "accounts": [name],
                "sources": [{"network": "export", "path": "posts.jsonl", "account": name}],
                "recipients": [{"email": a} for a in mine]}  # fmt: skip
        (folder / f"{name}.yml").write_text(yaml.safe_dump(data), encoding="utf-8")
    file.connection.execute("commit")
    file.close()
    return wanted


def main() -> None:
    """Render and send for everybody, as the night does; killed at any moment and started again, it
    goes on.
    """
    from transforms.report import run
    from transforms.report.delivery import queue, send

    rendered = {address for address, _ in queue.recipients()}
    for recipient in run.list_recipients():
        if run._address(recipient) not in rendered:
            run.render_recipient(recipient, {})
    send.send_due()


if __name__ == "__main__":
    main()
