"""A whistle on an order about a fallen tree, and the units it calls."""

from dataclasses import dataclass
from datetime import timedelta

from huying.orders.models import Order
from huying.orgs.models import Organisation
from huying.whistles.actions import perform
from huying.whistles.actions.blowing import blow
from huying.whistles.models import Whistle
from huying.whistles.queries import whistle_by_id
from tests.builders import Cast, Staff


@dataclass
class Scene:
    """The cast, a garden office with someone who answers for it, and an order."""

    cast: Cast
    garden: Organisation
    gardener: Staff
    order: Order

    def blow(self, *units: Organisation, matter: str = "老树倒了，压着平房") -> Whistle:
        """The secretary calls units, the garden office and the bureau where none is named."""
        self.cast.at += timedelta(minutes=1)
        called = list(units) or [self.garden, self.cast.bureau]
        made = blow(
            self.order, matter=matter, units=called, by=self.cast.secretary.actor, at=self.cast.at
        )
        return self.seen(made)

    def seen(self, whistle: Whistle) -> Whistle:
        """The whistle read afresh."""
        return whistle_by_id(whistle.pk, self.cast.secretary.actor)

    def move(self, whistle: Whistle, name: str, by: Staff, **raw: object) -> Whistle:
        """Make one move, a minute after what came before."""
        self.cast.at += timedelta(minutes=1)
        perform(self.seen(whistle), name, by=by.actor, at=self.cast.at, raw=raw)
        return self.seen(whistle)
