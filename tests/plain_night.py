"""A night without Airflow, the steps of the DAG one after the other: `python -m tests.plain_night
NIGHT…`.
"""

import sys

from transforms.operate import flow


def main() -> None:
    for named in sys.argv[1:]:
        flow.run(None if named == "latest" else named)


if __name__ == "__main__":
    main()
