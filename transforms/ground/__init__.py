"""What every room stands on: letters without accents, instants, ends of days, drafts beside files, forks."""
