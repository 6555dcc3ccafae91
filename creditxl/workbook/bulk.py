"""XlsxWriter for many rows: these go out as ready XML, and everything else stays its own.

XlsxWriter keeps an object for every cell and spells each one out by itself, which takes several times as long as
writing and packing the same XML. Here the rows of a list are made and packed in another thread than the rest.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from xlsxwriter.packager import Packager
from xlsxwriter.sharedstrings import SharedStrings
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from creditxl.workbook.cells import text_element
from creditxl.workbook.package import Package

if TYPE_CHECKING:
    from creditxl.workbook.package import Part
    from creditxl.workbook.rows import Rows

FUNCTION = re.compile(r"([A-Z][A-Z0-9.]*)\(")
FIRST_FUNCTIONS = frozenset({"HYPERLINK", "IF", "LEFT", "MAX", "ROUND", "SUBTOTAL", "SUM"})


class BulkSheet(Worksheet):  # type: ignore[misc] # XlsxWriter is untyped
    """A sheet with at most one block of rows whose XML is made when the sheet is written."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Rows | None = None
        self._block = (0, -1)  # its first and last row

    def set_rows(self, first_row: int, last_row: int, last_column: int, rows: Rows) -> None:
        """Keep a block of rows for writing.

        Args:
            first_row: Its first row, from 0; no cell is written below it by other means.
            last_row: Its last row.
            last_column: Its last column.
            rows: Its `<row>` elements.
        """
        self._check_dimensions(last_row, last_column)
        self._block = (first_row, last_row)
        self._rows = rows

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: FBT001, FBT002 - as XlsxWriter calls it
        """Spare most formulas XlsxWriter's search for each of the functions that Excel got after its first ones."""
        if set(FUNCTION.findall(formula)) <= FIRST_FUNCTIONS and not formula.startswith("{"):
            return formula.removeprefix("=")
        return str(super()._prepare_formula(formula, expand_future_functions))

    def _write_rows(self) -> None:
        first, last = self._block
        if self._rows is None:
            super()._write_rows()
            return
        self.dim_rowmax = first - 1
        super()._write_rows()
        self.dim_rowmax = last
        self.fh.add(self._rows)


class _PlainStrings(SharedStrings):  # type: ignore[misc] # XlsxWriter is untyped
    """The strings' file, in which a text is text: XlsxWriter takes `<r>…</r>` for ready XML."""

    def _write_si(self, string: str) -> None:
        self.fh.write(f"<si>{text_element(string)}</si>")


class _BulkPackager(Packager):  # type: ignore[misc] # XlsxWriter is untyped
    """Parts go into the package while they are made, and not to files of their own before."""

    def __init__(self, package: Package) -> None:
        super().__init__()
        self.in_memory = True  # what is no text is kept as bytes
        self._package = package

    def _filename(self, xml_filename: str) -> Part:
        return self._package.begin(xml_filename)

    def _write_shared_strings_file(self) -> None:
        strings = _PlainStrings()
        strings.string_table = self.workbook.str_table
        strings._set_xml_writer(self._filename("xl/sharedStrings.xml"))  # noqa: SLF001 - XlsxWriter's own way to start a part
        strings._assemble_xml_file()  # noqa: SLF001 - and to write it


class BulkBook(Workbook):  # type: ignore[misc] # XlsxWriter is untyped
    """A workbook of bulk sheets, packed quickly."""

    worksheet_class = BulkSheet

    def _store_workbook(self) -> None:
        """Write the parts straight into the package; XlsxWriter's own way leaves no say in the compression."""
        first = self.worksheets_objs[0]
        first.selected = first.active = 1
        self._prepare_vml()
        self._prepare_defined_names()
        self._prepare_drawings()
        self.str_table._sort_string_data()  # noqa: SLF001 - its charts take names from there
        self._add_chart_data()
        self._prepare_tables()
        with Package(Path(self.filename)) as package:
            packager = _BulkPackager(package)
            packager._add_workbook(self)  # noqa: SLF001 - what XlsxWriter's own method does
            for content, name, _ in packager._create_package():  # noqa: SLF001 - likewise
                package.add(name, content.getvalue())
