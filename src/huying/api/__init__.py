"""The HTTP API: the same actions and queries as the pages, as JSON under `/api/v1`.

It owns the shape of requests and answers, who stands at the door, and the published contract.
It refuses to know any rule of the rooms it speaks for.
"""
