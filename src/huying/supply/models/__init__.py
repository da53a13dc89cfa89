"""The rows of this room."""

from huying.supply.models.landing import Landing, LandingItem, LandingResource
from huying.supply.models.needs import COUNTED, MOST_PRESSING, Assessment, Need, Support
from huying.supply.models.offering import (
    ITEM,
    RESOURCE,
    ItemProvider,
    ItemResource,
    Resource,
    ServiceItem,
)
from huying.supply.models.publication import PUBLICATION, Publication

__all__ = [
    "COUNTED",
    "ITEM",
    "MOST_PRESSING",
    "PUBLICATION",
    "RESOURCE",
    "Assessment",
    "ItemProvider",
    "ItemResource",
    "Landing",
    "LandingItem",
    "LandingResource",
    "Need",
    "Publication",
    "Resource",
    "ServiceItem",
    "Support",
]
