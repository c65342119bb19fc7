"""What README and docs say: paths, links, commands."""
