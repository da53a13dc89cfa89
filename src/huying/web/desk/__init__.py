"""The desk: the lists people work from, one order with everything about it, taking, rates.

Which moves there are, and what each asks for, is read from the table of moves; no page here
knows a move by heart.
"""
