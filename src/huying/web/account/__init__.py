"""Signing in and out, and what a person keeps of their own account."""
