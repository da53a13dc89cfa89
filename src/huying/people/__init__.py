"""Persons, accounts, posts (a role in a place for a time) and what each role may do."""
