"""The same ear as the networks' own tests have."""

from tests.extract.networks.conftest import ear, recorded, recording  # noqa: F401
