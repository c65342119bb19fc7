"""Nights on several machines; `make test-celery`."""
