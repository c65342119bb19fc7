"""What to say next, to whom, in which form and when; what will happen; and what happened after
earlier advice.

Units that every module here keeps:

- *engagement* is likes + replies + shares of a brand's own post, null when all three are unknown;
- the *usual* of a community on a network is the recency-weighted mean of log(1 + engagement) of its
own earlier posts;
- a *lift* in a record is relative to that usual: 0.25 is 25 % above, -0.5 half of it. Inside the
models it is the log
  ratio, log(1 + engagement) minus the usual;
- low and high are the ends of a 90 % interval for one post, not for a mean;
- a *form* is the post's format, except `question` (a text that asks) and `answer` (a reply); a
*tone* is the emotion
  aimed at; a *slot* is a span of the community's local hours such as `17:00-20:00`.
"""
