"""Campaigns at the desk, and the page on which building heads check people in without signal."""
