"""Which refusals a call can answer with, for the contract."""

from huying.api.replies import Problem


def refusals(*statuses: int) -> dict[int, type[Problem]]:
    """Each of these statuses answered with a problem document."""
    return dict.fromkeys(statuses, Problem)
