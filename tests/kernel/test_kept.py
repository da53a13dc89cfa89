"""Reference data kept in memory for a few seconds."""

from collections.abc import Collection

from huying.kernel.kept import KeptRows


class Shelf:
    """A source that remembers what it was asked."""

    def __init__(self) -> None:
        self.rows = {1: "one", 2: "two", 3: "three"}
        self.asked: list[list[int]] = []

    def read(self, keys: Collection[int]) -> dict[int, str]:
        self.asked.append(sorted(keys))
        return {key: self.rows[key] for key in keys if key in self.rows}


def test_many_keys_are_read_together_and_only_those_that_are_not_at_hand() -> None:
    shelf = Shelf()
    kept = KeptRows(shelf.read, lambda: 60.0)
    assert kept.get({1, 2}) == {1: "one", 2: "two"}
    assert kept.get({1, 2, 3}) == {1: "one", 2: "two", 3: "three"}
    assert kept.get(set()) == {}
    assert shelf.asked == [[1, 2], [3]]


def test_a_change_is_seen_after_forgetting_and_what_is_not_there_is_asked_for_again() -> None:
    shelf = Shelf()
    kept = KeptRows(shelf.read, lambda: 60.0)
    assert kept.get({1, 9}) == {1: "one"}
    shelf.rows |= {1: "uno", 9: "nine"}
    assert kept.get({1, 9}) == {1: "one", 9: "nine"}
    kept.forget()
    assert kept.get({1}) == {1: "uno"}


def test_nothing_is_kept_for_no_time() -> None:
    shelf = Shelf()
    kept = KeptRows(shelf.read, lambda: 0.0)
    assert kept.get({1}) == kept.get({1}) == {1: "one"}
    assert shelf.asked == [[1], [1]]
