"""From trained weights to the files that ship, and back."""
