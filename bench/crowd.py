"""Very many orders, written by the database itself: for measuring lists, not lives."""

from django.db import connection

OPEN_SHARE = 50  # one order in so many is open
HERE = 400  # open orders of the community whose list is measured, whatever the size
_COPIED = {
    "id": "{base} + g", "number": "{number}", "state": "CASE WHEN {open} THEN 'submitted' ELSE 'closed' END",
    "is_open": "{open}", "community_id": "CASE WHEN {here} THEN {community} ELSE {first} + 1 + g / {share} % ({many} - 1) END",
    "placed_at": "{placed}", "next_due_at": "CASE WHEN {open} THEN {due} ELSE t.next_due_at END",
}  # fmt: skip


def grow(template: int, start: int, until: int, community: int, first: int, many: int) -> None:
    """Copies of one order, numbered from `start` to `until`, spread over communities and time."""
    postgres = connection.vendor == "postgresql"
    here = f"g <= {HERE}"
    words = {
        "base": 10**12, "open": f"({here} OR g % {OPEN_SHARE} = 0)", "here": here,
        "community": community, "first": first, "many": many, "share": OPEN_SHARE,
        "number": "lpad(g::text, 8, '0')" if postgres else "printf('%08d', g)",
        "placed": "t.placed_at - g % 400 * interval '1 day'" if postgres else "datetime(t.placed_at, '-' || (g % 400) || ' day')",
        "due": "t.placed_at + g % 9000 * interval '1 minute'" if postgres else "datetime(t.placed_at, '+' || (g % 9000) || ' minute')",
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM orders_order WHERE id = %s", [template])
        names = [column[0] for column in cursor.description]
        chosen = ", ".join(
            _COPIED[n].format(**words) if n in _COPIED else f't."{n}"' for n in names
        )
        columns = ", ".join(f'"{n}"' for n in names)
        series = (
            f"generate_series({start}, {until}) AS g"
            if postgres
            else f"(WITH RECURSIVE s(g) AS (SELECT {start} UNION ALL SELECT g + 1 FROM s WHERE g < {until}) SELECT g FROM s)"
        )
        cursor.execute(
            f"INSERT INTO orders_order ({columns}) SELECT {chosen} FROM orders_order t, {series} "
            f"WHERE t.id = {template}"
        )
        cursor.execute("ANALYZE")
