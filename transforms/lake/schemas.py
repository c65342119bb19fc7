"""The schema of every folder of the lake."""

import pyarrow as pa

from transforms.config.networks import PULLED
from transforms.reading import EMOTIONS, INTENTS

utc = pa.timestamp("us", tz="UTC")
text, number, share = pa.string(), pa.int64(), pa.decimal128(6, 4)


def _schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema(list(columns.items()))


SCHEMAS: dict[str, pa.Schema] = {
    # What the door let in: one row per version of a post that a source showed us, `_dlt_load_id`
    # added by dlt.
    "raw/export": _schema(
        community_id=text,
        source=text,
        network=text,
        post_id=text,
        account=text,
        author_id=text,
        is_brand=pa.bool_(),
        text=text,
        created_at=utc,
        language=text,
        in_reply_to=text,
        format=text,
        url=text,
        likes=number,
        replies=number,
        shares=number,
        views=number,
        followers=number,
        observed_at=utc,
        observed_basis=text,
        updated_at=utc,
        deleted=pa.bool_(),
        advice_id=text,
        extra=text,
        file=text,
        line=number,
        row_hash=text,
        loaded_at=utc,
        _dlt_load_id=text,
    ),
    # The same from a network: its payload as it came, but for people; staging reads the post out of
    # it.
    **{
        f"raw/{network}": _schema(
            community_id=text,
            source=text,
            network=text,
            post_id=text,
            author_id=text,
            is_brand=pa.bool_(),
            kind=text,
            in_reply_to=text,
            created_at=utc,
            payload=text,
            followers=number,
            sealed_id=text,
            observed_at=utc,
            deleted=pa.bool_(),
            line=number,
            row_hash=text,
            loaded_at=utc,
            _dlt_load_id=text,
        )
        for network in PULLED
    },
    # What could not be let in, with the reason; texts and names are not kept, only where they are.
    "quarantine": _schema(
        community_id=text,
        source=text,
        network=text,
        file=text,
        line=number,
        field=text,
        reason=text,
        loaded_at=utc,
        night=pa.date32(),
        row_hash=text,
    ),
    # People who asked to be forgotten, and what tells of them, by separately keyed hashes; `size`
    # is a name's words.
    "suppressed": _schema(person=text, kind=text, size=number, keys=number),
    "sources": _schema(
        community_id=text,
        source=text,
        network=text,
        night=pa.date32(),
        status=text,
        rows=number,
        quarantined=number,
        message=text,
        finished_at=utc,
    ),
    "config/communities": _schema(
        community_id=text,
        industry=text,
        language=text,
        timezone=text,
        simulated=pa.bool_(),
        pool=pa.bool_(),
        retention_days=number,
        pack_version=text,
    ),
    "config/brand": _schema(community_id=text, network=text, author_id=text, account=text),
    "config/themes": _schema(
        industry=text, theme_id=text, label_fr=text, label_en=text, need_fr=text, need_en=text
    ),
    "config/indices": _schema(
        industry=text, index_id=text, label_fr=text, label_en=text, theme_id=text, emotion=text
    ),
    "config/audiences": _schema(industry=text, audience=text, label_fr=text, label_en=text),
    "config/reply_plans": _schema(
        industry=text,
        plan_id=text,
        text_fr=text,
        text_en=text,
        themes=pa.list_(text),
        emotions=pa.list_(text),
        intents=pa.list_(text),
    ),
    "config/calendar": _schema(
        industry=text, event_id=text, name_fr=text, name_en=text, starts_on=text, ends_on=text
    ),
    "config/nights": _schema(
        community_id=text, night=pa.date32(), last_night=pa.date32(), as_of_at=utc
    ),
    # The labels that bend a community's readings tonight, and the pack version that says so.
    "config/labels": _schema(
        pack_version=text,
        community_id=text,
        network=text,
        post_id=text,
        text_hash=text,
        text=text,
        language=text,
        answer=text,
        is_right=pa.bool_(),
        because=text,
    ),
    "config/model": _schema(model=text, emotion=text, threshold=pa.float64()),
    "ledger/nights": _schema(community_id=text, night=pa.date32(), as_of_at=utc),
    # Which want a post was in at a weekly anchor: written once, so that a want keeps its identity.
    "ledger/wants": _schema(
        community_id=text, anchor=pa.date32(), need_id=text, network=text, post_id=text
    ),
    "shards": _schema(text_hash=text, text=text, language=text, industry=text, pack_version=text),
    # One row per text, industry, model and pack: what one reading says.
    "enriched": _schema(
        text_hash=text,
        industry=text,
        model=text,
        pack_version=text,
        language=text,
        readable=pa.bool_(),
        **dict.fromkeys(EMOTIONS, share),
        neutral=share,
        sentiment=share,
        **dict.fromkeys(INTENTS, share),
        irony=share,
        themes=pa.list_(pa.struct([("theme", text), ("score", share), ("evidence", text)])),
        expectation_theme=text,
        expectation_need=text,
        expectation_explicit=pa.bool_(),
        expectation_score=share,
        corrected=pa.list_(
            pa.struct([("answer", text), ("labels", number), ("before", share), ("after", share)])
        ),
    ),
    # What the pulse heard of the last two days, one file a source: its posts as they were read. No
    # mart rests on it; the night pulls its own.
    "pulse": _schema(
        community_id=text,
        source=text,
        network=text,
        post_id=text,
        author_id=text,
        is_brand=pa.bool_(),
        created_at=utc,
        text=text,
        text_hash=text,
        language=text,
        readable=pa.bool_(),
        anger=share,
        complaint=share,
        sentiment=share,
        theme=text,
        model=text,
    ),
    # Held-out behaviour of the active model: what a share must be corrected by (Bella et al. 2010).
    "understood/corrections": _schema(
        model=text,
        language=text,
        emotion=text,
        true_positive_rate=pa.float64(),
        false_positive_rate=pa.float64(),
        mean_if_true=pa.float64(),
        mean_if_false=pa.float64(),
        variance_if_true=pa.float64(),
        variance_if_false=pa.float64(),
        between_if_true=pa.float64(),
        between_if_false=pa.float64(),
        positives=number,
        negatives=number,
    ),
    # How well the model reads data sets that never taught it: what `cmr evaluate` prints, in short.
    "understood/quality": _schema(
        model=text,
        language=text,
        data_set=text,
        macro_f1=pa.float64(),
    ),
    "understood/needs": _schema(
        community_id=text,
        night=pa.date32(),
        need_id=text,
        theme_id=text,
        label_fr=text,
        label_en=text,
        name_kind=text,  # phrase, words (cut out of a post), quote
        said_in=text,  # the language of a name that is in one only
        network=text,
        post_id=text,
        explicit=pa.bool_(),
        score=share,
        proof=number,  # the place among the posts that show the want; null: it is only counted
    ),
    # Where the posts of a community's last night lie by what they want: half-precision numbers, one
    # file a community.
    "understood/meanings": _schema(text_hash=text, vector=pa.binary()),
    "understood/emergent_themes": _schema(
        community_id=text,
        night=pa.date32(),
        theme_id=text,
        label_fr=text,
        label_en=text,
        network=text,
        post_id=text,
        score=share,
    ),
    # What `understand` remembers of the weekly anchors by which emergent themes keep their
    # identity; no mart reads it.
    "understood/theme_states": _schema(
        community_id=text,
        anchor=pa.date32(),
        theme_id=text,
        words=pa.list_(text),
        posts=pa.list_(pa.struct([("network", text), ("post_id", text), ("score", pa.float64())])),
    ),
    "ledger/recommendations": _schema(
        community_id=text,
        industry=text,
        for_date=pa.date32(),
        advice_id=text,
        rank=number,
        theme_id=text,
        audience=text,
        format=text,
        tone=text,
        slot=text,
        angle_fr=text,
        angle_en=text,
        opening_fr=text,
        opening_en=text,
        engagement_lift=pa.float64(),
        engagement_low=pa.float64(),
        engagement_high=pa.float64(),
        reactions=pa.list_(
            pa.struct([("emotion", text), ("share", share), ("low", share), ("high", share)])
        ),
        reply_plans=pa.list_(text),
        evidence=pa.list_(text),
        propensity=pa.float64(),
        assigned=pa.bool_(),
        history_posts=number,
        basis_fr=text,
        basis_en=text,
        model=text,
        origin=text,
        posts_fr=pa.list_(text),
        posts_en=pa.list_(text),
        effect_low=pa.float64(),
        effect_high=pa.float64(),
        written_at=utc,
        # On the day's first advice only: all that might have been advised, how probably, and what
        # was foreseen for it.
        alternatives=pa.list_(
            pa.struct(
                [
                    ("theme_id", text),
                    ("format", text),
                    ("tone", text),
                    ("slot", text),
                    ("propensity", pa.float64()),
                    ("engagement_lift", pa.float64()),
                ]
            )
        ),
    ),
    "ledger/outcomes": _schema(
        community_id=text,
        industry=text,
        advice_id=text,
        for_date=pa.date32(),
        horizon=text,
        status=text,
        network=text,
        post_id=text,
        match_basis=text,
        match_certainty=pa.float64(),
        engagement_lift=pa.float64(),
        inside_interval=pa.bool_(),
        scored_on=pa.date32(),
        reactions=pa.list_(pa.struct([("emotion", text), ("share", share)])),
        origin=text,
    ),
    "ledger/track_record": _schema(
        community_id=text,
        industry=text,
        as_of_date=pa.date32(),
        scored=number,
        covered=number,
        followed=number,
        not_followed=number,
        effect=pa.float64(),
        effect_low=pa.float64(),
        effect_high=pa.float64(),
        basis=text,
        what_if=pa.float64(),
        what_if_low=pa.float64(),
        what_if_high=pa.float64(),
        what_if_posts=number,
        what_if_basis=text,
    ),
    "ledger/publications": _schema(
        publication_id=text,
        community_id=text,
        industry=text,
        night=pa.date32(),
        status=text,
        reason=text,
        figures_as_of=pa.date32(),
    ),
    # The run ledger: one row per run of a step, on whatever machine it ran. Counts and versions,
    # nothing of anybody.
    "ops/steps": _schema(
        step=text,
        status=text,
        community_id=text,
        source=text,
        shard=text,
        rows_in=number,
        rows_out=number,
        seconds=pa.float64(),
        started_at=utc,
        finished_at=utc,
        run=text,
        error=text,
        version=text,
        duckdb_version=text,
        details=text,
    ),
    # One row per correction and answer: what a reader says that a post is, or is not.
    "labels": _schema(
        community_id=text,
        network=text,
        post_id=text,
        text_hash=text,
        text=text,
        language=text,
        answer=text,
        is_right=pa.bool_(),
        because=text,
        reader=text,
        given_at=utc,
        kept_at=utc,
    ),
    "feedback": _schema(
        feedback_id=text,
        community_id=text,
        subject=text,
        subject_id=text,
        verdict=text,
        comment=text,
        given_at=utc,
    ),
}
