"""Pages of the staff's door: entering, and what a person keeps of their own account."""
