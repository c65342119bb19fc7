"""The dashboard in a real Superset; `make test-superset`."""
