"""Export files as people's tools write them: which column is which, how times are written, the
known shapes.
"""
