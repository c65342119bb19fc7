"""Files as people's tools write them: one module per form, each gives rows; `export` chooses among
them.
"""
