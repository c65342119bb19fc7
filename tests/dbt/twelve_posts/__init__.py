"""A shop of twelve posts, every figure of it worked out on paper."""
