"""What is told of a pull of files: its counts, and a sentence for each thing worth a look."""

from typing import Any

from transforms.config.communities import Source
from transforms.extract.intake import Tally

GAVE_NOTHING = "a file gave nothing"


def facts(tally: Tally, source: Source, notes: list[str], set_aside: int) -> dict[str, Any]:
    """The counts, `status_of_source` and `message`; `notes` are said too.

    set_aside: how many rows of the files were set aside that no earlier pull had.
    """
    others = tally.other_account
    said = [*_said(tally, set_aside), *notes]
    if tally.read and others == tally.read:
        said.append(f"no row is of the account '{source.account}': is `account` right?")
    all_files = not any(one.startswith(GAVE_NOTHING) for one in notes)
    complete = not set_aside and all_files and (not tally.read or others < tally.read)
    return {
        "rows_in": tally.read,
        "rows": tally.new,
        "known": tally.known,
        "repeated": tally.repeated,
        "quarantined": set_aside,
        "other_account": others,
        "status_of_source": "ok" if complete else "partial",
        "message": "; ".join(said),
    }


def _said(tally: Tally, set_aside: int) -> list[str]:
    fields = ", ".join(f"{name} {n}" for name, n in tally.unreadable.most_common(5))
    before, lost = len(tally.rejected) - set_aside, tally.unreadable.total()
    counted = (
        (tally.other_account, "rows of other accounts"),
        (tally.expired, "rows older than posts are kept"),
        (tally.future, "rows dated in the future, shown when their day comes"),
        (tally.repeated, "rows repeated word for word"),
        (set_aside, f"of {tally.read} rows set aside ({tally.reasons()})"),
        (before, "rows set aside before"),
        (tally.no_posts, "rows that are no posts left out (totals, ratings without a text)"),
        (lost, f"values could not be read and are unknown ({fields})"),
        (tally.mended, "texts came with broken accents and were mended"),
    )
    new = f"{tally.new} new of {tally.accepted} posts"
    return [new, *(f"{count} {what}" for count, what in counted if count)]
