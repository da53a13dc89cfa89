"""Pages for units and organisations: their orders, and of each only what the work needs.

Someone who also works at the desk sees here only what is their unit's.
"""
