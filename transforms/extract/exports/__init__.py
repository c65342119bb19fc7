"""Export files through the door, into the lake: the pull, whether a file is of use, what is told."""
