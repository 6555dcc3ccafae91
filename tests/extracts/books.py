"""Small workbooks for the tests of their readers."""

from datetime import date

import xlsxwriter

HEADINGS = ["Asiakasnro", "Asiakirjatyyppi", "Asiakirjan nro", "Kirjauspvm", "Eräpäivä", "Summa (PVA)", "Riitautettu"]
ROW = [10218, "Lasku", "00010218", date(2018, 1, 31), date(2018, 2, 14), 1234.5, None]


def write(path, *rows, sheets=(), **options):
    """Write rows into a first sheet, by XlsxWriter, and what `sheets` do into further ones."""
    with xlsxwriter.Workbook(path, {"default_date_format": "dd.mm.yyyy", **options}) as book:
        fill(book.add_worksheet(), rows)
        for name, further in sheets:
            fill(book.add_worksheet(name), further)
    return path


def fill(sheet, rows):
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(number, place, cell)
            elif cell is not None:
                sheet.write(number, place, cell)


def ledger(**cells):
    """A row of a ledger; names of cells are canonical."""
    names = ("customer_no", "document_type", "document_no", "posting_date", "due_date", "amount", "disputed")
    return [cells.get(name, cell) for name, cell in zip(names, ROW, strict=True)]
