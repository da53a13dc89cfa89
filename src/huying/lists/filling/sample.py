"""A first template for a list: every column, ready to be made one's own and sent back."""

from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from huying.lists.definitions import Column
from huying.lists.writing.workbook import sheet_name

_HEAD, _ROW, _SUM = 4, 5, 6
_LINE = Side(style="thin", color="908D86")
_WIDE, _NARROW = 22, 12


def sample(title: str, columns: tuple[Column, ...]) -> bytes:
    """The workbook: a title, what it is of, a header, the row that is repeated, the totals."""
    book = Workbook()
    sheet = book.active or book.create_sheet()
    sheet.title = sheet_name(title)
    width = len(columns) + 1
    for row, text in ((1, "{{title}}"), (2, _("{{place}}, as of {{date}}: {{count}} rows"))):
        sheet.cell(row, 1, text).alignment = Alignment(horizontal="center")
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
    sheet["A1"].font = Font(bold=True, size=16)
    sheet.cell(_HEAD, 1, _("No."))
    sheet.cell(_ROW, 1, "{{row.no}}")
    sheet.cell(_SUM, 1, _("Total"))
    for number, column in enumerate(columns, 2):
        sheet.cell(_HEAD, number, str(column.label))
        sheet.cell(_ROW, number, f"{{{{row.{column.key}}}}}")
        if column.summed:
            sheet.cell(_SUM, number, f"{{{{sum.{column.key}}}}}")
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = _NARROW if column.summed else _WIDE
    for row in (_HEAD, _ROW, _SUM):
        for number in range(1, width + 1):
            cell = sheet.cell(row, number)
            cell.border = Border(_LINE, _LINE, _LINE, _LINE)
            cell.alignment = Alignment(vertical="center", wrap_text=True)
            cell.font = Font(bold=row != _ROW)
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{_HEAD}:{_HEAD}"
    file = BytesIO()
    book.save(file)
    return file.getvalue()
