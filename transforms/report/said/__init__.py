"""How the report says things: sentences and numbers in two languages, blocks, pictures, what is cut
from texts.
"""
