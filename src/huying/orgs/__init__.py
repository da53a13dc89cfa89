"""Organisations of every kind, their members, and what they are qualified for."""
