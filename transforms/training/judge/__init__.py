"""How good a model is, in numbers: one file for each question that is asked of it."""
