"""The demo city: seeded, deterministic, fictional, every order reached through actions.

Owns an invented district with its people and ninety days of orders, told by data files and a
seed. Refuses to be loaded into production, and to write into days whose digest is published.
"""
