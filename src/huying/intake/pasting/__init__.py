"""A pasted chat message, hotline row or text block becomes cards that a person confirms.

Owns how a paste is cut into matters and what is guessed from each, with why. Refuses to decide:
every guess is marked as one, nothing is placed here, and not a character of the words is lost.
"""
