"""Invented districts beside the demo city, each working by one practice; one may be as large as a real one.

Their orders come as another system's would: in bulk, through the import.
"""
