"""What adopting adds, what it ends, and what somebody did by hand and keeps."""

from dataclasses import dataclass

from huying.practices.settling import Settled, settle


@dataclass(frozen=True)
class Said:
    """A row about something."""

    about: str
    says: int

    @property
    def conditions(self) -> str:
        return self.about

    @property
    def value(self) -> tuple[str, int]:
        return (self.about, self.says)


A1, A2, B1, B2 = Said("a", 1), Said("a", 2), Said("b", 1), Said("b", 2)


def test_a_first_pack_adds_all_it_says() -> None:
    assert settle([A1, B1], [], [], None) == Settled((A1, B1), (), ())


def test_what_is_there_already_stays_and_is_not_added_again() -> None:
    assert settle([A1, B1], [(7, A1)], [], [A1]) == Settled((B1,), (), ())


def test_what_the_pack_before_said_otherwise_ends() -> None:
    assert settle([A2], [(7, A1), (8, B1)], [], [A1, B1]) == Settled((A2,), (7, 8), ())


def test_what_was_changed_by_hand_stays_instead_of_what_the_pack_says_of_it() -> None:
    assert settle([A1, B2], [(7, A2), (8, B1)], [], [A1, B1]) == Settled((B2,), (8,), (A2,))


def test_what_somebody_made_there_goes_before_the_pack() -> None:
    assert settle([A1, B1], [], [A2], None) == Settled((B1,), (), (A2,))


def test_of_rows_that_nothing_is_known_of_those_about_the_same_stay() -> None:
    assert settle([A1], [(7, A2), (8, B1)], [], None) == Settled((), (8,), (A2,))
