"""What docs/operate.md tells an operator to do, done."""
