"""The rows of this room."""

from huying.supply.models.landing import Landing
from huying.supply.models.needs import MOST_PRESSING, Assessment, Need, Support
from huying.supply.models.offering import ITEM, RESOURCE, Resource, ServiceItem
from huying.supply.models.publication import PUBLICATION, Publication

__all__ = [
    "ITEM",
    "MOST_PRESSING",
    "PUBLICATION",
    "RESOURCE",
    "Assessment",
    "Landing",
    "Need",
    "Publication",
    "Resource",
    "ServiceItem",
    "Support",
]
