"""Communities that do not exist, made of known causes: what `make run` shows, and the test bench of
marts and advice.

- `random_world(seed)`: a community without a crisis; `dataclasses.replace` plants one.
- `simulate_world(world).rows`: what an export of it would hold (DESIGN's export row).
- `simulate_world(world).truth`: what is true of each post, which only tests may read.
- `simulate_world(world, {day: [Planned(...)]})`: the same, had the brand posted this instead.
- `world.expected(message, day)`: what a message would have got, chance apart.
- `world.best(day)`, `world.regret(message, day)`: the oracle.
- `reading_of(truth_row)`: the reading of somebody who knows the truth, or errs at a known rate.
- `bulk(posts, days)`: many posts fast, for benchmarks.

`world.py` holds the causes, `cast/` who is there, `texts.py` and `phrases/` what they write,
`generate.py` what happens, `export.py` what a network shows of it.
"""
