"""Taking forgotten people out of files and databases that are already written, and showing that nothing is left."""
