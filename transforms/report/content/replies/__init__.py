"""Whom to answer today: who they are, what they wrote, and a draft for each."""
