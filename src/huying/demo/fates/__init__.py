"""How orders fare: each fate is a story told in acts, beat by beat, and the roster of them all."""
