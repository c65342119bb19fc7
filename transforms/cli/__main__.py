"""`python -m transforms.cli` is `cmr`."""

from transforms.cli import main

main()
