"""What every network owes: the same columns, the same troubles survived, nothing read that is not listed."""
