"""The words this room is told in: what a column holds, what a file is written as."""

from enum import StrEnum


class Type(StrEnum):
    """What the cells of a column are: so that a spreadsheet gets real dates and numbers."""

    TEXT = "text"
    WORD = "word"  # a code with a label
    NUMBER = "number"
    SHARE = "share"  # 0 to 1
    DATE = "date"
    MOMENT = "moment"
    YES_NO = "yes_no"


class Asks(StrEnum):
    """What a filter takes."""

    TEXT = "text"
    WORD = "word"
    DATE = "date"
    YES_NO = "yes_no"


class Format(StrEnum):
    """What a list can be written as."""

    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"
