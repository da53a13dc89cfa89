"""Huying (呼应, "call and answer"): order-style community service."""

__version__ = "0.1.0"
