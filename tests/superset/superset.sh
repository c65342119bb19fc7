#!/usr/bin/env bash
# The dashboard in a real Superset. Installs it once into an environment of its own (about 1 GB) under CMR_TEST_TOOLS
# (default: var/tools in the project), and nothing else on the machine.
set -euo pipefail
cd "$(dirname "$0")/../.."
tools=${CMR_TEST_TOOLS:-$PWD/var/tools}/superset-6.1.0
if [ ! -f "$tools/.made" ]; then
  echo "Installing Apache Superset 6.1.0 into $tools (once)"
  .venv/bin/python -m venv "$tools"
  # what Superset 6.1.0 needs and its own requirements do not say: rich, cachetools, flask-caching before 2.4
  .venv/bin/uv pip install --quiet --python "$tools/bin/python" apache-superset==6.1.0 rich cachetools \
    "flask-caching==2.3.1" "cachelib==0.13.0" -r <(grep -v '^#' docker/superset/requirements.txt | sed -E 's/ *\\$//; /--hash/d')
  touch "$tools/.made"
fi
CMR_TEST_SUPERSET=$tools/bin exec .venv/bin/python -m pytest tests/superset -q -s "$@"
