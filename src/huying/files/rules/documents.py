"""Documents are kept as they came, never rendered; what they must be to be kept."""

from huying.files.rules.archives import check_office
from huying.files.rules.content import PDF
from huying.files.rules.refusing import _, refused

_END_OF_PDF = b"%%EOF"
_PDF_TAIL = 1024


def check_document(data: bytes, media_type: str) -> None:
    """`Refused` for a PDF without its end, and for what `check_office` refuses."""
    if media_type != PDF:
        check_office(data)
    elif _END_OF_PDF not in data[-_PDF_TAIL:]:
        raise refused(_("the PDF is damaged or incomplete"))
