"""Community Manager Reloaded: one sub-package per step of the night, in the order of the flow."""

__version__ = "0.1.0"
