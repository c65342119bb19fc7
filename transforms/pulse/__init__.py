"""Between two nights: what is new is pulled, read and looked at every hour, for a crisis and for
nothing else.

    heard.py, usual.py, look.py   the pure core: how many people are upset now, and against what
    crisis.py                     what an hour's look makes of a crisis: it begins, doubles, ends
    taken.py                      what is new, through the door and read; kept for two days
    remembered.py                 what past weeks said, from the published marts
    state.py                      each community's crisis, in a small file of the lake
    letters/                      what is told, to whom, once
    run.py                        one community's hour

The night's marts stay the night's: nothing here writes `lake/raw` or the warehouse. What is read
here the night finds read, because readings are kept by their text.
"""
