"""Commands of `cmr` that look across the steps: the night, the doctor, the bench, forgetting, compaction, new files."""
