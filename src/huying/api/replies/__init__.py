"""The shape of what goes out, for the published contract; the tests hold every answer to it.

Answers are written as they are (`showing`), not copied through these models on each request.
"""

from huying.api.replies.orders import (
    ContactHint,
    ContactOut,
    Happened,
    MoveOut,
    NoteOut,
    OrderOut,
    OrderPage,
    PlacedOut,
    Promised,
    RequestOut,
    ResidentOrderOut,
    Suggested,
    WholeOrderOut,
    WholeResidentOrderOut,
)
from huying.api.replies.places import (
    Located,
    PlaceOut,
    PlacePage,
    RateOut,
    RatesOut,
)
from huying.api.replies.records import (
    ClockOut,
    FileOut,
    RecordOut,
    Standstill,
)
from huying.api.replies.shapes import (
    LimitOut,
    Named,
    PersonOut,
    Problem,
)

__all__ = [
    "ClockOut",
    "ContactHint",
    "ContactOut",
    "FileOut",
    "Happened",
    "LimitOut",
    "Located",
    "MoveOut",
    "Named",
    "NoteOut",
    "OrderOut",
    "OrderPage",
    "PersonOut",
    "PlaceOut",
    "PlacePage",
    "PlacedOut",
    "Problem",
    "Promised",
    "RateOut",
    "RatesOut",
    "RecordOut",
    "RequestOut",
    "ResidentOrderOut",
    "Standstill",
    "Suggested",
    "WholeOrderOut",
    "WholeResidentOrderOut",
]
