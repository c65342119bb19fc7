"""Single values of a row: times, counts and texts as people's tools write them."""
