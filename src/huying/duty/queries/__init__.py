"""Reading duty: what holds where, who is posted, what is missing, visits, minutes, diary, meetings."""
