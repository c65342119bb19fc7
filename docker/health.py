"""Whether Airflow's API server answers; the health check of its container."""

import urllib.request


def main() -> None:
    with urllib.request.urlopen("http://127.0.0.1:8080/api/v2/monitor/health", timeout=9) as answer:
        assert answer.status == 200


if __name__ == "__main__":
    main()
