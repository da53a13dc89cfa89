"""The demo city: seeded, deterministic, fictional, every order reached through actions.

Owns an invented district with its people and ninety days of orders, told by data files and a
seed. Refuses to be loaded into production, and to write into days whose digest is published.
"""

from huying.demo.loading import DemoReport, Login, is_loaded, load

__all__ = ["DemoReport", "Login", "is_loaded", "load"]
