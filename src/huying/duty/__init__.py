"""Duty on the spot: who is posted to which estate, visits, minutes there, diary, morning meeting.

It refuses to know who stayed how long: minutes are a matter of the estate and the day.
"""
