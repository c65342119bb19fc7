"""The image and the compose file, built and run without a Docker engine; `make test-containers`."""
