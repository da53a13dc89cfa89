"""Needs and supply on pages: the lists side by side at the desk, and what residents may read.

Which moves there are is read from the tables of moves; no page here knows a move by heart.
"""
