#!/bin/sh
# Bring Superset's own database up to date, make its user and the dashboard, then serve.
set -eu
here=$(dirname "$0")
superset db upgrade
superset init
python "$here/prepare.py"
exec gunicorn --bind "${SUPERSET_BIND:-0.0.0.0:8088}" --workers 1 --worker-class gthread --threads 8 --timeout 120 \
  --log-level warning "superset.app:create_app()"
