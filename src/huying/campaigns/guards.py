"""Conditions on facts that a move waits for; the docstring is what someone is told."""

from datetime import datetime
from typing import Any

from huying.campaigns.states import Basis
from huying.kernel.machine import Given, guard
from huying.kernel.refusals import Code


@guard
def the_list_is_not_fixed(campaign: Any, given: Given, at: datetime) -> Code | None:
    """It was closed before: its list is fixed."""
    return Code.CONFLICT if campaign.closings else None


@guard
def there_is_a_list(campaign: Any, given: Given, at: datetime) -> Code | None:
    """Heads are counted here: there is no list."""
    return Code.CONFLICT if campaign.basis == Basis.HEADS else None


@guard
def there_is_someone_to_reach(campaign: Any, given: Given, at: datetime) -> Code | None:
    """Nobody is on the list yet."""
    if campaign.basis == Basis.HEADS or campaign.targets.filter(struck_at=None).exists():
        return None
    return Code.NOT_YET
