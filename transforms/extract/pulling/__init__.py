"""How any network is pulled: its client and credentials, one visit to it, what its payloads are let
in as.
"""
