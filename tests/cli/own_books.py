"""A person's workbooks with macros: extracts to make them of, and what people type into them."""

import warnings

import openpyxl
from click.testing import CliRunner
from openpyxl.utils import range_boundaries
from python_calamine import CalamineWorkbook

from creditxl.cli.main import main

LEDGER = """Kirjauspvm;Asiakirjatyyppi;Asiakirjan nro;Asiakasnro;Summa
15.08.2026;Lasku;ML1;1001;10 000,00
15.10.2026;Lasku;ML2;1001;40 000,00
20.10.2026;Lasku;ML3;1002;1 000,00
"""
CUSTOMERS = """Asiakasnro;Nimi;Y-tunnus;Maksuehto;Toimiala
1001;Koivu Oy;0201256-6;30 pv netto;Logistiikka
1002;Haapa Oy;0116297-6;14 pv netto;Toimisto
"""
BOOKS = ("euler-limiitit.xlsm", "intrum-suositukset.xlsm")
ADDIN = "creditxl.xlam"
AS_OF = ("--as-of", "2026-10-31")


def write_extracts(folder):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "Asiakastapahtumat.csv").write_text(LEDGER, encoding="cp1252")
    (folder / "Asiakkaat.csv").write_text(CUSTOMERS, encoding="cp1252")
    return folder


def run(*arguments):
    return CliRunner(env={"COLUMNS": "200"}).invoke(main, [str(argument) for argument in arguments])


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def table(path, name):
    """Return a table's rows by heading, as another reader than the program's sees them."""
    found = CalamineWorkbook.from_path(path, load_tables=True).get_table_by_name(name)
    return [dict(zip(found.columns, row, strict=True)) for row in found.to_python()]


def configuration(path):
    return dict(row[:2] for row in CalamineWorkbook.from_path(path).get_sheet_by_name("xlwings.conf").to_python())


def kept_by_the_program(path):
    return dict(row[:2] for row in CalamineWorkbook.from_path(path).get_sheet_by_name("creditxl").to_python())


def opened(path):
    with warnings.catch_warnings():
        # openpyxl tells of the parts that it leaves out; what is read back here is not among them.
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(path, keep_vba=True)


def type_into(path, name, business_id, **typed):
    """Write into cells of a customer's first row in a table, columns by their headings with _ for a blank."""
    book = opened(path)
    sheet = next(sheet for sheet in book if name in sheet.tables)
    left, top, right, bottom = range_boundaries(sheet.tables[name].ref)
    headings = [sheet.cell(top, column).value for column in range(left, right + 1)]
    row = next(row for row in range(top + 1, bottom + 1) if sheet.cell(row, left).value == business_id)
    for heading, value in typed.items():
        sheet.cell(row, left + headings.index(heading.replace("_", " ")), value)
    book.save(path)


def set_kept(path, name, value):
    """Change what the program keeps for itself in a workbook."""
    book = opened(path)
    row = next(row for row in book["creditxl"].iter_rows() if row[0].value == name)
    row[1].value = value
    book.save(path)
