"""Append-only records, a hash chain per subject, the daily digest, the outbox.

Refuses to know what a record is about: a subject is a kind and an id.
"""
