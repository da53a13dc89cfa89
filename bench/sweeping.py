"""The sweep: its cost grows with what is due, not with what exists."""

import time
from datetime import timedelta

from bench.row import Row, ms
from bench.world import build, scaled

DUE, WAITING = 500, (1_000, 200_000)


def main() -> None:
    """The same number of due clocks among few and among many."""
    build()
    from huying.clocks.models import Clock  # noqa: PLC0415 -- after setup
    from huying.clocks.sweep import sweep  # noqa: PLC0415
    from huying.kernel.ids import new_id  # noqa: PLC0415
    from huying.kernel.now import now  # noqa: PLC0415

    def clocks(count: int, ahead: timedelta) -> None:
        at = now()
        Clock.objects.bulk_create(
            (
                Clock(subject_kind="order", subject_id=new_id(), name="close", started_at=at,
                      first_due_at=at + ahead, due_at=at + ahead, next_mark_at=at + ahead)
                for _ in range(count)
            ),
            batch_size=2000,
        )  # fmt: skip

    there, first = 0, 0.0
    for waiting in WAITING:
        wanted = scaled(waiting)
        clocks(wanted - there, timedelta(days=400))
        there = wanted
        clocks(DUE, timedelta(seconds=-1))
        began = time.perf_counter()
        marks = sweep(now())
        spent = (time.perf_counter() - began) / marks
        first = first or spent
        Row(f"sweep {marks} due among {there:,}", f"{ms(spent)} a mark", f"{ms(first)} among {scaled(WAITING[0]):,}",
            f"{spent / first:.2f} ×", "about 1 ×").tell()  # fmt: skip


if __name__ == "__main__":
    main()
