"""Lists and ledgers: saved live queries, their kept versions, exports and filled-in templates.

A list owns no facts: it asks the rooms below each time. Refuses to know how a fact came about.
"""
