"""People in difficulty who are known by name: their ledgers, who may read them, who looked.

Owns entries, named grants, visits to the people and the record of every look. Refuses to know any
city's categories (they come with the way of working) and any number that ought to be reached.
"""
