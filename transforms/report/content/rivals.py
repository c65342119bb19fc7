"""The community beside its rivals, in one line and one drawing."""

from transforms.report.content.names import display_name
from transforms.report.facts.facts import Facts
from transforms.report.facts.rivals import Mean, Standing
from transforms.report.said import charts
from transforms.report.said.blocks import Block, Chart, Paragraph, Sentence
from transforms.report.said.words import WIDE, Words

MART = "mean(fct_posts.complaint, 28 days)"


def rivals(facts: Facts, words: Words) -> list[Block]:
    """Nothing without rivals, or where too few people wrote to compare."""
    if not facts.rivals or facts.rivals[0].complaining is None:
        return []
    ours, *others = facts.rivals
    told = [one for one in others if one.complaining]
    if not told or ours.complaining is None:
        return []
    said = words.say(
        "rivals.ours",
        share=words.share(ours.complaining.value, MART),
        others=words.joined([_one(one, ours.complaining, words) for one in told]),
    )
    return [Paragraph(said), _chart([ours, *told], words)]


def _one(rival: Standing, ours: Mean, words: Words) -> Sentence:
    """`38 % at Southwest (fewer)`, or `about as many` where the intervals meet."""
    theirs = rival.complaining
    assert theirs is not None
    way = "same" if not theirs.is_apart(ours) else "more" if theirs.low > ours.high else "fewer"
    share = words.share(theirs.value, MART)
    return words.say(f"rivals.{way}", share=share, name=display_name(rival.community_id))


def _chart(standings: list[Standing], words: Words) -> Chart:
    percent = "{x}" + (f"{WIDE}%" if words.language == "fr" else "%")
    rows = [
        ("anticipation" if place == 0 else "sadness", display_name(one.community_id), _values(one))
        for place, one in enumerate(standings)
    ]
    values: list[Sentence] = []
    for one in standings:
        assert one.complaining is not None
        values.append(
            words.say(
                "rivals.alt_value",
                name=display_name(one.community_id),
                low=words.share(one.complaining.low, MART),
                high=words.share(one.complaining.high, MART),
            )
        )
    return Chart(
        "rivals",
        words.say("rivals.alt", values=words.joined(values)),
        charts.climate(rows, percent, "light"),
        charts.climate(rows, percent, "dark"),
        title=words.get("rivals.title"),
        legend=words.get("rivals.legend"),
    )


def _values(one: Standing) -> tuple[float | None, ...]:
    mean = one.complaining
    return (mean.value, mean.low, mean.high, None, None, None) if mean else (None,) * 6
