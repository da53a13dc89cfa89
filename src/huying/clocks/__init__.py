"""Limits as data, running clocks, who held the time, warnings and breaches.

Refuses to know what a clock is about: a subject is a kind and an id.
"""
