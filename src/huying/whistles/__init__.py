"""Whistles: a community calls several units to one matter, and each reports in by its own time.

Owns whistles, responses, advances and what the community says of each unit's help. Refuses to
know what becomes of the order itself: that stays with its own table.
"""
