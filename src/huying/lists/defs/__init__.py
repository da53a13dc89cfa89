"""The lists, a file for each room they are drawn from; each module has its own `LISTS`.

A file says columns, filters, who reads and where the rows come from, and nothing about pages,
files or versions: those are the same for every list.
"""
