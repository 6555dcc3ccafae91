"""Array formulas of a range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from creditxl.calc.engine.addresses import Area, check
from creditxl.calc.engine.cells import uno_range
from creditxl.calc.engine.formulas import to_calc, to_excel
from creditxl.calc.engine.shifting import shifted
from creditxl.errors import WorkbookError, msg

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from creditxl.calc.engine.sheets import Sheet
    from creditxl.calc.unoapi import UnoObject


class ArrayFormulas:
    """Formulas that compute several values at once.

    LibreOffice 7.4 does not spill: `formula2` gives a formula as many cells as its result has when it is written, and
    no more or fewer later.
    """

    if TYPE_CHECKING:
        sheet: Sheet
        area: Area
        formula: str | tuple[tuple[str, ...], ...] | None

        @property
        def api(self) -> UnoObject: ...

        def changing(self, *, formats: bool = False) -> AbstractContextManager[None]: ...

    @property
    def has_array(self) -> bool:
        return bool(self.area) and self.api.getCellByPosition(0, 0).getArrayFormula() != ""

    @property
    def formula_array(self) -> str | None:
        """The array formula that fills exactly this range, or the one of the first cell's formula."""
        first = self.api.getCellByPosition(0, 0)
        return to_excel(str(first.getArrayFormula() or first.getFormula()).removeprefix("{").removesuffix("}"))

    @formula_array.setter
    def formula_array(self, value: str) -> None:
        """Fill the whole range with one array formula."""
        with self.changing():
            self.api.setArrayFormula(to_calc(value))

    @property
    def formula2(self) -> str | tuple[tuple[str, ...], ...] | None:
        return self.formula

    @formula2.setter
    def formula2(self, value: object) -> None:
        """Write formulas that may give several values: one formula in one cell takes the cells that it needs."""
        if isinstance(value, str) and value.startswith("=") and self.area.rows * self.area.columns == 1:
            self._spill(value)
            return
        lines = value if isinstance(value, list | tuple) else [[value] * self.area.columns] * self.area.rows
        alike = not isinstance(value, list | tuple)
        for row, line in enumerate(lines):
            for column, one in enumerate(line):
                cell = type(self)(self.sheet, Area(self.area.row + row, self.area.column + column, 1, 1))  # type: ignore[call-arg] # Range's
                if isinstance(one, str) and one.startswith("="):
                    cell.formula_array = shifted(one, row, column) if alike else one
                else:
                    cell.formula = one

    def _spill(self, formula: str) -> None:
        calc = to_calc(formula)
        with self.changing():
            sizes = [self._measure(f"={function}({calc[1:]})") for function in ("ROWS", "COLUMNS")]
            area = check(Area(self.area.row, self.area.column, sizes[0], sizes[1]))
            target = uno_range(self.sheet.api, area)
            taken = any(text for line in target.getFormulaArray() for text in line)
            if taken:
                raise WorkbookError(
                    msg("{rows} × {columns} values find no room: a cell is taken", rows=sizes[0], columns=sizes[1]),
                    where=f"{self.sheet.name}, {formula}",
                    fix=msg("empty the cells below and to the right of the formula"),
                )
            target.setArrayFormula(calc)

    def _measure(self, formula: str) -> int:
        """Return what the formula gives, computed in the cell itself, which is empty again afterwards."""
        self.api.setArrayFormula(formula)
        found = self.api.getDataArray()[0][0]
        self.api.setArrayFormula("")
        return int(found) if isinstance(found, float) and found >= 1 else 1
