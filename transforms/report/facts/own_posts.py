"""The brand's own posts of a day, each against what its posts usually have at that age."""

from datetime import date
from typing import Any

from transforms.report.facts.published import Published

USUAL_DAYS = 28
ENOUGH_POSTS = 5
"""Below this many earlier posts on a network nothing is called usual."""
YOUNG_HOURS = 30


def of_day(published: Published, community: str, day: date | None) -> list[dict[str, Any]]:
    """One row per post that is no answer, best first: network, post_id, text, created_at,
    engagement, usual, views, rate, usual_rate.

    `usual` is the median of the 28 days before on the same network; of each post the last count
    within thirty hours, or the only one that was ever taken. `rate` is engagement by view, null
    where the network shows no views. Null where fewer than five are known.
    """
    return published.rows(
        "fct_post_metrics",
        f"""
        with counted as (
            select network, post_id,
                arg_max(engagement, observed_at) filter (age_hours <= {YOUNG_HOURS} or metrics_basis = 'final')
                    as engagement,
                arg_max(coalesce(views, 0), observed_at)
                    filter (age_hours <= {YOUNG_HOURS} or metrics_basis = 'final') as views
            from fct_post_metrics where community_id = $1 and engagement is not null
                and observed_at >= cast($2 as date) - {USUAL_DAYS + 1}  -- no count is older than its post
            group by network, post_id
        ),
        brand as (
            select p.network, p.post_id, p.text, p.created_at, p.created_date, counted.engagement,
                nullif(counted.views, 0) as views, counted.engagement / nullif(counted.views, 0) as rate
            from fct_posts p left join counted using (network, post_id)
            where p.community_id = $1 and p.is_brand and p.in_reply_to is null
                and p.created_date between cast($2 as date) - {USUAL_DAYS} and cast($2 as date)
        ),
        before as (
            select network, median(engagement) as usual, count(engagement) as known,
                median(rate) as usual_rate, count(rate) as known_rates
            from brand where created_date < cast($2 as date) group by network
        )
        select brand.network, brand.post_id, brand.text, brand.created_at, brand.engagement,
            case when before.known >= {ENOUGH_POSTS} then before.usual end as usual, brand.views, brand.rate,
            case when before.known_rates >= {ENOUGH_POSTS} then before.usual_rate end as usual_rate
        from brand left join before using (network)
        where brand.created_date = cast($2 as date)
        order by brand.engagement desc nulls last, brand.network, brand.post_id
        """,
        [community, day],
    )
