"""Files as the known tools write them, made up, and the table of what becomes of each."""
