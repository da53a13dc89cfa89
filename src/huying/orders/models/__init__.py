"""The tables of an order's life."""

from huying.orders.models.category import Category
from huying.orders.models.directory import Boundary, DirectoryRow
from huying.orders.models.judging import Rating
from huying.orders.models.order import NEVER, Order
from huying.orders.models.own_list import OwnList
from huying.orders.models.parts import CoHandler, Contact, Merge, Note, Request, Supervision
from huying.orders.models.submission import Submission
from huying.orders.models.text import StandardText

__all__ = [
    "NEVER", "Boundary", "Category", "CoHandler", "Contact", "DirectoryRow", "Merge", "Note",
    "Order", "OwnList",
    "Rating", "Request", "StandardText", "Submission", "Supervision",
]  # fmt: skip
