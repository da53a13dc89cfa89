"""Duty on the spot for the desk: my day, visits, posts, the morning meeting, the diary."""
