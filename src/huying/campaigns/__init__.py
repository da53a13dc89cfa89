"""One-day mass activities: whom to reach, who came by, exactly counted, and who was missed.

It refuses to know where anybody is, who of the helpers did how much, and any quota on people.
"""
