"""`python -m transforms.cli` is `cmr`."""

from transforms.cli import main

if __name__ == "__main__":
    main()
