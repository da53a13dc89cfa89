"""Which way of working is in force at which place, since when, and what it says.

Owns adoptions and the question "what holds here on this day". Refuses to know how a pack is
written, and what any other room makes of its parts.
"""
