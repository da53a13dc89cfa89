"""What every room stands on: machine, refusals, actors, workdays, limits, ids, hashing.

Pure values and functions. Knows nothing of Django models, requests or settings.
"""
