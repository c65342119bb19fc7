# What stands in for apache/superset, which cannot be pulled here: the same release from PyPI, laid out as in that image.
ARG BASE_IMAGE=python:3.11-slim-bookworm
# hadolint ignore=DL3006
FROM ${BASE_IMAGE}
ENV UV_SYSTEM_CERTS=1 PATH=/app/.venv/bin:$PATH
# after its own version, what Superset 6.1.0 needs and its own requirements do not say
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends curl=7* \
    && rm -rf /var/lib/apt/lists/* \
    && pip install --no-cache-dir uv==0.13.9 \
    && uv venv /app/.venv \
    && uv pip install --python /app/.venv/bin/python --no-cache apache-superset==6.1.0 gunicorn==27.0.1 rich==15.0.0 \
        cachetools==8.0.1 flask-caching==2.3.1 cachelib==0.13.0 \
    && useradd --uid 1000 --create-home superset \
    && mkdir /app/superset_home && chown superset /app/superset_home
WORKDIR /app
USER 1000
